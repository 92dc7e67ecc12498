/** Whose turn it is: one organisation's burst beside another's trickle. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { claimLanes, saveRawItems } from '../../src/storage/inbox.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { type Desk, makeDesk } from '../factories/desk.ts';
import { withDatabases } from './servers.ts';

withDatabases((database) => {
  let storage: Storage;
  let burst: Desk;
  let trickle: Desk;

  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 4 });
  });
  afterAll(() => storage.close());
  beforeEach(async () => {
    await sql`delete from inbox_item`.execute(storage.system);
    await sql`delete from inbox_lane`.execute(storage.system);
    burst = await makeDesk(storage);
    trickle = await makeDesk(storage);
    await save(burst, 200);
  });

  const save = (desk: Desk, threads: number) =>
    saveRawItems(storage, {
      organisationId: desk.organisationId,
      accountId: desk.house.id,
      source: null,
      cursor: null,
      items: Array.from({ length: threads }, (_, i) => ({ key: `thread ${i}`, payload: '{}' })),
      heardAt: new Date(),
    });
  const claim = async (worker: string) =>
    (await claimLanes(storage.system, worker, { seconds: 30, most: 8, beside: 1, except: [] }))
      ?.organisationId ?? null;

  test('alone, an organisation is served by as many workers as there are', async () => {
    expect([await claim('one'), await claim('two'), await claim('three')]).toEqual([
      burst.organisationId,
      burst.organisationId,
      burst.organisationId,
    ]);
  });

  test('while another is served, a burst keeps one worker busy and no more', async () => {
    await save(trickle, 1);
    expect([await claim('one'), await claim('two')].sort()).toEqual(
      [burst.organisationId, trickle.organisationId].sort(),
    );
    expect(await claim('three')).toBeNull();
  });

  test('when the other has been quiet for a minute, the burst gets every worker again', async () => {
    await save(trickle, 1);
    await claim('one');
    await claim('two');
    await sql`update inbox_lane set served_at = now() - interval '61 seconds', done = written, leased_by = null, lease_until = null
      where organisation_id = ${trickle.organisationId}`.execute(storage.system);
    expect(await claim('three')).toBe(burst.organisationId);
  });

  test('an organisation whose turn it is not yet is passed over', async () => {
    await save(trickle, 1);
    const passed = { seconds: 30, most: 8, beside: 4, except: [burst.organisationId] };
    expect((await claimLanes(storage.system, 'one', passed))?.organisationId).toBe(trickle.organisationId);
    expect(await claimLanes(storage.system, 'two', passed)).toBeNull();
  });

  test('whoever must see all of its own items through is not held back', async () => {
    await save(trickle, 1);
    await claim('one');
    await claim('two');
    const own = await claimLanes(storage.system, 'import', {
      seconds: 30,
      most: 8,
      beside: 1_000_000,
      except: [],
    });
    expect(own?.organisationId).toBe(burst.organisationId);
  });
});
