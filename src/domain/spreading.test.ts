import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countedAgainAt,
  fastestByAge,
  fewestPosts,
  type Judgement,
  judgeSpread,
  paces,
  pacesOf,
  type Sample,
  type Standing,
  storyFrom,
  thinned,
  usualLimits,
  usualPace,
} from './spreading.ts';

const postAt = new Date('2031-01-04T06:39:00Z');
const minutesIn = (minutes: number) => new Date(postAt.getTime() + minutes * 60_000);
const sample = (minutes: number, count: number): Sample => ({ at: minutesIn(minutes), count });
const none = { asked: [], quoted: [], answered: [] };
const unknown = { shares: null, answers: null };
const asked = (samples: readonly Sample[], more: Partial<Judgement> = {}): Judgement => ({
  postAt,
  watchedAt: postAt,
  counts: { ...none, asked: samples },
  usual: unknown,
  limits: usualLimits,
  was: 'calm',
  ...more,
});
const heard = (counts: Partial<Judgement['counts']>, more: Partial<Judgement> = {}) =>
  asked([], { counts: { ...none, ...counts }, ...more });
const perHourOf = (found: readonly { perHour: number }[]) => found.map(({ perHour }) => Math.round(perHour));

describe('the pace of a post', () => {
  test('is what was added since an hour ago', () => {
    expect(perHourOf(paces(postAt, [sample(60, 10), sample(90, 20), sample(120, 430)]))).toEqual([
      10, 13, 420,
    ]);
  });

  test('is not blown up by a first look at a young post', () => {
    expect(perHourOf(paces(postAt, [sample(3, 6)]))).toEqual([6]);
  });

  test('shows after a long silence once it is counted again: growth is not spread over the hours before', () => {
    const quiet = [sample(0, 0), sample(240, 0), sample(480, 100)];
    expect(perHourOf(paces(postAt, quiet))).toEqual([0, 0, 25]);
    expect(perHourOf(paces(postAt, [...quiet, sample(485, 150)]))).toEqual([0, 0, 25, 50]);
  });

  test('is not known of what was passed on before anybody looked: the first count is what later ones are compared with', () => {
    const late = { postAt, watchedAt: minutesIn(600), counts: { ...none, asked: [sample(600, 5_000)] } };
    expect(pacesOf(late, 'asked')).toEqual([]);
    expect(judgeSpread(asked(late.counts.asked), minutesIn(601))).toMatchObject({
      standing: 'calm',
      shares: 5_000,
      rises: true,
    });
    const more = { ...late.counts, asked: [...late.counts.asked, sample(605, 5_030)] };
    expect(perHourOf(pacesOf({ ...late, counts: more }, 'asked'))).toEqual([30]);
    expect(perHourOf(pacesOf({ ...late, counts: { ...none, asked: [sample(110, 220)] } }, 'asked'))).toEqual([
      120,
    ]);
  });

  test('goes by the highest of several counts of one instant', () => {
    expect(paces(postAt, [sample(30, 4), sample(30, 9)])).toMatchObject([{ count: 9, perHour: 9 }]);
  });

  test('is kept at its fastest for each age', () => {
    const fastest = fastestByAge(asked([sample(30, 4), sample(59, 9), sample(150, 9)]), 'shares');
    expect([...fastest]).toEqual([
      [0, 9],
      [1, 0],
    ]);
    expect([...fastestByAge(heard({ answered: [sample(30, 7)] }), 'answers')]).toEqual([[0, 7]]);
  });

  test('is drawn from a hundred points, the fastest among them', () => {
    const all = Array.from({ length: 777 }, (_, n) => ({ ...sample(n, n), perHour: n === 333 ? 900 : 1 }));
    const few = thinned(all, 100);
    expect(few.length).toBeLessThanOrEqual(100);
    expect(few).toEqual(expect.arrayContaining([all[0], all[333], all[776]]));
    const gaps = few.map(({ count }, n) => count - (few[n - 1]?.count ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(9);
    expect(thinned(all.slice(0, 100), 100)).toHaveLength(100);
  });
});

describe('what is usual', () => {
  test('is what nine of ten posts stay under, and unknown with few', () => {
    const many = Array.from({ length: 100 }, (_, n) => n);
    expect(usualPace(many)).toBe(89);
    expect(usualPace(many.slice(0, fewestPosts - 1))).toBeNull();
    expect(usualPace([])).toBeNull();
  });

  test('makes the limit, never below the floor, which is higher for answers', () => {
    const from = (measure: 'shares' | 'answers') =>
      [null, 0, 3, 20].map((usual) => storyFrom(measure, usual, usualLimits));
    expect([from('shares'), from('answers')]).toEqual([
      [20, 20, 20, 100],
      [60, 60, 60, 100],
    ]);
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
    const usual = { shares: 3, answers: 1 };
    const judged = judgeSpread(asked([sample(60, 0), sample(120, 412)], { usual }), minutesIn(125));
    expect(judged).toMatchObject({
      standing: 'spreading',
      measure: 'shares',
      perHour: 412,
      usual: 3,
      shares: 412,
    });
    expect(judged.countedAt).toEqual(minutesIn(120));
    expect(judgeSpread(asked([sample(60, 0), sample(120, 19)]), minutesIn(125)).standing).toBe('calm');
    expect(judgeSpread(asked([sample(60, 0), sample(120, 20)]), minutesIn(125)).standing).toBe('spreading');
  });

  test('is not made by a quarrel under a post as by its being passed on: answers stand apart, and weigh by a limit of their own', () => {
    const shares = judgeSpread(heard({ quoted: [sample(30, 20)] }), minutesIn(31));
    expect(shares).toMatchObject({ standing: 'spreading', measure: 'shares', shares: 20, answers: 0 });
    const few = judgeSpread(heard({ answered: [sample(30, 59)] }), minutesIn(31));
    expect(few).toMatchObject({ standing: 'calm', shares: 0, answers: 59, answersNow: 59 });
    const many = judgeSpread(heard({ answered: [sample(30, 60)] }), minutesIn(31));
    expect(many).toMatchObject({ standing: 'spreading', measure: 'answers', perHour: 60, shares: 0 });
    const limits = { ...usualLimits, answersPerHour: 200 };
    expect(judgeSpread(heard({ answered: [sample(30, 60)] }, { limits }), minutesIn(31)).standing).toBe(
      'calm',
    );
  });

  test('does not flicker: it calms down under half of the limit', () => {
    const hovering = (was: Standing, count: number) =>
      judgeSpread(asked([sample(60, 0), sample(120, count)], { was }), minutesIn(121)).standing;
    expect([hovering('calm', 15), hovering('spreading', 15), hovering('spreading', 9)]).toEqual([
      'calm',
      'spreading',
      'calm',
    ]);
  });

  test('calms down by itself where only we hear of it, as nobody new passes it on', () => {
    const post = heard({ quoted: [sample(30, 40)] }, { was: 'spreading' });
    expect([40, 300].map((minute) => judgeSpread(post, minutesIn(minute)).standing)).toEqual([
      'spreading',
      'calm',
    ]);
  });

  test('stands as it stood where its network was not asked lately, for a day, and never begins by an old count', () => {
    const post = asked([sample(60, 500)]);
    expect(judgeSpread(post, minutesIn(60 + 361)).standing).toBe('calm');
    expect(judgeSpread(post, minutesIn(10)).standing).toBe('calm');
    const story = { ...post, was: 'spreading' as const };
    expect(judgeSpread(story, minutesIn(60 + 361))).toMatchObject({
      standing: 'spreading',
      countedAt: minutesIn(60),
    });
    expect(judgeSpread(story, minutesIn(60 + 1_441)).standing).toBe('calm');
    const late = asked([sample(72 * 60 - 60, 0), sample(72 * 60 - 5, 900)], { was: 'spreading' });
    expect([-4, 0].map((more) => judgeSpread(late, minutesIn(72 * 60 + more)).standing)).toEqual([
      'spreading',
      'calm',
    ]);
  });
});

describe('when it is counted again', () => {
  const minutesUntil = (age: number, shares: number, rises: boolean) => {
    const now = minutesIn(age);
    const next = countedAgainAt({ postAt, shares, rises }, now);
    return next === null ? null : (next.getTime() - now.getTime()) / 60_000;
  };
  test('is soon while it rises or is young, later the quieter and older it is, never once it is old', () => {
    const found = [
      minutesUntil(30, 0, false),
      minutesUntil(120, 0, false),
      minutesUntil(120, 3, false),
      minutesUntil(600, 0, false),
    ];
    expect([...found, minutesUntil(2_000, 40, true), minutesUntil(2_000, 0, false)]).toEqual([
      15, 60, 30, 240, 5, 720,
    ]);
    expect(minutesUntil(72 * 60, 900, true)).toBeNull();
  });

  test('growth after a long silence is looked at again soon, however slow it seems when spread over it', () => {
    const grown = asked([sample(0, 0), sample(480, 6)]);
    expect(judgeSpread(grown, minutesIn(480))).toMatchObject({ standing: 'calm', rises: true });
    expect(judgeSpread(asked([...grown.counts.asked, sample(600, 6)]), minutesIn(600)).rises).toBe(false);
  });

  test('is never later for a post that was passed on or rises', () => {
    fc.assert(
      fc.property(fc.nat({ max: 5_000 }), fc.nat(), fc.boolean(), (age, shares, rises) => {
        const [quiet, loud] = [minutesUntil(age, 0, false), minutesUntil(age, shares, rises)];
        expect(loud === null).toBe(quiet === null);
        expect(loud ?? 0).toBeLessThanOrEqual(quiet ?? 0);
      }),
    );
  });
});
