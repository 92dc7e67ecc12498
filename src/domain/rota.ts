/**
 * Who is on duty, and who stands in for whoever is not. Pure: the clock is an argument, and the hours of a place in the rota are office hours (officeHours.ts), so that
 * clocks that are put forward or back are treated in one way everywhere.
 */
import { isOpen, nextOpening, type OfficeHours, type OpenRange, openSince } from './officeHours.ts';

/** Days on which a member is away, the first and the last included ("2026-12-24"), by the wall clock of the member's zone. */
export interface Absence {
  from: string;
  to: string;
  /** Who stands in meanwhile; null: the deputy of the rota. */
  deputyId: string | null;
}

/** A member's place in the rota. */
export interface RotaPlace {
  timeZone: string;
  /** The ranges of each weekday, Sunday first; null: around the clock. */
  week: readonly (readonly OpenRange[])[] | null;
  deputyId: string | null;
  absences: readonly Absence[];
}

/** A member as the rota sees them. */
export interface OnRota {
  id: string;
  /** False for who left, or was invited and has not come yet. */
  here: boolean;
  place: RotaPlace;
}

export type Rota = ReadonlyMap<string, OnRota>;

/** Who answers for a team now. */
export interface Answering {
  memberId: string;
  /** The members of the team for whom this one stands in; empty for who is of the team and on duty. */
  insteadOf: readonly string[];
}

const day = 86_400_000;
/** A shift of who has no hours in the rota, in milliseconds. */
export const usualShift = 8 * 3_600_000;
/** Longer than that nobody is on duty at a stretch: such hours say when somebody can be reached. Milliseconds. */
export const longestShift = 16 * 3_600_000;
/** An absence has at most so many days. */
export const longestAbsence = 366;
const everyDay: readonly (readonly OpenRange[])[] = Array.from({ length: 7 }, () => [{ from: 0, to: 1_440 }]);
const hoursOfPlaces = new WeakMap<RotaPlace, OfficeHours>();

/** The hours of a place: its week without the days of its absences. */
function hoursOf(place: RotaPlace): OfficeHours {
  const there = hoursOfPlaces.get(place);
  if (there !== undefined) return there;
  const away = place.absences.flatMap(daysOf).map((date) => [date, []] as const);
  const hours = { timeZone: place.timeZone, week: place.week ?? everyDay, days: Object.fromEntries(away) };
  hoursOfPlaces.set(place, hours);
  return hours;
}

function daysOf({ from, to }: Absence): string[] {
  const first = Date.parse(`${from}T00:00:00Z`);
  const count = Math.min(Math.round((Date.parse(`${to}T00:00:00Z`) - first) / day) + 1, longestAbsence);
  return Array.from({ length: Math.max(0, count) }, (_, n) =>
    new Date(first + n * day).toISOString().slice(0, 10),
  );
}

/** The date that the wall clock of a zone shows ("2026-12-24"). */
export function dateIn(timeZone: string, at: Date): string {
  // Canada writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(at);
}

/** True while a member is here, within their hours and not away. */
export function onDuty(member: OnRota, now: Date): boolean {
  return member.here && isOpen(hoursOf(member.place), now);
}

/** The absence that a member is in now, the one that lasts longest; null for who is not away. */
export function absenceOf({ place }: OnRota, now: Date): Absence | null {
  const date = dateIn(place.timeZone, now);
  const those = place.absences.filter(({ from, to }) => from <= date && date <= to);
  return those.reduce<Absence | null>((last, one) => (last === null || one.to > last.to ? one : last), null);
}

/** When a member is on duty again: now for who is; null for who never is. */
export function backAt(member: OnRota, now: Date): Date | null {
  const hours = hoursOf(member.place);
  if (!member.here || hours.week.every((ranges) => ranges.length === 0)) return null;
  return nextOpening(hours, now);
}

/** When the running shift of a member began: with their hours of the rota; the usual shift ago for who has none, is not on duty, or is so longer than anybody can be. */
export function shiftStart(member: OnRota, now: Date): Date {
  const since = member.place.week === null ? null : openSince(hoursOf(member.place), now, longestShift);
  const usual = new Date(now.getTime() - usualShift);
  return since === null || now.getTime() - since.getTime() > longestShift ? usual : since;
}

/** Who stands in for a member who is not on duty: the deputy, or else the deputy's deputy, and so on; null when nobody of them is on duty. */
export function standInFor(rota: Rota, memberId: string, now: Date): string | null {
  const asked = new Set<string>();
  let one = rota.get(memberId);
  while (one !== undefined && !asked.has(one.id)) {
    if (one.id !== memberId && onDuty(one, now)) return one.id;
    asked.add(one.id);
    const next = absenceOf(one, now)?.deputyId ?? one.place.deputyId;
    one = next === null ? undefined : rota.get(next);
  }
  return null;
}

/** Who answers for a team now: its members on duty, in their order, then those who stand in for the others. Nobody comes twice. */
export function whoAnswers(team: readonly string[], rota: Rota, now: Date): Answering[] {
  const here = team.filter((id) => isOnDuty(rota, id, now));
  const answering = new Map<string, string[]>(here.map((id) => [id, []]));
  for (const id of team) {
    if (answering.has(id)) continue;
    const deputy = standInFor(rota, id, now);
    // Who is of the team and on duty answers for it anyway.
    if (deputy === null || here.includes(deputy)) continue;
    answering.set(deputy, [...(answering.get(deputy) ?? []), id]);
  }
  return [...answering].map(([memberId, insteadOf]) => ({ memberId, insteadOf }));
}

/** True for who is of the team, and for who answers for it now in another's place: they see its queue. */
export function seesTeam(team: readonly string[], rota: Rota, memberId: string, now: Date): boolean {
  return team.includes(memberId) || whoAnswers(team, rota, now).some((one) => one.memberId === memberId);
}

function isOnDuty(rota: Rota, id: string, now: Date): boolean {
  const member = rota.get(id);
  return member !== undefined && onDuty(member, now);
}

/** What is wrong with an absence, in a sentence that says how to mend it; null when nothing is. */
export function whatIsWrongWithAbsence({ from, to }: Pick<Absence, 'from' | 'to'>): string | null {
  if (to < from) return 'The last day lies before the first. Turn them round.';
  const days = (Date.parse(to) - Date.parse(from)) / day + 1;
  return days > longestAbsence ? `An absence has at most ${longestAbsence} days. End it earlier.` : null;
}
