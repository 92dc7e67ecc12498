import { teamsOf } from '../desk/teams/teamsOf.ts';
import { mayBy, type Right, rights } from '../domain/rights.ts';
import type { StoryClock } from '../domain/storyClock.ts';
import type { Membership } from '../storage/members.ts';
import { listInstitutions, readOrganisation, readSequence } from '../storage/organisationSettings.ts';
import type { Me } from './contract.ts';
import type { ApiDeps } from './deps.ts';

/** Everything the console needs to begin: who I am, what I may, where the history stands. */
export async function meView(deps: ApiDeps, member: Membership): Promise<Me> {
  const { organisationId } = member;
  const seen = await deps.storage.inOrganisation(organisationId, async (tx) => ({
    organisation: await readOrganisation(tx, organisationId),
    institutions: await listInstitutions(tx, organisationId),
    sequence: await readSequence(tx, organisationId),
    teams: await teamsOf(tx, organisationId, member.memberId, deps.now()),
  }));
  const { id, hours, ...organisation } = seen.organisation;
  return {
    member: {
      id: member.memberId,
      name: member.name,
      email: member.email,
      role: member.role,
      signature: member.signature,
      leftAt: null,
      invited: false,
      invitedUntil: null,
      secondFactor: false,
    },
    organisation: { ...organisation, officeHours: hours },
    rights: (Object.keys(rights) as Right[]).filter((right) => mayBy(member, right)),
    teams: seen.teams.map(({ id: teamId, name }) => ({ id: teamId, name })),
    institutions: seen.institutions,
    sequence: seen.sequence,
    version: deps.settings.version,
    demonstration: storyView(deps.demonstration?.() ?? null),
  };
}

const storyView = (clock: StoryClock | null): Me['demonstration'] =>
  clock === null ? null : { ...clock, asOf: clock.asOf.toISOString() };
