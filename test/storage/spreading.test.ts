/** How posts are counted: each once, however often and by how many it is asked; few questions, the right ones first; nobody who was erased, and nothing that holds up the rest. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { askOnce, ration } from '../../src/desk/spreading/askNetwork.ts';
import { watchOnce } from '../../src/jobs/watchSpreading.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { type CountedDesks, countedDesks, postOf } from '../factories/countedDesks.ts';
import type { Desk } from '../factories/desk.ts';
import { withDatabases } from './servers.ts';

const minutes = (count: number) => Array.from({ length: count }, (_, n) => n % 50);

withDatabases((database) => {
  let storage: Storage;
  let network: CountedDesks;
  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 4 });
  });
  // Nobody of the test before asks any more.
  beforeEach(async () => {
    await sql`update connected_account set secret = null`.execute(storage.system);
    network = countedDesks(storage);
  });
  afterAll(() => storage.close());

  const askAll = () => network.askAll();
  const watched = (desk: Desk) => network.watched(desk);
  const set = (desk: Desk, change: string, of = 'true') =>
    sql`update spread_watch as w set ${sql.raw(change)} from post as p
      where w.organisation_id = ${desk.organisationId} and p.organisation_id = w.organisation_id and p.id = w.post_id and ${sql.raw(of)}`.execute(
      storage.system,
    );
  const answer = (desk: Desk, n: number, minute?: number) => network.hearAnswer(desk, n, minute);
  const signs = async ({ organisationId }: Desk) =>
    (
      await sql<{
        way: string;
      }>`select way from spread_sign where organisation_id = ${organisationId}`.execute(storage.system)
    ).rows.map(({ way }) => way);

  test('two programs at once count each post once, and one that was killed holds up nothing', async () => {
    const desk = await network.open(minutes(50));
    const { deps } = network;
    network.later(1);
    await Promise.all([watchOnce(deps, 'one'), watchOnce(deps, 'other')]);
    await Promise.all([askOnce(deps, 'one'), askOnce(deps, 'other'), askOnce(deps, 'third')]);
    await askAll();
    expect(network.asked.flat()).toHaveLength(50);
    expect(new Set(network.asked.flat()).size).toBe(50);
    // Killed in the middle of asking: its account and its posts are free after the lease.
    network.later(61);
    for (const id of network.asked.flat()) desk.counts.set(id, 300);
    const killed = { ...deps, openAccount: () => Promise.reject(new Error('killed')) };
    await expect(askOnce(killed, 'killed')).rejects.toThrow('killed');
    network.later(6);
    await askAll();
    expect(await network.stories(desk)).toHaveLength(50);
    expect(network.asked.flat()).toHaveLength(100);
  });

  test('a question is asked once it is full, or a post has waited for two minutes; one that rises for half a minute', async () => {
    const desk = await network.open([10]);
    expect(await askAll()).toEqual([]);
    network.later(1);
    expect(await askAll()).toEqual([]);
    network.later(1);
    expect(await askAll()).toEqual([[postOf(0)]]);
    await set(desk, `rising = true, next_at = '${network.deps.now().toISOString()}'`);
    expect(await askAll()).toEqual([]);
    network.later(0.5);
    expect(await askAll()).toEqual([[postOf(0)]]);
    const full = await network.open(minutes(25));
    expect((await askAll()).map(({ length }) => length)).toEqual([25]);
    expect(full.counts.size).toBe(0);
  });

  test('an account has so many questions, some of them for posts that rise alone, and gets more as time passes', async () => {
    const desk = await network.open([10, 11]);
    network.later(3);
    await askAll();
    const due = async () => set(desk, "next_at = '2031-01-04T07:00:00Z'");
    const tokens = (count: number) =>
      sql`update spread_account set tokens = ${count}, filled_at = ${network.deps.now()}`.execute(
        storage.system,
      );
    await due();
    await tokens(ration.forRising);
    expect(await askAll()).toEqual([]);
    await set(desk, 'rising = true', `p.network_id = '${postOf(1)}'`);
    expect(await askAll()).toEqual([[postOf(1)]]);
    await tokens(0.5);
    await due();
    await set(desk, 'rising = true');
    expect(await askAll()).toEqual([]);
    network.later(1);
    expect(await askAll()).toHaveLength(1);
    network.later(600);
    await due();
    await askAll();
    const left = await sql<{
      tokens: number;
    }>`select tokens from spread_account where account_id = ${desk.house.id}`.execute(storage.system);
    expect(left.rows[0]?.tokens).toBe(ration.most - 1);
  });

  test('what rises goes first, then what somebody new passed on, what was never counted, what is younger; nothing old, deleted or erased', async () => {
    const desk = await network.open(minutes(30));
    network.later(3);
    await askAll();
    await set(desk, "next_at = '2031-01-04T07:00:00Z'");
    await set(desk, 'rising = true', `p.network_id = '${postOf(1)}'`);
    await set(desk, 'signed = true', `p.network_id = '${postOf(2)}'`);
    await set(desk, 'asked_at = null', `p.network_id = '${postOf(3)}'`);
    await set(desk, "posted_at = w.posted_at - interval '73 hours'", `p.network_id = '${postOf(29)}'`);
    await set(desk, 'failed = 1', `p.network_id = '${postOf(27)}'`);
    await sql`update post set deleted_at = now() where network_id = ${postOf(28)}`.execute(storage.system);
    await sql`update post set erased_at = now() where network_id = ${postOf(26)}`.execute(storage.system);
    const asked = await askAll();
    const [first = [], second = []] = asked;
    expect(first).toEqual(expect.arrayContaining([1, 2, 3, 25, 24, 6].map(postOf)));
    expect(new Set(second)).toEqual(new Set([0, 4, 5, 27].map(postOf)));
    expect(asked.flat()).toHaveLength(27);
    expect((await watched(desk)).filter(({ nextAt }) => nextAt === null).map(({ id }) => id)).toHaveLength(3);
  });

  test('an answer brings the count forward and never puts it off', async () => {
    const desk = await network.open([10]);
    network.later(3);
    await askAll();
    const planned = async () =>
      (await watched(desk)).find(({ id }) => id === postOf(0))?.nextAt?.getTime() ?? 0;
    const before = await planned();
    network.later(6);
    await answer(desk, 1);
    const now = network.deps.now().getTime();
    expect(await planned()).toBeLessThan(before);
    expect(await planned()).toBe(now);
    network.later(1);
    await answer(desk, 2);
    expect(await planned()).toBe(now);
    network.later(1);
    expect((await askAll()).flat()).toContain(postOf(0));
    network.later(1);
    await answer(desk, 3);
    // It was just counted.
    expect(await planned()).toBe(network.deps.now().getTime() + 4 * 60_000);
    expect(await signs(desk)).toEqual(['answered', 'answered', 'answered']);
  });

  test('one post for which the network refuses a question holds up no other, and waits longer each time', async () => {
    const desk = await network.open(minutes(25));
    const bad = postOf(7);
    network.answer.next = (ids) => (ids.includes(bad) ? { kind: 'refused', reason: 'InvalidRequest' } : null);
    const asked = await askAll();
    expect(asked.length).toBeLessThanOrEqual(12);
    const waits = async () => {
      const found = (await watched(desk)).find(({ id }) => id === bad);
      return [
        found?.failed,
        Math.round(((found?.nextAt?.getTime() ?? 0) - network.deps.now().getTime()) / 60_000),
      ];
    };
    expect(await waits()).toEqual([1, 5]);
    const counted = await sql<{ n: number }>`
      select count(distinct post_id)::integer as n from spread_sample where organisation_id = ${desk.organisationId}`.execute(
      storage.system,
    );
    expect(counted.rows[0]?.n).toBe(24);
    network.later(7);
    expect(await askAll()).toEqual([[bad]]);
    expect(await waits()).toEqual([2, 10]);
    // It refuses everything: it is left alone, and nothing is asked one by one.
    network.answer.next = () => ({ kind: 'refused', reason: 'InvalidRequest' });
    network.later(60);
    expect((await askAll()).length).toBeLessThanOrEqual(12);
    network.answer.next = () => {
      throw new Error('no JSON');
    };
    network.later(60);
    expect(await askAll()).toHaveLength(1);
    expect(network.logged).toContain('shares_not_counted');
  });
});
