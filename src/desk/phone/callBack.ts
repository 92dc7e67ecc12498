/** What becomes of calling somebody back. Nobody is dropped: who was not reached waits on, in the same place of the queue. */
import { mostTries } from '../../domain/call.ts';
import { Fault } from '../../domain/fault.ts';
import { type Callable, callableOf, insertTry, triesSince } from '../../storage/callBacks.ts';
import type { Tenant } from '../../storage/database.ts';
import { type Acting, changeCase } from '../acting.ts';
import { accountOfLine, keepParts, mustBePast } from './logCall.ts';

export interface Reached {
  id: string;
  at: Date;
  /** What they were told. */
  text: string;
  seconds: number | null;
}

/** They were reached: an answer of ours, in the conversation in which they called. Throws Fault `not_found`, `input_invalid`. */
export async function reachedAuthor(acting: Acting, caseId: string, reached: Reached): Promise<void> {
  const { storage, organisationId, now } = acting;
  mustBePast(reached.at, now);
  await storage.inOrganisation(organisationId, async (tx) => {
    const { number, name, thread, institutionId, institution } = await mustBeCallable(
      tx,
      organisationId,
      caseId,
    );
    const line = thread.slice(0, thread.indexOf(' '));
    const house = { id: institutionId, name: institution, at: now };
    const accountId = await accountOfLine(tx, organisationId, line, house);
    const part = {
      from: 'desk' as const,
      part: 'back' as const,
      id: reached.id,
      at: reached.at.toISOString(),
      number,
      hidden: null,
      name,
      unit: null,
      text: reached.text,
      seconds: reached.seconds,
      promised: false,
      callAt: null,
      line,
      house: institution,
    };
    await keepParts(tx, acting, accountId, [part]);
  });
}

/** They were not reached. Throws Fault `not_found`, `input_invalid` for a time that is over. */
export async function didNotReach(
  acting: Acting,
  caseId: string,
  { id, again }: { id: string; again: Date | null },
): Promise<void> {
  const { organisationId, memberId, now } = acting;
  if (again !== null && again < now)
    throw new Fault('input_invalid', 'It can only be tried again later than now. Choose another time.');
  await changeCase(acting, caseId, async (facts, tx) => {
    const { identityId, waitingSince } = await mustBeCallable(tx, organisationId, caseId);
    if (!(await insertTry(tx, organisationId, { id, identityId, at: now, by: memberId, again }))) return null;
    const tries = await triesSince(tx, organisationId, identityId, waitingSince ?? now);
    const particulars = { tries, most: mostTries, again: again?.toISOString() ?? null };
    return { facts, action: 'call_not_reached', subjectId: id, particulars };
  });
}

async function mustBeCallable(tx: Tenant, organisationId: number, caseId: string): Promise<Callable> {
  const found = await callableOf(tx, organisationId, caseId);
  if (found === null)
    throw new Fault('not_found', 'The author of this case cannot be called: no number of theirs is known.');
  return found;
}
