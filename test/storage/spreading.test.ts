/** Blindness: whatever is counted of how posts spread, everything else that the house keeps stays as it was. And what is counted is counted once, however often and by how many it is asked. */
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AskDeps, askOnce } from '../../src/desk/spreading/askNetwork.ts';
import { tidyOnce, watchOnce } from '../../src/jobs/watchSpreading.ts';
import { pageOfCases } from '../../src/storage/caseReads.ts';
import { keepWarned } from '../../src/storage/communications.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import {
  addressOf,
  at,
  channels,
  type Desk,
  hear,
  item,
  makeDesk,
  makeMember,
  serve,
} from '../factories/desk.ts';
import { withDatabases } from './servers.ts';

/** All tables of the organisation but those of how posts spread, and the alerts of communications staff. */
const kept = [
  'care_case',
  'case_topic',
  'claim',
  'commitment',
  'conversation',
  'follow_up',
  'history',
  'organisation_counter',
  'post',
  'reply',
  'response_day',
  'response_span',
  'rule_act',
] as const;

withDatabases((database) => {
  let storage: Storage;
  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 4 });
  });
  afterAll(() => storage.close());

  const standing = async ({ organisationId }: Desk) => {
    const all: unknown[] = [];
    for (const table of kept)
      all.push(
        (
          await sql<{ row: string }>`
            select t::text as row from ${sql.table(table)} as t where organisation_id = ${organisationId} order by 1`.execute(
            storage.system,
          )
        ).rows.map(({ row }) => row),
      );
    const page = await storage.inOrganisation(organisationId, (tx) =>
      pageOfCases(tx, organisationId, {
        teamIds: [],
        view: 'queue',
        memberId: '00000000-0000-4000-8000-000000000000',
        after: null,
        limit: 100,
      }),
    );
    const alerts = await sql<{ kind: string }>`
      select kind from alert where organisation_id = ${organisationId} and kind <> 'spreading'`.execute(
      storage.system,
    );
    return { all, queue: page.rows.map((row) => row.author.handle), alerts: alerts.rows };
  };

  /** A desk to which these authors wrote, with a network that counts as it is told. */
  const openDesk = async (minutes: readonly number[]) => {
    const desk = await makeDesk(storage);
    const counts = new Map<string, number>();
    const clock = { now: at(60) };
    const items = minutes.map((minute, n) =>
      item({ did: `did:plc:author${n}`, key: 'asks', minute, text: 'No water.', mentions: [desk.house.did] }),
    );
    await hear(desk, desk.house, items);
    await serve(storage);
    await sql`update connected_account set secret = '\\x00' where id = ${desk.house.id}`.execute(
      storage.system,
    );
    const bluesky = {
      ...channels.bluesky,
      shares: {
        atOnce: 25,
        count: async (_: unknown, ids: readonly string[]) => ({
          kind: 'counted' as const,
          shares: new Map(ids.map((id) => [id, counts.get(id) ?? 0])),
        }),
      },
    };
    const deps: AskDeps = {
      storage,
      channels: { ...channels, bluesky },
      openAccount: async () => ({
        accountId: desk.house.id,
        networkId: desk.house.did,
        handle: 'house',
        settings: {},
        secret: {},
        ourIds: [],
        watched: [],
        keepSecret: async () => undefined,
      }),
      now: () => clock.now,
      log: () => undefined,
    };
    return { desk, counts, clock, deps };
  };
  const stories = async ({ organisationId }: Desk) =>
    (
      await sql<{
        id: string;
      }>`select network_id as id from spread_story join spread_watch using (organisation_id, post_id)
        where organisation_id = ${organisationId} order by 1`.execute(storage.system)
    ).rows.map(({ id }) => id);
  const alertsOf = async ({ organisationId }: Desk) =>
    (
      await sql<{
        member: string;
      }>`select member_id as member from alert where organisation_id = ${organisationId} and kind = 'spreading'`.execute(
        storage.system,
      )
    ).rows;

  test('whatever the counts, the queue, the history, the record, rules and other alerts are the same', async () => {
    const rounds = fc.uniqueArray(
      fc.record({
        minute: fc.integer({ min: 0, max: 50 }),
        counts: fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 3, maxLength: 3 }),
      }),
      { minLength: 2, maxLength: 8, selector: ({ minute }) => minute },
    );
    let told = 0;
    await fc.assert(
      fc.asyncProperty(rounds, async (posts) => {
        const { desk, counts, clock, deps } = await openDesk(posts.map(({ minute }) => minute));
        const member = await makeMember(desk, 'Communications');
        await storage.inOrganisation(desk.organisationId, (tx) =>
          keepWarned(tx, desk.organisationId, { memberIds: [member], teamIds: [] }),
        );
        await watchOnce(deps, 'one');
        const before = await standing(desk);
        expect(before.queue).toHaveLength(posts.length);
        for (const round of [0, 1, 2]) {
          posts.forEach(({ counts: all }, n) => {
            counts.set(addressOf(`did:plc:author${n}`, 'asks'), all[round] ?? 0);
          });
          await watchOnce(deps, 'one');
          while (await askOnce(deps, 'one'));
          await watchOnce(deps, 'other');
          await tidyOnce(deps);
          clock.now = new Date(clock.now.getTime() + 20 * 60_000);
          expect(await standing(desk)).toEqual(before);
        }
        const spread = await stories(desk);
        expect(await alertsOf(desk)).toEqual(spread.map(() => ({ member })));
        told += spread.length;
      }),
      { numRuns: 8 },
    );
    expect(told).toBeGreaterThan(0);
  }, 120_000);

  test('two programs at once count each post once, and one that was killed holds up nothing', async () => {
    const { desk, counts, clock, deps } = await openDesk(Array.from({ length: 50 }, (_, n) => n + 1));
    const asked: string[] = [];
    const { bluesky } = deps.channels;
    const count = bluesky.shares?.count;
    const channelsThatTell = {
      ...deps.channels,
      bluesky: {
        ...bluesky,
        shares: {
          atOnce: 25,
          count: async (...given: Parameters<NonNullable<typeof count>>) => {
            asked.push(...given[1]);
            return (await count?.(...given)) ?? { kind: 'counted' as const, shares: new Map() };
          },
        },
      },
    };
    const those = { ...deps, channels: channelsThatTell };
    await watchOnce(those, 'one');
    await Promise.all([watchOnce(those, 'one'), watchOnce(those, 'other')]);
    await Promise.all([askOnce(those, 'one'), askOnce(those, 'other'), askOnce(those, 'third')]);
    expect(asked).toHaveLength(50);
    expect(new Set(asked).size).toBe(50);
    // Killed in the middle of asking: its account and its posts are free after the lease.
    clock.now = new Date(clock.now.getTime() + 16 * 60_000);
    for (const id of asked) counts.set(id, 300);
    const killed = {
      ...those,
      openAccount: async () => {
        throw new Error('killed');
      },
    };
    await expect(askOnce(killed, 'killed')).rejects.toThrow('killed');
    clock.now = new Date(clock.now.getTime() + 6 * 60_000);
    while (await askOnce(those, 'other'));
    expect(await stories(desk)).toHaveLength(50);
    expect(asked).toHaveLength(100);
  });

  test('whoever is erased is watched no more', async () => {
    const { desk, deps } = await openDesk([1, 2]);
    await watchOnce(deps, 'one');
    await watchOnce(deps, 'one');
    while (await askOnce(deps, 'one'));
    const left = async () =>
      (
        await sql<{ id: string }>`
          select identity_id as id from spread_watch where organisation_id = ${desk.organisationId}`.execute(
          storage.system,
        )
      ).rows.map(({ id }) => id);
    const [one = '', other = ''] = await left();
    await storage.inOrganisation(desk.organisationId, (tx) =>
      sql`select forget_reach(array[${one}]::uuid[])`.execute(tx),
    );
    expect(await left()).toEqual([other]);
  });
});
