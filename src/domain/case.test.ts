import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  afterBounce,
  afterDeletion,
  afterHouse,
  afterInbound,
  afterUnheard,
  type CaseClock,
  reopen,
  resolve,
  type StandingPosts,
  takeUp,
  untouchedCase,
} from './case.ts';
import type { Direction } from './post.ts';

const at = (minute: number): Date => new Date(Date.UTC(2031, 0, 4, 6, minute));
const minuteOf = (date: Date | null): number | null =>
  date === null ? null : (date.getTime() - at(0).getTime()) / 60_000;

interface Written {
  id: number;
  direction: Direction;
  minute: number;
}

/** What stands of the posts, counted plainly; `since`: earlier ones were settled. */
function standing(posts: readonly Written[], since = Number.NEGATIVE_INFINITY): StandingPosts {
  const inbound = posts.filter((post) => post.direction === 'inbound').map((post) => post.minute);
  const house = posts.filter((post) => post.direction === 'house').map((post) => post.minute);
  const first = (minutes: number[]) => (minutes.length === 0 ? null : at(Math.min(...minutes)));
  const last = (minutes: number[]) => (minutes.length === 0 ? null : at(Math.max(...minutes)));
  const lastHouse = Math.max(Number.NEGATIVE_INFINITY, ...house);
  return {
    inboundPosts: inbound.length,
    firstUnansweredAt: first(inbound.filter((minute) => minute > lastHouse && minute >= since)),
    firstInboundAt: first(inbound),
    lastInboundAt: last(inbound),
    firstHouseAt: first(house),
    lastHouseAt: last(house),
  };
}

/** The case as somebody would describe it who has all posts before them in order. */
function described(posts: readonly Written[]) {
  const { inboundPosts, firstUnansweredAt, ...times } = standing(posts);
  const waits = firstUnansweredAt !== null;
  const state = times.lastHouseAt === null ? 'new' : waits ? 'waiting_us' : 'waiting_author';
  return { ...times, state, waitingSince: firstUnansweredAt };
}

/** What a resolution settled before the case was reopened does not come back with a deletion of the author's. */
function waitingSinceReopened(clock: CaseClock): number | undefined {
  return clock.state === 'reopened' ? (minuteOf(clock.waitingSince) ?? undefined) : undefined;
}

function hear(clock: CaseClock, post: Written, heard: readonly Written[]): CaseClock {
  return post.direction === 'inbound'
    ? afterInbound(clock, at(post.minute))
    : afterHouse(clock, at(post.minute), standing(heard).firstUnansweredAt);
}

function inOrderOfArrival(posts: readonly Written[]): CaseClock {
  const heard: Written[] = [];
  let clock = untouchedCase(at(0));
  for (const post of posts) {
    heard.push(post);
    clock = hear(clock, post, heard);
  }
  return clock;
}

const somePosts = fc
  .array(
    fc.record({
      direction: fc.constantFrom<Direction>('inbound', 'house'),
      minute: fc.integer({ min: 1, max: 12 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((posts) => posts.map((post, id): Written => ({ ...post, id })));

const arrivals = somePosts.chain((posts) =>
  fc.shuffledSubarray(posts, { minLength: posts.length, maxLength: posts.length }),
);

describe('a case after its posts', () => {
  test('is the same whatever the order in which they arrive', () => {
    fc.assert(
      fc.property(arrivals, (posts) => {
        const { stateAt, ...clock } = inOrderOfArrival(posts);
        const expected = described(posts);
        expect(clock).toEqual(expected);
        if (clock.state === 'waiting_us') expect(stateAt).toEqual(expected.waitingSince);
        if (clock.state === 'waiting_author') expect(stateAt).toEqual(expected.lastHouseAt);
      }),
      { numRuns: 1_000 },
    );
  });

  test('is the same once it was taken up, but that nobody calls it new', () => {
    fc.assert(
      fc.property(arrivals, fc.nat(7), (posts, taken) => {
        const heard: Written[] = [];
        let clock = untouchedCase(at(0));
        posts.forEach((post, i) => {
          heard.push(post);
          clock = hear(clock, post, heard);
          if (i === Math.min(taken, posts.length - 1)) clock = takeUp(clock, at(30));
        });
        const expected = described(posts);
        expect(clock.waitingSince).toEqual(expected.waitingSince);
        expect(clock.state).toBe(expected.state === 'new' ? 'open' : expected.state);
      }),
    );
  });

  test.each<Direction>(['inbound', 'house'])(
    'is the same whether the deletion of an %s post comes before or after the post',
    (whose) => {
      const happenings = somePosts.chain((posts) =>
        fc
          .subarray(posts.filter((post) => post.direction === whose))
          .chain((deleted) =>
            fc
              .shuffledSubarray(
                [
                  ...posts.map((post) => ({ kind: 'post' as const, post })),
                  ...deleted.map((post) => ({ kind: 'deletion' as const, post })),
                ],
                { minLength: posts.length + deleted.length, maxLength: posts.length + deleted.length },
              )
              .map((order) => ({ order, left: posts.filter((post) => !deleted.includes(post)) })),
          ),
      );
      fc.assert(
        fc.property(happenings, ({ order, left }) => {
          const gone = new Set<number>();
          let heard: Written[] = [];
          let clock = untouchedCase(at(0));
          for (const { kind, post } of order) {
            if (kind === 'post') {
              if (gone.has(post.id)) continue;
              heard.push(post);
              clock = hear(clock, post, heard);
            } else {
              gone.add(post.id);
              const had = heard.length;
              heard = heard.filter((one) => one.id !== post.id);
              if (heard.length === had) continue;
              const since = post.direction === 'inbound' ? waitingSinceReopened(clock) : undefined;
              clock = afterDeletion(clock, standing(heard, since), at(40));
            }
          }
          const { state, ...expected } = described(left);
          expect(clock).toMatchObject(expected);
          if (expected.waitingSince === null)
            expect(['new', 'waiting_author', 'resolved']).toContain(clock.state);
          else expect(['new', 'waiting_us', 'reopened']).toContain(clock.state);
          expect(state).toBeDefined();
        }),
        { numRuns: 1_000 },
      );
    },
  );
});

describe('a resolved case', () => {
  const asked = afterInbound(untouchedCase(at(0)), at(1));
  const resolved = resolve(asked, at(10));

  test('is reopened by a new post and waits since that post', () => {
    expect(afterInbound(resolved, at(11))).toMatchObject({
      state: 'reopened',
      stateAt: at(11),
      waitingSince: at(11),
    });
  });

  test('is reopened too by a post that was written before and heard after: nobody had read it', () => {
    expect(afterInbound(resolved, at(9))).toMatchObject({
      state: 'reopened',
      stateAt: at(10),
      waitingSince: at(9),
    });
  });

  test('stays resolved when a late post turns up that was answered', () => {
    const answered = resolve(afterHouse(asked, at(5), null), at(10));
    expect(afterInbound(answered, at(4))).toMatchObject({ state: 'resolved', waitingSince: null });
  });

  test('stays resolved when an answer of ours is heard late', () => {
    expect(afterHouse(resolved, at(9), null)).toMatchObject({ state: 'resolved', lastHouseAt: at(9) });
  });

  test('waits for the author once the post that reopened it was answered, whichever was heard first', () => {
    const inOrder = afterHouse(afterInbound(resolved, at(11)), at(12), null);
    const answerFirst = afterInbound(afterHouse(resolved, at(12), null), at(11));
    expect(inOrder).toMatchObject({ state: 'waiting_author', stateAt: at(12), waitingSince: null });
    expect(answerFirst).toEqual(inOrder);
  });
});

describe('a reopened case', () => {
  const resolved = resolve(afterInbound(untouchedCase(at(0)), at(1)), at(10));

  test('goes on waiting when an answer from before the reopening is heard late', () => {
    const byMember = reopen(resolved, at(20));
    expect(afterHouse(byMember, at(9), null)).toMatchObject({ state: 'reopened', waitingSince: at(20) });
    const byPost = afterInbound(resolved, at(15));
    // The recount knows of the post that was settled by the resolution; it must not come back.
    expect(afterHouse(byPost, at(0), at(1))).toMatchObject({ state: 'reopened', waitingSince: at(15) });
  });

  test('is resolved again when the author deletes the post that reopened it', () => {
    const reopened = afterInbound(resolved, at(15));
    const left = standing([{ id: 1, direction: 'inbound', minute: 1 }], 15);
    expect(afterDeletion(reopened, left, at(16))).toMatchObject({ state: 'resolved', waitingSince: null });
  });

  test('stays open where a member reopened it, whatever the author deletes but the last', () => {
    const reopened = reopen(afterInbound(resolved, at(2)), at(20));
    const left = standing([{ id: 1, direction: 'inbound', minute: 1 }], 20);
    expect(afterDeletion(reopened, left, at(21))).toMatchObject({ state: 'reopened', waitingSince: at(20) });
    expect(afterDeletion(reopened, standing([]), at(21))).toMatchObject({ state: 'resolved' });
  });
});

describe('an answer that came back', () => {
  const left = standing([{ id: 1, direction: 'inbound', minute: 1 }]);
  const answered = afterHouse(afterInbound(untouchedCase(at(0)), at(1)), at(5), null);

  test('lets its author wait again since the question', () => {
    expect(afterBounce(answered, left, at(9))).toMatchObject({
      state: 'waiting_us',
      waitingSince: at(1),
      lastHouseAt: null,
    });
  });
  test('opens the case again that was resolved on the strength of it', () => {
    expect(afterBounce(resolve(answered, at(8)), left, at(9))).toMatchObject({
      state: 'reopened',
      waitingSince: at(9),
    });
  });
  test('moves nothing where another answer reached the author', () => {
    const both = standing([
      { id: 1, direction: 'inbound', minute: 1 },
      { id: 2, direction: 'house', minute: 6 },
    ]);
    expect(afterBounce(answered, both, at(9))).toMatchObject({ state: 'waiting_author', waitingSince: null });
    expect(afterBounce(resolve(answered, at(8)), both, at(9))).toMatchObject({
      state: 'resolved',
      waitingSince: null,
    });
  });
});

test('an answer of ours that is deleted lets the author wait again since the question', () => {
  const answered = afterHouse(afterInbound(untouchedCase(at(0)), at(1)), at(5), null);
  const left = standing([{ id: 1, direction: 'inbound', minute: 1 }]);
  expect(afterDeletion(answered, left, at(6))).toMatchObject({
    state: 'waiting_us',
    waitingSince: at(1),
    firstHouseAt: null,
    lastHouseAt: null,
  });
});

describe('a direct message that did not reach its author, though it says in public that it was written', () => {
  const told = afterHouse(afterInbound(untouchedCase(at(0)), at(0)), at(5), null);
  test('leaves the case waiting for us since it was said, until another answer of ours', () => {
    const waits = afterUnheard(told, at(6));
    expect(waits).toEqual({ ...told, state: 'waiting_us', stateAt: at(5), waitingSince: at(5) });
    expect(afterHouse(waits, at(9), null)).toMatchObject({ state: 'waiting_author', waitingSince: null });
  });
  test('opens a case that was resolved meanwhile, and moves none that waits for us already', () => {
    expect(afterUnheard(resolve(told, at(6)), at(7))).toMatchObject({
      state: 'reopened',
      waitingSince: at(7),
    });
    const waits = afterInbound(told, at(6));
    expect(afterUnheard(waits, at(7))).toBe(waits);
  });
});
