/** Counts the response record on, behind the history. Intake waits for none of it. */
import type { Storage, Tenant } from '../../storage/database.ts';
import {
  type CountWindow,
  fromTheFirstCase,
  lockRecord,
  moveRecordReading,
  nextCasesToCount,
  nextFactsToCount,
  type RecordReading,
} from '../../storage/recordWork.ts';
import type { Lease } from '../../storage/webhookWork.ts';
import { countCases } from './countCases.ts';

/** Facts that are looked through at once, and cases that are counted at once. */
const window = 2_000;

export interface CountingOn {
  storage: Storage;
  now(): Date;
  lease(): Lease;
}

/**
 * Counts the next window; answers how far it came, null when there was nothing or another program counts now. What it counts and how far it came are kept together: a kill between them leaves
 * neither.
 */
export async function countOn(
  { storage, now, lease }: CountingOn,
  from: RecordReading,
): Promise<RecordReading | null> {
  return storage.byKeys(from.organisationId, async (tx) => {
    await lockRecord(tx, from.organisationId);
    const facts = await nextFactsToCount(tx, from, window);
    const walk = facts.everything ? fromTheFirstCase : from.walked;
    const again = walk === null ? [] : await nextCasesToCount(tx, from.organisationId, walk, window);
    if (facts.seen === from.read && walk === null) return null;
    await countCases(tx, from.organisationId, [...new Set([...facts.caseIds, ...again])]);
    const to = { read: facts.seen, walked: again.at(-1) ?? null, countedAt: countedAt(facts, now()) };
    return (await moveRecordReading(tx, from, lease(), to)) ? { ...from, ...to } : lost();
  });
}

/** What was counted in vain goes with its transaction. */
function lost(): never {
  throw new LostReading('another program counts this organisation now');
}

/** Another program took over between two windows. */
export class LostReading extends Error {}

/** A full window may not be the last one. */
const countedAt = ({ seenAt }: CountWindow, now: Date): Date =>
  seenAt === null || seenAt > now ? now : seenAt;

/** Counts cases at once, before the history is read on: what must not stand in the record any more goes with the act that removes it. */
export async function countAtOnce(
  tx: Tenant,
  organisationId: number,
  caseIds: readonly string[],
): Promise<void> {
  if (await lockRecord(tx, organisationId)) await countCases(tx, organisationId, caseIds);
}

/** The record as it would be if nothing of it stood: for the proof that it always is that. */
export async function countAllAnew(tx: Tenant, organisationId: number): Promise<void> {
  for (let after: string | undefined = fromTheFirstCase; after !== undefined; ) {
    const ids: string[] = await nextCasesToCount(tx, organisationId, after, window);
    await countCases(tx, organisationId, ids);
    after = ids.at(-1);
  }
}
