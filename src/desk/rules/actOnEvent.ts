/** Lets rules act on a case because of one fact, or of a wait: in one transaction, once, whatever is killed and however many programs read the same. */
import { resolve } from '../../domain/case.ts';
import { queuePlace } from '../../domain/queue.ts';
import {
  applyRules,
  isWait,
  type LeftBecause,
  mostRuleFailures,
  type RuleAct,
  type RuleCase,
  type RuleOutcome,
  ruleFits,
  suggestionsIn,
} from '../../domain/rule.ts';
import { waitsSince } from '../../domain/ruleWait.ts';
import { setTags } from '../../storage/caseActs.ts';
import { type CaseFacts, lockCases, updateCases } from '../../storage/cases.ts';
import type { Storage, Tenant } from '../../storage/database.ts';
import { type Fact, recordFacts } from '../../storage/history.ts';
import { promisesOf } from '../../storage/promises.ts';
import { seenByRules } from '../../storage/ruleFacts.ts';
import { type WorkingRule, workingRules } from '../../storage/rules.ts';
import { eventOfWait, isHeld, type WaitingCase } from '../../storage/ruleWaits.ts';
import {
  actsSince,
  type DidBefore,
  didBefore,
  noteAct,
  type RuleFact,
  stopRule,
} from '../../storage/ruleWork.ts';
import { setCaseUnit } from '../../storage/units.ts';
import { ruleEventsOf } from './ruleEvents.ts';
import { worldOf } from './ruleWorld.ts';

const hour = 3_600_000;

interface Place {
  storage: Storage;
  organisationId: number;
  now: Date;
}

/** Why rules look at a case. */
interface Occasion {
  caseId: string;
  /** Null: the author's last one. */
  postId: string | null;
  /** The number under which it is noted. */
  event: number;
  concerns(rule: WorkingRule): boolean;
}

/** A case that waited as long as these rules wait. */
export interface OverWait extends WaitingCase {
  ruleIds: ReadonlySet<string>;
}

const occasionOf = (fact: RuleFact): Occasion => {
  const events = ruleEventsOf(fact.action);
  return {
    caseId: fact.caseId,
    postId: fact.postId,
    event: fact.sequence,
    concerns: (rule) => events.includes(rule.when) && fact.sequence > rule.since,
  };
};

/** Answers how many rules did something. Looks at everything anew under the lock of the case. */
export async function actOnEvent({ storage, organisationId, now }: Place, fact: RuleFact): Promise<number> {
  return storage.inOrganisation(organisationId, async (tx) => {
    const locked = (await lockCases(tx, organisationId, [fact.caseId])).get(fact.caseId);
    if (locked === undefined || locked.mergedInto !== null) return 0;
    const before = await didBefore(tx, organisationId, fact.caseId);
    if (before.some(({ event }) => event === fact.sequence)) return 0;
    const outcomes = await actHere(tx, { organisationId, now }, occasionOf(fact), { locked, before });
    return outcomes.filter(({ did }) => did.length > 0).length;
  });
}

/** The same because of a wait, noted also where there was nothing to do: it is looked at once. Nothing happens while a colleague is on the case or an answer is under way. */
export async function actOnWait({ storage, organisationId, now }: Place, wait: OverWait): Promise<void> {
  await storage.inOrganisation(organisationId, async (tx) => {
    const locked = (await lockCases(tx, organisationId, [wait.caseId])).get(wait.caseId);
    if (locked === undefined || locked.mergedInto !== null) return;
    if (await isHeld(tx, organisationId, wait.caseId, now)) return;
    const event = eventOfWait(wait.since);
    const before = await didBefore(tx, organisationId, wait.caseId);
    const noted = new Set(before.flatMap((one) => (one.event === event ? [one.ruleId] : [])));
    const due = (await workingRules(tx, organisationId)).filter(
      ({ id, when }) =>
        wait.ruleIds.has(id) &&
        !noted.has(id) &&
        isWait(when) &&
        waitsSince(when, locked)?.getTime() === wait.since,
    );
    if (due.length === 0) return;
    const occasion = {
      caseId: wait.caseId,
      postId: null,
      event,
      concerns: (rule: WorkingRule) => due.some(({ id }) => id === rule.id),
    };
    const outcomes = await actHere(tx, { organisationId, now }, occasion, { locked, before });
    const told = new Set(outcomes.flatMap((outcome) => (isNoted(outcome) ? [outcome.rule.id] : [])));
    for (const rule of due)
      if (!told.has(rule.id))
        await noteAct(tx, organisationId, {
          caseId: wait.caseId,
          event,
          rule,
          at: now,
          did: [],
          failure: null,
        });
  });
}

async function actHere(
  tx: Tenant,
  within: Within,
  occasion: Occasion,
  { locked, before }: { locked: CaseFacts; before: readonly DidBefore[] },
): Promise<RuleOutcome<WorkingRule>[]> {
  const { organisationId, now } = within;
  const fitting = await fittingRules(tx, within, occasion);
  const rules = await withinTheirLimit(tx, within, fitting.rules);
  if (fitting.theCase === null || rules.length === 0) return [];
  const suggested = suggestionsIn(before, locked.lastHouseAt).map(({ textId }) => textId);
  const theCase = { ...fitting.theCase, suggested };
  const world = await worldOf(tx, organisationId, rules, { now, hold: true });
  const { after, outcomes } = applyRules(rules, theCase, world, (rule) =>
    before.flatMap(({ ruleId, did }) => (ruleId === rule.id ? did : [])),
  );
  await save(tx, within, { locked, theCase, after, outcomes });
  for (const outcome of outcomes) await note(tx, within, occasion, outcome);
  return outcomes;
}

/** Notes about every rule that holds here that it met a fault, and does nothing else. */
export async function noteFault(place: Place, fact: RuleFact): Promise<void> {
  await noteFaultOf(place, occasionOf(fact));
}

/** The same for a wait. */
export async function noteFaultOfWait(place: Place, { caseId, since, ruleIds }: OverWait): Promise<void> {
  const concerns = ({ id }: WorkingRule) => ruleIds.has(id);
  await noteFaultOf(place, { caseId, postId: null, event: eventOfWait(since), concerns });
}

async function noteFaultOf({ storage, organisationId, now }: Place, occasion: Occasion): Promise<void> {
  await storage.inOrganisation(organisationId, async (tx) => {
    const { rules } = await fittingRules(tx, { organisationId, now }, occasion);
    for (const rule of rules)
      await noteFailure(tx, { organisationId, now }, occasion, {
        rule,
        did: [],
        failure: 'It met a fault of this program. Its log says more.',
      });
  });
}

type Within = Omit<Place, 'storage'>;

async function fittingRules(
  tx: Tenant,
  { organisationId, now }: Within,
  occasion: Occasion,
): Promise<{ rules: WorkingRule[]; theCase: RuleCase | null }> {
  const rules = (await workingRules(tx, organisationId)).filter(occasion.concerns);
  const [seen = null] = await seenByRules(tx, organisationId, [occasion], { now, askFirstTime: true });
  if (seen === null) return { rules: [], theCase: null };
  const { hours } = await promisesOf(tx, organisationId);
  return { rules: rules.filter((rule) => ruleFits(rule, seen, hours)), theCase: seen.theCase };
}

/** Without those that acted on as many cases within the hour as they may: they stop, and say so. */
async function withinTheirLimit(
  tx: Tenant,
  { organisationId, now }: Within,
  rules: readonly WorkingRule[],
): Promise<WorkingRule[]> {
  const within: WorkingRule[] = [];
  for (const rule of rules) {
    const { id, mostAnHour } = rule;
    const acts = await actsSince(tx, organisationId, id, new Date(now.getTime() - hour), mostAnHour);
    if (acts < mostAnHour) within.push(rule);
    else
      await stop(
        tx,
        { organisationId, now },
        id,
        `It acted on ${mostAnHour} cases within an hour, as many as it may. See whether it does what you want, then turn it on again.`,
      );
  }
  return within;
}

async function stop(
  tx: Tenant,
  { organisationId, now }: Within,
  ruleId: string,
  because: string,
): Promise<void> {
  if (!(await stopRule(tx, organisationId, ruleId, because, now))) return;
  const fact = { actorId: null, action: 'rule_stopped', caseId: null, subjectId: ruleId } as const;
  await recordFacts(tx, organisationId, [fact], now);
}

interface Decided {
  locked: CaseFacts;
  theCase: RuleCase;
  after: RuleCase;
  outcomes: readonly RuleOutcome<WorkingRule>[];
}

async function save(
  tx: Tenant,
  { organisationId, now }: Within,
  { locked, theCase, after, outcomes }: Decided,
): Promise<void> {
  const facts = outcomes.flatMap((outcome) => factsOf(outcome, theCase, after));
  if (facts.length === 0) return;
  if (after.tags !== theCase.tags) await setTags(tx, organisationId, locked.id, after.tags);
  if (after.unitId !== theCase.unitId) await setCaseUnit(tx, organisationId, locked.id, after.unitId);
  const { severity, vulnerable, ownerId, teamId } = after;
  const times = await promisesOf(tx, organisationId);
  const sequence = await recordFacts(
    tx,
    organisationId,
    facts.map((one) => ({ ...one, caseId: locked.id })),
    now,
  );
  const settled = after.state === 'resolved' && theCase.state !== 'resolved' ? resolve(locked, now) : locked;
  const changed = { ...locked, ...settled, severity, vulnerable, ownerId, teamId, sequence };
  const place = queuePlace({ ...changed, answeredBefore: changed.firstHouseAt !== null }, times);
  await updateCases(tx, organisationId, [{ facts: changed, place, stateBy: null }]);
}

/** What the history says of it: the same words as of a member's acts, done by nobody, because of the rule. */
function factsOf(
  { rule, did }: RuleOutcome<WorkingRule>,
  before: RuleCase,
  after: RuleCase,
): Omit<Fact, 'caseId'>[] {
  const facts = new Map<string, Omit<Fact, 'caseId'>>();
  const from = { from: before.ownerId, ...(before.teamId === null ? {} : { fromTeam: before.teamId }) };
  for (const act of did) {
    const [action, subjectId, particulars] = factOf(act, { did, after, from });
    facts.set(action, { actorId: null, action, subjectId, particulars: { ...particulars, rule: rule.id } });
  }
  return [...facts.values()];
}

function factOf(
  act: RuleAct,
  { did, after, from }: { did: readonly RuleAct[]; after: RuleCase; from: { from: string | null } },
): [Fact['action'], string | null, NonNullable<Fact['particulars']>] {
  const { tags, severity, vulnerable, ownerId } = after;
  switch (act.do) {
    case 'tag':
    case 'untag':
      return ['tags_set', null, { count: tags.length, ...tagsOf(did) }];
    case 'unit':
      return ['unit_set', act.unitId, {}];
    case 'severity':
    case 'vulnerable':
      return ['severity_set', null, { severity, vulnerable }];
    case 'team':
      return ['case_handed_to_team', act.teamId, { note: null, ...from }];
    case 'member':
      return ['case_handed_off', ownerId, { note: null, ...from }];
    case 'suggest':
      return ['text_suggested', act.textId, {}];
    case 'resolve':
      return ['case_resolved', null, {}];
  }
}

/** The tags that a rule gave and took: words of the house, written for every case. */
function tagsOf(did: readonly RuleAct[]): Record<string, string> {
  const named = (what: 'tag' | 'untag') =>
    did.flatMap((act) => (act.do === what ? [act.tag] : [])).join(', ');
  const [added, removed] = [named('tag'), named('untag')];
  return { ...(added === '' ? {} : { added }), ...(removed === '' ? {} : { removed }) };
}

type Outcome = RuleOutcome<WorkingRule>;
const failedIn = ({ left }: Outcome) => left.find(({ because }) => because === 'gone' || because === 'full');
const isNoted = (outcome: Outcome): boolean => outcome.did.length > 0 || failedIn(outcome) !== undefined;

async function note(tx: Tenant, within: Within, occasion: Occasion, outcome: Outcome): Promise<void> {
  if (!isNoted(outcome)) return;
  const failed = failedIn(outcome);
  const failure = failed === undefined ? null : failureSentence(failed.act, failed.because);
  await noteFailure(tx, within, occasion, { rule: outcome.rule, did: outcome.did, failure });
}

async function noteFailure(
  tx: Tenant,
  { organisationId, now }: Within,
  { caseId, event }: Occasion,
  { rule, did, failure }: { rule: WorkingRule; did: RuleAct[]; failure: string | null },
): Promise<void> {
  await noteAct(tx, organisationId, { caseId, event, rule, at: now, did, failure });
  if (failure === null || rule.failures + 1 < mostRuleFailures) return;
  const because = `It failed ${mostRuleFailures} times in a row. The last time: ${failure} Mend that, then turn it on again.`;
  await stop(tx, { organisationId, now }, rule.id, because);
}

function failureSentence(act: RuleAct, because: LeftBecause): string {
  if (because === 'full') return 'The case has as many tags as a case can have.';
  switch (act.do) {
    case 'team':
      return 'The team to which it hands cases is not in use any more.';
    case 'member':
      return 'The member to whom it hands cases is not here, or away without anybody who stands in.';
    case 'suggest':
      return 'The text that it suggests is not in use any more.';
    default:
      return 'The unit that it sets is not in use any more, or is of another institution than the case.';
  }
}
