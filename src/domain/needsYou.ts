/**
 * What an executive's screen puts before her, and why. Pure: facts of a case and the clock go in, reasons come out. It knows what was said, how grave it is, how long somebody waits
 * and what we promised; it does not know, and its types have no room for, followers, verification or shares.
 */
import type { Severity } from './queue.ts';
import type { Threat } from './threat.ts';

/** From what goes first down. */
export const needReasons = [
  'grave',
  'promise',
  'incident',
  'watchdog',
  'named',
  'brushed_off',
  'asked_again',
  'ignored',
] as const;
export type NeedReason = (typeof needReasons)[number];

/** Facts of one case as they stand now. */
export interface NeedsFacts {
  severity: Severity;
  vulnerable: boolean;
  threat: Threat | null;
  /** The first post that nobody of us has answered; null when nobody waits for us. */
  waitingSince: Date | null;
  /** When our answer is due; null when nobody waits. */
  dueAt: Date | null;
  /** False while the case never had an answer of ours. */
  answeredBefore: boolean;
  lastInboundAt: Date | null;
  /** How many posts of the author nobody of us has answered. */
  unanswered: number;
  /** Our last answer only sent the author elsewhere. */
  brushedOff: boolean;
  /** A post that waits asks something. */
  question: boolean;
  /** Since when a promise made in it is late; null where none is. */
  promiseLateSince: Date | null;
  /** A post that waits names the executive, or was written to an account of hers. */
  named: boolean;
  /** Who watches us and wrote it, or is named in it; null where nobody is. */
  watchdog: string | null;
  /** How many authors said the same within a day; 1 where nobody else did. */
  authorsAlike: number;
}

/** What an organisation may adjust. */
export interface NeedsSettings {
  /** From which severity on a case is shown once its time is over. */
  graveFrom: Severity;
  /** Somebody who wrote again so many minutes after the first post that nobody answered asked twice. */
  againAfterMinutes: number;
  /** So many authors who say the same within a day are a suspected incident. */
  incidentAuthors: number;
  /** A question that nobody answered for so many hours (of the clock) was ignored. */
  ignoredHours: number;
  /** Reasons that are not looked for. */
  off: readonly NeedReason[];
}

export const usualNeeds: Readonly<NeedsSettings> = {
  graveFrom: 3,
  againAfterMinutes: 60,
  incidentAuthors: 5,
  ignoredHours: 24,
  off: [],
};

const minute = 60_000;
const hour = 60 * minute;

type Rule = (facts: NeedsFacts, settings: NeedsSettings, now: Date) => boolean;

const manySayTheSame = (
  { authorsAlike }: Pick<NeedsFacts, 'authorsAlike'>,
  { incidentAuthors }: NeedsSettings,
): boolean => authorsAlike >= incidentAuthors;

const rules: Record<NeedReason, Rule> = {
  grave: ({ dueAt, threat, severity, vulnerable }, { graveFrom }, now) =>
    dueAt !== null && dueAt < now && (threat !== null || vulnerable || severity >= graveFrom),
  promise: ({ promiseLateSince }, _, now) => promiseLateSince !== null && promiseLateSince <= now,
  incident: manySayTheSame,
  watchdog: ({ waitingSince, watchdog }) => waitingSince !== null && watchdog !== null,
  named: ({ waitingSince, named }) => waitingSince !== null && named,
  brushed_off: ({ waitingSince, answeredBefore, brushedOff }) =>
    waitingSince !== null && answeredBefore && brushedOff,
  asked_again: ({ waitingSince, lastInboundAt, unanswered }, { againAfterMinutes }) =>
    unanswered >= 2 &&
    waitingSince !== null &&
    lastInboundAt !== null &&
    lastInboundAt.getTime() - waitingSince.getTime() >= againAfterMinutes * minute,
  ignored: ({ waitingSince, answeredBefore, question }, { ignoredHours }, now) =>
    question &&
    !answeredBefore &&
    waitingSince !== null &&
    now.getTime() - waitingSince.getTime() >= ignoredHours * hour,
};

/** False for a reason that the organisation switched off. */
export const looksFor = (reason: NeedReason, { off }: NeedsSettings): boolean => !off.includes(reason);

/** True for what so many authors say that it is a suspected incident: what stands on the front row, and nothing else, alerts somebody. */
export const isSuspectedIncident = (
  facts: Pick<NeedsFacts, 'authorsAlike'>,
  settings: NeedsSettings,
): boolean => looksFor('incident', settings) && manySayTheSame(facts, settings);

/** Why a case needs the executive, the first reason first; empty where it does not. */
export function needsYou(facts: NeedsFacts, settings: NeedsSettings, now: Date): NeedReason[] {
  return needReasons.filter((reason) => looksFor(reason, settings) && rules[reason](facts, settings, now));
}

export interface Need {
  caseId: string;
  reasons: readonly NeedReason[];
  severity: Severity;
  /** Since when somebody waits, or a promise is late. */
  since: Date;
}

/** Orders needs: by the first reason, then severity, then who waits longest; by the case's id where all is equal, so that the order is total. */
export function compareNeeds(a: Need, b: Need): number {
  return (
    rank(a) - rank(b) ||
    b.severity - a.severity ||
    a.since.getTime() - b.since.getTime() ||
    (a.caseId < b.caseId ? -1 : a.caseId > b.caseId ? 1 : 0)
  );
}

const rank = ({ reasons: [first] }: Need): number =>
  first === undefined ? needReasons.length : needReasons.indexOf(first);

/** The settings of an organisation: what it set, and else as everybody begins. */
export const needsSettings = (set: Partial<NeedsSettings> | null): NeedsSettings => ({
  ...usualNeeds,
  ...set,
});
