/** Who begins anew when an account changes, and what a check against the network counts as missing. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AccountAccess, RawItem } from '../../src/channels/channel.ts';
import { startListening } from '../../src/listening/listen.ts';
import { reconcile } from '../../src/listening/reconcile.ts';
import { askReconcile, changeAccount } from '../../src/storage/accounts.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { leaseAccounts } from '../../src/storage/listening.ts';
import { migrate } from '../../src/storage/migrate.ts';
import {
  addressOf,
  at,
  channels,
  type Desk,
  hear,
  type Item,
  item,
  makeDesk,
  type OurAccount,
  rows,
  serve,
} from '../factories/desk.ts';
import { withDatabases } from './servers.ts';

withDatabases((database) => {
  let storage: Storage;
  let desk: Desk;

  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 8 });
  });
  afterAll(() => storage.close());
  beforeEach(async () => {
    await sql`update connected_account set state = 'removed'`.execute(storage.system);
    desk = await makeDesk(storage);
    await sql`update connected_account set secret = '\\x00' where organisation_id = ${desk.organisationId}`.execute(
      storage.system,
    );
  });

  const access = ({ id, did }: OurAccount): AccountAccess & { network: 'bluesky' } => ({
    accountId: id,
    network: 'bluesky',
    networkId: did,
    handle: 'karoowater.example',
    settings: {},
    secret: {},
    ourIds: [desk.house.did, desk.executive.did],
    watched: [],
    keepSecret: async () => undefined,
  });

  const patient = { timeout: 15_000 };
  test('only those listeners begin anew whom a change concerns', async () => {
    const begun: string[] = [];
    const stream = async function* (account: AccountAccess, _cursor: string | null, signal: AbortSignal) {
      begun.push(account.accountId);
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
      yield* [];
    };
    const bluesky = {
      ...channels.bluesky,
      sources: [{ name: 'posts', stream }],
      reconcile: async function* () {
        yield* [];
      },
    };
    const listener = startListening({
      storage,
      channels: { ...channels, bluesky },
      openAccount: async (_, id) => access(id === desk.house.id ? desk.house : desk.executive),
      name: 'listener',
      now: () => new Date(),
      log: () => undefined,
    });
    const { house, executive, organisationId } = desk;
    const both = [house.id, executive.id].sort();
    const change = (work: typeof askReconcile | typeof changeAccount, ...more: [never]) =>
      storage.inOrganisation(organisationId, (tx) => work(tx, organisationId, house.id, ...more));
    try {
      await expect.poll(() => begun.toSorted(), patient).toEqual(both);
      await change(askReconcile, new Date() as never);
      await change(changeAccount, { watched: ['amazi'] } as never);
      await expect.poll(() => begun.slice(2), patient).toEqual([house.id]);
      // Who is ours has changed, and every one of us must know.
      await change(changeAccount, { state: 'listening' } as never);
      await expect.poll(() => begun.slice(3).toSorted(), patient).toEqual(both);
    } finally {
      await listener.stop();
    }
  });

  test('a listener keeps an account whose row is just being changed', async () => {
    const lease = () => leaseAccounts(storage.system, 'listener', { seconds: 30, most: 10 });
    expect(await lease()).toHaveLength(2);
    await storage.asSystem(async (tx) => {
      await sql`update connected_account set name = 'Karoo' where id = ${desk.house.id}`.execute(tx);
      expect(await lease()).toHaveLength(2);
    });
  });

  describe('a check against the network', () => {
    const complaint = (key: string): Item =>
      item({ did: 'did:plc:amina', key, minute: 39, text: `No water, ${key}.`, mentions: [desk.house.did] });
    const listed = (key: string, one: RawItem) => ({
      networkId: addressOf('did:plc:amina', key),
      item: one,
    });

    async function missing(found: { networkId: string; item: RawItem }[]): Promise<number> {
      const bluesky = {
        ...channels.bluesky,
        reconcile: async function* () {
          yield found;
        },
      };
      const { organisationId, house } = desk;
      return reconcile(
        { storage, channel: bluesky, account: access(house), now: () => at(50) },
        { organisationId, accountId: house.id, reconciledAt: null },
        new AbortController().signal,
      );
    }

    test('counts what is neither here nor on its way to the desk, and takes that in', async () => {
      await hear(desk, desk.house, [complaint('taken')]);
      await serve(storage);
      await hear(desk, desk.house, [complaint('waiting')]);
      const all = ['taken', 'waiting', 'lost'].map((key) => listed(key, complaint(key)));
      expect(await missing(all)).toBe(1);
      expect(await rows(desk, 'inbox_item')).toHaveLength(2);
      await serve(storage);
      expect(await rows(desk, 'post')).toHaveLength(3);
      expect(await missing(all)).toBe(0);
    });

    test('does not count again what was set aside', async () => {
      const strange = { key: addressOf('did:plc:amina', 'strange'), payload: { form: 'strange' } };
      await hear(desk, desk.house, [strange]);
      await serve(storage);
      expect(await rows(desk, 'set_aside_item')).toHaveLength(1);
      expect(await missing([listed('strange', strange)])).toBe(0);
      expect(await rows(desk, 'inbox_item')).toEqual([]);
    });
  });
});
