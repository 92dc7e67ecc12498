/** A rhythm that a member chose: so many answers on these days before this hour. Kept or not, by the clock of their zone. Pure. */
import { dateIn } from './rota.ts';

export interface Rhythm {
  /** So many answers a day. */
  answers: number;
  /** Weekdays, 0 is Sunday. */
  days: readonly number[];
  /** Before this minute of the day, 1 to 1440. */
  before: number;
}

/** A day of the rhythm. */
export interface RhythmDay {
  /** "2026-06-06" */
  date: string;
  /** False on days that are none of it. */
  asked: boolean;
  /** Answers of that day before the hour. */
  answers: number;
  /** Null: none was asked, or the hour has not come. */
  kept: boolean | null;
}

export const mostRhythmDays = 28;
const day = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** The minute of the day that the wall clock of a zone shows. */
function minuteIn(timeZone: string, at: Date): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  const [hours = '0', minutes = '0'] = format.format(at).split(':');
  return Number(hours) * 60 + Number(minutes);
}

const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay();

/** The last `count` days up to today, the oldest first: what was asked and whether it was kept. `answeredAt`: when the member's answers left. Nothing is asked of days whose hour was over when the rhythm was chosen. */
export function rhythmDays(
  rhythm: Rhythm,
  answeredAt: readonly Date[],
  { timeZone, now, since }: { timeZone: string; now: Date; since: Date },
  count = 14,
): RhythmDay[] {
  const answers = new Map<string, number>();
  for (const at of answeredAt) {
    if (minuteIn(timeZone, at) >= rhythm.before) continue;
    const date = dateIn(timeZone, at);
    answers.set(date, (answers.get(date) ?? 0) + 1);
  }
  const today = dateIn(timeZone, now);
  const chosen = dateIn(timeZone, since);
  // Chosen after its hour, it begins the day after.
  const isIn = (date: string) =>
    date > chosen || (date === chosen && minuteIn(timeZone, since) < rhythm.before);
  return Array.from({ length: Math.min(count, mostRhythmDays) }, (_, n) => {
    const date = new Date(Date.parse(`${today}T00:00:00Z`) - (count - 1 - n) * day)
      .toISOString()
      .slice(0, 10);
    const asked = isIn(date) && rhythm.days.includes(weekdayOf(date));
    const own = answers.get(date) ?? 0;
    const isOver = date < today || minuteIn(timeZone, now) >= rhythm.before;
    const kept = !asked ? null : own >= rhythm.answers ? true : isOver ? false : null;
    return { date, asked, answers: own, kept };
  });
}
