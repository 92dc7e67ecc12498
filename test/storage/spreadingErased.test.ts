/** Whoever is erased is watched no more and passed on nothing, whatever was under way at that moment. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { watchOnce } from '../../src/jobs/watchSpreading.ts';
import { keepWarned } from '../../src/storage/communications.ts';
import { openStorage, type Storage, type Tenant } from '../../src/storage/database.ts';
import { awaitErasing, beginErasing } from '../../src/storage/erasedNames.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { keepSamples } from '../../src/storage/spreadAsking.ts';
import { keepPaces } from '../../src/storage/spreading.ts';
import { noteSigns, watchPosts } from '../../src/storage/spreadWatch.ts';
import { type CountedDesk, type CountedDesks, countedDesks, postOf } from '../factories/countedDesks.ts';
import { at, type Desk, hear, item, makeMember, serve } from '../factories/desk.ts';
import { withDatabases } from './servers.ts';

withDatabases((database) => {
  let storage: Storage;
  let network: CountedDesks;
  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 4 });
  });
  beforeEach(async () => {
    await sql`update connected_account set secret = null`.execute(storage.system);
    network = countedDesks(storage);
  });
  afterAll(() => storage.close());

  const posts = async ({ organisationId }: Desk) =>
    (
      await sql<{ id: string; identity: string }>`
        select id, identity_id as identity from post where organisation_id = ${organisationId} order by at, id`.execute(
        storage.system,
      )
    ).rows;
  const watched = async ({ organisationId }: Desk) =>
    (
      await sql<{
        id: string;
      }>`select post_id as id from spread_watch where organisation_id = ${organisationId}`.execute(
        storage.system,
      )
    ).rows.map(({ id }) => id);
  const forget = (tx: Tenant, identity: string) =>
    sql`select forget_reach(array[${identity}]::uuid[])`.execute(tx);

  test('their posts are watched no more, nobody needs an alert of them, and they are among nobody’s readers', async () => {
    const desk = await network.open([1, 2]);
    const { organisationId } = desk;
    const member = await makeMember(desk, 'Communications');
    await storage.inOrganisation(organisationId, (tx) =>
      keepWarned(tx, organisationId, { memberIds: [member], teamIds: [] }),
    );
    desk.counts.set(postOf(0), 900).set(postOf(1), 900);
    const answers = { did: 'did:plc:author0', key: 'answers', minute: 50, text: 'Me too', root: postOf(1) };
    await hear(desk, desk.house, [item({ ...answers, mentions: [desk.house.did] })], at(55));
    await serve(storage);
    await network.run();
    await network.run();
    const open = async () =>
      (
        await sql<{ id: string }>`
          select subject_id as id from alert where organisation_id = ${organisationId} and acknowledged_at is null`.execute(
          storage.system,
        )
      ).rows.map(({ id }) => id);
    const signs = async () =>
      (await sql`select from spread_sign where organisation_id = ${organisationId}`.execute(storage.system))
        .rows.length;
    const [one, other] = await posts(desk);
    expect(await open()).toHaveLength(2);
    expect(await signs()).toBe(1);
    await storage.inOrganisation(organisationId, (tx) => forget(tx, one?.identity ?? ''));
    expect(await watched(desk)).toEqual([other?.id]);
    expect(await open()).toEqual([other?.id]);
    expect(await signs()).toBe(0);
  });

  /** What an erasure and a following that overlap leave watched of the only author. `first` begins first and is not over when the other begins. */
  const overlap = async (desk: CountedDesk, first: 'erasing' | 'following') => {
    const { organisationId } = desk;
    await sql`delete from spread_watch where organisation_id = ${organisationId}`.execute(storage.system);
    const [post] = await posts(desk);
    const { id = '', identity = '' } = post ?? {};
    const [began, ends] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const step = async (isFirst: boolean) => {
      if (!isFirst) return;
      began.resolve();
      await ends.promise;
    };
    const erasing = () =>
      storage.inOrganisation(organisationId, async (tx) => {
        await beginErasing(tx, organisationId);
        await sql`update post set erased_at = now() where organisation_id = ${organisationId}`.execute(tx);
        await forget(tx, identity);
        await step(first === 'erasing');
      });
    // All of it as the job does it; held up in the middle it has to be written out.
    const job = async () => {
      await sql`update spread_reading set read = 0 where organisation_id = ${organisationId}`.execute(
        storage.system,
      );
      await watchOnce(network.deps, 'one');
    };
    const following = () =>
      storage.inSpread(organisationId, async (tx) => {
        await awaitErasing(tx, organisationId);
        await watchPosts(tx, organisationId, [id], { since: at(0), askable: [], now: at(60) });
        await step(first === 'following');
      });
    const [before, after] = first === 'erasing' ? [erasing, job] : [following, erasing];
    const running = [before()];
    await began.promise;
    running.push(after());
    // It waits for the first one in the database, or is over by now.
    await sql`select pg_sleep(0.05)`.execute(storage.system);
    ends.resolve();
    await Promise.all(running);
    return watched(desk);
  };

  test('an erasure and a following that overlap leave nothing watched, whichever began first', async () => {
    expect(await overlap(await network.open([1]), 'following')).toEqual([]);
    expect(await overlap(await network.open([1]), 'erasing')).toEqual([]);
  });

  test('what is counted of a post that was just forgotten is dropped, and no fault', async () => {
    const desk = await network.open([1]);
    const { organisationId } = desk;
    const [post] = await posts(desk);
    const postId = post?.id ?? '';
    await storage.inOrganisation(organisationId, (tx) => forget(tx, post?.identity ?? ''));
    await storage.inSpread(organisationId, async (tx) => {
      await keepSamples(tx, organisationId, [{ postId, count: 4 }], at(60));
      await keepPaces(tx, organisationId, [{ postId, measure: 'shares', band: 0, perHour: 4 }]);
    });
    expect(await watched(desk)).toEqual([]);
  });

  test('what was deleted, erased, or written by a program passes nothing on', async () => {
    const desk = await network.open([1]);
    const { organisationId } = desk;
    const answers = ['deleted', 'erased', 'automatic', 'sound'].map((name, n) =>
      item({
        did: `did:plc:${name}`,
        key: 'a',
        minute: 50 + n,
        text: name,
        root: postOf(0),
        mentions: [desk.house.did],
      }),
    );
    await hear(desk, desk.house, answers, at(55));
    await serve(storage);
    for (const [name, change] of [
      ['deleted', 'deleted_at = now()'],
      ['erased', 'erased_at = now()'],
      ['automatic', 'automatic = true'],
    ])
      await sql`update post set ${sql.raw(change ?? '')} where organisation_id = ${organisationId} and network_id like ${`at://did:plc:${name}/%`}`.execute(
        storage.system,
      );
    await watchOnce(network.deps, 'one');
    const signs = await sql<{ name: string }>`
      select i.network_id as name from spread_sign as s join identity as i on i.organisation_id = s.organisation_id and i.id = s.identity_id
      where s.organisation_id = ${organisationId}`.execute(storage.system);
    expect(signs.rows).toEqual([{ name: 'did:plc:sound' }]);
    // Nor is what was deleted itself passed on by anybody.
    await sql`update post set deleted_at = now() where organisation_id = ${organisationId} and network_id = ${postOf(0)}`.execute(
      storage.system,
    );
    await sql`delete from spread_sign where organisation_id = ${organisationId}`.execute(storage.system);
    const ids = (await posts(desk)).map(({ id }) => id);
    expect(
      await storage.inSpread(organisationId, (tx) => noteSigns(tx, organisationId, ids, at(60))),
    ).toEqual([]);
  });
});
