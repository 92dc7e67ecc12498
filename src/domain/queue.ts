/**
 * The order of the queue: a pure rule. It knows severity, vulnerability, waiting time against the organisation's response times,
 * and age. It does not know, and its type has no room for, followers, verification or shares.
 */

/** 4 danger to life or health, 3 safety, 2 essential service lost, 1 money lost, 0 nuisance or not yet judged. */
export type Severity = 0 | 1 | 2 | 3 | 4;

export interface QueueFacts {
  severity: Severity;
  vulnerable: boolean;
  /** The first post that nobody of us has answered yet; null when nobody waits for us. */
  waitingSince: Date | null;
  /** False while the case never had an answer of ours. */
  answeredBefore: boolean;
}

export interface ResponseTimes {
  firstResponseMinutes: number;
  nextResponseMinutes: number;
}

export interface QueuePlace {
  /** 0 danger, 1 safety, 2 everything else: a lower tier always goes first. */
  tier: 0 | 1 | 2;
  /** When our answer is due. Within a tier the earliest goes first, so nobody waits for ever behind newer, graver cases of the same tier. */
  dueAt: Date;
}

/** The share of the organisation's response time that each severity is given. */
const shareOfTime: Record<Severity, number> = { 4: 0.25, 3: 0.25, 2: 0.5, 1: 0.75, 0: 1 };
const vulnerableShare = 0.5;

/**
 * Where a case stands in the queue; null when nobody waits for us. Independent of the time of day it is asked: all waiting grows at one pace,
 * so the order of due times is the order of time left, and it can be kept in an index.
 */
export function queuePlace(facts: QueueFacts, times: ResponseTimes): QueuePlace | null {
  if (facts.waitingSince === null) return null;
  const minutes = facts.answeredBefore ? times.nextResponseMinutes : times.firstResponseMinutes;
  const share = shareOfTime[facts.severity] * (facts.vulnerable ? vulnerableShare : 1);
  const dueAt = new Date(facts.waitingSince.getTime() + Math.round(minutes * share * 60_000));
  const tier = facts.severity === 4 ? 0 : facts.severity === 3 ? 1 : 2;
  return { tier, dueAt };
}

/** Orders two places: tier, then due time, then the case's id so that the order is total. */
export function compareInQueue(a: QueuePlace & { id: string }, b: QueuePlace & { id: string }): number {
  return a.tier - b.tier || a.dueAt.getTime() - b.dueAt.getTime() || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Milliseconds left until the answer is due; negative when it is over. */
export function timeLeft(dueAt: Date, now: Date): number {
  return dueAt.getTime() - now.getTime();
}

/** How a time left is shown everywhere: over, soon (the last quarter hour) or fine. */
export function urgency(dueAt: Date, now: Date): 'over' | 'soon' | 'fine' {
  const left = timeLeft(dueAt, now);
  if (left < 0) return 'over';
  return left < 15 * 60_000 ? 'soon' : 'fine';
}

/** How many cases a page of a list has when nobody says. */
export const usualPage = 50;
