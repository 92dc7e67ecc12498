/**
 * Alerts: which there are, when and how a member is told of one, and to whom it goes on when nobody says that they have it. Pure; the clock is an argument. Quiet hours and
 * digests are hours of a wall clock and computed as office hours are (officeHours.ts), so that clocks put forward or back are treated in one way everywhere. Nothing here
 * knows how many follow an author.
 */
import { isOpen, nextOpening, type OfficeHours } from './officeHours.ts';
import type { Role } from './rights.ts';
import { absenceOf, dateIn, onDuty, type Rota, standInFor } from './rota.ts';
import { type Superiors, superiorsOf } from './superiors.ts';

export const alertKinds = [
  /** Somebody is in danger, threatens, or is threatened. */
  'danger',
  /** Many authors say the same within a day: a suspected incident. */
  'incident',
  /** A grave case, or one of somebody vulnerable, waits past its time. */
  'grave_late',
  /** A post names the member. */
  'names_me',
  /** A follow-up is asked of the member, reported to them, or due. */
  'follow_up',
  /** A promise of the member is due soon, due or late, or its author says that it was not kept. */
  'promise',
  /** A reply waits for the member's approval. */
  'approval',
  /** A call for complaints of the member has ended, and its report is due. */
  'call_report',
  /** A call for complaints of the member is open, and an announcement of it did not leave. */
  'call_unsent',
  /** A post is passed on much faster than usual. For communications staff; it is no danger, and nothing is served sooner by it. */
  'spreading',
  /** The morning's figures. */
  'digest',
] as const;
export type AlertKind = (typeof alertKinds)[number];

export const alertWays = ['push', 'email', 'sms'] as const;
export type AlertWay = (typeof alertWays)[number];

/** Minutes of the wall clock, `to` not included; from 22:00 to 6:00 goes through midnight, from 8:00 to 8:00 is no time at all. */
export interface QuietHours {
  from: number;
  to: number;
}

/** What a member chose. */
export interface AlertSettings {
  /** "Africa/Kigali" */
  timeZone: string;
  ways: Readonly<Record<AlertKind, readonly AlertWay[]>>;
  quiet: QuietHours | null;
  /** Kinds that are told in quiet hours, too. */
  exceptions: readonly AlertKind[];
  /** Minutes of the wall clock, and weekdays (0 is Sunday); null: no digest. */
  digest: { at: number; days: readonly number[] } | null;
  /** The lock screen shows the author's words. */
  showsWords: boolean;
}

const minute = 60_000;
const dayMinutes = 1_440;

/** What holds for whoever has chosen nothing: by day everything that is theirs, by night danger and what many suffer. */
export function usualSettings(role: Role, timeZone: string): AlertSettings {
  const urgent: readonly AlertWay[] = ['push', 'email'];
  const ways = Object.fromEntries(
    alertKinds.map((kind): [AlertKind, readonly AlertWay[]] => [kind, ['push']]),
  );
  return {
    timeZone,
    ways: {
      ...(ways as Record<AlertKind, readonly AlertWay[]>),
      danger: urgent,
      incident: urgent,
      digest: role === 'executive' ? ['email'] : [],
    },
    quiet: { from: 22 * 60, to: 6 * 60 },
    exceptions: ['danger', 'incident'],
    digest: null,
    showsWords: false,
  };
}

/** A way, and when the member is told by it. */
export interface PlannedWay {
  way: AlertWay;
  at: Date;
}

/**
 * By which ways a member is told of an alert, and when: now, or when their quiet hours end. Each way comes once. Empty where the member wants to be told by none: such an
 * alert stands in their list all the same.
 */
export function alertPlan(kind: AlertKind, settings: AlertSettings, now: Date): PlannedWay[] {
  const at = tellAt(kind, settings, now);
  return [...new Set(settings.ways[kind])].map((way) => ({ way, at }));
}

/** When a member may be told of an alert of this kind: now, or when their quiet hours end. */
export function tellAt(
  kind: AlertKind,
  { quiet, exceptions, timeZone }: Pick<AlertSettings, 'quiet' | 'exceptions' | 'timeZone'>,
  now: Date,
): Date {
  // Whoever chose when the digest comes has chosen.
  if (quiet === null || kind === 'digest' || exceptions.includes(kind)) return now;
  const awake = awakeHours(quiet, timeZone);
  // Quiet that never ended would keep an alert for ever.
  return awake === null ? now : nextOpening(awake, now);
}

/** The hours outside the quiet ones; null where there are none. */
function awakeHours({ from, to }: QuietHours, timeZone: string): OfficeHours | null {
  if (from === to) return null;
  const ranges =
    from < to
      ? [
          { from: 0, to: from },
          { from: to, to: dayMinutes },
        ]
      : [{ from: to, to: from }];
  const day = ranges.filter((range) => range.from < range.to);
  return { timeZone, week: Array.from({ length: 7 }, () => day), days: {} };
}

/** How long nobody may say that they have it before the next one is told, in milliseconds; null: it goes on to nobody. */
const goesOnAfter: Record<AlertKind, number | null> = {
  danger: 10 * minute,
  incident: 10 * minute,
  grave_late: 30 * minute,
  names_me: 120 * minute,
  follow_up: null,
  promise: null,
  approval: null,
  call_report: null,
  call_unsent: null,
  spreading: null,
  digest: null,
};

/** When an alert that was to be told at this instant goes on; null where it does not. Promises and follow-ups go up by rules of their own, and of an approval all were told who may give it, and of a story that spreads all whom it concerns. */
export function escalatesAt(kind: AlertKind, toldAt: Date): Date | null {
  const after = goesOnAfter[kind];
  return after === null ? null : new Date(toldAt.getTime() + after);
}

/** Kinds of which one is enough to say that they have it: the others need not come, too. */
export const takenByOne: readonly AlertKind[] = ['danger', 'incident', 'grave_late'];

/** Where so many of a kind lie before a member within an hour and nobody has looked, further ones are only listed: nothing more is said by a telephone that never stops. */
export const mostUnread = 20;
/** Milliseconds. */
export const unreadWithin = 60 * minute;

/** Kinds that are told however many there are. */
export const neverOnlyListed: readonly AlertKind[] = ['danger', 'incident', 'digest'];

/** Longer than that after it was to be told nobody is told of it any more; it stands in the list. Milliseconds. */
const toldWithin = 24 * 60 * minute;
const firstPause = 5_000;
const longestPause = 30 * minute;

/** When what could not be told is tried again after so many attempts, at the earliest when the other side said; null: it is given up. */
export function triedAgainAt(
  { attempts, tellAt: since, asked }: { attempts: number; tellAt: Date; asked: Date | null },
  now: Date,
): Date | null {
  const pause = Math.min(longestPause, firstPause * 3 ** Math.min(Math.max(attempts, 1) - 1, 10));
  const at = new Date(Math.max(now.getTime() + pause, asked?.getTime() ?? 0));
  return at.getTime() - since.getTime() > toldWithin ? null : at;
}

/** True for alerts that stand in a member's list until somebody says that they have them. */
export const wantsAcknowledging = (kind: AlertKind): boolean => kind !== 'digest';

/** The house as an escalation sees it. */
export interface House {
  rota: Rota;
  superiors: Superiors;
  roles: ReadonlyMap<string, Role>;
}

/**
 * Whom an alert goes on to that nobody has taken: whoever stands in for the one who was told first, then each superior from the nearest up, before an absent one whoever
 * stands in for them, in the end those who run the desk. Only who is here, and nobody twice; null when all of them were told.
 */
export function nextEscalation(
  { first, told }: { first: string; told: readonly string[] },
  house: House,
  now: Date,
): string | null {
  const { rota, superiors, roles } = house;
  const above = superiorsOf(superiors, first).flatMap((id) => [...absentsDeputy(rota, id, now), id]);
  const running = [...roles].flatMap(([id, role]) => (role === 'supervisor' || role === 'admin' ? [id] : []));
  const next = [...deputiesOf(rota, first, now), ...above, ...running].find(
    (id) => !told.includes(id) && rota.get(id)?.here === true,
  );
  return next ?? null;
}

function deputiesOf(rota: Rota, id: string, now: Date): string[] {
  const one = rota.get(id);
  if (one === undefined) return [];
  const named = absenceOf(one, now)?.deputyId ?? one.place.deputyId;
  return [standInFor(rota, id, now), named].filter((deputy) => deputy !== null);
}

function absentsDeputy(rota: Rota, id: string, now: Date): string[] {
  const one = rota.get(id);
  return one === undefined || onDuty(one, now) ? [] : deputiesOf(rota, id, now);
}

/** The date of the digest that is due now ("2026-12-24"); null while none is. One that was missed in the morning is due until midnight. */
export function digestDue(settings: Pick<AlertSettings, 'digest' | 'timeZone'>, now: Date): string | null {
  const hours = digestHours(settings);
  return hours !== null && isOpen(hours, now) ? dateIn(settings.timeZone, now) : null;
}

/** When the next digest is due after the day of this instant, or on it where its time has not come yet; null: never. */
export function nextDigestAt(settings: Pick<AlertSettings, 'digest' | 'timeZone'>, now: Date): Date | null {
  const hours = digestHours(settings);
  if (hours === null) return null;
  let from = now;
  // Past what is open today: the hours of a digest end with their day.
  while (isOpen(hours, from)) from = new Date(Math.floor(from.getTime() / minute + 1) * minute);
  return nextOpening(hours, from);
}

/** From its time to midnight on the days that were chosen; the last minute of a day is nobody's, so that days stay apart. */
function digestHours({ digest, timeZone }: Pick<AlertSettings, 'digest' | 'timeZone'>): OfficeHours | null {
  if (digest === null || digest.days.length === 0) return null;
  const range = [{ from: Math.min(digest.at, dayMinutes - 2), to: dayMinutes - 1 }];
  const week = Array.from({ length: 7 }, (_, day) => (digest.days.includes(day) ? range : []));
  return { timeZone, week, days: {} };
}
