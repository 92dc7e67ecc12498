/** How the planner finds a post of an organisation that came after the tables were last counted. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { type Desk, makeDesk } from '../factories/desk.ts';
import { withDatabases } from './servers.ts';

withDatabases((database) => {
  let storage: Storage;
  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 2 });
  });
  afterAll(() => storage.close());

  const fill = (desk: Desk, posts: number) =>
    sql`insert into post (organisation_id, id, network, network_id, thread, direction, visibility, hearing, text, at, heard_at, revision)
      select ${desk.organisationId}::integer, gen_random_uuid(), 'bluesky', 'at://did:plc:' || md5(n::text), 'thread', 'inbound', 'public', 'mention', '', now(), now(), '0'
      from generate_series(1, ${posts}::integer) as n`.execute(storage.system);

  test('it goes by the name of the post and does not read through all posts of the newcomer', async () => {
    await fill(await makeDesk(storage), 20_000);
    await storage.countForPlanner();
    const newcomer = await makeDesk(storage);
    await fill(newcomer, 20_000);
    const plan = await storage.byKeys(newcomer.organisationId, (tx) =>
      sql<{ 'QUERY PLAN': string }>`
        explain select p.id from (values (network_fingerprint('bluesky', 'at://did:plc:1')), (network_fingerprint('bluesky', 'at://did:plc:2'))) as t(fingerprint)
        cross join lateral (
          select * from post where organisation_id = ${sql.lit(newcomer.organisationId)} and fingerprint = t.fingerprint limit 1
        ) as p`.execute(tx),
    );
    expect(plan.rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('post_once');
  });
});
