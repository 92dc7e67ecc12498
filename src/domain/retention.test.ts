import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  addCounts,
  isRunDue,
  keepEverything,
  keptSince,
  lastNight,
  nextKind,
  nextNight,
  nothingRemoved,
  type RetentionKind,
  retentionKinds,
} from './retention.ts';

const instant = fc.date({
  min: new Date('2026-01-01T00:00:00Z'),
  max: new Date('2036-01-01T00:00:00Z'),
  noInvalidDate: true,
});
const zone = fc.constantFrom(
  'UTC',
  'Africa/Kigali',
  'America/New_York',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
);
const day = 86_400_000;
const wallHour = (at: Date, timeZone: string) =>
  Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(at));

it('the night begins at two by the wall clock', () => {
  expect(lastNight(new Date('2031-01-04T10:00:00Z'), 'Africa/Kigali')).toEqual(
    new Date('2031-01-04T00:00:00Z'),
  );
  expect(lastNight(new Date('2031-01-03T23:59:00Z'), 'Africa/Kigali')).toEqual(
    new Date('2031-01-03T00:00:00Z'),
  );
});

it('the last night is over, the next one is not, and both are at two wherever one lives', () => {
  fc.assert(
    fc.property(instant, zone, (now, timeZone) => {
      const night = lastNight(now, timeZone);
      expect(night <= now && now < nextNight(now, timeZone)).toBe(true);
      // Where clocks were changed since, an hour more or less.
      expect([1, 2, 3]).toContain(wallHour(night, timeZone));
    }),
  );
});

it('what is set today is not done before the night, and then once', () => {
  fc.assert(
    fc.property(instant, fc.nat(3 * day), zone, (changedAt, passed, timeZone) => {
      const now = new Date(changedAt.getTime() + passed);
      const due = isRunDue(now, { timeZone, changedAt, lastBegan: null });
      expect(due).toBe(lastNight(now, timeZone) > changedAt);
      expect(isRunDue(now, { timeZone, changedAt, lastBegan: now })).toBe(false);
      if (due)
        expect(isRunDue(new Date(now.getTime() + day), { timeZone, changedAt, lastBegan: now })).toBe(true);
    }),
  );
});

it('a night goes once through every kind that has a term, in their order, and through no other', () => {
  fc.assert(
    fc.property(fc.subarray([...retentionKinds]), (kinds) => {
      const terms = { ...keepEverything, ...Object.fromEntries(kinds.map((kind) => [kind, 30])) };
      const seen: RetentionKind[] = [];
      for (let kind = nextKind(terms, null); kind !== null; kind = nextKind(terms, kind)) seen.push(kind);
      expect(seen).toEqual(kinds);
    }),
  );
});

it('a term is counted in whole days back from now', () => {
  const now = new Date('2031-03-31T02:00:00Z');
  expect(keptSince({ ...keepEverything, raw: 30 }, 'raw', now)).toEqual(new Date('2031-03-01T02:00:00Z'));
  expect(keptSince(keepEverything, 'raw', now)).toBeNull();
});

it('counts are added kind by kind', () => {
  const some = { ...nothingRemoved, posts: 2, audit: 1 };
  expect(addCounts(some, { posts: 3, notes: 4 })).toEqual({
    ...nothingRemoved,
    posts: 5,
    notes: 4,
    audit: 1,
  });
});
