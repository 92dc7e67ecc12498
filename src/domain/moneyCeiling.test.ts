import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Gone,
  isShort,
  limitOf,
  type MoneyLimits,
  mayAsk,
  monthAt,
  monthSpan,
  mostCeiling,
  projected,
  type Shares,
  sharesAreInOrder,
  stoppedUses,
  type Use,
  uses,
  usualLimits,
} from './moneyCeiling.ts';

const hundred: MoneyLimits = { ...usualLimits, ceiling: 100_000_000 };
const gone = (spent: number, setAside = 0): Gone => ({ spent, setAside });

describe('what may be asked', () => {
  test.each<[Use, number]>([
    ['counting', 80_000_000],
    ['repairing', 85_000_000],
    ['watching', 90_000_000],
    ['hearing', 97_000_000],
    ['answering', 100_000_000],
  ])('%s may spend up to its share, to the last millionth', (use, limit) => {
    expect(limitOf(hundred, use)).toBe(limit);
    expect(mayAsk(gone(limit - 5_000), 5_000, hundred, use)).toBe(true);
    expect(mayAsk(gone(limit - 5_000), 5_001, hundred, use)).toBe(false);
    expect(mayAsk(gone(limit - 6_000, 1_000), 5_001, hundred, use)).toBe(false);
  });

  test('without a ceiling nothing stops', () => {
    expect(mayAsk(gone(mostCeiling), mostCeiling, usualLimits, 'counting')).toBe(true);
    expect(stoppedUses(gone(mostCeiling), usualLimits, {})).toEqual([]);
    expect(isShort(gone(mostCeiling), usualLimits)).toBe(false);
  });

  test('a ceiling of nothing stops everything', () => {
    expect(stoppedUses(gone(0), { ...hundred, ceiling: 0 }, {})).toEqual([...uses]);
  });

  test('what was refused is stopped although something is left, until there is room for it', () => {
    expect(stoppedUses(gone(79_999_000), hundred, { counting: 5_000 })).toEqual(['counting']);
    expect(stoppedUses(gone(79_999_000), hundred, { counting: 1_000 })).toEqual([]);
    expect(stoppedUses(gone(91_000_000), hundred, {})).toEqual(['counting', 'repairing', 'watching']);
  });

  test('people are warned from the share on that was chosen', () => {
    expect(isShort(gone(79_999_999), hundred)).toBe(false);
    expect(isShort(gone(79_000_000, 1_000_000), hundred)).toBe(true);
    expect(isShort(gone(50_000_000), { ...hundred, warnAt: 50 })).toBe(true);
  });

  test('shares rise with need', () => {
    expect(sharesAreInOrder(usualLimits.shares)).toBe(true);
    expect(sharesAreInOrder({ ...usualLimits.shares, counting: 86 })).toBe(false);
    expect(sharesAreInOrder({ ...usualLimits.shares, answering: 101 })).toBe(false);
    expect(sharesAreInOrder({ ...usualLimits.shares, counting: 0 })).toBe(false);
    expect(sharesAreInOrder({ ...usualLimits.shares, counting: 79.5 })).toBe(false);
  });
});

const someShares = fc
  .array(fc.integer({ min: 1, max: 100 }), { minLength: 5, maxLength: 5 })
  .map((some) => some.sort((a, b) => a - b))
  .map((some) => Object.fromEntries(uses.map((use, n) => [use, some[n]])) as unknown as Shares);
const someLimits = fc.record({
  ceiling: fc.integer({ min: 0, max: 1_000 }),
  shares: someShares,
  warnAt: fc.integer({ min: 1, max: 100 }),
});
type Step = { ask: Use; micros: number } | { settle: number; share: number } | { crash: number };
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof<fc.Arbitrary<Step>[]>(
    fc.record({ ask: fc.constantFrom(...uses), micros: fc.nat(300) }),
    fc.record({ settle: fc.nat(), share: fc.nat(100) }),
    fc.record({ crash: fc.nat() }),
  ),
  { maxLength: 60 },
);

describe('whatever the order', () => {
  test('of asking, settling and crashing, what is gone stays under the ceiling', () => {
    fc.assert(
      fc.property(someLimits, steps, (limits, all) => {
        const now = gone(0);
        const open: number[] = [];
        for (const step of all) {
          if ('ask' in step) {
            if (!mayAsk(now, step.micros, limits, step.ask)) continue;
            now.setAside += step.micros;
            open.push(step.micros);
          } else if (open.length > 0) {
            const [micros = 0] = open.splice(('settle' in step ? step.settle : step.crash) % open.length, 1);
            now.setAside -= micros;
            // Of what a killed program had set aside everything counts.
            now.spent += 'settle' in step ? Math.floor((micros * step.share) / 100) : micros;
          }
          expect(now.spent + now.setAside).toBeLessThanOrEqual(limits.ceiling);
          expect(now.setAside).toBe(open.reduce((sum, micros) => sum + micros, 0));
        }
      }),
    );
  });

  test('what is needed least stops before what is needed most', () => {
    fc.assert(
      fc.property(someLimits, fc.nat(1_200), fc.nat(300), (limits, spent, asked) => {
        const may = uses.map((use) => mayAsk(gone(spent), asked, limits, use));
        expect(may).toEqual([...may].sort((a, b) => Number(a) - Number(b)));
        const stopped = stoppedUses(gone(spent), limits, {});
        expect(stopped).toEqual(uses.slice(0, stopped.length));
      }),
    );
  });
});

describe('the month', () => {
  test.each([
    ['Africa/Kigali', '2026-11-30T21:59:59.999Z', '2026-11-01'],
    ['Africa/Kigali', '2026-11-30T22:00:00Z', '2026-12-01'],
    ['America/New_York', '2027-01-01T04:59:59Z', '2026-12-01'],
  ])('is that of the wall clock in %s', (zone, at, month) => {
    expect(monthAt(zone, new Date(at))).toBe(month);
  });

  test('begins and ends there, also where clocks are changed in it', () => {
    expect(monthSpan('Africa/Kigali', '2026-12-01')).toEqual({
      from: new Date('2026-11-30T22:00:00Z'),
      to: new Date('2026-12-31T22:00:00Z'),
    });
    expect(monthSpan('Europe/Berlin', '2026-03-01')).toEqual({
      from: new Date('2026-02-28T23:00:00Z'),
      to: new Date('2026-03-31T22:00:00Z'),
    });
  });

  test('goes on as until now, and nothing is foretold on its first day', () => {
    const june = monthSpan('UTC', '2026-06-01');
    expect(projected(5_000, june, new Date('2026-06-01T23:00:00Z'))).toBeNull();
    expect(projected(5_000, june, new Date('2026-06-11T00:00:00Z'))).toBe(15_000);
    expect(projected(5_000, june, june.to)).toBe(5_000);
  });
});
