import { expect, test } from 'vitest';
import type { FindingsView, PostView } from '../../../src/api/contract.ts';
import { findingLines, graverBefore, graverUnseen, isUnread, readOnes, sayable } from './findingLines.ts';

const text = 'The oxygen machine of my baby stopped!';
const one: FindingsView['posts'][number] = {
  postId: 'p1',
  found: {
    language: { name: 'eng', sure: 97, because: [] },
    kinds: [{ name: 'complaint', sure: 80, because: [] }],
    sentiment: null,
    degree: null,
    target: null,
    severity: { name: 'danger', sure: 91, because: [[4, 18]] },
    vulnerable: [{ name: 'infant', sure: 88, because: [[25, 29]] }],
    threats: [],
    places: [],
    nuisances: [],
    privates: [],
    says: [],
    promised: null,
    owner: null,
    topics: [],
  },
  said: [
    {
      id: 'c1',
      aspect: 'kind',
      name: 'question',
      so: true,
      by: { id: 'm', name: 'Naledi' },
      at: '2031-01-01T00:00:00Z',
    },
    {
      id: 'c2',
      aspect: 'vulnerable',
      name: 'infant',
      so: false,
      by: { id: 'm', name: 'Naledi' },
      at: '2031-01-01T00:00:01Z',
    },
  ],
};

test('the gravest stands first, with the words that caused it; what a member said stands with their name', () => {
  expect(findingLines(one, { text, visibility: 'public' })).toEqual([
    {
      aspect: 'severity',
      name: 'danger',
      holds: true,
      sure: 91,
      degree: null,
      from: null,
      because: ['oxygen machine'],
      by: null,
    },
    {
      aspect: 'vulnerable',
      name: 'infant',
      holds: false,
      sure: 88,
      degree: null,
      from: null,
      because: ['baby'],
      by: 'Naledi',
    },
    {
      aspect: 'kind',
      name: 'complaint',
      holds: true,
      sure: 80,
      degree: null,
      from: null,
      because: [],
      by: null,
    },
    {
      aspect: 'kind',
      name: 'question',
      holds: true,
      sure: null,
      degree: null,
      from: null,
      because: [],
      by: 'Naledi',
    },
    {
      aspect: 'language',
      name: 'eng',
      holds: true,
      sure: 97,
      degree: null,
      from: null,
      because: [],
      by: null,
    },
  ]);
});

test('what is private is told where everybody reads it', () => {
  const shows = {
    ...one,
    found: {
      ...one.found,
      privates: [{ name: 'phone' as const, sure: 95, because: [[0, 3]] as [number, number][] }],
    },
  };
  const names = (visibility: PostView['visibility']) =>
    findingLines(shows, { text, visibility }).map(({ name }) => name);
  expect(names('public')).toContain('phone');
  expect(names('direct')).not.toContain('phone');
});

test('a topic stands behind what is grave, and is denied like everything else', () => {
  const topics = [{ name: 'dry', sure: 71, because: [[0, 3]] as [number, number][] }];
  const [, , line] = findingLines(
    { ...one, found: { ...one.found, topics } },
    { text, visibility: 'public' },
  );
  expect(line).toEqual({
    aspect: 'topic',
    name: 'dry',
    holds: true,
    sure: 71,
    degree: null,
    from: null,
    because: ['The'],
    by: null,
  });
  const [word] = one.said;
  if (word === undefined) throw new Error('nobody said anything');
  const said = [{ ...word, aspect: 'topic' as const, name: 'dry', so: false }];
  const denied = findingLines(
    { ...one, said, found: { ...one.found, topics } },
    { text, visibility: 'public' },
  );
  expect(denied.find(({ aspect }) => aspect === 'topic')?.holds).toBe(false);
});

const post = (id: string, over: Partial<PostView> = {}) =>
  ({ id, text, direction: 'inbound', automatic: false, ...over }) as PostView;

test('the latest post that was read is shown, and one that was not is waited for', () => {
  const findings = { posts: [one], helpline: null, topics: [] };
  expect(readOnes(findings, [post('p1'), post('p2')])[0]?.post.id).toBe('p1');
  expect(isUnread(findings, [post('p1'), post('p2')])).toBe(true);
  expect(isUnread(findings, [post('p1'), post('h', { direction: 'house' })])).toBe(false);
  expect(readOnes(undefined, [post('p1')])).toEqual([]);
  expect(readOnes(findings, [post('p1', { direction: 'house' })])).toEqual([]);
});

test('what holds already is not offered', () => {
  const offered = sayable(findingLines(one, { text, visibility: 'public' }), {
    kind: ['complaint', 'praise'],
    vulnerable: ['infant'],
  });
  expect(offered.map(({ name }) => name)).toEqual(['praise', 'infant']);
});

test('an earlier post that makes the case graver is found, and is none once a member denied that', () => {
  const calm = { ...one, postId: 'p2', found: { ...one.found, severity: null, vulnerable: [] }, said: [] };
  const both = (first = one) =>
    readOnes({ posts: [first, calm], helpline: null, topics: [] }, [post('p1'), post('p2')]);
  expect(both().map((read) => read.post.id)).toEqual(['p2', 'p1']);
  expect(graverBefore(both())?.post.id).toBe('p1');
  const [word] = one.said;
  if (word === undefined) throw new Error('nobody said anything');
  const denied = {
    ...one,
    said: [...one.said, { ...word, aspect: 'severity' as const, name: 'danger', so: false }],
  };
  expect(graverBefore(both(denied))).toBeNull();
  expect(graverBefore([])).toBeNull();
});

test('a graver post that the case was not opened with is told, so that it can be read', () => {
  const harmless = {
    ...one,
    postId: 'p2',
    found: { ...one.found, severity: null, vulnerable: [] },
    said: [],
  };
  const posts = [{ id: 'p2', direction: 'inbound', text: 'Thank you.' } as PostView];
  const findings = { posts: [harmless, one], helpline: null } as FindingsView;
  expect(graverUnseen(findings, posts)).toBe('p1');
  expect(graverUnseen({ ...findings, posts: [harmless] }, posts)).toBeNull();
  expect(graverUnseen(findings, [{ ...posts[0], id: 'p1' } as PostView, ...posts])).toBeNull();
  expect(graverUnseen(undefined, posts)).toBeNull();
});

test('a place says where it was found when the post does not name it', () => {
  const places = [
    { place: 'Nakuru', region: 'Nakuru', country: 'KE', sure: 66, because: [], from: 'home' as const },
  ];
  const [line] = findingLines(
    { ...one, found: { ...one.found, severity: null, vulnerable: [], kinds: [], places }, said: [] },
    { text, visibility: 'public' },
  );
  expect(line).toMatchObject({ aspect: 'place', name: 'Nakuru', from: 'home' });
});

test('a feeling says how much it is, and whom it means', () => {
  const felt = {
    ...one.found,
    severity: null,
    vulnerable: [],
    kinds: [],
    sentiment: { name: 'negative' as const, sure: 84, because: [] },
    degree: -78,
    target: { name: 'institution' as const, sure: 71, because: [] },
  };
  expect(findingLines({ ...one, found: felt, said: [] }, { text, visibility: 'public' })).toMatchObject([
    { aspect: 'sentiment', name: 'negative', degree: -78 },
    { aspect: 'target', name: 'institution', degree: null },
    { aspect: 'language', name: 'eng' },
  ]);
});
