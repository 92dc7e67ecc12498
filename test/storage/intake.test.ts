import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queuePlace } from '../../src/domain/queue.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import {
  addressOf,
  at,
  type Desk,
  deletion,
  hear,
  type Item,
  item,
  makeDesk,
  rows,
  tablesWith,
  withWorkers,
} from '../factories/desk.ts';
import { withDatabases } from './servers.ts';

/** One post of the invented network, with all that happens to it. */
interface Happening {
  key: string;
  /** 0 to 2: an author; 3: the house. */
  who: number;
  thread: number;
  /** For a post of the house: which author's first post in the thread it answers, or 3 for the house's own root. */
  answers: number;
  minute: number;
  versions: number;
  deleted: boolean;
}

interface PostRow {
  id: string;
  network_id: string;
  text: string;
  conversation_id: string | null;
  deleted_at: Date | null;
  raw_id: number | null;
}

interface CaseRow {
  id: string;
  state: string;
  waiting_since: Date | null;
  first_inbound_at: Date | null;
  last_inbound_at: Date | null;
  first_house_at: Date | null;
  last_house_at: Date | null;
  tier: number | null;
  due_at: Date | null;
  inbound_posts: number;
}

const authors = ['did:plc:amina', 'did:plc:thabo', 'did:plc:wanjiru'];
const didOf = (desk: Desk, who: number): string => authors[who] ?? desk.house.did;
const rootOf = (desk: Desk, thread: number): string => addressOf(desk.house.did, `root${thread}`);
const wordsOf = (one: Happening, version: number): string => `words-${one.key}-version-${version}`;

const happenings = fc
  .array(
    fc.record({
      who: fc.integer({ min: 0, max: 3 }),
      thread: fc.integer({ min: 0, max: 1 }),
      answers: fc.integer({ min: 0, max: 2 }),
      minute: fc.integer({ min: 1, max: 20 }),
      versions: fc.integer({ min: 1, max: 3 }),
      deleted: fc.boolean(),
    }),
    { minLength: 1, maxLength: 10 },
  )
  .map((list) => list.map((one, i): Happening => ({ ...one, key: `post${i}` })));

interface Arrival {
  one: Happening;
  what: number | 'deletion';
  account: 'house' | 'executive';
}

/** Every item of every post, some twice and by both accounts, in any order, cut into batches anywhere. */
const arrivals = happenings.chain((list) => {
  const items = list.flatMap((one): Arrival[] => [
    ...Array.from({ length: one.versions }, (_, what): Arrival => ({ one, what, account: 'house' })),
    { one, what: one.versions - 1, account: 'executive' },
    ...(one.deleted ? [{ one, what: 'deletion', account: 'house' } satisfies Arrival] : []),
  ]);
  const all = { minLength: items.length, maxLength: items.length };
  return fc.record({
    list: fc.constant(list),
    order: fc.shuffledSubarray(items, all),
    doubles: fc.subarray(items),
    sizes: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 40, maxLength: 40 }),
  });
});

function itemOf(desk: Desk, { one, what }: Arrival): Item {
  const did = didOf(desk, one.who);
  if (what === 'deletion') return deletion(did, one.key);
  const root = rootOf(desk, one.thread);
  // An answer of ours to an author's post that itself may never come: whose conversation it is stands in its address.
  const parent = one.who === 3 ? addressOf(authors[one.answers] ?? '', `first${one.thread}`) : root;
  const { key, minute } = one;
  return item({ did, key, minute, text: wordsOf(one, what), root, parent, version: what });
}

async function arrive(
  desk: Desk,
  { order, doubles, sizes }: { order: Arrival[]; doubles: Arrival[]; sizes: number[] },
  serveAll: () => Promise<void>,
): Promise<number> {
  const queue = [...order, ...doubles];
  const serving: Promise<void>[] = [];
  for (const size of sizes) {
    const batch = queue.splice(0, size);
    for (const account of ['house', 'executive'] as const) {
      const heard = batch.filter((arrival) => arrival.account === account);
      await hear(
        desk,
        desk[account],
        heard.map((arrival) => itemOf(desk, arrival)),
      );
    }
    serving.push(serveAll());
  }
  await Promise.all(serving);
  await serveAll();
  return order.length + doubles.length;
}

/** What must be there in the end, from the posts alone. */
function expectedCase(posts: readonly Happening[]) {
  const inbound = posts.filter((one) => one.who < 3).map((one) => one.minute);
  const house = posts.filter((one) => one.who === 3).map((one) => one.minute);
  const lastHouse = Math.max(Number.NEGATIVE_INFINITY, ...house);
  const unanswered = inbound.filter((minute) => minute > lastHouse);
  const instant = (minute: number) => (Number.isFinite(minute) ? at(minute) : null);
  return {
    inbound_posts: inbound.length,
    waiting_since: instant(Math.min(...unanswered)),
    first_inbound_at: instant(Math.min(...inbound)),
    last_inbound_at: instant(Math.max(...inbound)),
    first_house_at: instant(Math.min(...house)),
    last_house_at: instant(lastHouse),
  };
}

const authorOf = (one: Happening): number => (one.who === 3 ? one.answers : one.who);

async function check(desk: Desk, list: readonly Happening[], items: number): Promise<void> {
  const posts = new Map((await rows<PostRow>(desk, 'post')).map((post) => [post.network_id, post]));
  expect(posts.size).toBe(list.length);
  const postOf = (one: Happening) => posts.get(addressOf(didOf(desk, one.who), one.key));
  for (const one of list) {
    expect(postOf(one)?.text).toBe(one.deleted ? '' : wordsOf(one, one.versions - 1));
    expect(postOf(one)?.deleted_at !== null).toBe(one.deleted);
    for (let version = 0; one.deleted && version < one.versions; version++)
      expect(await tablesWith(desk.storage, wordsOf(one, version))).toEqual([]);
  }
  await checkCases(desk, list, postOf);
  await checkFacts(desk, list, postOf);
  const counted = await rows<Record<string, number>>(desk, 'intake_count');
  const kinds = ['posts', 'doubles', 'edits', 'deletions', 'ignored', 'set_aside'];
  expect(counted.flatMap((row) => kinds.map((kind) => row[kind] ?? 0)).reduce((a, b) => a + b, 0)).toBe(
    items,
  );
  expect(await rows(desk, 'inbox_item')).toEqual([]);
}

async function checkCases(
  desk: Desk,
  list: readonly Happening[],
  postOf: (one: Happening) => PostRow | undefined,
): Promise<void> {
  const conversations = await rows<{ id: string; case_id: string }>(desk, 'conversation');
  const cases = new Map((await rows<CaseRow>(desk, 'care_case')).map((row) => [row.id, row]));
  expect(new Set(conversations.map((c) => c.case_id)).size).toBe(conversations.length);
  expect(cases.size).toBe(conversations.length);
  for (const thread of [0, 1]) {
    for (const author of [0, 1, 2]) {
      const all = list.filter((one) => one.thread === thread && authorOf(one) === author);
      const standing = all.filter((one) => !one.deleted);
      if (standing.length === 0) continue;
      const ids = new Set(standing.map((one) => postOf(one)?.conversation_id));
      expect([...ids]).toEqual([expect.any(String)]);
      const conversation = conversations.find((c) => ids.has(c.id));
      const theCase = cases.get(conversation?.case_id ?? '');
      const expected = expectedCase(standing);
      expect(theCase).toMatchObject(expected);
      const place = queuePlace(
        {
          severity: 0,
          vulnerable: false,
          threat: null,
          waitingSince: expected.waiting_since,
          answeredBefore: expected.first_house_at !== null,
        },
        { firstResponseMinutes: 60, nextResponseMinutes: 120, hours: null },
      );
      expect(theCase).toMatchObject({ tier: place?.tier ?? null, due_at: place?.dueAt ?? null });
      if (standing.length < all.length) continue;
      const answered = expected.waiting_since === null ? 'waiting_author' : 'waiting_us';
      expect(theCase?.state).toBe(expected.first_house_at === null ? 'new' : answered);
    }
  }
}

/** Every post was told exactly once, and the numbers have no hole. */
async function checkFacts(
  desk: Desk,
  list: readonly Happening[],
  postOf: (one: Happening) => PostRow | undefined,
): Promise<void> {
  const facts = await rows<{ sequence: number; action: string; subject_id: string | null }>(desk, 'history');
  const sequences = facts.map((fact) => Number(fact.sequence)).sort((a, b) => a - b);
  expect(sequences).toEqual(sequences.map((_, i) => i + 1));
  for (const one of list) {
    const told = facts.filter(
      (fact) =>
        ['case_opened', 'post_heard', 'answer_heard'].includes(fact.action) &&
        fact.subject_id === postOf(one)?.id,
    );
    if (one.deleted) expect(told.length).toBeLessThanOrEqual(1);
    else expect(told).toHaveLength(1);
  }
}

withDatabases((database) => {
  let storage: Storage;
  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 6 });
  });
  afterAll(() => storage.close());

  describe.each([1, 3])('with %i workers at once', (count) => {
    test('posts end in the right state however their items are doubled, reordered, edited, deleted and cut into batches', async () => {
      await withWorkers(database(), count, (serveAll) =>
        fc.assert(
          fc.asyncProperty(arrivals, async (given) => {
            const desk = await makeDesk(storage);
            const items = await arrive(desk, given, serveAll);
            await check(desk, given.list, items);
            await storage.system.deleteFrom('raw_item').execute();
            await storage.system.updateTable('post').set({ text: '' }).execute();
          }),
          { numRuns: 12, endOnFailure: false },
        ),
      );
    }, 240_000);
  });
});
