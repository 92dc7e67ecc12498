/** Accounts that answer in our name: what is looked at and what is not, what an erasure takes, and that counts in public are nobody's to take away. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eraseAuthor } from '../../src/desk/authors/eraseAuthor.ts';
import { watchForImposters } from '../../src/jobs/watchForImposters.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { beginHiding, countHidden } from '../../src/storage/hiddenPosts.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { decideWatchOut, listWatchOuts, type WatchOut } from '../../src/storage/watchOuts.ts';
import { createTestDatabase, type TestDatabase } from '../createTestDatabase.ts';
import { addressOf, type Desk, hear, item, makeDesk, rows, serve, type Version } from '../factories/desk.ts';
import { type AnsweringDesk, deskThatAnswers } from '../factories/deskThatAnswers.ts';

let database: TestDatabase;
let storage: Storage;
let at: AnsweringDesk;
let desk: Desk;
const question = addressOf('did:plc:amina', 'ask');
const imposter = 'did:plc:karoowaterhelp';
const lure = 'We are sorry, kindly DM us your PIN.';

beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.url, () => undefined);
  storage = openStorage({ url: database.url, connections: 4 });
});
afterAll(async () => {
  await storage.close();
  await database.drop();
});
beforeEach(async () => {
  at = await deskThatAnswers(storage, await makeDesk(storage, 'Karoo Water'));
  desk = at.desk;
  await look();
});

async function look() {
  while (await watchForImposters({ storage, now: () => new Date(), log: () => undefined }, 'test'));
}
let count = 0;
/** Somebody writes under Amina's post, and the job looks. */
async function under(did: string, text: string, more: Partial<Version> = {}) {
  count += 1;
  const post = { did, key: `k${count}`, minute: 41, text, root: question, mentions: [desk.house.did] };
  await hear(desk, desk.house, [item({ ...post, ...more })]);
  await serve(storage);
  await look();
}
const all = (of = desk): Promise<WatchOut[]> =>
  storage.inOrganisation(of.organisationId, (tx) =>
    listWatchOuts(tx, of.organisationId, { states: ['suspected', 'imposter', 'innocent', 'ours'] }),
  );

describe('who is looked at', () => {
  test('an account that answers an author of ours, once, however often it is looked', async () => {
    await under(imposter, lure);
    await sql`update watch_reading set read = 0`.execute(storage.system);
    await look();
    const found = await all();
    expect(found).toMatchObject([{ networkId: imposter, posts: 1, state: 'suspected' }]);
    const told = await rows<{ action: string }>(desk, 'history');
    expect(told.filter(({ action }) => action === 'watch_out_found')).toHaveLength(1);
  });

  test('nobody who writes to us alone, whatever their name', async () => {
    const post = { did: imposter, key: 'alone', minute: 41, text: lure, mentions: [desk.house.did] };
    await hear(desk, desk.house, [item(post)]);
    await serve(storage);
    await look();
    expect(await all()).toEqual([]);
  });

  test('no account of ours, the author themselves, and no known watchdog', async () => {
    await sql`insert into watchdog_account (organisation_id, id, network, handle, name)
      values (${desk.organisationId}, gen_random_uuid(), 'bluesky', 'KarooWaterWatch.example', 'Karoo Water Watch')`.execute(
      storage.system,
    );
    await under('did:plc:karoowaterwatch', lure);
    await under(desk.executive.did, lure);
    await under('did:plc:amina', lure);
    expect(await all()).toEqual([]);
  });

  test('who answers a suspected account is no imposter by that', async () => {
    await under(imposter, lure, { key: 'lure' });
    const parent = addressOf(imposter, 'lure');
    await under('did:plc:thabo', 'DM us, our team needs your PIN', { parent, root: parent });
    expect((await all()).map(({ networkId }) => networkId)).toEqual([imposter]);
  });

  test('several authors within minutes are a sign; how many follow the account is none', async () => {
    for (const name of ['one', 'two', 'three']) {
      const asked = {
        did: `did:plc:${name}`,
        key: 'ask',
        minute: 40,
        text: 'No water',
        mentions: [desk.house.did],
      };
      await hear(desk, desk.house, [item(asked)]);
      await serve(storage);
      const root = addressOf(asked.did, 'ask');
      await under('did:plc:helper', 'Our team helps, send your PIN', {
        root,
        parent: root,
        followers: 1_000_000,
      });
    }
    expect(await all()).toMatchObject([
      {
        networkId: 'did:plc:helper',
        signs: expect.arrayContaining(['many_authors', 'asks_private']),
        posts: 1,
      },
    ]);
    expect(JSON.stringify(await all())).not.toContain('1000000');
  });

  test('what a person called ours is looked at no more; what they called an imposter is', async () => {
    await under(imposter, lure);
    const [found] = await all();
    const say = (state: 'ours' | 'imposter') =>
      storage.inOrganisation(desk.organisationId, (tx) =>
        decideWatchOut(tx, desk.organisationId, {
          ...{ identityId: found?.identityId ?? '', state, by: at.naledi, at: new Date() },
        }),
      );
    await say('ours');
    await under(imposter, lure);
    expect(await all()).toMatchObject([{ posts: 1 }]);
    await say('imposter');
    await under(imposter, 'Hello.');
    expect(await all()).toMatchObject([{ posts: 2, state: 'imposter' }]);
  });
});

test('another organisation sees nothing of it', async () => {
  const other = await makeDesk(storage, 'Nile Power');
  await under(imposter, lure);
  expect(await all(other)).toEqual([]);
  const seen = await storage.inOrganisation(other.organisationId, (tx) =>
    sql<{ n: number }>`select count(*)::integer as n from watch_out`.execute(tx),
  );
  expect(seen.rows).toEqual([{ n: 0 }]);
});

describe('what was hidden', () => {
  const hide = async (because: 'fraud' | 'hate', when: string) => {
    const [post] = await rows<{ id: string }>(desk, 'post');
    await storage.inOrganisation(desk.organisationId, async (tx) => {
      const id = await beginHiding(tx, desk.organisationId, {
        ...{ postId: post?.id ?? '', institutionId: desk.institutionId, accountId: desk.house.id },
        ...{ way: 'hidden', because, reason: 'Why', by: at.naledi, at: new Date(when) },
      });
      // Each stands by itself: a post is hidden once at a time.
      await sql`update hidden_post set state = 'shown' where id = ${id}`.execute(tx);
    });
  };
  const counted = (timeZone: string) =>
    storage.inOrganisation(desk.organisationId, (tx) =>
      countHidden(tx, desk.organisationId, {
        ...{ institutionId: desk.institutionId, since: new Date('2030-01-01T00:00:00Z'), timeZone },
      }),
    );

  test('is counted by the month of the institution’s own clock, and nobody at the desk takes one away', async () => {
    await hide('fraud', '2030-01-31T22:30:00Z');
    await hide('fraud', '2030-02-10T10:00:00Z');
    await hide('hate', '2029-12-31T23:00:00Z');
    expect(await counted('Africa/Kigali')).toEqual([{ month: '2030-02', because: 'fraud', count: 2 }]);
    expect(await counted('UTC')).toEqual([
      { month: '2030-02', because: 'fraud', count: 1 },
      { month: '2030-01', because: 'fraud', count: 1 },
    ]);
    const taking = storage.inOrganisation(desk.organisationId, (tx) =>
      sql`delete from hidden_post`.execute(tx),
    );
    await expect(taking).rejects.toThrow(/permission denied/);
  });
});

test('who is erased is watched no more, and what was hidden of them stays counted without its words', async () => {
  await under(imposter, lure);
  const [theirs] = (await rows<{ id: string; text: string }>(desk, 'post')).filter(
    ({ text }) => text === lure,
  );
  await storage.inOrganisation(desk.organisationId, (tx) =>
    beginHiding(tx, desk.organisationId, {
      ...{ postId: theirs?.id ?? '', institutionId: desk.institutionId, accountId: desk.house.id },
      ...{ way: 'hidden', because: 'imposter', reason: 'It is called Sibusiso', by: at.naledi },
      at: new Date(),
    }),
  );
  const [found] = await all();
  const caseId = found?.latest[0]?.caseId ?? '';
  const cases = await rows<{ id: string; number: number }>(desk, 'care_case');
  const number = String(cases.find(({ id }) => id === caseId)?.number);
  await eraseAuthor(at.acting(), caseId, number);
  expect(await all()).toEqual([]);
  const kept = await rows<{ reason: string; state: string }>(desk, 'hidden_post');
  expect(kept).toMatchObject([{ reason: '', state: 'asking' }]);
  // Nothing is found anew of somebody who is gone.
  await sql`update watch_reading set read = 0`.execute(storage.system);
  await look();
  expect(await all()).toEqual([]);
});
