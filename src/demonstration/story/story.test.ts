import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { institutions } from './institutions.ts';
import { everybody, lady, star } from './people.ts';
import { planFor } from './plan.ts';
import { type StoryPost, tell } from './tell.ts';
import { day, hour, pastDays, type Telling } from './telling.ts';
import { tongues } from './words.ts';

const telling: Telling = { seed: 'three rivers', liveFrom: pastDays * day + 10 * hour };
const past = tell(telling, 0, telling.liveFrom);
const played = tell(telling, telling.liveFrom, telling.liveFrom + day);

const shareOf = (posts: readonly StoryPost[], is: (post: StoryPost) => boolean) =>
  posts.filter(is).length / posts.length;

describe('the story', () => {
  test('is the same every time, and told in pieces it is the same as told at once', () => {
    const piece = fc.integer({ min: 0, max: 16 * 24 * 60 }).map((minutes) => minutes * 60_000);
    const whole = tell(telling, 0, 16 * day);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), 16 * day];
        const pieces = edges.slice(1).flatMap((until, index) => tell(telling, edges[index] ?? 0, until));
        expect(pieces).toEqual(whole);
      }),
      { numRuns: 25 },
    );
  });

  test('is in order, and no post has the id of another, whenever the played part begins', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 0, max: day - 1 }), (seed, timeOfDay) => {
        const told = tell({ seed, liveFrom: pastDays * day + timeOfDay }, 0, 16 * day);
        expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
        const times = told.map(({ story }) => story);
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }),
      { numRuns: 15 },
    );
  });

  test('is written in every language, none of them alone', () => {
    const few = { en: 0.25, fr: 0.03, sw: 0.08, rw: 0.08, mixed: 0.1 };
    for (const tongue of tongues) {
      const share = shareOf(past, (post) => post.tongue === tongue);
      expect([tongue, share > few[tongue], share < 0.6]).toEqual([tongue, true, true]);
    }
  });

  test('holds some hundred posts of two weeks by sixty people, and a played day that has one every few minutes', () => {
    expect(past.length).toBeGreaterThan(280);
    expect(new Set(past.map(({ by }) => by.id)).size).toBeGreaterThanOrEqual(60);
    expect(played.length).toBeGreaterThan(300);
    const first = played.filter(({ story }) => story < telling.liveFrom + hour);
    expect(first.filter(({ outage }) => outage).length).toBeGreaterThan(30);
  });

  test('has few posts that say the very same', () => {
    const said = past.filter(({ parent }) => parent === null).map(({ text }) => text);
    expect(new Set(said).size / said.length).toBeGreaterThan(0.97);
  });

  test('fills every place in, and no post is longer than the network takes', () => {
    for (const post of [...past, ...played]) {
      expect(post.text).not.toMatch(/[{}]|undefined/);
      expect([...post.text].length).toBeLessThanOrEqual(500);
      expect(everybody.has(post.by.id)).toBe(true);
      if (post.parent === null) expect(post.text).toContain(`@${institutions[post.to].handle}`);
    }
  });

  test('answers in a thread come after its first post, from somebody else', () => {
    const byId = new Map([...past, ...played].map((post) => [post.id, post]));
    const joined = past.filter(({ parent }) => parent !== null);
    expect(joined.length).toBeGreaterThan(5);
    for (const post of joined) {
      const first = byId.get(post.thread);
      expect(first?.story).toBeLessThanOrEqual(post.story);
      expect(first?.by.id).not.toBe(post.by.id);
    }
  });

  test('lets the famous one and the careful one wait alike: nobody plans to serve either', () => {
    const two = played.filter(({ by }) => by === lady || by === star);
    expect(two.map(({ by }) => by.name)).toEqual([lady.name, star.name]);
    const done = two.flatMap((post) => planFor(telling, post).map(({ does }) => does.kind));
    expect(done.filter((kind) => kind !== 'severity' && kind !== 'tags')).toEqual([]);
    expect(two[0]?.severity).toBe(two[1]?.severity);
  });
});

describe('the plan of the desk', () => {
  test('acts after the post that it is about, in its own order', () => {
    for (const post of [...past, ...played]) {
      const times = planFor(telling, post).map(({ story }) => story);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(times.every((time) => time > post.story)).toBe(true);
    }
  });

  test('answers nearly all that is long past and leaves enough of what is played', () => {
    const isAnswered = (post: StoryPost) => planFor(telling, post).some(({ does }) => does.kind === 'reply');
    const old = past.filter(({ story, kind }) => story < 12 * day && kind !== 'abuse');
    expect(shareOf(old, isAnswered)).toBeGreaterThan(0.9);
    expect(shareOf(played, isAnswered)).toBeLessThan(0.6);
  });

  test('asks staff about some complaints of the past; most report, and of some nobody hears', () => {
    const kinds = past.flatMap((post) => planFor(telling, post).map(({ does }) => does.kind));
    const count = (kind: string) => kinds.filter((one) => one === kind).length;
    expect(count('ask')).toBeGreaterThan(2);
    expect(count('report')).toBeGreaterThan(0);
    expect(count('report')).toBeLessThan(count('ask'));
    expect(count('accept report')).toBeLessThanOrEqual(count('report'));
  });

  test('promises something in some answers of the past, keeps most of it, and says of some that it will not be', () => {
    const plans = past.map((post) => planFor(telling, post));
    const kinds = plans.flat().map(({ does }) => does.kind);
    const promised = plans.filter((plan) =>
      plan.some(({ does }) => does.kind === 'reply' && does.promise !== null),
    );
    const count = (kind: string) => kinds.filter((one) => one === kind).length;
    expect(promised.length).toBeGreaterThan(30);
    expect(count('keep') / promised.length).toBeGreaterThan(0.6);
    expect(count('give up')).toBeGreaterThan(0);
    expect(count('keep') + count('give up')).toBeLessThan(promised.length);
    for (const plan of promised)
      for (const { does } of plan)
        if (does.kind === 'reply') expect([...does.text].length).toBeLessThanOrEqual(500);
    const live = played.flatMap((post) => planFor(telling, post));
    expect(live.every(({ does }) => does.kind !== 'reply' || does.promise === null)).toBe(true);
  });

  test('never leaves a grave one of the past without an answer', () => {
    const grave = past.filter(({ severity, story }) => severity >= 3 && story < telling.liveFrom - 3 * hour);
    expect(grave.length).toBeGreaterThan(10);
    for (const post of grave) {
      expect(planFor(telling, post).map(({ does }) => does.kind)).toContain('reply');
    }
  });
});
