/** Reads the history on for an organisation's rules. Intake waits for none of it. */
import { ruleFits } from '../../domain/rule.ts';
import type { Storage, Tenant } from '../../storage/database.ts';
import { failureOf } from '../../storage/failures.ts';
import { promisesOf } from '../../storage/promises.ts';
import { moveReading, type Reading } from '../../storage/readings.ts';
import { readUpTo } from '../../storage/readingWork.ts';
import { seenByRules } from '../../storage/ruleFacts.ts';
import { type WorkingRule, workingRules } from '../../storage/rules.ts';
import { factsForRules, type RuleFact } from '../../storage/ruleWork.ts';
import type { Lease } from '../../storage/webhookWork.ts';
import { actOnEvent, noteFault } from './actOnEvent.ts';
import { actionsFor, ruleEventsOf } from './ruleEvents.ts';

/** Facts that are looked through at once. */
const window = 5_000;

/** True where a rule asks whether the author is here for the first time: only then it is looked up. */
export const asksFirstTime = (rules: readonly Pick<WorkingRule, 'conditions'>[]): boolean =>
  rules.some(({ conditions }) => conditions.some(({ is }) => is === 'first_time'));

export interface ReadingOn {
  storage: Storage;
  organisationId: number;
  now(): Date;
  lease(): Lease;
  log(event: string, particulars: Record<string, string | number>): void;
  signal?: AbortSignal | undefined;
}

/** Acts after which it is noted how far this came, and the lease renewed. */
const actsBetween = 50;

/**
 * Looks through the next window and lets rules act; answers how far it came, null when there was nothing or another program reads now. What was done before a kill is known by
 * its note and not done again.
 */
export async function readOn(deps: ReadingOn, from: Reading): Promise<Reading | null> {
  const { storage, organisationId, now, signal } = deps;
  const { due, seen } = await storage.byKeys(organisationId, (tx) => dueFacts(tx, from, now()));
  let reading: Reading | null = from;
  let n = 0;
  for (const fact of due) {
    if (signal?.aborted === true) return null;
    await act(deps, fact);
    n += 1;
    if (n % actsBetween === 0) reading = await cameTo(deps, reading, fact.sequence);
    if (reading === null) return null;
  }
  return seen === reading.read ? null : cameTo(deps, reading, seen);
}

async function cameTo(
  { storage, organisationId, lease }: ReadingOn,
  reading: Reading,
  read: number,
): Promise<Reading | null> {
  const moved = await storage.inOrganisation(organisationId, (tx) =>
    moveReading(tx, 'rule_reading', reading, lease(), read),
  );
  return moved ? { ...reading, read } : null;
}

/** What a rule cannot do here and never could must not hold up what comes behind it: the rule says so. */
async function act({ storage, organisationId, now, log }: ReadingOn, fact: RuleFact): Promise<void> {
  const here = { storage, organisationId, now: now() };
  try {
    await actOnEvent(here, fact);
  } catch (error) {
    const failure = failureOf(error);
    if (failure === 'retry' || failure === 'away') throw error;
    const reason = error instanceof Error ? error.message : String(error);
    log('rule_failed', { organisation: organisationId, sequence: fact.sequence, reason });
    await noteFault(here, fact);
  }
}

/** Rules ask how grave a case is: they wait until the posts of a fact were read, but not for ever. Milliseconds. */
const patience = 10_000;

/** What of a window rules may look at now. */
function untilUnread(
  { facts, seen }: { facts: RuleFact[]; seen: number },
  understood: number | null,
  now: Date,
): { facts: RuleFact[]; seen: number } {
  if (understood === null || understood >= seen) return { facts, seen };
  const unread = facts.find(
    ({ sequence, at }) => sequence > understood && now.getTime() - at.getTime() < patience,
  );
  if (unread === undefined) return { facts, seen };
  return { facts: facts.filter(({ sequence }) => sequence < unread.sequence), seen: unread.sequence - 1 };
}

/** The facts of the next window in which some rule has something to do. */
async function dueFacts(
  tx: Tenant,
  { organisationId, read }: Reading,
  now: Date,
): Promise<{ due: RuleFact[]; seen: number }> {
  const rules = await workingRules(tx, organisationId);
  const actions = actionsFor(rules.map((rule) => rule.when));
  const found = await factsForRules(tx, organisationId, { after: read, actions, window });
  const { facts, seen } = untilUnread(found, await readUpTo(tx, organisationId), now);
  const askFirstTime = asksFirstTime(rules);
  const all = await seenByRules(tx, organisationId, facts, { now, askFirstTime });
  const { hours } = await promisesOf(tx, organisationId);
  const due = facts.filter((fact, i) => {
    const one = all[i] ?? null;
    const events = ruleEventsOf(fact.action);
    return (
      one !== null &&
      rules.some(
        (rule) => events.includes(rule.when) && fact.sequence > rule.since && ruleFits(rule, one, hours),
      )
    );
  });
  return { due, seen };
}
