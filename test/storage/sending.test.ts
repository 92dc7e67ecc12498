/** The role that sends, while one of the networks hangs. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AccountAccess } from '../../src/channels/channel.ts';
import { checkNext } from '../../src/desk/replies/check.ts';
import { deliverNext } from '../../src/desk/replies/deliver.ts';
import { startSending } from '../../src/jobs/sendReplies.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import type { Channels } from '../factories/desk.ts';
import { type AnsweringDesk, deskThatAnswers } from '../factories/deskThatAnswers.ts';
import { withDatabases } from './servers.ts';

withDatabases((database) => {
  let storage: Storage;
  let at: AnsweringDesk;
  const hanging = () => new Promise<never>(() => undefined);

  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 8 });
  });
  afterAll(() => storage.close());
  beforeEach(async () => {
    await sql`truncate reply cascade`.execute(storage.system);
    at = await deskThatAnswers(storage);
  });

  /** The network as it is, except that the house's account gets no answer to one of its questions. */
  function hangingFor(accountId: string, what: 'send' | 'check'): Channels {
    const channels = at.network.channels();
    const { bluesky } = channels;
    const asked = (account: AccountAccess, reply: Parameters<typeof bluesky.check>[1]) =>
      account.accountId === accountId ? hanging() : bluesky[what](account, reply);
    return { ...channels, bluesky: { ...bluesky, [what]: asked } };
  }

  test('a network that hangs while it is asked for doubtful replies delays no other account', async () => {
    const { house, executive } = at.desk;
    at.network.answers.push('crash after', 'crash after', 'crash after');
    const doubtful = [await at.send(), await at.send(), await at.send({ accountId: executive.id })];
    at.wait(11);
    const { worker: _, ...deps } = at.delivery(hangingFor(house.id, 'check'));
    const sender = startSending({ ...deps, lookMilliseconds: 2_000 }, 'test', 1);
    try {
      await expect.poll(async () => (await at.reply(doubtful[2] ?? ''))?.state).toBe('sent');
      // Those that could not be looked for stay in doubt and are looked for again.
      expect(await at.reply(doubtful[0] ?? '')).toMatchObject({ state: 'unknown' });
    } finally {
      await sender.stop();
    }
    expect(await at.reply(doubtful[0] ?? '')).toMatchObject({ state: 'unknown' });
  });

  test('a network that hangs while it is sent to delays no other account', async () => {
    const { house, executive } = at.desk;
    for (let n = 0; n < 6; n += 1) await at.send({ text: `Answer ${n}.` });
    const other = await at.send({ accountId: executive.id });
    at.wait(11);
    const held = Promise.withResolvers<never>();
    const channels = at.network.channels();
    const { bluesky } = channels;
    const { worker: _, ...deps } = at.delivery({
      ...channels,
      bluesky: {
        ...bluesky,
        send: (account, reply) =>
          account.accountId === house.id ? held.promise : bluesky.send(account, reply),
        check: async () => ({ kind: 'uncertain', reason: 'Nobody can say.' }),
      },
    });
    const sender = startSending(deps, 'test', 2);
    try {
      await expect.poll(async () => (await at.reply(other))?.state).toBe('sent');
    } finally {
      held.reject(new Error('the line broke'));
      await sender.stop();
    }
  });

  test('a doubtful reply is never proven by the message of another one of the same words', async () => {
    const held: (readonly string[])[] = [];
    const channels = at.network.channels();
    const { bluesky } = channels;
    const check: typeof bluesky.check = async (_, reply) => {
      held.push([...(reply.heldByOthers ?? [])]);
      return { kind: 'uncertain', reason: 'Nobody can say.' };
    };
    const delivery = at.delivery({ ...channels, bluesky: { ...bluesky, check } });
    const long = await at.send();
    at.wait(11);
    await deliverNext(delivery);
    at.wait(3_600);
    const just = await at.send();
    at.network.answers.push({ kind: 'later', at: new Date(0), reason: 'Too many.' });
    at.wait(11);
    await deliverNext(delivery);
    at.wait(2);
    at.network.answers.push('crash after');
    await deliverNext(delivery);
    const then = await at.send();
    at.wait(11);
    await deliverNext(delivery);
    expect([await at.reply(long), await at.reply(just), await at.reply(then)]).toMatchObject([
      { state: 'sent' },
      { state: 'unknown' },
      { state: 'sent' },
    ]);
    await checkNext(delivery);
    // The one of an hour before was settled long before this one was first tried.
    expect(held).toEqual([[at.network.idOf(`key-${then}`)]]);
  });
});
