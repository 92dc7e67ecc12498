import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Judgement, judgeSpread, type Sample, type Standing, usualLimits } from './spreading.ts';

const postAt = new Date('2031-01-04T06:39:00Z');
const minutesIn = (minutes: number) => new Date(postAt.getTime() + minutes * 60_000);
const sample = (minutes: number, count: number): Sample => ({ at: minutesIn(minutes), count });
const heard = (counts: Partial<Judgement['counts']>, more: Partial<Judgement> = {}): Judgement => ({
  postAt,
  watchedAt: postAt,
  counts: { asked: [], quoted: [], answered: [], ...counts },
  usual: { shares: null, answers: null },
  limits: usualLimits,
  was: 'calm',
  ...more,
});
const asked = (samples: readonly Sample[], more: Partial<Judgement> = {}) => heard({ asked: samples }, more);

const samples = fc.array(
  fc
    .record({ minute: fc.nat({ max: 4_000 }), count: fc.nat({ max: 100_000 }) })
    .map(({ minute, count }) => sample(minute, count)),
  { minLength: 1, maxLength: 30 },
);
const standing = fc.constantFrom<Standing>('calm', 'spreading');
const usual = fc.record({ shares: fc.option(fc.nat({ max: 500 })), answers: fc.constant(null) });
const newestOf = (list: readonly Sample[]) => new Date(Math.max(...list.map(({ at }) => at.getTime())));

describe('whatever is counted', () => {
  test('the order in which counts come, and doubles of them, change nothing', () => {
    const shuffled = samples.chain((list) =>
      fc.record({
        list: fc.constant(list),
        other: fc.shuffledSubarray([...list, ...list], { minLength: 2 * list.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, usual, standing, ({ list, other }, known, was) => {
        const now = newestOf(list);
        for (const source of ['asked', 'quoted', 'answered'] as const)
          expect(judgeSpread(heard({ [source]: other }, { usual: known, was }), now)).toEqual(
            judgeSpread(heard({ [source]: list }, { usual: known, was }), now),
          );
      }),
    );
  });

  test('more shares in the newest count never make less of a story', () => {
    fc.assert(
      fc.property(samples, fc.nat({ max: 1_000 }), usual, standing, (list, more, known, was) => {
        const now = newestOf(list);
        const top = Math.max(...list.map(({ count }) => count));
        const judge = (count: number) =>
          judgeSpread(asked([...list, { at: now, count }], { usual: known, was }), now);
        const [less, greater] = [judge(top), judge(top + more)];
        expect(greater.sharesNow).toBeGreaterThanOrEqual(less.sharesNow);
        if (less.standing === 'spreading') expect(greater.standing).toBe('spreading');
      }),
    );
  });

  test('a count that falls, or that came an hour later and says nothing new, never begins a story', () => {
    fc.assert(
      fc.property(
        samples,
        fc.nat({ max: 240 }),
        fc.nat({ max: 100_000 }),
        usual,
        (list, later, fallen, known) => {
          const now = newestOf(list);
          const top = Math.max(...list.map(({ count }) => count));
          const at = new Date(now.getTime() + (60 + later) * 60_000);
          const again = [...list, { at, count: Math.min(fallen, top) }];
          expect(judgeSpread(asked(again, { usual: known }), at)).toMatchObject({
            standing: 'calm',
            sharesNow: 0,
          });
        },
      ),
    );
  });

  test('what is no number counts as nothing', () => {
    const wrong = [sample(61, Number.NaN), sample(61, -5), sample(61, Infinity)];
    expect(judgeSpread(asked([sample(60, 4), ...wrong]), minutesIn(61))).toMatchObject({
      shares: 4,
      standing: 'calm',
    });
  });
});
