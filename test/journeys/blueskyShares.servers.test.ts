/** A post that is heard on the real Bluesky server and really reposted there: counted again, told to communications staff, and to nobody else. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type AskDeps, askOnce } from '../../src/desk/spreading/askNetwork.ts';
import { watchOnce } from '../../src/jobs/watchSpreading.ts';
import { pageOfCases } from '../../src/storage/caseReads.ts';
import { keepSpreadLimits, keepWarned } from '../../src/storage/communications.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { createTestDatabase } from '../createTestDatabase.ts';
import { listen } from '../factories/blueskyAccess.ts';
import { type BlueskyWorld, openBlueskyWorld, until } from '../factories/blueskyWorld.ts';
import { channels, type Desk, hear, makeDesk, makeMember, serve } from '../factories/desk.ts';
import { blueskyMissing } from '../servers/startBluesky.ts';

const missing = process.env.CI === 'true' ? null : blueskyMissing();

describe.runIf(missing === null)('a story that spreads on the real Bluesky network', () => {
  let world: BlueskyWorld;
  let storage: Storage;
  let desk: Desk;
  let deps: AskDeps;
  let member = '';

  beforeAll(async () => {
    world = await openBlueskyWorld();
    const database = await createTestDatabase();
    await migrate(database.url, () => undefined);
    storage = openStorage({ url: database.url, connections: 4 });
    desk = await makeDesk(storage);
    member = await makeMember(desk, 'Communications');
    // The house of the desk is the account of the real network.
    await sql`update connected_account set secret = '\\x00', network_id = ${world.house.did} where id = ${desk.house.id}`.execute(
      storage.system,
    );
    await storage.inOrganisation(desk.organisationId, async (tx) => {
      await keepWarned(tx, desk.organisationId, { memberIds: [member], teamIds: [] });
      await keepSpreadLimits(tx, desk.organisationId, { perHour: 3, answersPerHour: 60, times: 5 });
    });
    deps = {
      storage,
      channels: { ...channels, bluesky: world.channel },
      openAccount: async () => world.access,
      now: () => new Date(),
      log: () => undefined,
    };
    await watchOnce(deps, 'one');
  });
  afterAll(async () => {
    await storage?.close();
    await world?.close();
  });

  const queue = async () =>
    (
      await storage.inOrganisation(desk.organisationId, (tx) =>
        pageOfCases(tx, desk.organisationId, {
          teamIds: [],
          view: 'queue',
          memberId: member,
          after: null,
          limit: 10,
        }),
      )
    ).rows.map(({ id, dueAt }) => [id, dueAt]);
  /** Their turn has come. */
  const due = () =>
    sql`update spread_watch set next_at = now() - interval '3 minutes' where next_at is not null`.execute(
      storage.system,
    );
  const count = async (uri: string) => {
    const counted = await world.channel.shares?.count(world.access, [uri]);
    return counted?.kind === 'counted' ? counted.shares.get(uri) : counted;
  };

  test('reposts and quotes are counted as the network counts them, taken back ones not; a deleted post is left out', async () => {
    const { amina, net, house } = world;
    const heard = listen(world.channel, world.access, 'notifications');
    const post = await amina.post(`@${house.handle} Nine days without water`, { mentions: [house] });
    await vi.waitFor(
      () => expect(heard.posts().map(({ networkId }) => networkId)).toContain(post.uri),
      until,
    );
    await vi.waitFor(async () => expect(await count(post.uri)).toBe(0), until);
    const items = [...heard.items];
    await heard.stop();
    await hear(
      desk,
      desk.house,
      items.map(({ key, payload }) => ({ key, payload })),
    );
    await serve(storage);
    await watchOnce(deps, 'one');
    await due();
    while (await askOnce(deps, 'one'));
    const before = await queue();
    expect(before).toHaveLength(1);

    const readers = await Promise.all([0, 1, 2].map((n) => net.createAccount({ handle: `reader${n}` })));
    const reposts = await Promise.all(readers.map((reader) => reader.repost(post)));
    await readers[0]?.post('Read this', { quote: post });
    await vi.waitFor(async () => expect(await count(post.uri)).toBe(4), until);
    await due();
    expect(await askOnce(deps, 'one')).toBe(true);
    await watchOnce(deps, 'one');
    const alerts = await sql<{
      kind: string;
      member: string;
    }>`select kind, member_id as member from alert`.execute(storage.system);
    expect(alerts.rows).toEqual([{ kind: 'spreading', member }]);
    expect(await queue()).toEqual(before);

    await readers[0]?.delete(reposts[0] ?? '');
    await vi.waitFor(async () => expect(await count(post.uri)).toBe(3), until);
    await amina.delete(post.uri);
    await vi.waitFor(async () => expect(await count(post.uri)).toBeUndefined(), until);
  });
});
