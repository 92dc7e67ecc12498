/** The dry run of a rule: what it would have done to last week's cases. The same evaluation as at work; changes nothing. */
import {
  applyRules,
  isWait,
  type Rule,
  type RuleCase,
  type RuleEvent,
  type RuleOutcome,
  ruleFits,
} from '../../domain/rule.ts';
import type { RuleWait } from '../../domain/ruleWait.ts';
import type { Storage, Tenant } from '../../storage/database.ts';
import { promisesOf } from '../../storage/promises.ts';
import { type SeenByRules, seenByRules } from '../../storage/ruleFacts.ts';
import { casesThatWait } from '../../storage/ruleWaits.ts';
import { factsForRules, sequenceBefore } from '../../storage/ruleWork.ts';
import { rangesOf } from './lookAtWaits.ts';
import { asksFirstTime } from './readOn.ts';
import { actionsFor, ruleEventsOf } from './ruleEvents.ts';
import { worldOf } from './ruleWorld.ts';

const week = 7 * 86_400_000;
/** Facts that one request looks through. */
const window = 5_000;
/** Cases that one request names. */
const mostNamed = 20;

export interface DryRunSlice {
  /** Posts that were looked at; of a rule that waits, cases. */
  looked: number;
  /** The cases in which the rule holds, each once; and which of its acts, by their places, would have been done. The next slice may name the same case again. */
  matched: { caseId: string; acts: number[] }[];
  /** The first of them: what would have been done and what not. */
  named: ({ caseId: string; number: number; at: Date; words: string } & Pick<
    RuleOutcome<Rule>,
    'did' | 'left'
  >)[];
  /** Where the next slice begins; null at the end. */
  next: number | null;
  /** How much of the week is behind it, 0 to 1. */
  share: number;
}

/** Looks through the next slice of last week's history, from the beginning of the week where `from` is null. */
export async function dryRun(
  { storage, organisationId, now }: { storage: Storage; organisationId: number; now: Date },
  rule: Rule,
  from: number | null,
): Promise<DryRunSlice> {
  const { when, hours } = rule;
  if (isWait(when) && hours !== null)
    return storage.byKeys(organisationId, (tx) =>
      waits(tx, { organisationId, now }, { ...rule, when, hours }, from),
    );
  return storage.byKeys(organisationId, async (tx) => {
    const begin = await sequenceBefore(tx, organisationId, new Date(now.getTime() - week));
    const after = Math.max(from ?? begin, begin);
    const actions = actionsFor([rule.when]);
    const { facts, seen, last } = await factsForRules(tx, organisationId, { after, actions, window });
    const all = await seenByRules(tx, organisationId, facts, { now, askFirstTime: asksFirstTime([rule]) });
    const cases = facts.flatMap(({ caseId, action }, i) => {
      const one = all[i] ?? null;
      return one !== null && ruleEventsOf(action).includes(when) ? [{ caseId, one }] : [];
    });
    const slice = await evaluate(tx, { organisationId, now }, rule, cases);
    return {
      ...slice,
      next: seen < last ? seen : null,
      share: last === begin ? 1 : (seen - begin) / (last - begin),
    };
  });
}

async function evaluate(
  tx: Tenant,
  { organisationId, now }: { organisationId: number; now: Date },
  rule: Rule,
  cases: readonly { caseId: string; one: SeenByRules }[],
): Promise<Omit<DryRunSlice, 'next' | 'share'>> {
  const world = await worldOf(tx, organisationId, [rule], { now, hold: false });
  const { hours } = await promisesOf(tx, organisationId);
  const matched = new Map<string, number[]>();
  const named: DryRunSlice['named'] = [];
  for (const { caseId, one } of cases) {
    const seen = { ...one, theCase: asItStood(one.theCase, rule.when) };
    // At work a rule does the same to a case once.
    if (matched.has(caseId) || !ruleFits(rule, seen, hours)) continue;
    const outcome = applyRules([rule], seen.theCase, world).outcomes[0];
    if (outcome === undefined) continue;
    matched.set(
      caseId,
      outcome.did.map((act) => rule.acts.indexOf(act)),
    );
    if (named.length < mostNamed)
      named.push({
        caseId,
        number: seen.number,
        at: seen.at,
        words: seen.text.slice(0, 240),
        did: outcome.did,
        left: outcome.left,
      });
  }
  return { looked: cases.length, matched: [...matched].map(([caseId, acts]) => ({ caseId, acts })), named };
}

/** Of waits nothing is kept but those that go on: the cases that came to such a length within the week and wait still. */
async function waits(
  tx: Tenant,
  { organisationId, now }: { organisationId: number; now: Date },
  rule: Rule & { when: RuleWait; hours: number },
  from: number | null,
): Promise<DryRunSlice> {
  const times = await promisesOf(tx, organisationId);
  const begin = new Date(now.getTime() - week);
  const ranges = rangesOf(
    { wait: rule.when, hours: rule.hours },
    { from: begin, to: now, after: from ?? 0 },
    times,
  );
  const found = await casesThatWait(tx, organisationId, {
    wait: rule.when,
    ranges,
    notedBy: null,
    most: window,
  });
  const wanted = found.map(({ caseId }) => ({ caseId, postId: null }));
  const all = await seenByRules(tx, organisationId, wanted, { now, askFirstTime: asksFirstTime([rule]) });
  const cases = found.flatMap(({ caseId }, i) => {
    const one = all[i] ?? null;
    return one === null ? [] : [{ caseId, one }];
  });
  const slice = await evaluate(tx, { organisationId, now }, rule, cases);
  const last = found.at(-1)?.since;
  if (found.length < window || last === undefined) return { ...slice, next: null, share: 1 };
  const [first, end] = [ranges[0]?.after.getTime() ?? last, ranges[0]?.until.getTime() ?? last];
  return {
    ...slice,
    next: last,
    share: end <= first ? 0 : Math.min(1, Math.max(0, (last - first) / (end - first))),
  };
}

/** The case as a rule would have found it. A case that opens has nothing yet that members give it; of the others only what they are now is known. */
function asItStood(theCase: RuleCase, when: RuleEvent): RuleCase {
  const unclaimed = { ...theCase, claimed: false, threatened: false };
  if (when === 'reopened') return { ...unclaimed, state: 'reopened' };
  if (when === 'written' || isWait(when)) return unclaimed;
  return {
    ...unclaimed,
    state: 'new',
    severity: 0,
    vulnerable: false,
    tags: [],
    ownerId: null,
    teamId: null,
    promised: false,
  };
}
