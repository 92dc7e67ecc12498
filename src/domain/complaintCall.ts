/** Calls for complaints: the public is asked something until a day, what answers it is gathered, and a report ends it. Pure; the clock is an argument. */
import type { ReplyState } from './reply.ts';
import { weightedLength } from './weightedLength.ts';

/** An announcement has left by then, or somebody is told. Milliseconds. */
export const leavesWithin = 600_000;

/** True where whoever opened a call is to look at its announcements: none has left, or one was refused, or nobody knows what became of it. */
export const isUnsent = (states: readonly ReplyState[]): boolean =>
  !states.includes('sent') ||
  states.some((state) => state === 'refused' || state === 'unknown' || state === 'bounced');

export const questionLetters = 300;
export const reportLetters = 8_000;
export const signedLetters = 120;

const hour = 3_600_000;
const day = 24 * hour;

/** A call that is shorter than that reaches nobody; one that is longer is a form. Milliseconds. */
export const shortest = hour;
export const longest = 92 * day;
/** After the end what still comes is gathered so long, and shown apart. Milliseconds. */
export const lateFor = 7 * day;
/** What was written in its time may be found so much later: networks were away, or we were. Milliseconds. */
export const foundFor = 30 * day;

/** What is kept of a call that decides what answers it and how it stands. */
export interface CallTimes {
  openedAt: Date;
  closesAt: Date;
  /** Null: nobody ended it before its time, and its time was not noted yet. */
  endedAt: Date | null;
}

export const callStates = ['open', 'ended', 'reported'] as const;
export type CallState = (typeof callStates)[number];

/** When it ended or will end. */
export const endOf = ({ closesAt, endedAt }: CallTimes): Date =>
  endedAt !== null && endedAt < closesAt ? endedAt : closesAt;

/** How it stands. A call whose time is over has ended, whether that was noted or not. */
export function callState(call: CallTimes & { reported: boolean }, now: Date): CallState {
  if (call.reported) return 'reported';
  return call.endedAt === null && now < call.closesAt ? 'open' : 'ended';
}

/** Until when posts are gathered: those behind the end are late. */
export const gathersUntil = (call: CallTimes): Date => new Date(endOf(call).getTime() + lateFor);

/** True for what was written after the end. */
export const isLate = (call: CallTimes, at: Date): boolean => at > endOf(call);

/** How the rule found that a post answers a call: it stands under an announcement, was sent by the form of the call's page, or carries the hashtag. */
export const callWays = ['thread', 'form', 'hashtag'] as const;
export type CallWay = (typeof callWays)[number];

/** A post as far as the rule looks at it. */
export interface AskedPost {
  text: string;
  at: Date;
  /** It stands under an announcement of the call. */
  isUnder: boolean;
  /** It was sent by the form of the call's page. */
  isOfForm: boolean;
}

type Tagged = CallTimes & { hashtag: string };

/**
 * By which way a post answers a call; null where the rule finds none. What stands under its announcement or came by its form was written behind its opening, whatever the clock of its network says.
 * `overtaken`: by the hashtag it answers a later call.
 */
export function answersCall(post: AskedPost, call: Tagged, overtaken = false): CallWay | null {
  if (post.at > gathersUntil(call)) return null;
  if (post.isUnder) return 'thread';
  if (post.isOfForm) return 'form';
  if (overtaken || post.at < call.openedAt) return null;
  return hasHashtag(post.text, call.hashtag) ? 'hashtag' : null;
}

/** True where a call with the same hashtag was opened behind this one, before a post was written: by its hashtag the post answers that one. */
export const isOvertaken = (call: Tagged, others: readonly Tagged[], at: Date): boolean =>
  others.some(
    ({ hashtag, openedAt }) =>
      openedAt > call.openedAt && openedAt <= at && hashtagKey(hashtag) === hashtagKey(call.hashtag),
  );

/** Networks tag what stands by itself: no end of a link, and nothing behind a word. */
const tagIn = /(?<![\p{L}\p{N}\p{M}_/&])#([\p{L}\p{N}\p{M}_]+)/gu;

/** Two hashtags are one where they are written alike but for case and composition. */
export const hashtagKey = (hashtag: string): string => hashtag.normalize('NFC').toLowerCase();

/** True where the hashtag stands in a text. */
export function hasHashtag(text: string, hashtag: string): boolean {
  const sought = hashtagKey(hashtag);
  return [...text.matchAll(tagIn)].some(([, tag]) => hashtagKey(tag ?? '') === sought);
}

/** True for what every network takes for a hashtag: letters, digits and _, a letter among them. */
export const isHashtag = (hashtag: string): boolean => /^(?=.*\p{L})[\p{L}\p{N}\p{M}_]{3,40}$/u.test(hashtag);

/** Words of a question that say nothing of its matter. */
const asking = new Set(
  `tell us me about how what where when why who is are was were do does did you your the a an and or of in on at to for with from please let know say until it
  dites nous moi parlez de du des la le les un une et ou en dans sur au aux pour avec que quoi comment pourquoi votre vos nos notre vont va s'il vous plait est sont ce cette
  tuambie niambie kuhusu ni na wa ya za la kwa katika vipi nini wapi lini tafadhali`.split(/\s+/u),
);

/** A hashtag out of a question: "Tell me about our clinics" is OurClinics. Empty where none can be made. */
export function proposedHashtag(question: string): string {
  const [clause = ''] = question.split(/[,.;:?!]/u);
  const words = clause.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  let found = '';
  for (const word of words.filter((one) => !asking.has(one.toLowerCase())).slice(0, 3)) {
    const next = `${found}${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
    if (next.length > 24) break;
    found = next;
  }
  return isHashtag(found) ? found : '';
}

/** The end of the address of its page; behind it stands a piece of its `id` where the hashtag has no letters for an address, or another call has that address. */
export function callSlug(hashtag: string, id: string, isTaken: boolean): string {
  const plain = hashtag
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '');
  const own = id.slice(-8);
  if (plain.length < 2) return `call-${own}`;
  return isTaken ? `${plain}-${own}` : plain;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const encoder = new TextEncoder();

/** The words that announce it: the question, and behind it what must not be cut (hashtag, link). A question that does not fit ends in "…". */
export function announcementWords(
  question: string,
  tail: string,
  most: { graphemes: number; bytes: number; weighted?: boolean },
): string {
  const whole = `${question.trim()}\n\n${tail}`;
  const fits = (text: string) =>
    (most.weighted ? weightedLength(text) : [...segmenter.segment(text)].length) <= most.graphemes &&
    encoder.encode(text).length <= most.bytes;
  if (fits(whole)) return whole;
  const letters = [...segmenter.segment(question.trim())].map(({ segment }) => segment);
  for (let kept = letters.length - 1; kept > 0; kept--) {
    const cut = `${letters.slice(0, kept).join('').trimEnd()}…\n\n${tail}`;
    if (fits(cut)) return cut;
  }
  return tail;
}

/** Since the end: at once, then when it is still not there. */
const remindedAfter = [0, 3 * day, 7 * day] as const;
/** The report is due so long after the end. Milliseconds. */
export const reportWithin = 7 * day;

/** How many times somebody is to have been reminded by now that the report is due: it never stops by itself. */
export function remindersByNow(call: CallTimes, now: Date): number {
  const since = now.getTime() - endOf(call).getTime();
  if (since < 0 || (call.endedAt === null && now < call.closesAt)) return 0;
  const first = remindedAfter.filter((after) => since >= after).length;
  return first + Math.max(0, Math.floor((since - reportWithin) / (7 * day)));
}

/** When the next reminder is to be; `sent`: how many there were. */
export function nextCallReminder(call: CallTimes, sent: number): Date {
  const after = remindedAfter[sent] ?? reportWithin + (sent - remindedAfter.length + 1) * 7 * day;
  return new Date(endOf(call).getTime() + after);
}
