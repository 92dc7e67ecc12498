import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  absenceOf,
  backAt,
  dateIn,
  longestAbsence,
  type OnRota,
  onDuty,
  type RotaPlace,
  standInFor,
  whatIsWrongWithAbsence,
  whoAnswers,
} from './rota.ts';

const day = [{ from: 8 * 60, to: 17 * 60 }];
const night = [
  { from: 0, to: 6 * 60 },
  { from: 22 * 60, to: 1_440 },
];
const always: RotaPlace = { timeZone: 'Africa/Kigali', week: null, deputyId: null, absences: [] };
const byDay: RotaPlace = { ...always, week: [[], day, day, day, day, day, []] };
const member = (id: string, place: Partial<RotaPlace> = {}, here = true): OnRota => ({
  id,
  here,
  place: { ...byDay, ...place },
});
const rotaOf = (...members: OnRota[]) => new Map(members.map((one) => [one.id, one]));
const at = (local: string, zone = 'Africa/Kigali') =>
  new Date(Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds);
/** A Wednesday. */
const noon = at('2026-11-25T12:00');
const evening = at('2026-11-25T20:00');

describe('on duty', () => {
  test('is who is here, within their hours and not away', () => {
    expect(onDuty(member('thabo'), noon)).toBe(true);
    expect(onDuty(member('thabo'), evening)).toBe(false);
    expect(onDuty(member('thabo', { week: null }), evening)).toBe(true);
    expect(onDuty(member('thabo', {}, false), noon)).toBe(false);
    const away = { absences: [{ from: '2026-11-25', to: '2026-11-25', deputyId: null }] };
    expect(onDuty(member('thabo', away), noon)).toBe(false);
    expect(onDuty(member('thabo', away), at('2026-11-26T12:00'))).toBe(true);
  });

  test('goes by the wall clock of the member’s own zone', () => {
    const inAccra = member('thabo', { timeZone: 'Africa/Accra' });
    expect(onDuty(inAccra, at('2026-11-25T09:00'))).toBe(false);
    expect(onDuty(inAccra, at('2026-11-25T18:30'))).toBe(true);
    // In Auckland the 25th has begun while it is the 24th in Accra.
    const day25 = { week: null, absences: [{ from: '2026-11-25', to: '2026-11-25', deputyId: null }] };
    expect(onDuty(member('a', { ...day25, timeZone: 'Pacific/Auckland' }), at('2026-11-24T16:00'))).toBe(
      false,
    );
    expect(onDuty(member('a', { ...day25, timeZone: 'Africa/Accra' }), at('2026-11-24T16:00'))).toBe(true);
  });

  test('says since when and until when somebody is away', () => {
    const two = {
      absences: [
        { from: '2026-11-24', to: '2026-11-25', deputyId: 'a' },
        { from: '2026-11-25', to: '2026-11-30', deputyId: 'b' },
      ],
    };
    expect(absenceOf(member('thabo', two), noon)?.deputyId).toBe('b');
    expect(backAt(member('thabo', two), noon)).toEqual(at('2026-12-01T08:00'));
    expect(backAt(member('thabo'), noon)).toEqual(noon);
    expect(backAt(member('thabo', { week: [[], [], [], [], [], [], []] }), noon)).toBeNull();
    expect(backAt(member('thabo', {}, false), noon)).toBeNull();
  });

  test('an absence ends after it begins, and is no longer than a year', () => {
    expect(whatIsWrongWithAbsence({ from: '2026-11-25', to: '2026-11-24' })).toMatch(/Turn them round/);
    expect(whatIsWrongWithAbsence({ from: '2026-11-25', to: '2026-11-25' })).toBeNull();
    expect(whatIsWrongWithAbsence({ from: '2026-11-25', to: '2027-11-26' })).toMatch(String(longestAbsence));
  });
});

describe('who stands in', () => {
  test('is the deputy, or the deputy’s deputy, and nobody where they send for each other', () => {
    const away = [{ from: '2026-11-25', to: '2026-11-25', deputyId: 'juma' }];
    const rota = rotaOf(
      member('thabo', { deputyId: 'aline', absences: away }),
      member('juma', { deputyId: 'grace', week: [night, night, night, night, night, night, night] }),
      member('grace', { deputyId: 'thabo' }),
      member('aline', { deputyId: 'thabo' }),
    );
    expect(standInFor(rota, 'thabo', noon)).toBe('grace');
    expect(standInFor(rota, 'thabo', at('2026-11-25T23:00'))).toBe('juma');
    expect(standInFor(rota, 'thabo', evening)).toBeNull();
    // The absence is over, so that the deputy of the rota is asked.
    expect(standInFor(rota, 'thabo', at('2026-11-26T12:00'))).toBe('aline');
    expect(standInFor(rota, 'nobody', noon)).toBeNull();
  });

  test('a team is answered for by who is on duty, and by deputies for who is not', () => {
    const rota = rotaOf(
      member('thabo'),
      member('juma', { absences: [{ from: '2026-11-25', to: '2026-11-25', deputyId: 'grace' }] }),
      member('aline', { deputyId: 'grace', week: [night, night, night, night, night, night, night] }),
      member('grace'),
    );
    const team = ['thabo', 'juma', 'aline'];
    expect(whoAnswers(team, rota, noon)).toEqual([
      { memberId: 'thabo', insteadOf: [] },
      { memberId: 'grace', insteadOf: ['juma', 'aline'] },
    ]);
    expect(whoAnswers([...team, 'grace'], rota, noon).map(({ memberId }) => memberId)).toEqual([
      'thabo',
      'grace',
    ]);
    expect(whoAnswers(team, rota, evening)).toEqual([]);
  });
});

const people = ['a', 'b', 'c', 'd', 'e'];
const zones = [
  'Africa/Kigali',
  'Africa/Casablanca',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Kathmandu',
];
/** Around clock changes of these zones, and one where a day was left out. */
const instants = fc.oneof(
  ...['2026-03-08', '2026-11-01', '2026-04-05', '2026-10-04', '2026-02-15', '2026-03-22', '2011-12-30'].map(
    (date) =>
      fc
        .integer({ min: -48 * 60, max: 48 * 60 })
        .map((minutes) => new Date(Date.parse(`${date}T06:00:00Z`) + minutes * 60_000)),
  ),
);
const deputies = fc.option(fc.constantFrom(...people), { nil: null });
const ranges = fc
  .uniqueArray(fc.integer({ min: 0, max: 48 }), { maxLength: 4 })
  .map((edges) => edges.toSorted((a, b) => a - b).map((edge) => edge * 30))
  .map((edges) =>
    Array.from({ length: edges.length >> 1 }, (_, i) => ({
      from: edges[2 * i] ?? 0,
      to: edges[2 * i + 1] ?? 0,
    })),
  );
/** Days near `now`, so that absences matter. */
const absencesNear = (now: Date) =>
  fc.array(
    fc
      .tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: 0, max: 3 }), deputies)
      .map(([start, days, deputyId]) => {
        const first = now.getTime() + start * 86_400_000;
        const write = (time: number) => new Date(time).toISOString().slice(0, 10);
        return { from: write(first), to: write(first + days * 86_400_000), deputyId };
      }),
    { maxLength: 2 },
  );
const situations = instants.chain((now) =>
  fc.record({
    now: fc.constant(now),
    team: fc.shuffledSubarray(people),
    members: fc.tuple(
      ...people.map((id) =>
        fc.record({
          id: fc.constant(id),
          here: fc.boolean().map((gone) => !gone),
          place: fc.record({
            timeZone: fc.constantFrom(...zones),
            week: fc.option(fc.array(ranges, { minLength: 7, maxLength: 7 }), { nil: null }),
            deputyId: deputies,
            absences: absencesNear(now),
          }),
        }),
      ),
    ),
  }),
);

test('on duty agrees with what the wall clock shows, asked of Temporal, whatever the zone and the change of its clock', () => {
  fc.assert(
    fc.property(situations, ({ now, members }) => {
      for (const one of members) {
        const { timeZone, week, absences } = one.place;
        const shown = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
        const date = shown.toPlainDate().toString();
        const minute = shown.hour * 60 + shown.minute;
        const away = absences.some(({ from, to }) => from <= date && date <= to);
        const inHours =
          week === null ||
          (week[shown.dayOfWeek % 7] ?? []).some(({ from, to }) => from <= minute && minute < to);
        expect(dateIn(timeZone, now)).toBe(date);
        expect(onDuty(one, now)).toBe(one.here && inHours && !away);
        expect(absenceOf(one, now) !== null).toBe(away);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('whoever answers for a team is on duty, comes once, and stands in for nobody who answers; nobody is left out whose deputies lead to somebody', () => {
  fc.assert(
    fc.property(situations, ({ now, team, members }) => {
      const rota = rotaOf(...members);
      const isOn = (id: string) => onDuty(rota.get(id) as OnRota, now);
      const answering = whoAnswers(team, rota, now);
      const ids = answering.map(({ memberId }) => memberId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.every(isOn)).toBe(true);
      expect(team.filter(isOn).every((id) => ids.includes(id))).toBe(true);
      for (const { memberId, insteadOf } of answering) {
        expect(insteadOf.length > 0).toBe(!team.includes(memberId));
        for (const id of insteadOf) expect([team.includes(id), isOn(id)]).toEqual([true, false]);
      }
      // The plain walk along the deputies, cut off after as many steps as there are people.
      for (const id of team.filter((one) => !isOn(one))) {
        let at: string | null = id;
        for (let step = 0; step < people.length && at !== null && !isOn(at); step++) {
          const there = rota.get(at) as OnRota;
          at = absenceOf(there, now)?.deputyId ?? there.place.deputyId;
        }
        const wanted = at !== null && at !== id && isOn(at) ? at : null;
        expect(standInFor(rota, id, now)).toBe(wanted);
        if (wanted !== null) expect(ids).toContain(wanted);
      }
    }),
    { numRuns: 1_000 },
  );
});
