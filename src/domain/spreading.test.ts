import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countedAgainAt,
  fastestByAge,
  fewestPosts,
  type Judgement,
  judgeSpread,
  paces,
  type Sample,
  type Standing,
  storyFrom,
  usualLimits,
  usualPace,
} from './spreading.ts';

const postAt = new Date('2031-01-04T06:39:00Z');
const minutesIn = (minutes: number) => new Date(postAt.getTime() + minutes * 60_000);
const sample = (minutes: number, shares: number): Sample => ({ at: minutesIn(minutes), shares });
const asked = (samples: readonly Sample[], more: Partial<Judgement> = {}): Judgement => ({
  postAt,
  samples,
  usual: null,
  limits: usualLimits,
  was: 'calm',
  ...more,
});

describe('the pace of a post', () => {
  test('is what was added since an hour ago', () => {
    const found = paces(postAt, [sample(60, 10), sample(90, 20), sample(120, 430)]);
    expect(found.map(({ perHour }) => Math.round(perHour))).toEqual([10, 13, 420]);
  });

  test('is not blown up by a first look at a young post, and is spread over a long silence', () => {
    expect(paces(postAt, [sample(3, 6)])).toMatchObject([{ perHour: 6 }]);
    expect(paces(postAt, [sample(0, 0), sample(600, 50)])).toMatchObject([{ perHour: 0 }, { perHour: 5 }]);
  });

  test('goes by the highest of several counts of one instant', () => {
    expect(paces(postAt, [sample(30, 4), sample(30, 9)])).toMatchObject([{ shares: 9, perHour: 9 }]);
  });

  test('is kept at its fastest for each age', () => {
    const fastest = fastestByAge(postAt, [sample(30, 4), sample(59, 9), sample(150, 9)]);
    expect([...fastest]).toEqual([
      [0, 9],
      [1, 0],
    ]);
  });
});

describe('what is usual', () => {
  test('is what nine of ten posts stay under, and unknown with few', () => {
    const many = Array.from({ length: 100 }, (_, n) => n);
    expect(usualPace(many)).toBe(89);
    expect(usualPace(many.slice(0, fewestPosts - 1))).toBeNull();
    expect(usualPace([])).toBeNull();
  });

  test('makes the limit, never below the floor', () => {
    expect([null, 0, 3, 10].map((usual) => storyFrom(usual, usualLimits))).toEqual([20, 20, 20, 50]);
  });

  test('does not move for the one post in ten that spread', () => {
    const quiet = Array.from({ length: 90 }, () => 2);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 1e9 }), { maxLength: 10 }), (loud) => {
        expect(usualPace([...quiet, ...loud.map((one) => one + 2)])).toBe(2);
      }),
    );
  });
});

describe('a story', () => {
  test('begins at the limit, and says what it went by', () => {
    const judged = judgeSpread(asked([sample(60, 0), sample(120, 412)], { usual: 3 }), minutesIn(125));
    expect(judged).toMatchObject({ standing: 'spreading', perHour: 412, usual: 3, shares: 412 });
    expect(judgeSpread(asked([sample(60, 0), sample(120, 19)]), minutesIn(125))?.standing).toBe('calm');
    expect(judgeSpread(asked([sample(60, 0), sample(120, 20)]), minutesIn(125))?.standing).toBe('spreading');
  });

  test('does not flicker: it calms down under half of the limit', () => {
    const hovering = (was: Standing, shares: number) =>
      judgeSpread(asked([sample(60, 0), sample(120, shares)], { was }), minutesIn(121))?.standing;
    expect([hovering('calm', 15), hovering('spreading', 15), hovering('spreading', 9)]).toEqual([
      'calm',
      'spreading',
      'calm',
    ]);
  });

  test('is unknown where nothing was counted lately', () => {
    expect(judgeSpread(asked([]), minutesIn(10))).toBeNull();
    expect(judgeSpread(asked([sample(60, 500)]), minutesIn(60 + 361))).toBeNull();
    expect(judgeSpread(asked([sample(60, 500)]), minutesIn(10))).toBeNull();
  });
});

const samples = fc.array(
  fc
    .record({ minute: fc.nat({ max: 4_000 }), shares: fc.nat({ max: 100_000 }) })
    .map(({ minute, shares }) => sample(minute, shares)),
  { minLength: 1, maxLength: 30 },
);
const standing = fc.constantFrom<Standing>('calm', 'spreading');
const usual = fc.option(fc.nat({ max: 500 }));
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
        expect(judgeSpread(asked(other, { usual: known, was }), now)).toEqual(
          judgeSpread(asked(list, { usual: known, was }), now),
        );
      }),
    );
  });

  test('more shares in the newest count never make less of a story', () => {
    fc.assert(
      fc.property(samples, fc.nat({ max: 1_000 }), usual, standing, (list, more, known, was) => {
        const now = newestOf(list);
        const top = Math.max(...list.map(({ shares }) => shares));
        const judge = (shares: number) =>
          judgeSpread(asked([...list, { at: now, shares }], { usual: known, was }), now);
        const [less, greater] = [judge(top), judge(top + more)];
        expect(greater?.perHour).toBeGreaterThanOrEqual(less?.perHour ?? 0);
        if (less?.standing === 'spreading') expect(greater?.standing).toBe('spreading');
      }),
    );
  });

  test('a count that falls, or that came late and says nothing new, never begins a story', () => {
    fc.assert(
      fc.property(
        samples,
        fc.nat({ max: 240 }),
        fc.nat({ max: 100_000 }),
        usual,
        (list, later, fallen, known) => {
          const now = newestOf(list);
          const top = Math.max(...list.map(({ shares }) => shares));
          fc.pre(judgeSpread(asked(list, { usual: known }), now)?.standing === 'calm');
          const at = new Date(now.getTime() + later * 60_000);
          const again = [...list, { at, shares: Math.min(fallen, top) }];
          const judged = judgeSpread(asked(again, { usual: known }), at);
          const inTheHour = paces(postAt, again).at(-1)?.perHour ?? 0;
          // What it says of the last hour is what was added in it, and nothing was added by this count.
          expect(inTheHour).toBeLessThanOrEqual(Math.max(...paces(postAt, list).map(({ shares }) => shares)));
          if (later >= 60) expect(inTheHour === 0 && judged?.standing === 'calm').toBe(true);
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

describe('when it is counted again', () => {
  test('is soon while it rises or is young, later the quieter it is, never once it is old', () => {
    const at = (age: number, shares: number, perHour: number) => {
      const now = minutesIn(age);
      const next = countedAgainAt({ postAt, shares, perHour }, usualLimits, now);
      return next === null ? null : (next.getTime() - now.getTime()) / 60_000;
    };
    expect([at(30, 0, 0), at(120, 0, 0), at(120, 3, 1), at(600, 0, 0), at(2_000, 40, 6)]).toEqual([
      15, 60, 30, 240, 5,
    ]);
    expect(at(72 * 60, 900, 900)).toBeNull();
  });

  test('is never later for a post that is passed on faster', () => {
    fc.assert(
      fc.property(fc.nat({ max: 5_000 }), fc.nat(), fc.nat(), fc.nat(), (age, shares, perHour, more) => {
        const now = minutesIn(age);
        const slow = countedAgainAt({ postAt, shares, perHour }, usualLimits, now);
        const fast = countedAgainAt({ postAt, shares, perHour: perHour + more }, usualLimits, now);
        expect(fast === null).toBe(slow === null);
        if (slow !== null && fast !== null) expect(fast.getTime()).toBeLessThanOrEqual(slow.getTime());
      }),
    );
  });
});
