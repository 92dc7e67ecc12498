import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listOnce } from '../../src/jobs/listWords.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { joinSegments, listWaitingPosts } from '../../src/storage/searchLists.ts';
import { searchPosts } from '../../src/storage/searchPosts.ts';
import { at, type Desk, deletion, hear, item, makeDesk, serve } from '../factories/desk.ts';
import { withDatabases } from './servers.ts';

withDatabases((database) => {
  let storage: Storage;
  let desk: Desk;
  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 6 });
  });
  afterAll(() => storage.close());
  beforeEach(async () => {
    desk = await makeDesk(storage);
  });

  const find = (words: string, before = at(100_000), limit = 40, where: Desk = desk) =>
    storage.inOrganisation(where.organisationId, (tx) =>
      searchPosts(tx, where.organisationId, { words, before, limit }).then(({ found }) => found),
    );
  /** Long, and no multiple of those that have one time. */
  const page = 199;
  /** Reads page after page, three at most. */
  const findAll = async (words: string) => {
    const seen: string[] = [];
    for (let before = at(100_000), more = true; more && seen.length < 3 * page; ) {
      const hits = await find(words, before, page);
      seen.push(...hits.map((hit) => hit.post.networkId));
      more = hits.length >= page;
      before = hits.at(-1)?.post.at ?? before;
    }
    return seen;
  };
  const listed = async () => {
    while ((await listOnce(storage)) > 0);
  };
  const count = async (table: string) =>
    Number(
      (
        await storage.pool.query(`select count(*) as n from ${table} where organisation_id = $1`, [
          desk.organisationId,
        ])
      ).rows[0].n,
    );

  /** Invented posts by plain SQL: "all" in each, others in each second, seventh, 400th; every ten at one time, times mixed. */
  const write = (from: number, to: number) =>
    sql`
      insert into post (organisation_id, id, network, network_id, thread, direction, visibility, hearing, text, at, heard_at, revision)
      select ${desk.organisationId}::integer, gen_random_uuid(), 'archive', 'p' || n, 'x', 'inbound', 'public', 'imported',
        concat_ws(' ', 'All', case when n % 2 = 0 then 'Second,' end, case when n % 7 = 0 then 'seventh' end, case when n % 7 = 3 then 'seventeen' end,
          case when n % 400 = 0 then 'rare' end, case when n % 50 = 0 then 'half-way' end, 'alone' || n),
        ${at(0)}::timestamptz + make_interval(secs => (n::bigint * 7919 % 50000) / 10), now(), ''
      from generate_series(${from}::integer, ${to}::integer) as n`.execute(storage.system);
  const asked = [
    'all ',
    'all',
    'a',
    'second ',
    'sev',
    'seventh second',
    'rare ',
    'rare second seventh',
    'half-way',
    'way-half',
    'alone1',
    'seventh seventeen ',
  ];
  const answers = async (questions = asked) => {
    const found: Record<string, string[]> = {};
    for (const words of questions) found[words] = await findAll(words);
    return found;
  };

  describe('the lists of words', () => {
    test('answer every search as the posts themselves do, whether they are written, joined or neither, also where one goes while they are joined', async () => {
      await write(1, 120);
      await listed();
      expect(await count('search_waiting')).toBe(120); // too few to be worth a segment
      await write(121, 900);
      const few = await answers();
      expect(few['all ']?.length).toBeGreaterThanOrEqual(3 * page);
      expect(few['rare ']?.toSorted()).toEqual(['p400', 'p800']);
      await write(901, 38_000);
      // One by one takes long: not everything is asked.
      const waiting = await answers(['rare ', 'half-way', 'way-half', 'seventh seventeen ', 'second ']);
      expect(waiting['rare ']).toHaveLength(95);
      expect(waiting['half-way']?.length).toBeGreaterThanOrEqual(3 * page);
      expect(waiting['way-half']).toEqual([]);
      expect(waiting['seventh seventeen ']).toEqual([]);
      while ((await listWaitingPosts(storage, desk.organisationId)) > 0);
      expect(await count('search_waiting')).toBeLessThan(128);
      const small = await answers();
      expect(small).toMatchObject(waiting);
      await takenOutWhileJoined('p1001');
      expect(await joinSegments(storage, desk.organisationId)).toBe(32_767);
      expect(await findAll('alone1001 ')).toEqual([]);
      expect(await answers()).toEqual(small); // p1001 is too old to be among the first of any
    }, 120_000);

    test('of posts that come a few at a time are joined twice, and answer as before', async () => {
      const pieces = 8 * 16;
      for (let piece = 0; piece < pieces; piece++) {
        await write(128 * piece + 1, 128 * (piece + 1));
        expect(await listWaitingPosts(storage, desk.organisationId)).toBe(128);
      }
      const some = ['rare ', 'seventh second'];
      const before = await answers(some);
      const joined: number[] = [];
      for (let posts = -1; posts !== 0; ) {
        posts = await joinSegments(storage, desk.organisationId);
        joined.push(posts);
      }
      expect(joined).toEqual([...Array(8).fill(2_048), 16_384, 0]);
      expect(await count('search_segment')).toBe(1);
      expect(await answers(some)).toEqual(before);
    }, 120_000);

    /** A post is taken out while its segment is joined to others: the joining gives way. */
    async function takenOutWhileJoined(networkId: string): Promise<void> {
      const writer = new pg.Client({ connectionString: database().url });
      await writer.connect();
      await writer.query('begin');
      await writer.query(
        "update post set text = '', deleted_at = now() where organisation_id = $1 and network_id = $2",
        [desk.organisationId, networkId],
      );
      expect(await joinSegments(storage, desk.organisationId)).toBe(0);
      await writer.query('commit');
      await writer.end();
    }

    test('hold nothing of another organisation, nor show it to one', async () => {
      await write(1, 3_000);
      await listed();
      const other = await makeDesk(storage, 'Coast Power');
      expect(await find('all', at(100_000), 40, other)).toEqual([]);
      for (const table of ['search_word', 'search_post', 'search_segment', 'search_waiting'])
        await expect(
          storage.inOrganisation(other.organisationId, (tx) => sql.raw(`select * from ${table}`).execute(tx)),
        ).rejects.toThrow(/permission denied/);
    });
  });

  describe('a post in the lists', () => {
    const said = (text: string, version = 0) =>
      item({ did: 'did:plc:author', key: 'one', minute: 1, text, version, mentions: [desk.house.did] });
    const wordsWithPlaces = async (word: string) =>
      (
        await storage.pool.query('select word from search_word where organisation_id = $1 and word = $2', [
          desk.organisationId,
          word,
        ])
      ).rows.length;
    beforeEach(async () => {
      await hear(desk, desk.house, [said('The zebrafish has no water')]);
      await serve(storage);
      await write(1, 2_000);
      await listed();
      expect(await wordsWithPlaces('zebrafish')).toBe(1);
    });

    test('that is edited is found by its new words and no longer by its old ones, at once and later', async () => {
      await hear(desk, desk.house, [said('The goldfish has no water', 1)]);
      await serve(storage);
      const right = async () => {
        expect(await findAll('zebrafish')).toEqual([]);
        expect(await findAll('goldfish ')).toHaveLength(1);
        expect(await findAll('water')).toHaveLength(1);
        expect(await wordsWithPlaces('zebrafish')).toBe(0);
      };
      await right();
      await write(2_001, 4_000);
      await listed();
      expect(await wordsWithPlaces('goldfish')).toBe(1);
      await right();
    });

    test('that is deleted leaves none of its words behind, in the transaction of the deletion', async () => {
      const before = await count('search_post');
      await hear(desk, desk.house, [deletion('did:plc:author', 'one')]);
      await serve(storage);
      expect(await findAll('zebrafish')).toEqual([]);
      expect(await findAll('water')).toEqual([]);
      expect(await wordsWithPlaces('zebrafish')).toBe(0);
      expect(await wordsWithPlaces('water')).toBe(0);
      expect(await count('search_post')).toBe(before - 1);
      expect((await findAll('all ')).length).toBeGreaterThanOrEqual(3 * page);
    });

    test('keeps the old words out though it is edited while its segment is written', async () => {
      await write(2_001, 4_000);
      const writer = new pg.Client({ connectionString: database().url });
      await writer.connect();
      await writer.query('begin');
      await writer.query(
        "update post set text = 'Mended p4000' where organisation_id = $1 and network_id = 'p4000'",
        [desk.organisationId],
      );
      expect(await listWaitingPosts(storage, desk.organisationId)).toBe(1_999);
      await writer.query('commit');
      await writer.end();
      expect(await findAll('alone4000 ')).toEqual([]);
      expect(await findAll('mended')).toEqual(['p4000']);
    });
  });
});
