import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Heard } from '../../src/domain/post.ts';
import { serveLanes } from '../../src/listening/serveInbox.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { replaySetAside } from '../../src/storage/setAside.ts';
import {
  addressOf,
  at,
  type Channels,
  channels,
  type Desk,
  deletion,
  hear,
  item,
  makeDesk,
  rows,
  serve,
  tablesWith,
} from '../factories/desk.ts';
import { withDatabases } from './servers.ts';

/** A channel with faults that a payload asks for. */
const faulty: Channels = {
  ...channels,
  bluesky: {
    ...channels.bluesky,
    normalise(payload, account): Heard {
      const { fault } = payload as { fault?: string };
      const heard = channels.bluesky.normalise(payload, account);
      if (fault === 'throws') throw new Error('the reader fell over');
      if (fault === undefined || heard.kind !== 'post') return heard;
      if (fault === 'refused') return { kind: 'post', post: { ...heard.post, at: new Date(8.64e15) } };
      // A fault of ours that shows only when the post is taken.
      return { kind: 'post', post: { ...heard.post, media: null as never } };
    },
  },
};

withDatabases((database) => {
  let storage: Storage;
  let desk: Desk;
  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 6 });
  });
  beforeEach(async () => {
    desk = await makeDesk(storage);
  });
  afterAll(() => storage.close());

  const root = () => addressOf(desk.house.did, 'root');
  const complaint = (i: number, fault?: string) => {
    const one = item({
      did: `did:plc:author${i}`,
      key: `post${i}`,
      minute: i,
      text: `Complaint ${i}`,
      root: root(),
    });
    return fault === undefined ? one : { ...one, payload: { ...(one.payload as object), fault } };
  };
  const counts = async () => {
    const counted = await rows<Record<string, number>>(desk, 'intake_count');
    const sum = (kind: string) => counted.reduce((all, row) => all + (row[kind] ?? 0), 0);
    return { posts: sum('posts'), doubles: sum('doubles'), set_aside: sum('set_aside') };
  };

  test.each(['throws', 'refused', 'bug'])(
    'an item that is poisoned (%s) is set aside with its reason, the others of its lane go on, a replay after the fix takes it',
    async (fault) => {
      const items = Array.from({ length: 20 }, (_, i) =>
        complaint(i, i === 3 || i === 12 ? fault : undefined),
      );
      await hear(desk, desk.house, items);
      await serve(storage, faulty);
      expect(await rows(desk, 'post')).toHaveLength(18);
      expect(await rows(desk, 'inbox_item')).toEqual([]);
      const aside = await rows<{ reason: string; replayed_at: Date | null }>(desk, 'set_aside_item');
      expect(aside).toHaveLength(2);
      for (const { reason } of aside) expect(reason).toMatch(/could (not be read|be read but not stored): ./);
      expect(await counts()).toEqual({ posts: 18, doubles: 0, set_aside: 2 });
      // Replayed before the fix it is set aside again, once.
      const replay = () =>
        storage.inOrganisation(desk.organisationId, (tx) =>
          replaySetAside(tx, desk.organisationId, null, at(50)),
        );
      expect(await replay()).toBe(2);
      await serve(storage, faulty);
      expect(await counts()).toEqual({ posts: 18, doubles: 0, set_aside: 2 });
      expect(await replay()).toBe(2);
      await serve(storage);
      expect(await rows(desk, 'post')).toHaveLength(20);
      expect(await rows(desk, 'care_case')).toHaveLength(20);
      expect(await counts()).toEqual({ posts: 20, doubles: 0, set_aside: 0 });
      expect(await replay()).toBe(0);
    },
  );

  test('a worker that loses its lease commits nothing, and who took the lane over takes every item once', async () => {
    await hear(
      desk,
      desk.house,
      Array.from({ length: 5 }, (_, i) => complaint(i)),
    );
    const leaseOf = (by: string, seconds: number) =>
      sql`update inbox_lane set leased_by = ${by}, lease_until = now() + make_interval(secs => ${seconds})
        where organisation_id = ${desk.organisationId} and written > done`.execute(storage.system);
    const slow: Storage = {
      ...storage,
      // Its lease ran out while it worked, and a colleague has the lane.
      byKeys: async (organisationId, work) => {
        await leaseOf('a colleague', 60);
        return storage.byKeys(organisationId, work);
      },
    };
    const logged: string[] = [];
    const taken = await serveLanes({
      storage: slow,
      channels,
      worker: 'slow',
      now: () => at(45),
      log: (event) => logged.push(event),
    });
    expect(taken).toBe(0);
    expect(logged).toEqual(['lease_lost']);
    for (const table of ['post', 'care_case', 'conversation', 'history', 'intake_count'])
      expect(await rows(desk, table), table).toEqual([]);
    expect(await rows(desk, 'inbox_item')).toHaveLength(5);
    // Nobody gets the lane while the colleague holds it; when that lease ends too, the next does.
    await serve(storage);
    expect(await rows(desk, 'post')).toEqual([]);
    await leaseOf('a colleague', -1);
    await serve(storage);
    expect(await rows(desk, 'post')).toHaveLength(5);
    expect(await counts()).toEqual({ posts: 5, doubles: 0, set_aside: 0 });
  });

  test('words that were edited and deleted in one batch are in no table', async () => {
    const did = 'did:plc:amina';
    const version = (n: number) =>
      item({ did, key: 'regret', minute: 3, text: `secret words ${n}`, root: root(), version: n });
    await hear(desk, desk.house, [version(0)]);
    await serve(storage);
    await hear(desk, desk.house, [version(1), version(2), deletion(did, 'regret')]);
    await serve(storage);
    await hear(desk, desk.executive, [version(1)]);
    await serve(storage);
    expect(await tablesWith(storage, 'secret words')).toEqual([]);
    expect(await rows(desk, 'raw_item')).toHaveLength(5);
  });

  test('words that a second account hears at the moment of their deletion are in no table', async () => {
    const other = openStorage({ url: database().url, connections: 4 });
    try {
      for (let round = 0; round < 15; round++) {
        const did = `did:plc:author${round}`;
        const said = item({
          did,
          key: `r${round}`,
          minute: 3,
          text: `fleeting words ${round}`,
          root: root(),
        });
        const edited = item({
          did,
          key: `r${round}`,
          minute: 3,
          text: `fleeting words ${round}, edited`,
          root: root(),
          version: 1,
        });
        await hear(desk, desk.house, [said]);
        await serve(storage);
        // In lanes of their own, so that they are taken at once.
        await hear(desk, desk.executive, [{ ...said, key: `double ${round}` }]);
        await hear(desk, desk.executive, [{ ...edited, key: `edit ${round}` }]);
        await hear(desk, desk.house, [deletion(did, `r${round}`)]);
        await Promise.all([serve(storage), serve(other), serve(other)]);
        await serve(storage);
      }
      expect(await tablesWith(storage, 'fleeting words')).toEqual([]);
    } finally {
      await other.close();
    }
  });
});
