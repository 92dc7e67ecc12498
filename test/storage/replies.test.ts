import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/channels/channel.ts';
import { retryReply, settleUnknown, withdrawReply } from '../../src/desk/replies/changeReply.ts';
import { checkNext } from '../../src/desk/replies/check.ts';
import { deliverNext } from '../../src/desk/replies/deliver.ts';
import type { DeliveryDeps } from '../../src/desk/replies/parcel.ts';
import { CaseMoved, saveDraft, sendReply, type Written } from '../../src/desk/replies/writeReply.ts';
import { mayMove, replyMoves, replyStates } from '../../src/domain/reply.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { lastSequence } from '../../src/storage/history.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { repliesOfCase } from '../../src/storage/replies.ts';
import { addressOf, type Desk, hear, item, makeDesk, makeMember, rows, serve } from '../factories/desk.ts';
import { ScriptedNetwork, started } from '../factories/scriptedNetwork.ts';
import { withDatabases } from './servers.ts';

interface ReplyRow {
  id: string;
  state: string;
  member_id: string;
  text: string;
  reason: string | null;
  attempts: number;
}

withDatabases((database) => {
  let storage: Storage;
  let desk: Desk;
  let network: ScriptedNetwork;
  let [naledi, thabo] = ['', ''];
  let written: Written & { writtenOn: number; despite: null };
  let clock = started;

  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 8 });
  });
  afterAll(() => storage.close());
  beforeEach(async () => {
    // Replies wait over all organisations: those of the test before are none of ours.
    await sql`truncate reply cascade`.execute(storage.system);
    desk = await makeDesk(storage);
    network = new ScriptedNetwork();
    clock = started;
    [naledi, thabo] = [await makeMember(desk, 'Naledi'), await makeMember(desk, 'Thabo')];
    const { house } = desk;
    await hear(desk, house, [
      item({ did: 'did:plc:amina', key: 'ask', minute: 39, text: 'No water.', mentions: [house.did] }),
    ]);
    await serve(storage);
    const [post] = await rows<{ id: string }>(desk, 'post');
    const [theCase] = await rows<{ id: string }>(desk, 'care_case');
    written = {
      caseId: theCase?.id ?? '',
      postId: post?.id ?? '',
      accountId: house.id,
      mode: 'public',
      text: 'I called them myself.',
      attachments: [],
      writtenOn: await sequence(),
      despite: null,
    };
  });

  const acting = (memberId: string) => ({
    storage,
    organisationId: desk.organisationId,
    memberId,
    now: new Date(clock),
    channels: network.channels(),
  });
  const sequence = () =>
    storage.inOrganisation(desk.organisationId, (tx) => lastSequence(tx, desk.organisationId));
  const delivery = (): DeliveryDeps => ({
    storage,
    channels: network.channels(),
    worker: 'sender',
    now: () => new Date(clock),
    log: () => undefined,
    openAccount: async (_organisationId, accountId) => ({
      accountId,
      network: 'bluesky',
      networkId: desk.house.did,
      handle: 'karoowater.example',
      settings: {},
      secret: {},
      ourIds: [desk.house.did],
      watched: [],
      keepSecret: async () => undefined,
    }),
  });
  const wait = (seconds: number) => {
    clock += seconds * 1000;
  };
  const send = (memberId = naledi, more: Partial<Parameters<typeof sendReply>[1]> = {}) => {
    const replyId = more.replyId ?? randomUUID();
    return sendReply(acting(memberId), { ...written, ...more, replyId }).then(() => replyId);
  };
  const reply = async (id: string) => (await rows<ReplyRow>(desk, 'reply')).find((row) => row.id === id);
  const theCase = async () => (await rows<Record<string, unknown>>(desk, 'care_case'))[0];
  const ours = async () =>
    (await rows<Record<string, unknown>>(desk, 'post')).filter((post) => post.direction === 'house');
  const told = async (action: string) =>
    (await rows<{ action: string }>(desk, 'history')).filter((fact) => fact.action === action).length;

  test('the database knows the same moves of a reply as the rule', async () => {
    const { rows: moves } = await sql<{ from_state: string; to_state: string }>`
      select * from reply_move`.execute(storage.system);
    const known = new Set(moves.map((move) => `${move.from_state} ${move.to_state}`));
    const ruled = replyStates.flatMap((from) => replyMoves[from].map((to) => `${from} ${to}`));
    expect(known).toEqual(new Set(ruled));
  });

  test('the database refuses every move that the rule refuses', async () => {
    const id = await send();
    for (const from of replyStates) {
      for (const to of replyStates.filter((state) => state !== from)) {
        const moved = storage.asSystem(async (tx) => {
          await sql`alter table reply disable trigger reply_keeps_its_path`.execute(tx);
          await sql`update reply set state = ${from} where id = ${id}`.execute(tx);
          await sql`alter table reply enable trigger reply_keeps_its_path`.execute(tx);
          await sql`update reply set state = ${to} where id = ${id}`.execute(tx);
          throw new Error('moved');
        });
        await expect(moved, `${from} to ${to}`).rejects.toThrow(
          mayMove(from, to) ? 'moved' : 'cannot go from',
        );
      }
    }
  });

  test('each member keeps one draft of their own on a case', async () => {
    const first = await saveDraft(acting(naledi), written);
    expect(await saveDraft(acting(naledi), { ...written, text: 'I called them' })).toBe(first);
    await saveDraft(acting(thabo), { ...written, text: 'Another' });
    const seen = (memberId: string) =>
      storage.inOrganisation(desk.organisationId, (tx) =>
        repliesOfCase(tx, desk.organisationId, written.caseId, memberId),
      );
    expect((await seen(naledi)).map((draft) => draft.text)).toEqual(['I called them']);
    expect((await seen(thabo)).map((draft) => draft.text)).toEqual(['Another']);
    expect(await saveDraft(acting(naledi), { ...written, text: ' ' })).toBeNull();
    expect(await seen(naledi)).toEqual([]);
  });

  test('within ten seconds an answer comes back as a draft, after them it leaves', async () => {
    const id = await send();
    wait(9.9);
    expect(await deliverNext(delivery())).toBe(false);
    await withdrawReply(acting(naledi), id);
    expect(await reply(id)).toMatchObject({ state: 'draft', text: 'I called them myself.' });
    await send(naledi, { replyId: id });
    wait(10);
    expect(await deliverNext(delivery())).toBe(true);
    expect(await reply(id)).toMatchObject({ state: 'sent' });
    await expect(withdrawReply(acting(naledi), id)).rejects.toMatchObject({ code: 'reply_left' });
    expect([...network.published.values()]).toEqual(['I called them myself.']);
  });

  test('of two members who answer in the same instant one goes out and the other is told who', async () => {
    const both = await Promise.allSettled([send(naledi), send(thabo)]);
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = both.find((one) => one.status === 'rejected')?.reason as CaseMoved;
    expect(refused).toBeInstanceOf(CaseMoved);
    expect(['Naledi', 'Thabo']).toContain(refused.act.by);
    expect(await rows(desk, 'reply')).toHaveLength(1);
    // Having read it, the other may send all the same.
    const other = both[0]?.status === 'rejected' ? naledi : thabo;
    await send(other, { despite: refused.act.sequence });
    expect(await rows(desk, 'reply')).toHaveLength(2);
  });

  test('an answer that a colleague took back stands in nobody’s way', async () => {
    const id = await send(thabo);
    await withdrawReply(acting(thabo), id);
    await expect(send(naledi)).resolves.toBeDefined();
  });

  test('one reply id queues once, also when the requests come together', async () => {
    const replyId = randomUUID();
    await Promise.all([send(naledi, { replyId }), send(naledi, { replyId }), send(naledi, { replyId })]);
    await send(naledi, { replyId });
    expect(await rows(desk, 'reply')).toHaveLength(1);
    expect(await told('reply_queued')).toBe(1);
  });

  test('nobody sends a colleague’s draft in that colleague’s name', async () => {
    const draft = (await saveDraft(acting(thabo), written)) ?? '';
    await expect(send(naledi, { replyId: draft })).rejects.toMatchObject({ code: 'not_found' });
    expect(await reply(draft)).toMatchObject({ state: 'draft', member_id: thabo });
  });

  test('a post is answered on its own case only', async () => {
    const { house } = desk;
    await hear(desk, house, [
      item({ did: 'did:plc:thabo', key: 'other', minute: 40, text: 'Nor here.', mentions: [house.did] }),
    ]);
    await serve(storage);
    const other = (await rows<{ id: string }>(desk, 'post')).find((post) => post.id !== written.postId);
    await expect(send(naledi, { postId: other?.id ?? '' })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('what is too long with its signature is refused and never cut', async () => {
    await sql`update member set signature = '^Naledi' where id = ${naledi}`.execute(storage.system);
    const text = 'x'.repeat(53);
    await expect(send(naledi, { text })).rejects.toMatchObject({ code: 'reply_too_long' });
    const id = await send(naledi, { text: text.slice(1) });
    expect((await reply(id))?.text).toBe(`${'x'.repeat(52)} ^Naledi`);
    // What was typed comes back, also from the network's refusal.
    await withdrawReply(acting(naledi), id);
    expect((await reply(id))?.text).toBe('x'.repeat(52));
    network.answers.push({ kind: 'refused', code: 'blocked', reason: 'The author blocked us.' });
    await send(naledi, { replyId: id, text: 'y'.repeat(52) });
    wait(10);
    await deliverNext(delivery());
    await retryReply(acting(naledi), id);
    expect((await reply(id))?.text).toBe('y'.repeat(52));
  });

  describe('what the network said is what is shown', () => {
    const queued = async (...answers: ScriptedNetwork['answers']) => {
      network.answers.push(...answers);
      const id = await send();
      wait(10);
      expect(await deliverNext(delivery())).toBe(true);
      return id;
    };

    test('sent: the author was answered', async () => {
      const id = await queued();
      expect(await reply(id)).toMatchObject({ state: 'sent', reason: null });
      expect(await theCase()).toMatchObject({ state: 'waiting_author', waiting_since: null, due_at: null });
      expect(await ours()).toMatchObject([{ text: 'I called them myself.', member_id: naledi }]);
    });

    test('refused: with its reason, and it can be given back as a draft', async () => {
      const id = await queued({ kind: 'refused', code: 'blocked', reason: 'The author blocked us.' });
      expect(await reply(id)).toMatchObject({ state: 'refused', reason: 'The author blocked us.' });
      expect(await theCase()).toMatchObject({ state: 'open' });
      // Another draft was begun meanwhile; nothing of it is lost.
      await saveDraft(acting(naledi), { ...written, text: 'Another way' });
      await expect(retryReply(acting(naledi), id)).rejects.toMatchObject({ code: 'reply_left' });
      await saveDraft(acting(naledi), { ...written, text: '' });
      await retryReply(acting(naledi), id);
      expect(await reply(id)).toMatchObject({ state: 'draft' });
    });

    test('later: it goes at the time that the network named', async () => {
      const id = await queued({ kind: 'later', at: new Date(clock + 300_000), reason: 'Too many.' });
      wait(289);
      expect(await deliverNext(delivery())).toBe(false);
      wait(2);
      expect(await deliverNext(delivery())).toBe(true);
      expect(await reply(id)).toMatchObject({ state: 'sent', attempts: 2 });
    });

    test('later, at a time that is over: the network is not asked again at once', async () => {
      await queued({ kind: 'later', at: new Date(0), reason: 'Too many.' });
      expect(await deliverNext(delivery())).toBe(false);
    });

    test('lost after it went out: it is found, sent once, and one post', async () => {
      const id = await queued('crash after');
      expect(await reply(id)).toMatchObject({ state: 'unknown' });
      expect(await checkNext(delivery())).toBe(true);
      expect(await reply(id)).toMatchObject({ state: 'sent' });
      expect(await ours()).toHaveLength(1);
      expect(network.sends).toBe(1);
      expect(await theCase()).toMatchObject({ state: 'waiting_author' });
    });

    test('lost before it went out: where a key makes twice impossible it is sent again, once', async () => {
      const id = await queued('crash before');
      await checkNext(delivery());
      expect(await reply(id)).toMatchObject({ state: 'queued' });
      expect(await deliverNext(delivery())).toBe(true);
      expect(await reply(id)).toMatchObject({ state: 'sent' });
      expect(network.published.size).toBe(1);
      // A program that sends again is no colleague who answered.
      await expect(send(naledi, { text: 'And the second half.' })).resolves.toBeDefined();
    });

    test('lost where the network takes no key: it waits for a person', async () => {
      network.keyed = false;
      const id = await queued('crash before');
      for (let look = 0; look < 3; look++) {
        await checkNext(delivery());
        wait(121);
      }
      expect(await reply(id)).toMatchObject({ state: 'unknown', attempts: 1 });
      expect(await deliverNext(delivery())).toBe(false);
      expect(await told('reply_unknown')).toBe(1);
      await settleUnknown(acting(naledi), id, false);
      expect(await deliverNext(delivery())).toBe(true);
      expect(await reply(id)).toMatchObject({ state: 'sent' });
    });

    test('a person who saw it on the network ends the author’s waiting', async () => {
      network.keyed = false;
      network.found = { kind: 'uncertain', reason: 'Nobody can say.' };
      const id = await queued('crash after');
      await checkNext(delivery());
      await settleUnknown(acting(naledi), id, true);
      expect(await reply(id)).toMatchObject({ state: 'sent' });
      expect(await theCase()).toMatchObject({ state: 'waiting_author', due_at: null });
    });
  });

  test('a sender that was killed between sending and recording is found out when its lease ends', async () => {
    const id = await send();
    wait(10);
    const killed = { ...delivery(), storage: dyingAfterSend() };
    await expect(deliverNext(killed)).rejects.toThrow('killed');
    expect(await reply(id)).toMatchObject({ state: 'sending' });
    expect(await checkNext(delivery())).toBe(false);
    wait(61);
    expect(await checkNext(delivery())).toBe(true);
    expect(await reply(id)).toMatchObject({ state: 'sent' });
    expect(network.sends).toBe(1);
    expect(await ours()).toHaveLength(1);
  });

  /** Its second transaction inside the organisation is the one that records the outcome. */
  function dyingAfterSend(): Storage {
    return {
      ...storage,
      inOrganisation: (organisationId, work) =>
        network.sends > 0
          ? Promise.reject(new Error('killed'))
          : storage.inOrganisation(organisationId, work),
    };
  }

  test('the outcome of an attempt that was given up does not judge the next one', async () => {
    const id = await send();
    wait(10);
    const [asked, slow] = [Promise.withResolvers<void>(), Promise.withResolvers<Outcome>()];
    const stuck = delivery();
    const hang = () => {
      asked.resolve();
      return slow.promise;
    };
    const bluesky = { ...stuck.channels.bluesky, send: hang };
    const first = deliverNext({ ...stuck, channels: { ...stuck.channels, bluesky } });
    await asked.promise;
    expect((await reply(id))?.state).toBe('sending');
    wait(61);
    await checkNext(delivery());
    await deliverNext(delivery());
    expect(await reply(id)).toMatchObject({ state: 'sent' });
    slow.resolve({ kind: 'refused', code: 'old', reason: 'An old refusal.' });
    await first;
    expect(await reply(id)).toMatchObject({ state: 'sent' });
  });

  test('who takes an answer back while it leaves is told, and either it left or it did not', async () => {
    for (let round = 0; round < 10; round++) {
      const before = network.published.size;
      const id = await send(naledi, { text: `Round ${round}.` });
      wait(10);
      const [, withdrawn] = await Promise.allSettled([
        deliverNext(delivery()),
        withdrawReply(acting(naledi), id),
      ]);
      const state = (await reply(id))?.state;
      expect(state).toBe(withdrawn.status === 'fulfilled' ? 'draft' : 'sent');
      expect(network.published.size - before).toBe(state === 'sent' ? 1 : 0);
    }
  });

  test('our answer that the stream brings before, while or after its outcome is recorded is one post in the right case', async () => {
    for (const when of ['before', 'while', 'after']) {
      const id = await send(naledi, { text: `Answer, heard ${when}.` });
      wait(10);
      const root = addressOf('did:plc:amina', 'ask');
      const key = `key-${id}`;
      const heard = item({ did: desk.house.did, key, minute: 59, text: `Answer, heard ${when}.`, root });
      const hearIt = async () => {
        await hear(desk, desk.executive, [heard]);
        await serve(storage);
      };
      if (when === 'before') await hearIt();
      const delivered = deliverNext(delivery());
      if (when !== 'while') await delivered;
      if (when !== 'before') await hearIt();
      expect(await delivered).toBe(true);
      expect(await reply(id)).toMatchObject({ state: 'sent' });
      const posts = (await ours()).filter((post) => post.network_id === network.idOf(key));
      expect(posts).toMatchObject([{ member_id: naledi, edited_at: null }]);
      expect(await theCase()).toMatchObject({ state: 'waiting_author', due_at: null });
    }
    expect(await rows(desk, 'care_case')).toHaveLength(1);
    expect(await rows(desk, 'set_aside_item')).toEqual([]);
  });
});
