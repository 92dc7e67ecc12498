import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conversationAuthors, gather, postKey, type TakenItem } from './gathering.ts';
import type { Heard, HeardPost } from './post.ts';

const house = 'did:plc:karoowater';

function post(networkId: string, more: Partial<HeardPost> = {}): HeardPost {
  return {
    network: 'bluesky',
    networkId,
    thread: 'root',
    parentNetworkId: null,
    quotedNetworkId: null,
    direction: 'inbound',
    visibility: 'public',
    hearing: 'mention',
    by: { networkId: 'did:plc:amina', handle: 'amina.example', name: null },
    conversationWith: 'did:plc:amina',
    text: `text of ${networkId}`,
    language: null,
    media: [],
    at: new Date('2031-01-04T06:39:00Z'),
    revision: '0',
    reach: null,
    handle: {},
    institution: null,
    ...more,
  };
}

const taken = (rawId: number, heard: Heard, accountId = 'house'): TakenItem => ({
  rawId,
  accountId,
  heardAt: new Date('2031-01-04T06:40:00Z'),
  heard,
});

describe('a batch is gathered by post', () => {
  const items = fc.array(
    fc.record({
      id: fc.constantFrom('a', 'b', 'c'),
      revision: fc.constantFrom('0', '1', '2', '3'),
      accountId: fc.constantFrom('house', 'executive'),
    }),
    { minLength: 1, maxLength: 12 },
  );

  test('doubles fall together and the latest version wins, in whatever order they came', () => {
    fc.assert(
      fc.property(
        items.chain((list) => fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })),
        (list) => {
          const gathered = gather(
            list.map(({ id, revision, accountId }, rawId) =>
              taken(
                rawId,
                { kind: 'post', post: post(id, { revision, text: `${id}${revision}` }) },
                accountId,
              ),
            ),
          );
          for (const id of new Set(list.map((one) => one.id))) {
            const found = gathered.posts.filter((one) => one.post.networkId === id);
            const latest = list
              .filter((one) => one.id === id)
              .map((one) => one.revision)
              .sort()
              .at(-1);
            expect(found).toHaveLength(1);
            expect(found[0]?.post.text).toBe(`${id}${latest}`);
            expect(found[0]?.carriers).toHaveLength(list.filter((one) => one.id === id).length);
          }
        },
      ),
    );
  });

  test('every item is in one place: a post, a deletion, ignored or unreadable', () => {
    const gathered = gather([
      taken(1, { kind: 'post', post: post('a') }),
      taken(2, { kind: 'deleted', network: 'bluesky', networkId: 'a', at: new Date(0) }),
      taken(3, { kind: 'deleted', network: 'bluesky', networkId: 'a', at: new Date(1) }),
      taken(4, { kind: 'ignored', reason: 'not for us' }),
      taken(5, { kind: 'unreadable', reason: 'no post' }),
    ]);
    const ids = [
      ...gathered.posts.flatMap((one) => one.carriers),
      ...gathered.deletions.flatMap((one) => one.carriers),
      ...gathered.ignored,
      ...gathered.unreadable,
    ].map(({ rawId }) => rawId);
    expect(ids.sort()).toEqual([1, 2, 3, 4, 5]);
    expect(gathered.deletions).toHaveLength(1);
  });
});

describe('whose conversation a post of ours is in', () => {
  const ours = (id: string, parent: string | null, conversationWith: string | null = null) =>
    post(id, {
      direction: 'house',
      parentNetworkId: parent,
      conversationWith,
      by: { networkId: house, handle: 'karoowater.example', name: null },
    });
  const of = (authors: Map<string, string | null>, id: string) => authors.get(postKey('bluesky', id));

  test('is found up its parents, whatever their order in the batch', () => {
    const chain = [post('asked'), ours('one', 'asked'), ours('two', 'one'), ours('three', 'two')];
    fc.assert(
      fc.property(fc.shuffledSubarray(chain, { minLength: 4, maxLength: 4 }), (posts) => {
        const authors = conversationAuthors(posts, new Map());
        for (const { networkId } of posts) expect(of(authors, networkId)).toBe('did:plc:amina');
      }),
    );
  });

  test('is what the store knows of the parent, and not to be told where nobody knows it', () => {
    const known = new Map([[postKey('bluesky', 'stored'), 'did:plc:thabo']]);
    const authors = conversationAuthors(
      [ours('one', 'stored'), ours('two', 'nowhere'), ours('three', null)],
      known,
    );
    expect([of(authors, 'one'), of(authors, 'two'), of(authors, 'three')]).toEqual([
      'did:plc:thabo',
      null,
      null,
    ]);
  });

  test('ends on any graph of parents, circles included', () => {
    const graph = fc.array(fc.tuple(fc.nat(9), fc.option(fc.nat(9)), fc.boolean()), { maxLength: 12 });
    fc.assert(
      fc.property(graph, (edges) => {
        const posts = edges.map(([id, parent, inbound]) =>
          inbound ? post(`${id}`) : ours(`${id}`, parent === null ? null : `${parent}`),
        );
        const authors = conversationAuthors(posts, new Map());
        for (const { networkId } of posts) expect(of(authors, networkId)).not.toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });
});
