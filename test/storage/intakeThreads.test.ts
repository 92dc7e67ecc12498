import { afterAll, beforeAll, expect, test } from 'vitest';
import { postsOfCase } from '../../src/storage/casePosts.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { addressOf, type Desk, hear, item, makeDesk, rows, serve, withWorkers } from '../factories/desk.ts';
import { withDatabases } from './servers.ts';

interface Conversation {
  id: string;
  thread: string;
  case_id: string;
  identity_id: string;
}

withDatabases((database) => {
  let storage: Storage;
  let desk: Desk;
  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 6 });
  });
  afterAll(() => storage.close());

  const complaint = (did: string, key: string, more: Partial<Parameters<typeof item>[0]> = {}) =>
    item({ did, key, minute: 5, text: 'No water for a week.', mentions: [desk.house.did], ...more });

  test('a post that the house and the executive hear is one post, and both are kept as its hearers', async () => {
    desk = await makeDesk(storage);
    const mention = complaint('did:plc:amina', 'one');
    await hear(desk, desk.house, [mention]);
    await serve(storage);
    await hear(desk, desk.executive, [mention]);
    await serve(storage);
    expect(await rows(desk, 'post')).toHaveLength(1);
    const [theCase, ...others] = await rows<{ id: string }>(desk, 'care_case');
    expect(others).toEqual([]);
    const [post] = await storage.inOrganisation(desk.organisationId, (tx) =>
      postsOfCase(tx, desk.organisationId, theCase?.id ?? '', 10),
    );
    expect(post?.heardBy.sort()).toEqual(['chiefexecutive.example', 'karoowater.example']);
  });

  test('three hundred people under one post of ours are three hundred conversations in one thread', async () => {
    desk = await makeDesk(storage);
    const root = addressOf(desk.house.did, 'outage');
    const people = Array.from({ length: 300 }, (_, i) => `did:plc:person${i}`);
    await hear(desk, desk.house, [
      item({ did: desk.house.did, key: 'outage', minute: 1, text: 'Water is off in the north.' }),
      ...people.map((did, i) => complaint(did, `reply${i}`, { root, mentions: [] })),
    ]);
    await serve(storage);
    const conversations = await rows<Conversation>(desk, 'conversation');
    expect(conversations).toHaveLength(300);
    expect(new Set(conversations.map((c) => c.thread))).toEqual(new Set([root]));
    expect(new Set(conversations.map((c) => c.identity_id)).size).toBe(300);
    const cases = await rows<{ number: number; inbound_posts: number }>(desk, 'care_case');
    expect(cases.map((c) => Number(c.number)).sort((a, b) => a - b)).toEqual(people.map((_, i) => i + 1));
    expect(cases.every((c) => c.inbound_posts === 1)).toBe(true);
  });

  test('answers of ours that are heard before what they answer find their case when it comes', async () => {
    desk = await makeDesk(storage);
    const root = addressOf('did:plc:amina', 'asks');
    const ours = (key: string, minute: number, parent: string) =>
      item({ did: desk.house.did, key, minute, text: `We answer, ${key}.`, root, parent });
    const first = addressOf(desk.house.did, 'first');
    // The second answers our own first: only our store can tell whose conversation it is in.
    await hear(desk, desk.house, [ours('second', 9, first)]);
    await serve(storage);
    expect(await rows(desk, 'care_case')).toEqual([]);
    await hear(desk, desk.house, [ours('first', 8, root)]);
    await serve(storage);
    await hear(desk, desk.house, [complaint('did:plc:amina', 'asks')]);
    await serve(storage);
    const [theCase, ...others] = await rows<Record<string, unknown>>(desk, 'care_case');
    expect(others).toEqual([]);
    expect(theCase).toMatchObject({ state: 'waiting_author', waiting_since: null, inbound_posts: 1 });
    const posts = await rows<{ conversation_id: string | null }>(desk, 'post');
    expect(posts).toHaveLength(3);
    expect(new Set(posts.map((post) => post.conversation_id)).size).toBe(1);
  });

  test('eight workers that take a new thread at once make each conversation and its case once, in the right organisation', async () => {
    const desks = [await makeDesk(storage, 'Karoo Water'), await makeDesk(storage, 'Coast Power')];
    await withWorkers(database(), 8, async (serveAll) => {
      for (let round = 0; round < 5; round++) {
        for (const one of desks) {
          desk = one;
          const root = addressOf(one.house.did, `root${round}`);
          // Each item in a lane of its own, as if nobody could tell the thread when it was heard.
          const items = Array.from({ length: 24 }, (_, i) => ({
            ...complaint(`did:plc:author${i % 3}`, `r${round}p${i}`, { root, mentions: [], minute: i }),
            key: `lane of its own ${round} ${i}`,
          }));
          await Promise.all(items.map((each) => hear(one, one.house, [each])));
        }
        await serveAll();
      }
    });
    for (const one of desks) {
      expect(await rows(one, 'set_aside_item')).toEqual([]);
      expect(await rows(one, 'post')).toHaveLength(5 * 24);
      expect(await rows(one, 'identity')).toHaveLength(3);
      const conversations = await rows<Conversation>(one, 'conversation');
      expect(conversations).toHaveLength(5 * 3);
      const cases = await rows<{ id: string; inbound_posts: number; number: number }>(one, 'care_case');
      expect(new Set(cases.map((c) => c.id))).toEqual(new Set(conversations.map((c) => c.case_id)));
      expect(cases.every((c) => c.inbound_posts === 8)).toBe(true);
      expect(cases.map((c) => Number(c.number)).sort((a, b) => a - b)).toEqual(cases.map((_, i) => i + 1));
    }
  });
});
