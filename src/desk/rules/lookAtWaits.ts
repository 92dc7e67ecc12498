/** Rules that wait: looks for the cases that waited so long, and lets the rules act on them. Nothing is asked of intake. */

import { afterOpenTime, type Hours } from '../../domain/officeHours.ts';
import type { ResponseTimes } from '../../domain/queue.ts';
import { isWait } from '../../domain/rule.ts';
import { beganBetween, countedHours, type RuleWait } from '../../domain/ruleWait.ts';
import type { Storage, Tenant } from '../../storage/database.ts';
import { failureOf } from '../../storage/failures.ts';
import { promisesOf } from '../../storage/promises.ts';
import { type WorkingRule, workingRules } from '../../storage/rules.ts';
import { type Began, casesThatWait, noteWaitsSeen, type WaitsToLook } from '../../storage/ruleWaits.ts';
import { actOnWait, noteFaultOfWait, type OverWait } from './actOnEvent.ts';

/** An answer may be heard so much later than it was written, and a case be held so long by a colleague: waits that were over since then are looked at again. */
const lookBack = 86_400_000;
/** Cases of a rule that are looked at in one go. */
const mostAtOnce = 500;

export interface LookingAtWaits {
  storage: Storage;
  now: Date;
  log(event: string, particulars: Record<string, string | number>): void;
  signal?: AbortSignal | undefined;
}

/** Looks through an organisation's waits once. What was done before a kill is known by its note and not done again. */
export async function lookAtWaits(
  deps: LookingAtWaits,
  { organisationId, seen }: WaitsToLook,
): Promise<void> {
  const { storage, now, signal } = deps;
  for (let from: number | null = 0; from !== null; ) {
    const found: { over: OverWait[]; next: number | null } = await storage.byKeys(organisationId, (tx) =>
      overWaits(tx, { organisationId, now, seen, from: from ?? 0 }),
    );
    for (const wait of found.over) {
      if (signal?.aborted === true) return;
      await act(deps, organisationId, wait);
    }
    from = found.next;
  }
  await storage.inOrganisation(organisationId, (tx) => noteWaitsSeen(tx, organisationId, now));
}

/** The next cases on which some rule has waited long enough, each with all such rules; where the ones after them begin, null at the end. */
async function overWaits(
  tx: Tenant,
  { organisationId, now, seen, from }: { organisationId: number; now: Date; seen: Date | null; from: number },
): Promise<{ over: OverWait[]; next: number | null }> {
  const times = await promisesOf(tx, organisationId);
  const over = new Map<string, OverWait & { ruleIds: Set<string> }>();
  let next: number | null = null;
  for (const rule of await workingRules(tx, organisationId)) {
    const { when: wait, hours } = rule;
    if (!isWait(wait) || hours === null) continue;
    const ranges = rangesOf({ wait, hours }, { from: lookedFrom(rule, seen), to: now, after: from }, times);
    const cases = await casesThatWait(tx, organisationId, {
      wait,
      ranges,
      notedBy: rule.id,
      most: mostAtOnce,
    });
    for (const { caseId, since } of cases) {
      const known = over.get(caseId) ?? { caseId, since, ruleIds: new Set<string>() };
      known.ruleIds.add(rule.id);
      over.set(caseId, known);
    }
    const last = cases.at(-1)?.since;
    if (cases.length >= mostAtOnce && last !== undefined) next = Math.min(next ?? last, last);
  }
  // What begins behind the place where the next look goes on is seen by all rules at once then.
  const here = [...over.values()].filter(({ since }) => next === null || since <= next);
  return { over: here, next };
}

function lookedFrom({ keptAt }: WorkingRule, seen: Date | null): Date {
  return seen === null ? keptAt : new Date(Math.max(keptAt.getTime(), seen.getTime() - lookBack));
}

/** Where the waits began that came to their length between two instants; `after`: none that began by then, in milliseconds since 1970. */
export function rangesOf(
  { wait, hours }: { wait: RuleWait; hours: number },
  { from, to, after }: { from: Date; to: Date; after: number },
  times: ResponseTimes,
): Began[] {
  return (wait === 'waiting_us' ? [true, false] : [null]).map((grave) => {
    const counted = countedHours(wait, grave === true, times.hours);
    const began = beganBetween({ from, to }, hours, counted);
    return {
      after: new Date(Math.max(began.after.getTime(), after)),
      until: began.until,
      grave,
      dueUntil: latestPlace(began.until, times, counted),
    };
  });
}

/** A case that began to wait by then has no later place in the queue. */
const latestPlace = (
  until: Date,
  { firstResponseMinutes, nextResponseMinutes }: ResponseTimes,
  counted: Hours,
): Date => afterOpenTime(counted, until, Math.max(firstResponseMinutes, nextResponseMinutes) * 60_000);

async function act(
  { storage, now, log }: LookingAtWaits,
  organisationId: number,
  wait: OverWait,
): Promise<void> {
  const here = { storage, organisationId, now };
  try {
    await actOnWait(here, wait);
  } catch (error) {
    const failure = failureOf(error);
    if (failure === 'retry' || failure === 'away') throw error;
    const reason = error instanceof Error ? error.message : String(error);
    log('rule_failed', { organisation: organisationId, case: wait.caseId, reason });
    await noteFaultOfWait(here, wait);
  }
}
