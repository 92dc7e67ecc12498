import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Rhythm, rhythmDays } from './rhythm.ts';

const rhythm: Rhythm = { answers: 3, days: [1, 2, 3, 4, 5], before: 9 * 60 };
// A Wednesday; Kigali is two hours before UTC.
const at = (text: string) => new Date(`2026-06-${text}:00Z`);
const kigali = (now: Date, since = at('01T00:00')) => ({ timeZone: 'Africa/Kigali', now, since });
const dayOf = (date: string, answered: Date[], now: Date, since?: Date) =>
  rhythmDays(rhythm, answered, kigali(now, since)).find((one) => one.date === date);

describe('a rhythm', () => {
  test('is kept by so many answers before the hour, on the clock of the member', () => {
    const three = [at('10T05:00'), at('10T06:00'), at('10T06:59')];
    expect(dayOf('2026-06-10', three, at('10T12:00'))).toEqual({
      date: '2026-06-10',
      asked: true,
      answers: 3,
      kept: true,
    });
    // 9.00 in Kigali is not before nine.
    const late = [...three.slice(0, 2), at('10T07:00')];
    expect(dayOf('2026-06-10', late, at('10T12:00'))).toMatchObject({ answers: 2, kept: false });
  });

  test('is open until the hour has come, and kept as soon as it is', () => {
    expect(dayOf('2026-06-10', [], at('10T06:59'))).toMatchObject({ kept: null });
    expect(dayOf('2026-06-10', [], at('10T07:00'))).toMatchObject({ kept: false });
    expect(
      dayOf(
        '2026-06-10',
        [1, 2, 3].map(() => at('10T05:00')),
        at('10T05:01'),
      ),
    ).toMatchObject({ kept: true });
  });

  test('asks nothing on other days, nor before it was chosen', () => {
    expect(dayOf('2026-06-07', [], at('10T12:00'))).toMatchObject({ asked: false, kept: null });
    expect(dayOf('2026-06-08', [], at('10T12:00'), at('09T10:00'))).toMatchObject({
      asked: false,
      kept: null,
    });
    expect(dayOf('2026-06-09', [], at('10T12:00'), at('09T06:59'))).toMatchObject({
      asked: true,
      kept: false,
    });
    expect(dayOf('2026-06-09', [], at('10T12:00'), at('09T10:00'))).toMatchObject({
      asked: false,
      kept: null,
    });
  });

  test('has each day once, in order, and counts no answer twice, whatever the zone and its clock changes', () => {
    const zones = ['Africa/Kigali', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia'];
    const instant = fc.date({
      min: new Date('2026-03-01'),
      max: new Date('2026-04-30'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.array(instant), instant, (timeZone, answered, now) => {
        const all = { answers: 1, days: [0, 1, 2, 3, 4, 5, 6], before: 1_440 };
        const days = rhythmDays(all, answered, { timeZone, now, since: new Date('2026-01-01') });
        const dates = days.map(({ date }) => date);
        expect(dates).toEqual([...new Set(dates)].sort());
        expect(days.reduce((sum, { answers }) => sum + answers, 0)).toBeLessThanOrEqual(answered.length);
        for (const { answers, kept } of days.slice(0, -1)) expect(kept).toBe(answers >= 1);
      }),
    );
  });
});
