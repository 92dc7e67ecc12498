import { teamsOf } from '../desk/teams/teamsOf.ts';
import { isConsoleLanguage, isPublicLanguage } from '../domain/languages.ts';
import { mayBy, type Right, rights } from '../domain/rights.ts';
import type { StoryClock } from '../domain/storyClock.ts';
import { warnedMembers } from '../storage/communications.ts';
import { languageOfMember, type Membership } from '../storage/members.ts';
import { listInstitutions, readOrganisation, readSequence } from '../storage/organisationSettings.ts';
import type { Me } from './contract.ts';
import type { ApiDeps } from './deps.ts';

/** Everything the console needs to begin: who I am, what I may, where the history stands. */
export async function meView(deps: ApiDeps, member: Membership): Promise<Me> {
  const { organisationId } = member;
  const [sequence, found, institutions, teams, own, warned] = await deps.storage.reading(
    organisationId,
    (tx) =>
      // The sequence comes first: what changes after it is told of once more, never left out.
      Promise.all([
        readSequence(tx, organisationId),
        readOrganisation(tx, organisationId),
        listInstitutions(tx, organisationId),
        teamsOf(tx, organisationId, member.memberId, deps.now()),
        languageOfMember(tx, organisationId, member.memberId),
        warnedMembers(tx, organisationId),
      ]),
  );
  const { id, hours, language, ...organisation } = found;
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
    // A language that a later program knew is none of ours.
    language: own !== null && isConsoleLanguage(own) ? own : null,
    organisation: {
      ...organisation,
      language: isPublicLanguage(language) ? language : 'en',
      officeHours: hours,
    },
    rights: (Object.keys(rights) as Right[]).filter((right) => mayBy(member, right)),
    teams: teams.map(({ id: teamId, name }) => ({ id: teamId, name })),
    institutions,
    seesSpreading:
      mayBy(member, 'spreading.read') && (member.role === 'admin' || warned.includes(member.memberId)),
    sequence,
    version: deps.settings.version,
    demonstration: storyView(deps.demonstration?.() ?? null),
  };
}

const storyView = (clock: StoryClock | null): Me['demonstration'] =>
  clock === null ? null : { ...clock, asOf: clock.asOf.toISOString() };
