import fc from 'fast-check';
import { expect, test } from 'vitest';
import { usualDueAt } from './followUpDate.ts';
import type { OfficeHours } from './officeHours.ts';

const weekdays: OfficeHours = {
  timeZone: 'Africa/Kigali',
  week: Array.from({ length: 7 }, (_, n) => (n === 0 || n === 6 ? [] : [{ from: 480, to: 1_020 }])),
  days: { '2026-03-09': [] },
};

test('is the next working day at five: over a weekend and a holiday, and not today', () => {
  const at = (time: string) => usualDueAt(weekdays, 'Africa/Kigali', new Date(time)).toISOString();
  expect(at('2026-03-03T06:00:00+02:00')).toBe('2026-03-04T15:00:00.000Z');
  // Friday evening, and a Monday that is a holiday.
  expect(at('2026-03-06T23:30:00+02:00')).toBe('2026-03-10T15:00:00.000Z');
  // What is the next day is said by the wall clock there.
  expect(at('2026-03-02T23:30:00Z')).toBe('2026-03-04T15:00:00.000Z');
});

test('is tomorrow where the house is open around the clock', () => {
  expect(usualDueAt(null, 'America/New_York', new Date('2026-03-07T12:00:00Z')).toISOString()).toBe(
    '2026-03-08T21:00:00.000Z',
  );
});

test('property: it lies ahead and is five by the wall clock, also where clocks are changed', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia', 'UTC'];
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2027, 0, 1) }),
      (timeZone, instant) => {
        const due = usualDueAt({ ...weekdays, timeZone }, timeZone, new Date(instant));
        expect(due.getTime()).toBeGreaterThan(instant);
        const shown = new Intl.DateTimeFormat('en-GB', {
          timeZone,
          timeStyle: 'short',
        }).format(due);
        expect(shown).toBe('17:00');
      },
    ),
  );
});
