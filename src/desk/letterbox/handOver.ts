/** What was written to a member alone is handed over to the desk by that member and nobody else; until the undo is over she takes it back. */
import { Fault } from '../../domain/fault.ts';
import { handedFrom } from '../../domain/handOver.ts';
import { undoMilliseconds } from '../../domain/reply.ts';
import type { Tenant } from '../../storage/database.ts';
import {
  askToHandOver,
  endHandOver,
  handedOver,
  takeBackHandOver,
  writtenIn,
} from '../../storage/handedOver.ts';
import { findPosts } from '../../storage/intake.ts';
import { readRota } from '../../storage/rota.ts';
import { listTeams } from '../../storage/teams.ts';
import { type Acting, lockedCase } from '../acting.ts';

/** Whom of the house it goes to (neither: everybody's queue), and from which post on; null: what was written since her last answer. */
export interface HandOverTo {
  teamId: string | null;
  memberId: string | null;
  from: string | 'all' | null;
}

/**
 * Hands a case of a letterbox over once the undo is over; answers when that is. What is written in it later follows until she ends that. `acting` is its owner in the letterbox, `house` the house
 * that it belongs to. Throws Fault `not_found`, `input_invalid` for a team, a member or a post that is not there, `case_merged` where the desk has it already.
 */
export async function handOver(
  acting: Acting,
  house: number,
  caseId: string,
  { teamId, memberId, from }: HandOverTo,
): Promise<Date> {
  const { storage, organisationId, now } = acting;
  await storage.inOrganisation(house, async (tx) => {
    const team = (await listTeams(tx, house)).some(({ id }) => id === teamId);
    const member = (await readRota(tx, house, now)).get(memberId ?? '')?.here === true;
    if ((teamId !== null && !team) || (memberId !== null && !member))
      throw new Fault('input_invalid', 'Whom you chose is not here, or not any more. Choose somebody else.');
  });
  const dueAt = new Date(now.getTime() + undoMilliseconds);
  return storage.inOrganisation(organisationId, async (tx) => {
    await lockedCase(tx, organisationId, caseId);
    const since = await sinceWhen(tx, organisationId, caseId, from);
    const asked = { caseId, teamId, memberId, since, at: now, dueAt };
    const due = await askToHandOver(tx, organisationId, asked);
    if (due === null) throw new Fault('case_merged', 'You handed this over already: the desk has it.');
    return due;
  });
}

async function sinceWhen(tx: Tenant, boxId: number, caseId: string, from: HandOverTo['from']): Promise<Date> {
  if (from === 'all') return new Date(0);
  const posts = await writtenIn(tx, boxId, caseId);
  const first = from === null ? posts[handedFrom(posts)] : posts.find(({ id }) => id === from);
  if (first === undefined)
    throw new Fault('input_invalid', 'The post from which on you hand over is not in this conversation.');
  return first.at;
}

/** Takes it back, also where it hangs since it could not be given. Throws Fault `not_found`, `reply_left` where the desk has it already. */
export async function keepToOneself(
  { storage, organisationId, now }: Acting,
  house: number,
  caseId: string,
): Promise<void> {
  const names = await storage.inOrganisation(organisationId, (tx) => writtenIn(tx, organisationId, caseId));
  // Given, and not noted here before the program ended: the desk has it.
  const isThere = await storage.inOrganisation(
    house,
    async (tx) => (await findPosts(tx, house, names)).length > 0,
  );
  await storage.inOrganisation(organisationId, async (tx) => {
    await lockedCase(tx, organisationId, caseId);
    if (await takeBackHandOver(tx, organisationId, caseId, { now, hangs: false })) return;
    if (!isThere && (await takeBackHandOver(tx, organisationId, caseId, { now, hangs: true }))) return;
    if ((await handedOver(tx, organisationId, [caseId])).size > 0)
      throw new Fault(
        'reply_left',
        'The desk has it already, or is taking it just now. It cannot be taken back any more.',
      );
  });
}

/** What is written in it from now on stays hers; what the desk has it keeps. Throws Fault `not_found` where nothing was handed over. */
export async function stopHandingOver(
  { storage, organisationId, now }: Acting,
  caseId: string,
): Promise<void> {
  await storage.inOrganisation(organisationId, async (tx) => {
    await lockedCase(tx, organisationId, caseId);
    if (!(await endHandOver(tx, organisationId, caseId, now)))
      throw new Fault('not_found', 'The desk does not have this conversation yet. Take it back instead.');
  });
}
