import { afterOpenTime, type Hours, openTime } from './officeHours.ts';
import type { Threat } from './threat.ts';

/**
 * The order of the queue: a pure rule. It knows severity, vulnerability, waiting time against the organisation's response times,
 * and age. It does not know, and its type has no room for, followers, verification or shares.
 */

/** 4 danger to life or health, 3 safety, 2 essential service lost, 1 money lost, 0 nuisance or not yet judged. */
export type Severity = 0 | 1 | 2 | 3 | 4;

export interface QueueFacts {
  severity: Severity;
  vulnerable: boolean;
  /** Somebody threatens to harm themselves or others: such a case goes before all others. */
  threat: Threat | null;
  /** The first post that nobody of us has answered yet; null when nobody waits for us. */
  waitingSince: Date | null;
  /** False while the case never had an answer of ours. */
  answeredBefore: boolean;
}

/** What the organisation promises, in minutes of its office hours. */
export interface ResponseTimes {
  firstResponseMinutes: number;
  nextResponseMinutes: number;
  hours: Hours;
}

export interface QueuePlace {
  /** -1 a threat, 0 danger, 1 safety, 2 everything else: a lower tier always goes first. */
  tier: -1 | 0 | 1 | 2;
  /** When our answer is due. Within a tier the earliest goes first, so nobody waits for ever behind newer, graver cases of the same tier. */
  dueAt: Date;
}

/** The share of the organisation's response time that each severity is given. */
const shareOfTime: Record<Severity, number> = { 4: 0.25, 3: 0.25, 2: 0.5, 1: 0.75, 0: 1 };
const vulnerableShare = 0.5;

/** Danger and safety do not wait for the office to open. */
const graveFrom = 3;

/** The time in which a case of this severity is promised an answer, in milliseconds, and the hours in which it runs. */
export function promise(
  facts: Pick<QueueFacts, 'severity' | 'vulnerable' | 'threat'>,
  minutes: number,
  hours: Hours,
): { time: number; hours: Hours } {
  const severity = facts.threat !== null ? 4 : facts.severity;
  const share = shareOfTime[severity] * (facts.vulnerable ? vulnerableShare : 1);
  return { time: Math.round(minutes * share * 60_000), hours: severity >= graveFrom ? null : hours };
}

/**
 * Where a case stands in the queue; null when nobody waits for us. Independent of the time of day it is asked: all waiting of a tier grows at one pace, so the order of
 * due times is the order of time left, and it can be kept in an index. Those who wrote while the office was shut are due together, the oldest case first.
 */
export function queuePlace(facts: QueueFacts, times: ResponseTimes): QueuePlace | null {
  if (facts.waitingSince === null) return null;
  const minutes = facts.answeredBefore ? times.nextResponseMinutes : times.firstResponseMinutes;
  const { time, hours } = promise(facts, minutes, times.hours);
  return { tier: tierOf(facts), dueAt: afterOpenTime(hours, facts.waitingSince, time) };
}

const tierOf = ({ severity, threat }: QueueFacts): QueuePlace['tier'] =>
  threat !== null ? -1 : severity === 4 ? 0 : severity === 3 ? 1 : 2;

/** Orders two places: tier, then due time, then the case's id so that the order is total. */
export function compareInQueue(a: QueuePlace & { id: string }, b: QueuePlace & { id: string }): number {
  return a.tier - b.tier || a.dueAt.getTime() - b.dueAt.getTime() || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Milliseconds of the time that counts (office hours; for danger and safety the clock) left until the answer is due; negative when it is over. */
export function timeLeft(place: { tier: number | null; dueAt: Date }, now: Date, hours: Hours): number {
  const counted = place.tier !== null && place.tier < 2 ? null : hours;
  return now < place.dueAt ? openTime(counted, now, place.dueAt) : 0 - openTime(counted, place.dueAt, now);
}

/** How a time left is shown everywhere: over, soon (the last quarter hour) or fine. */
export function urgency(
  place: { tier: number | null; dueAt: Date },
  now: Date,
  hours: Hours,
): 'over' | 'soon' | 'fine' {
  if (now > place.dueAt) return 'over';
  return timeLeft(place, now, hours) < 15 * 60_000 ? 'soon' : 'fine';
}

/** How many cases a page of a list has when nobody says. */
export const usualPage = 50;
