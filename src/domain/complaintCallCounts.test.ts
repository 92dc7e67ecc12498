import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CallAnswer, countAnswers, publicParts } from './complaintCallCounts.ts';

const opened = Date.UTC(2031, 0, 1);
const call = { timeZone: 'Africa/Kigali', openedAt: new Date(opened) };
const answer = fc.record({
  postId: fc.integer({ min: 0, max: 30 }).map(String),
  authorId: fc.integer({ min: 0, max: 6 }).map(String),
  untold: fc.boolean(),
  at: fc.integer({ min: 0, max: 20 }).map((hours) => new Date(opened + hours * 3_600_000)),
  stand: fc.constantFrom(...(['waiting', 'answered', 'settled', 'late', 'folded', 'out'] as const)),
  gathered: fc.boolean(),
  answeredAt: fc.option(
    fc.integer({ min: 21, max: 60 }).map((hours) => new Date(opened + hours * 3_600_000)),
  ),
  topics: fc.subarray(['Queues', 'Drugs', 'Staff']),
  place: fc.constantFrom('', 'Kigali', 'Huye'),
});

test('in whatever order posts come, and however often, the same is counted', () => {
  const posts = fc.uniqueArray(answer, { selector: ({ postId }) => postId, maxLength: 25 });
  const shuffled = posts.chain((all) =>
    fc.tuple(
      fc.constant(all),
      fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
      fc.subarray(all),
    ),
  );
  fc.assert(
    fc.property(shuffled, ([all, other, doubles]: [CallAnswer[], CallAnswer[], CallAnswer[]]) => {
      const counts = countAnswers(all, call);
      expect(countAnswers([...other, ...doubles], call)).toEqual(counts);
      const out = all.filter(({ stand }) => stand === 'out').length;
      expect(counts.heard + counts.late + counts.folded + out).toBe(all.length);
      expect(counts.takenOut).toBeLessThanOrEqual(out);
      expect(counts.putIn).toBeLessThanOrEqual(counts.heard);
      expect(counts.answered + counts.settled + counts.waiting).toBe(counts.heard);
      expect(counts.people).toBeLessThanOrEqual(counts.heard);
      expect(counts.days.reduce((sum, { posts: n }) => sum + n, 0)).toBe(counts.heard);
      for (const part of [...counts.topics, ...counts.places])
        expect(part.people).toBeLessThanOrEqual(Math.min(part.posts, counts.people));
    }),
  );
});

test('days are those of the zone, without gaps; the median is of the answered', () => {
  const post = (n: number, iso: string, answeredAt: string | null): CallAnswer => ({
    postId: String(n),
    authorId: String(n),
    untold: false,
    at: new Date(iso),
    stand: answeredAt !== null ? 'answered' : n === 3 ? 'settled' : 'waiting',
    gathered: true,
    answeredAt: answeredAt === null ? null : new Date(answeredAt),
    topics: [],
    place: '',
  });
  const counts = countAnswers(
    [
      post(1, '2031-01-01T22:30:00Z', '2031-01-01T22:40:00Z'),
      post(2, '2031-01-04T10:00:00Z', '2031-01-04T10:30:00Z'),
      post(3, '2031-01-04T11:00:00Z', null),
      post(4, '2031-01-04T12:00:00Z', null),
    ],
    call,
  );
  expect(counts).toMatchObject({ heard: 4, answered: 2, settled: 1, waiting: 1, medianSeconds: 1_200 });
  expect(counts.days).toEqual([
    { day: '2031-01-02', posts: 1, answered: 1 },
    { day: '2031-01-03', posts: 0, answered: 0 },
    { day: '2031-01-04', posts: 3, answered: 1 },
  ]);
});

test('what a slow clock dates before the opening came on its day: no day stands before it', () => {
  const early = {
    authorId: 'a',
    untold: false,
    answeredAt: null,
    topics: [],
    place: '',
    stand: 'waiting',
    gathered: true,
  } as const;
  const at = (day: number) => new Date(Date.UTC(2031, 0, day, 10));
  const posts = [at(2), at(4)].map((time, n) => ({ ...early, postId: String(n), at: time }));
  const { days } = countAnswers(posts, { timeZone: 'Africa/Kigali', openedAt: at(3) });
  expect(days).toEqual([
    { day: '2031-01-03', posts: 1, answered: 0 },
    { day: '2031-01-04', posts: 1, answered: 0 },
  ]);
});

test('what fewer than three people wrote of has no name in public, however often they wrote', () => {
  const parts = [
    { name: 'Kigali', posts: 9, people: 3 },
    { name: 'Huye', posts: 7, people: 2 },
    { name: 'Rusizi', posts: 1, people: 1 },
  ];
  expect(publicParts(parts)).toEqual({ named: [parts[0]], others: 8 });
});

test('whoever sends a form many times names nothing: all whom nothing tells apart are one of the three', () => {
  const by = (n: number, untold: boolean): CallAnswer => ({
    postId: String(n),
    authorId: String(n),
    untold,
    at: new Date(opened),
    stand: 'waiting',
    gathered: true,
    answeredAt: null,
    topics: ['Queues'],
    place: '',
  });
  const named = (...answers: CallAnswer[]) => publicParts(countAnswers(answers, call).topics);
  const forms = [by(1, true), by(2, true), by(3, true), by(4, true)];
  expect(named(...forms)).toEqual({ named: [], others: 4 });
  expect(named(...forms, by(5, false))).toEqual({ named: [], others: 5 });
  expect(named(...forms, by(5, false), by(6, false)).named).toMatchObject([{ name: 'Queues', posts: 6 }]);
});
