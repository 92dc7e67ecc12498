import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { promiseDue } from './promiseDate.ts';

const kigali = 'Africa/Kigali';
const words =
  'we will call on at by before within in the end of next this last and to between from since 2 4 12 24 48 72 3pm 15:00 15h30 p.m. noon today tomorrow Friday week month day hours minutes working days March 15/03 2026-12-04 demain lundi matin dans heures kesho saa nne asubuhi ndani ya masaa siku ejo mu gitondo ku wa gatanu gobe cikin awa lọ́la aago mẹ́ta echi awa abụọ ነገ 3 ሰዓት ውስጥ መጋቢት hoje às , . - / ! 👍'.split(
    ' ',
  );
const texts = fc.oneof(
  fc.array(fc.constantFrom(...words), { maxLength: 25 }).map((some) => some.join(' ')),
  fc.string({ unit: 'binary', maxLength: 60 }),
);
const instants = fc.date({
  min: new Date('2001-01-01'),
  max: new Date('2090-01-01'),
  noInvalidDate: true,
});
const zones = fc.constantFrom('UTC', kigali, 'Europe/London', 'America/New_York', 'Australia/Lord_Howe');
const codes = fc.constantFrom(null, 'eng', 'fra', 'swa', 'kin', 'yor', 'amh', 'xx');

describe('whatever is said', () => {
  test('is due after it was said, and for words that stand in it', () => {
    fc.assert(
      fc.property(texts, instants, zones, codes, (text, at, timeZone, language) => {
        const due = promiseDue(text, { at, timeZone, language });
        if (due === null) return;
        expect(due.due.getTime()).toBeGreaterThan(at.getTime());
        const [from, to] = due.because;
        expect(from >= 0 && from < to && to <= text.length).toBe(true);
        expect(text.slice(from, to).trim()).not.toBe('');
      }),
      { numRuns: 150 },
    );
  });

  /** Of two moments the first may pass and come again the next day ("today at nine"), so only one is said. */
  const single = fc
    .tuple(
      fc.constantFrom('within # hours', 'in # days', 'by #pm', 'Friday #am', 'tomorrow at #', 'saa # usiku'),
      fc.integer({ min: 1, max: 12 }),
    )
    .map(([text, number]) => text.replace('#', `${number}`));
  const others = fc.constantFrom(
    'next week',
    'by end of day',
    'tonight',
    'by Sunday',
    'end of the working week',
  );

  test('an hour later is due no earlier', () => {
    fc.assert(
      fc.property(fc.oneof(single, others), instants, zones, (text, at, timeZone) => {
        const now = promiseDue(text, { at, timeZone, language: null });
        const later = promiseDue(text, { at: new Date(at.getTime() + 3_600_000), timeZone, language: null });
        if (now === null || later === null) return;
        expect(later.due.getTime()).toBeGreaterThanOrEqual(now.due.getTime());
      }),
      { numRuns: 150 },
    );
  });
});
