import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AlertSettings,
  alertKinds,
  alertPlan,
  alertWays,
  escalatesAt,
  type House,
  nextEscalation,
  tellAt,
  usualSettings,
} from './alert.ts';
import { roles } from './rights.ts';
import type { OnRota } from './rota.ts';

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
const settings: fc.Arbitrary<AlertSettings> = fc.record({
  timeZone: fc.constantFrom(...zones),
  ways: fc
    .array(fc.array(fc.constantFrom(...alertWays)), {
      minLength: alertKinds.length,
      maxLength: alertKinds.length,
    })
    .map(
      (ways) =>
        Object.fromEntries(alertKinds.map((kind, n) => [kind, ways[n]])) as unknown as AlertSettings['ways'],
    ),
  quiet: fc.option(fc.record({ from: minutes, to: minutes })),
  exceptions: fc.subarray([...alertKinds]),
  digest: fc.option(fc.record({ at: minutes, days: fc.subarray([0, 1, 2, 3, 4, 5, 6]) })),
  showsWords: fc.boolean(),
});
const kinds = fc.constantFrom(...alertKinds);

/** Minutes since midnight on the wall clock. */
function wallClock(timeZone: string, at: Date): number {
  const [hour = '0', minute = '0'] = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
    .format(at)
    .split(':');
  return Number(hour) * 60 + Number(minute);
}
const isQuiet = ({ from, to }: { from: number; to: number }, at: number) =>
  from < to ? from <= at && at < to : at >= from || at < to;

describe('the plan of an alert', () => {
  it('has an instant for every way that was chosen, and each way once', () => {
    fc.assert(
      fc.property(kinds, settings, instants, (kind, chosen, now) => {
        const plan = alertPlan(kind, chosen, now);
        expect(new Set(plan.map(({ way }) => way))).toEqual(new Set(chosen.ways[kind]));
        expect(plan).toHaveLength(new Set(chosen.ways[kind]).size);
        for (const { at } of plan) {
          expect(at.getTime()).toBeGreaterThanOrEqual(now.getTime());
          // A day, and an hour more on the day on which clocks are put back.
          expect(at.getTime() - now.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
        }
      }),
    );
  });

  it('leaves the quiet hours quiet but for the exceptions, through every change of clocks', () => {
    fc.assert(
      fc.property(kinds, settings, instants, (kind, chosen, now) => {
        const at = tellAt(kind, chosen, now);
        const { quiet, timeZone } = chosen;
        if (
          kind === 'digest' ||
          chosen.exceptions.includes(kind) ||
          quiet === null ||
          quiet.from === quiet.to
        )
          expect(at).toEqual(now);
        else expect(isQuiet(quiet, wallClock(timeZone, at))).toBe(false);
      }),
    );
  });

  it('is told at the same instant whenever one looks within the same quiet hours', () => {
    fc.assert(
      fc.property(
        kinds,
        settings,
        instants,
        fc.integer({ min: 0, max: 86_400_000 }),
        (kind, chosen, now, on) => {
          const at = tellAt(kind, chosen, now);
          const later = new Date(Math.min(now.getTime() + on, at.getTime()));
          expect(tellAt(kind, chosen, later)).toEqual(at);
        },
      ),
    );
  });

  it('waits for six in the morning, and does not where somebody is in danger', () => {
    const usual = usualSettings('executive', 'Africa/Kigali');
    const night = new Date('2026-12-01T23:30:00Z');
    expect(tellAt('names_me', usual, night)).toEqual(new Date('2026-12-02T04:00:00Z'));
    expect(tellAt('danger', usual, night)).toEqual(night);
    expect(tellAt('names_me', usual, new Date('2026-12-02T04:39:00Z'))).toEqual(
      new Date('2026-12-02T04:39:00Z'),
    );
  });

  it('ends with the hour that a clock leaves out', () => {
    // Two o'clock does not come in Berlin on this night: it is three at once.
    const until = { timeZone: 'Europe/Berlin', quiet: { from: 60, to: 150 }, exceptions: [] };
    expect(tellAt('promise', until, new Date('2027-03-28T00:30:00Z'))).toEqual(
      new Date('2027-03-28T01:00:00Z'),
    );
  });
});

const memberIds = ['a', 'b', 'c', 'd', 'e', 'f'];
const members = fc.tuple(
  ...memberIds.map((id, n) =>
    fc.record({
      id: fc.constant(id),
      here: fc.boolean(),
      role: fc.constantFrom(...roles),
      deputyId: fc.option(fc.constantFrom(...memberIds)),
      // Whoever comes before in the list stands above: never a circle.
      superiorId: n === 0 ? fc.constant(null) : fc.option(fc.constantFrom(...memberIds.slice(0, n))),
      away: fc.boolean(),
    }),
  ),
);
const now = new Date('2026-12-01T10:00:00Z');

function houseOf(given: typeof members extends fc.Arbitrary<infer M> ? M : never): House {
  const rota = new Map<string, OnRota>(
    given.map(({ id, here, deputyId, away }) => [
      id,
      {
        id,
        here,
        place: {
          timeZone: 'Africa/Kigali',
          week: null,
          deputyId,
          absences: away ? [{ from: '2026-11-30', to: '2026-12-02', deputyId: null }] : [],
        },
      },
    ]),
  );
  return {
    rota,
    superiors: new Map(given.map(({ id, superiorId }) => [id, superiorId])),
    roles: new Map(given.map(({ id, role }) => [id, role])),
  };
}

/** To whom it goes, one after the other, when nobody ever says that they have it. */
function chain(house: House, first: string): string[] {
  const told = [first];
  for (let next = nextEscalation({ first, told }, house, now); next !== null; ) {
    told.push(next);
    next = nextEscalation({ first, told }, house, now);
  }
  return told.slice(1);
}

describe('an alert that nobody takes', () => {
  it('comes to an end, tells nobody twice, and only who is here', () => {
    fc.assert(
      fc.property(members, fc.constantFrom(...memberIds), (given, first) => {
        const house = houseOf(given);
        const told = chain(house, first);
        expect(new Set([first, ...told]).size).toBe(told.length + 1);
        for (const id of told) expect(house.rota.get(id)?.here).toBe(true);
      }),
    );
  });

  it('reaches every superior who is here, from the nearest up, and whoever runs the desk', () => {
    fc.assert(
      fc.property(members, fc.constantFrom(...memberIds), (given, first) => {
        const house = houseOf(given);
        const told = chain(house, first);
        for (const { id, here, role } of given)
          if (here && id !== first && (role === 'admin' || role === 'supervisor')) expect(told).toContain(id);
        const superior = house.superiors.get(first) ?? null;
        if (superior !== null && house.rota.get(superior)?.here) expect(told).toContain(superior);
      }),
    );
  });

  it('goes to the stand-in first, then up, past a superior who is away by their own stand-in', () => {
    const member = (id: string, more: object) => ({
      id,
      here: true,
      role: 'agent' as const,
      deputyId: null,
      superiorId: null,
      away: false,
      ...more,
    });
    const house = houseOf([
      member('a', { role: 'executive' }),
      member('b', { superiorId: 'a', away: true, deputyId: 'e' }),
      member('c', { superiorId: 'b', deputyId: 'd', away: true }),
      member('d', {}),
      member('e', {}),
      member('f', { role: 'admin' }),
    ]);
    expect(chain(house, 'c')).toEqual(['d', 'e', 'b', 'a', 'f']);
  });

  it('goes on from when it was told, not from when it was raised at night', () => {
    const usual = usualSettings('agent', 'Africa/Kigali');
    const told = tellAt('grave_late', usual, new Date('2026-12-01T23:30:00Z'));
    expect(escalatesAt('grave_late', told)).toEqual(new Date('2026-12-02T04:30:00Z'));
    expect(escalatesAt('digest', told)).toBeNull();
  });
});
