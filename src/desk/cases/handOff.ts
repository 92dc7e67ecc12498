import { takeUp } from '../../domain/case.ts';
import { Fault } from '../../domain/fault.ts';
import { absenceOf, seesTeam, standInFor } from '../../domain/rota.ts';
import { hasFolded } from '../../storage/abuse.ts';
import { insertNote, releaseClaim } from '../../storage/caseActs.ts';
import type { Tenant } from '../../storage/database.ts';
import { newId } from '../../storage/ids.ts';
import { type RotaMember, readRota } from '../../storage/rota.ts';
import { listTeams, lockTeam } from '../../storage/teams.ts';
import { type Acting, changeCase } from '../acting.ts';

/** To whom a case is handed, and why. */
export interface HandOff {
  to: { memberId: string } | { teamId: string };
  reason: string;
  /** Also to who is away. */
  evenIfAway: boolean;
}

/**
 * Hands a case to a colleague or into the queue of a team with a reason, which stays with the case as a note: whoever takes it over reads why. One's own claim ends with
 * it. Who sees the queue in which it stands takes it for that team; with anybody else it leaves the team. Throws Fault `input_invalid` for somebody who cannot take it,
 * `member_away` for who is away, with the name of the deputy. A reason is needed unless a post of the case is folded: nobody has to say why they would not read that.
 */
export async function handOff(
  acting: Acting,
  caseId: string,
  { to, reason, evenIfAway }: HandOff,
): Promise<void> {
  const { organisationId, memberId, now } = acting;
  await changeCase(acting, caseId, async (facts, tx) => {
    const taken = await takenBy(tx, acting, to, facts, evenIfAway);
    const noteId = reason === '' ? null : newId(now.getTime());
    if (noteId !== null)
      await insertNote(tx, organisationId, { id: noteId, caseId, memberId, text: reason, at: now });
    else if (!(await hasFolded(tx, organisationId, caseId, now)))
      throw new Fault('input_invalid', 'Say why you hand the case off: whoever takes it over reads it.');
    await releaseClaim(tx, organisationId, caseId, memberId);
    const from = { from: facts.ownerId, ...(facts.teamId === null ? {} : { fromTeam: facts.teamId }) };
    return {
      facts: { ...facts, ...takeUp(facts, now), ...taken },
      action: 'teamId' in to ? 'case_handed_to_team' : 'case_handed_off',
      subjectId: 'teamId' in to ? to.teamId : to.memberId,
      particulars: { note: noteId, ...from },
    };
  });
}

interface Stands {
  ownerId: string | null;
  teamId: string | null;
}

/** Where a case stands that is given to a team or a member. Throws as `handOff`. */
export const takenBy = (
  tx: Tenant,
  acting: Acting,
  to: HandOff['to'],
  facts: Stands,
  evenIfAway: boolean,
): Promise<Stands> =>
  'teamId' in to
    ? toTeam(tx, acting.organisationId, to.teamId, facts)
    : toMember(tx, acting, to.memberId, facts, evenIfAway);

async function toTeam(tx: Tenant, organisationId: number, teamId: string, facts: Stands): Promise<Stands> {
  const team = await lockTeam(tx, organisationId, teamId);
  if (team === null)
    throw new Fault('input_invalid', 'This team is not in use any more. Choose another one.');
  if (facts.teamId === teamId && facts.ownerId === null)
    throw new Fault('input_invalid', `${team.name} has this case already. Choose somebody else.`);
  return { ownerId: null, teamId };
}

async function toMember(
  tx: Tenant,
  { organisationId, now }: Acting,
  memberId: string,
  facts: Stands,
  evenIfAway: boolean,
): Promise<Stands> {
  const rota = await readRota(tx, organisationId, now);
  const taker = rota.get(memberId);
  if (taker === undefined || !taker.here)
    throw new Fault('input_invalid', 'Whom you chose is not here, or not any more. Choose another member.');
  if (facts.ownerId === memberId)
    throw new Fault('input_invalid', `${taker.name} has this case already. Choose somebody else.`);
  const away = absenceOf(taker, now);
  if (away !== null && !evenIfAway) throw isAway(rota, taker, away.to, now);
  const team = (await listTeams(tx, organisationId)).find(({ id }) => id === facts.teamId);
  const takesItForTheTeam = team !== undefined && seesTeam(team.memberIds, rota, memberId, now);
  return { ownerId: memberId, teamId: takesItForTheTeam ? facts.teamId : null };
}

function isAway(rota: ReadonlyMap<string, RotaMember>, taker: RotaMember, until: string, now: Date): Fault {
  const deputy = rota.get(standInFor(rota, taker.id, now) ?? '');
  const advice =
    deputy === undefined
      ? 'Nobody stands in. Choose somebody else'
      : `${deputy.name} stands in. Hand it to ${deputy.name}`;
  return new Fault(
    'member_away',
    `${taker.name} is away up to and including ${until}. ${advice}, or hand it over all the same.`,
  );
}
