/** Who is on duty, in words. */
import type { RotaView, TeamView } from '../../../src/api/contract.ts';
import type { OpenRange } from '../../../src/domain/officeHours.ts';
import { writeRanges } from '../../../src/domain/officeHoursSettings.ts';
import { dateWords, momentWords } from '../time/timeWords.ts';
import { i18n } from './i18n.ts';

/** Monday first, as people read a week; the numbers are those of the kept week, Sunday 0. */
export const shownDays = [1, 2, 3, 4, 5, 6, 0] as const;

const shortDay = new Intl.DateTimeFormat(undefined, { weekday: 'short', timeZone: 'UTC' });
/** The 4th of January 1970 was a Sunday. */
export const shortWeekday = (day: number) => shortDay.format((3 + day) * 86_400_000);

/** "on duty", "not on duty until 30 Nov, 08:00", "away until 3 Dec 2026", and who stands in. */
export function dutyWords(place: Pick<RotaView, 'onDuty' | 'awayUntil' | 'backAt' | 'standIn'>): string {
  if (place.onDuty) return i18n.t('on duty');
  const stands =
    place.standIn === null
      ? i18n.t('nobody stands in')
      : i18n.t('{name} stands in', { name: place.standIn.name });
  if (place.awayUntil !== null)
    return i18n.t('away up to and including {date}, {stands}', { date: dateWords(place.awayUntil), stands });
  if (place.backAt === null) return i18n.t('never on duty, {stands}', { stands });
  return i18n.t('not on duty until {time}, {stands}', {
    time: momentWords(place.backAt, new Date()),
    stands,
  });
}

/** Who answers for a team now: "On duty now: Aline, Grace for Thabo". */
export function answeringWords(answering: TeamView['answering']): string {
  if (answering.length === 0) return i18n.t('Nobody of this team is on duty now.');
  const names = answering.map(({ name, insteadOf }) =>
    insteadOf.length === 0
      ? name
      : i18n.t('{name} for {others}', { name, others: insteadOf.map((one) => one.name).join(', ') }),
  );
  return i18n.t('On duty now: {names}', { names: names.join(', ') });
}

/** A week in a line: "Mon-Fri 08:00-17:00; Sat 09:00-12:00". Days without hours are left out. */
export function weekLine(week: readonly (readonly OpenRange[])[] | null): string {
  if (week === null) return i18n.t('around the clock');
  const parts: { first: number; last: number; hours: string }[] = [];
  for (const day of shownDays) {
    const hours = writeRanges(week[day] ?? []);
    const before = parts.at(-1);
    if (before?.hours === hours) before.last = day;
    else parts.push({ first: day, last: day, hours });
  }
  const worked = parts.filter(({ hours }) => hours !== '');
  if (worked.length === 0) return i18n.t('no hours');
  return worked
    .map(({ first, last, hours }) =>
      first === last
        ? `${shortWeekday(first)} ${hours}`
        : `${shortWeekday(first)}-${shortWeekday(last)} ${hours}`,
    )
    .join('; ');
}
