/** Automation rules: "when this happens, if that holds, then do so". Pure, and the same for a rule at work and for its dry run. */
import type { CaseState } from './case.ts';
import type { Network } from './network.ts';
import { type Hours, isOpen } from './officeHours.ts';
import type { Visibility } from './post.ts';
import type { Severity } from './queue.ts';
import { type RuleWait, ruleWaits } from './ruleWait.ts';
import { wordsIn } from './wordsIn.ts';

/**
 * What a rule waits for: an author's post that opens a case, any post of an author, a case that is opened again, a case that waits for so long. Nothing that a rule does
 * is any of these.
 */
export const ruleEvents = ['opened', 'written', 'reopened', ...ruleWaits] as const;
export type RuleEvent = (typeof ruleEvents)[number];
export const isWait = (when: RuleEvent): when is RuleWait => (ruleWaits as readonly string[]).includes(when);

/** What may be asked of a post and its case. There is no room for followers, verification or shares: a rule is as blind as the queue. */
export type RuleTest =
  | { is: 'words'; any: readonly string[] }
  | { is: 'network'; any: readonly Network[] }
  | { is: 'account'; any: readonly string[] }
  | { is: 'language'; any: readonly string[] }
  | { is: 'tag'; any: readonly string[] }
  | { is: 'unit'; any: readonly string[] }
  /** This grave or graver. */
  | { is: 'severity'; from: number }
  | { is: 'vulnerable' }
  | { is: 'direct' }
  /** No earlier case of the author's is here. */
  | { is: 'first_time' }
  | { is: 'office_open' }
  | { is: 'state'; any: readonly CaseState[] }
  /** It has neither an owner nor a team. */
  | { is: 'unowned' };
/** `not`: it must not be so. */
export type RuleCondition = RuleTest & { not: boolean };

export type RuleAct =
  | { do: 'tag'; tag: string }
  | { do: 'untag'; tag: string }
  | { do: 'unit'; unitId: string }
  /** At least so grave: a rule raises and never lowers. */
  | { do: 'severity'; atLeast: number }
  | { do: 'vulnerable' }
  | { do: 'team'; teamId: string }
  | { do: 'member'; memberId: string }
  /** Puts an approved text beside the answer that somebody will write; sends nothing. */
  | { do: 'suggest'; textId: string }
  /** What nobody goes on with: where a case waits for its author, and nowhere else. */
  | { do: 'resolve' };

export interface Rule {
  when: RuleEvent;
  /** How long it has waited; null where it waits for something that happens. */
  hours: number | null;
  /** Whether every condition must hold, or one of them. Without conditions it always holds. */
  match: 'all' | 'any';
  conditions: readonly RuleCondition[];
  acts: readonly RuleAct[];
}

/** What a rule sees of a post, and of its case as it stood. */
export interface RuleFacts {
  /** When it was written. */
  at: Date;
  text: string;
  network: Network;
  accountId: string | null;
  language: string | null;
  visibility: Visibility;
  firstTime: boolean;
  theCase: RuleCase;
}

/** What a rule sees and changes of a case. */
export interface RuleCase {
  state: CaseState;
  severity: Severity;
  vulnerable: boolean;
  tags: readonly string[];
  unitId: string | null;
  institutionId: string;
  ownerId: string | null;
  teamId: string | null;
  /** A member is on it now. */
  claimed: boolean;
  /** Somebody threatens in it to harm themselves or others: it stays with who is trained for that, and no rule settles it. */
  threatened: boolean;
  /** Something promised in it is open: a member says first what becomes of it. */
  promised: boolean;
  /** The approved texts that rules suggested since our last answer. */
  suggested: readonly string[];
}

/** Whether a rule has something to do here. */
export function ruleFits({ match, conditions }: Rule, facts: RuleFacts, hours: Hours): boolean {
  const holds = (one: RuleCondition) => test(one, facts, hours) !== one.not;
  return match === 'all' ? conditions.every(holds) : conditions.length === 0 || conditions.some(holds);
}

function test(condition: RuleTest, facts: RuleFacts, hours: Hours): boolean {
  const { theCase } = facts;
  switch (condition.is) {
    case 'words':
      return wordsIn(facts.text, condition.any);
    case 'network':
      return condition.any.includes(facts.network);
    case 'account':
      return facts.accountId !== null && condition.any.includes(facts.accountId);
    case 'language':
      return condition.any.some((one) => facts.language === one || facts.language?.startsWith(`${one}-`));
    case 'tag':
      return condition.any.some((tag) => hasTag(theCase.tags, tag));
    case 'unit':
      return theCase.unitId !== null && condition.any.includes(theCase.unitId);
    case 'severity':
      return theCase.severity >= condition.from;
    case 'vulnerable':
      return theCase.vulnerable;
    case 'direct':
      return facts.visibility === 'direct';
    case 'first_time':
      return facts.firstTime;
    case 'office_open':
      return isOpen(hours, facts.at);
    case 'state':
      return condition.any.includes(theCase.state);
    case 'unowned':
      return theCase.ownerId === null && theCase.teamId === null;
  }
}

const alike = (tag: string) => tag.toLowerCase();
const hasTag = (tags: readonly string[], tag: string): boolean =>
  tags.some((one) => alike(one) === alike(tag));

/** What a rule's acts may lead to. */
export interface RuleWorld {
  /** The institution of each unit in use. */
  units: ReadonlyMap<string, string>;
  /** Teams in use. */
  teams: ReadonlySet<string>;
  /** Approved texts in use. */
  texts: ReadonlySet<string>;
  /** Who takes over what is handed to a member: the member, or whoever stands in; null where nobody does. Without an entry: not here. */
  takers: ReadonlyMap<string, string | null>;
  mostTags: number;
}

/**
 * Why an act was left: it is so already; a rule before this one decided it; a person took back what this rule had done; a colleague is on the case; there is no room for
 * one more tag; what it names is not in use any more or of another institution.
 */
export type LeftBecause =
  | 'already'
  | 'other_rule'
  | 'taken_back'
  | 'claimed'
  | 'threat'
  | 'promised'
  | 'full'
  | 'gone';

export interface RuleOutcome<R> {
  rule: R;
  did: RuleAct[];
  left: { act: RuleAct; because: LeftBecause }[];
}

/**
 * What rules that fit make of a case, in their order. Each act is decided once: where two rules name different units, owners or the opposite about a tag, the first one has
 * it. What a rule did to this case before (`before`) and is so no longer was taken back by a person, and stays so. Whatever the order, severity is the gravest that is named,
 * and tags are those that any of them gives. Applied to its own result it changes nothing.
 */
export function applyRules<R extends Pick<Rule, 'acts'>>(
  rules: readonly R[],
  theCase: RuleCase,
  world: RuleWorld,
  before: (rule: R) => readonly RuleAct[] = () => [],
): { after: RuleCase; outcomes: RuleOutcome<R>[] } {
  const decided = new Set<string>();
  let after = theCase;
  const outcomes = rules.map((rule): RuleOutcome<R> => {
    const outcome: RuleOutcome<R> = { rule, did: [], left: [] };
    const earlier = before(rule);
    for (const act of rule.acts) {
      const next = decideAct(act, after, { world, decided, earlier });
      if (typeof next === 'string') outcome.left.push({ act, because: next });
      else {
        after = next;
        outcome.did.push(act);
      }
      if (next !== 'gone') decided.add(topicOf(act));
    }
    return outcome;
  });
  return { after, outcomes };
}

/** What an act decides: of two about the same the first one counts. */
function topicOf(act: RuleAct): string {
  switch (act.do) {
    case 'tag':
    case 'untag':
      return `tag ${alike(act.tag)}`;
    case 'team':
    case 'member':
      return 'owner';
    case 'suggest':
      return `suggest ${act.textId}`;
    default:
      return act.do;
  }
}

interface Deciding {
  world: RuleWorld;
  decided: ReadonlySet<string>;
  earlier: readonly RuleAct[];
}

function decideAct(
  act: RuleAct,
  theCase: RuleCase,
  { world, decided, earlier }: Deciding,
): RuleCase | LeftBecause {
  const after = afterAct(act, theCase, world);
  if (typeof after === 'string') return after;
  const raises = act.do === 'severity' || act.do === 'vulnerable';
  if (!raises && decided.has(topicOf(act))) return 'other_rule';
  return !isDoneAnew(act) && earlier.some((one) => sameAct(one, act)) ? 'taken_back' : after;
}

/** What is done again after it was so no longer: a case that was opened again and waits once more, an answer that was written before. */
const isDoneAnew = (act: RuleAct): boolean => act.do === 'resolve' || act.do === 'suggest';
const sameAct = (a: RuleAct, b: RuleAct): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
const sorted = (act: RuleAct) => Object.entries(act).sort(([a], [b]) => (a < b ? -1 : 1));

/** The case after an act; a word where there is nothing to do or it cannot be done. */
function afterAct(act: RuleAct, theCase: RuleCase, world: RuleWorld): RuleCase | LeftBecause {
  switch (act.do) {
    case 'tag':
      if (hasTag(theCase.tags, act.tag)) return 'already';
      return theCase.tags.length < world.mostTags ? { ...theCase, tags: [...theCase.tags, act.tag] } : 'full';
    case 'untag':
      if (!hasTag(theCase.tags, act.tag)) return 'already';
      return { ...theCase, tags: theCase.tags.filter((one) => alike(one) !== alike(act.tag)) };
    case 'unit':
      if (theCase.unitId === act.unitId) return 'already';
      return world.units.get(act.unitId) === theCase.institutionId
        ? { ...theCase, unitId: act.unitId }
        : 'gone';
    case 'severity':
      return theCase.severity >= act.atLeast ? 'already' : { ...theCase, severity: act.atLeast as Severity };
    case 'vulnerable':
      return theCase.vulnerable ? 'already' : { ...theCase, vulnerable: true };
    case 'team':
      if (theCase.teamId === act.teamId && theCase.ownerId === null) return 'already';
      if (!world.teams.has(act.teamId)) return 'gone';
      if (theCase.threatened) return 'threat';
      return theCase.claimed ? 'claimed' : { ...theCase, teamId: act.teamId, ownerId: null };
    case 'member':
      return handedTo(world.takers.get(act.memberId) ?? null, theCase);
    case 'suggest':
      if (theCase.suggested.includes(act.textId)) return 'already';
      if (!world.texts.has(act.textId)) return 'gone';
      return { ...theCase, suggested: [...theCase.suggested, act.textId] };
    case 'resolve':
      if (theCase.threatened) return 'threat';
      if (theCase.promised) return 'promised';
      return theCase.state === 'waiting_author' ? { ...theCase, state: 'resolved' } : 'already';
  }
}

function handedTo(taker: string | null, theCase: RuleCase): RuleCase | LeftBecause {
  if (taker === null) return 'gone';
  if (theCase.ownerId === taker) return 'already';
  if (theCase.threatened) return 'threat';
  return theCase.claimed ? 'claimed' : { ...theCase, ownerId: taker, teamId: null };
}

/** The texts that rules suggested for an answer that is not written yet, each with the rule that did so last; the latest first. */
export function suggestionsIn(
  acts: readonly { at: Date; ruleId: string; did: readonly RuleAct[] }[],
  answeredAt: Date | null,
): { textId: string; ruleId: string }[] {
  const found = new Map<string, string>();
  const latestFirst = acts.toSorted((a, b) => b.at.getTime() - a.at.getTime());
  for (const { at, ruleId, did } of latestFirst) {
    if (answeredAt !== null && at <= answeredAt) continue;
    for (const act of did) if (act.do === 'suggest' && !found.has(act.textId)) found.set(act.textId, ruleId);
  }
  return [...found].map(([textId, ruleId]) => ({ textId, ruleId }));
}

/** What is wrong with a rule as a whole: only one that waits says for how long, and only one that waits for the author resolves. Null when nothing is. */
export function faultOfRule({
  when,
  hours,
  acts,
}: Pick<Rule, 'when' | 'hours' | 'acts'>): 'hours' | 'resolve' | null {
  if (isWait(when) !== (hours !== null)) return 'hours';
  return when !== 'waiting_author' && acts.some((act) => act.do === 'resolve') ? 'resolve' : null;
}

/** As many cases an hour a rule may act on, at most and when nobody says. */
export const mostActsAnHour = 10_000;
export const usualActsAnHour = 500;
/** After so many failures in a row a rule stops itself. */
export const mostRuleFailures = 10;
/** Rules of an organisation that are in use. */
export const mostRules = 100;
/** A post that was written longer ago when it was heard (an archive that is imported) is no news: no rule looks at it. In milliseconds. */
export const newsFor = 7 * 86_400_000;
