import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestDue, nextDigestAt } from './alert.ts';

const zones = [
  'Africa/Kigali',
  'Africa/Casablanca',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
];
const instants = fc.date({
  min: new Date('2026-01-01T00:00:00Z'),
  max: new Date('2028-01-01T00:00:00Z'),
  noInvalidDate: true,
});
const minutes = fc.integer({ min: 0, max: 1_439 });

describe('a digest', () => {
  const daily = fc.record({
    timeZone: fc.constantFrom(...zones),
    digest: fc.record({ at: minutes, days: fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }) }),
  });

  it('comes on each chosen day once, whatever the clocks do and however often one looks', () => {
    fc.assert(
      fc.property(daily, instants, (chosen, from) => {
        const dates: string[] = [];
        let at: Date | null = nextDigestAt(chosen, from);
        const end = from.getTime() + 15 * 86_400_000;
        while (at !== null && at.getTime() < end) {
          const date = digestDue(chosen, at);
          expect(date).not.toBeNull();
          if (date !== null && !dates.includes(date)) dates.push(date);
          expect(nextDigestAt(chosen, at)!.getTime()).toBeGreaterThan(at.getTime());
          at = nextDigestAt(chosen, at);
        }
        const weekday = (date: string) => new Date(`${date}T00:00:00Z`).getUTCDay();
        for (const date of dates) expect(chosen.digest.days).toContain(weekday(date));
        // Fourteen days are whole.
        expect(dates.length).toBeGreaterThanOrEqual(2 * chosen.digest.days.length);
        expect(dates.length).toBeLessThanOrEqual(2 * chosen.digest.days.length + 2);
      }),
      { numRuns: 60 },
    );
  });

  it('of a program that slept is due until midnight, and not the day after', () => {
    const weekdays = { timeZone: 'Africa/Kigali', digest: { at: 7 * 60, days: [1, 2, 3, 4, 5] } };
    expect(nextDigestAt(weekdays, new Date('2026-11-27T06:00:00Z'))).toEqual(
      new Date('2026-11-30T05:00:00Z'),
    );
    expect(digestDue(weekdays, new Date('2026-11-30T20:00:00Z'))).toBe('2026-11-30');
    expect(digestDue(weekdays, new Date('2026-11-30T22:30:00Z'))).toBeNull();
    expect(digestDue({ ...weekdays, digest: null }, new Date('2026-11-30T20:00:00Z'))).toBeNull();
    expect(nextDigestAt({ ...weekdays, digest: { at: 7, days: [] } }, new Date())).toBeNull();
  });
});
