import { expect, test } from 'vitest';
import type { AccountAccess } from '../channel.ts';
import { openSession } from './session.ts';
import { countShares, postsAtOnce } from './shares.ts';

const now = new Date('2031-01-04T06:39:00Z');
/** A token that ends an hour later. */
const token = `x.${Buffer.from(JSON.stringify({ exp: now.getTime() / 1000 + 3_600 })).toString('base64url')}.x`;
const account: AccountAccess = {
  accountId: 'house',
  networkId: 'did:plc:house',
  handle: 'house.example',
  settings: { server: 'https://pds.example' },
  secret: { access: token, refresh: token },
  ourIds: [],
  watched: [],
  keepSecret: async () => undefined,
};

function asking(answer: (address: URL) => Response, settings: Record<string, string> = {}) {
  const asked: URL[] = [];
  const tools = {
    fetch: (async (address: URL) => {
      asked.push(address);
      return answer(address);
    }) as typeof fetch,
    now: () => now,
    log: () => undefined,
  };
  const session = openSession(tools, { ...account, settings: { ...account.settings, ...settings } });
  return { asked, count: (ids: readonly string[]) => countShares(tools, session, ids) };
}

const post = (uri: string, more: object) => ({ uri, ...more });

test('reposts and quotes are counted together, by the post; who is missing is left out', async () => {
  const { asked, count } = asking(() =>
    Response.json({
      posts: [
        post('at://a/app.bsky.feed.post/1', {
          repostCount: 40,
          quoteCount: 2,
          replyCount: 9,
          likeCount: 999,
        }),
        post('at://a/app.bsky.feed.post/2', {}),
        { repostCount: 7 },
        post('at://a/app.bsky.feed.post/3', { repostCount: 'many', quoteCount: -4 }),
      ],
    }),
  );
  const counted = await count(['at://a/app.bsky.feed.post/1', 'at://gone/app.bsky.feed.post/1']);
  expect(counted).toEqual({
    kind: 'counted',
    shares: new Map([
      ['at://a/app.bsky.feed.post/1', 42],
      ['at://a/app.bsky.feed.post/2', 0],
      ['at://a/app.bsky.feed.post/3', 0],
    ]),
  });
  expect(asked[0]?.searchParams.getAll('uris')).toHaveLength(2);
});

test('no more is asked at once than the network allows, and nothing where there is nobody to ask', async () => {
  const { asked, count } = asking(() => Response.json({ posts: [] }));
  await count(Array.from({ length: 40 }, (_, n) => `at://a/app.bsky.feed.post/${n}`));
  expect(asked[0]?.searchParams.getAll('uris')).toHaveLength(postsAtOnce);
  await count([]);
  expect(asked).toHaveLength(1);
  const alone = asking(() => Response.json({ posts: [] }), { appview: 'none' });
  expect(await alone.count(['at://a/app.bsky.feed.post/1'])).toEqual({ kind: 'counted', shares: new Map() });
  expect(alone.asked).toEqual([]);
});

test('a network that asks to wait is asked again when it said; one that fails is a fault', async () => {
  const reset = String(now.getTime() / 1000 + 300);
  const busy = asking(
    () =>
      new Response('{"error":"RateLimitExceeded"}', { status: 429, headers: { 'ratelimit-reset': reset } }),
  );
  expect(await busy.count(['at://a/app.bsky.feed.post/1'])).toEqual({
    kind: 'later',
    at: new Date('2031-01-04T06:44:00Z'),
  });
  const broken = asking(() => new Response('<html>', { status: 502 }));
  await expect(broken.count(['at://a/app.bsky.feed.post/1'])).rejects.toMatchObject({
    code: 'network_unreachable',
  });
  const garbage = asking(() => new Response('<html>'));
  await expect(garbage.count(['at://a/app.bsky.feed.post/1'])).rejects.toMatchObject({
    code: 'network_unreachable',
  });
});

test('a question that is refused for what it asks is told apart from an account or a network that fails', async () => {
  const refusing = (error: string, status = 400) =>
    asking(() => Response.json({ error, message: 'no' }, { status })).count(['at://a/app.bsky.feed.post/1']);
  expect(await refusing('InvalidRequest')).toEqual({ kind: 'refused', reason: 'InvalidRequest' });
  await expect(refusing('InvalidToken')).rejects.toMatchObject({
    code: expect.stringMatching(/account|network/),
  });
  await expect(refusing('InternalServerError', 500)).rejects.toMatchObject({ code: 'network_unreachable' });
});
