/** What networks tell of our answers on their way, whatever the order in which it is heard. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { retryReply, settleUnknown } from '../../src/desk/replies/changeReply.ts';
import { checkNext } from '../../src/desk/replies/check.ts';
import { deliverNext } from '../../src/desk/replies/deliver.ts';
import type { DeliveryStatus } from '../../src/domain/delivery.ts';
import { clockEventsOf } from '../../src/storage/clockEvents.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { type Channels, channels, hear, item, rows, serve } from '../factories/desk.ts';
import { type AnsweringDesk, deskThatAnswers } from '../factories/deskThatAnswers.ts';
import { started } from '../factories/scriptedNetwork.ts';
import { withDatabases } from './servers.ts';

interface CaseRow {
  state: string;
  waiting_since: Date | null;
  last_house_at: Date | null;
}

withDatabases((database) => {
  let storage: Storage;
  let at: AnsweringDesk;

  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 8 });
  });
  afterAll(() => storage.close());
  beforeEach(async () => {
    await sql`truncate reply cascade`.execute(storage.system);
    at = await deskThatAnswers(storage);
  });

  /** The network of the tests, which can also tell what became of our posts. */
  const telling: Channels = {
    ...channels,
    bluesky: {
      ...channels.bluesky,
      normalise: (payload, account) => {
        const told = payload as {
          told?: DeliveryStatus;
          networkId: string;
          minute: number;
          reason: string | null;
          sentWith?: string;
        };
        if (told.told === undefined) return channels.bluesky.normalise(payload, account);
        const { networkId, reason } = told;
        return {
          kind: 'delivery',
          network: 'bluesky',
          networkId,
          status: told.told,
          at: new Date(told.minute * 60_000),
          reason,
          ...(told.sentWith === undefined ? {} : { key: told.sentWith }),
        };
      },
    },
  };
  const tell = async (
    told: DeliveryStatus,
    networkId: string,
    minute = 1,
    sentWith?: string,
  ): Promise<void> => {
    const reason = told === 'delivered' ? null : `It is ${told}.`;
    await hear(at.desk, at.desk.house, [
      { key: networkId, payload: { told, networkId, minute, reason, sentWith } },
    ]);
    await serve(storage, telling);
  };
  const theCase = async () => (await rows<CaseRow>(at.desk, 'care_case'))[0];
  const story = async (id: string) => {
    const told = await rows<{ subject_id: string; action: string; sequence: number }>(at.desk, 'history');
    return told
      .filter((one) => one.subject_id === id)
      .sort((a, b) => a.sequence - b.sequence)
      .map((one) => one.action);
  };
  /** What moved the clocks of the case, oldest first. */
  const moved = async () => {
    const [{ id } = { id: '' }] = await rows<{ id: string }>(at.desk, 'care_case');
    const { organisationId } = at.desk;
    const timed = await storage.inOrganisation(organisationId, (tx) => clockEventsOf(tx, organisationId, id));
    return timed?.events.map((event) => event.kind);
  };
  const send = async () => {
    const id = await at.send();
    at.wait(11);
    return { id, networkId: at.network.idOf(`key-${id}`), leave: () => deliverNext(at.delivery()) };
  };

  test('an answer that came back is bounced, and its author waits again since the question', async () => {
    const before = await theCase();
    const reply = await send();
    await reply.leave();
    expect(await theCase()).toMatchObject({ state: 'waiting_author', waiting_since: null });
    expect(await moved()).toEqual(['inbound', 'answer']);
    await tell('failed', reply.networkId);
    expect(await at.reply(reply.id)).toMatchObject({ state: 'bounced', reason: 'It is failed.' });
    expect(await theCase()).toMatchObject({ waiting_since: before?.waiting_since, last_house_at: null });
    expect(await moved()).toEqual(['inbound']);
    expect(await story(reply.id)).toEqual(['reply_queued', 'reply_sending', 'reply_sent', 'reply_bounced']);
  });

  test('one that is heard before we wrote down that it left ends the same', async () => {
    const before = await theCase();
    const reply = await send();
    await tell('failed', reply.networkId);
    expect(await at.reply(reply.id)).toMatchObject({ state: 'queued' });
    await reply.leave();
    expect(await at.reply(reply.id)).toMatchObject({ state: 'bounced', reason: 'It is failed.' });
    expect(await theCase()).toMatchObject({ waiting_since: before?.waiting_since, last_house_at: null });
    expect(await story(reply.id)).toEqual(['reply_queued', 'reply_sending', 'reply_sent', 'reply_bounced']);
  });

  test('said twice it is told once', async () => {
    const reply = await send();
    await reply.leave();
    await tell('failed', reply.networkId);
    await tell('failed', reply.networkId, 2);
    expect((await story(reply.id)).filter((action) => action === 'reply_bounced')).toHaveLength(1);
  });

  test('a delay is shown and changes nothing else; a late success takes it away', async () => {
    const reply = await send();
    await reply.leave();
    await tell('delayed', reply.networkId, 1);
    expect(await at.reply(reply.id)).toMatchObject({ state: 'sent', reason: 'It is delayed.' });
    expect(await theCase()).toMatchObject({ state: 'waiting_author' });
    await tell('delivered', reply.networkId, 2);
    expect(await at.reply(reply.id)).toMatchObject({ state: 'sent', reason: null });
    await tell('delayed', reply.networkId, 1);
    expect(await at.reply(reply.id)).toMatchObject({ state: 'sent', reason: null });
    expect(await story(reply.id)).toEqual([
      'reply_queued',
      'reply_sending',
      'reply_sent',
      'reply_delayed',
      'reply_arrived',
    ]);
  });

  describe('what came back proves that it went out', () => {
    test('an unknown answer is bounced', async () => {
      const reply = await send();
      at.network.answers.push({ kind: 'unknown', reason: 'The line broke.' });
      await reply.leave();
      await tell('failed', `key-${reply.id}`);
      expect(await at.reply(reply.id)).toMatchObject({ state: 'bounced' });
    });
    test('one that a person says went out is bounced where it came back before', async () => {
      const reply = await send();
      await tell('failed', `key-${reply.id}`);
      at.network.answers.push({ kind: 'unknown', reason: 'The line broke.' });
      await reply.leave();
      await settleUnknown(at.acting(), reply.id, true);
      expect(await at.reply(reply.id)).toMatchObject({ state: 'bounced', reason: 'It is failed.' });
    });
  });

  test('a network that says our key back settles an unknown answer, under the id that it has there', async () => {
    const minute = started / 60_000 + 1;
    const { bluesky } = at.network.channels();
    const check: typeof bluesky.check = async (_, { toldOf }) =>
      toldOf === undefined
        ? { kind: 'uncertain', reason: 'It does not say.' }
        : { kind: 'there', ...toldOf, handle: {} };
    const delivery = at.delivery({ ...at.network.channels(), bluesky: { ...bluesky, check } });
    const reply = await send();
    at.network.answers.push({ kind: 'unknown', reason: 'The line broke.' });
    await reply.leave();
    await checkNext(delivery);
    expect(await at.reply(reply.id)).toMatchObject({ state: 'unknown', reason: 'It does not say.' });
    await tell('delayed', 'wamid.told', minute, `key-${reply.id}`);
    await tell('delivered', 'wamid.told', minute + 1);
    at.wait(121);
    await checkNext(delivery);
    expect(await at.reply(reply.id)).toMatchObject({ state: 'sent', network_id: 'wamid.told' });
    expect(await theCase()).toMatchObject({ state: 'waiting_author' });
  });

  test('sent again it is another post with a key of its own', async () => {
    const reply = await send();
    await reply.leave();
    await tell('failed', reply.networkId);
    await retryReply(at.acting(), reply.id);
    const [draft] = await rows<{ state: string; network_key: string | null; network_id: string | null }>(
      at.desk,
      'reply',
    );
    expect(draft).toMatchObject({ state: 'draft', network_key: null, network_id: null });
  });

  test('news of what is not ours is kept and moves nothing', async () => {
    const before = await theCase();
    await tell('failed', '<stranger@elsewhere.example>');
    expect(await theCase()).toEqual(before);
    expect(await rows(at.desk, 'delivery_news')).toHaveLength(1);
  });

  describe('what a program wrote', () => {
    const did = 'did:plc:amina';
    const automatic: Channels = {
      ...channels,
      bluesky: {
        ...channels.bluesky,
        normalise: (payload, account) => {
          const heard = channels.bluesky.normalise(payload, account);
          return heard.kind === 'post' ? { ...heard, post: { ...heard.post, automatic: true } } : heard;
        },
      },
    };
    const note = (key: string, more: { root?: string } = {}) =>
      item({ did, key, minute: 50, text: 'I am away.', mentions: [at.desk.house.did], ...more });
    const root = () => `at://${did}/app.bsky.feed.post/ask`;

    test('reopens no resolved case and starts no clock', async () => {
      await sql`update care_case set state = 'resolved', waiting_since = null, due_at = null, tier = null where organisation_id = ${at.desk.organisationId}`.execute(
        storage.system,
      );
      await hear(at.desk, at.desk.house, [note('away', { root: root() })]);
      await serve(storage, automatic);
      expect(await theCase()).toMatchObject({ state: 'resolved', waiting_since: null });
      const posts = await rows<{ text: string; automatic: boolean }>(at.desk, 'post');
      expect(posts.find((post) => post.text === 'I am away.')?.automatic).toBe(true);
      expect(await moved()).toEqual(['inbound']);
    });

    test('alone makes a case that waits for nobody', async () => {
      await hear(at.desk, at.desk.house, [note('alone')]);
      await serve(storage, automatic);
      const cases = await rows<CaseRow & { due_at: Date | null }>(at.desk, 'care_case');
      expect(cases).toHaveLength(2);
      expect(cases.filter((one) => one.due_at === null)).toMatchObject([
        { state: 'new', waiting_since: null },
      ]);
    });
  });
});
