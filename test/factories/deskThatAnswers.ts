/** A desk with one complaint to answer, and a network that does as the test says. */
import { randomUUID } from 'node:crypto';
import type { DeliveryDeps } from '../../src/desk/replies/parcel.ts';
import { sendReply, type Writing, type Written } from '../../src/desk/replies/writeReply.ts';
import type { Storage } from '../../src/storage/database.ts';
import { lastSequence } from '../../src/storage/history.ts';
import { type Channels, type Desk, hear, item, makeDesk, makeMember, rows, serve } from './desk.ts';
import { ScriptedNetwork, started } from './scriptedNetwork.ts';

export interface ReplyRow {
  id: string;
  account_id: string;
  state: string;
  text: string;
  code: string | null;
  reason: string | null;
}

export interface AnsweringDesk {
  desk: Desk;
  network: ScriptedNetwork;
  naledi: string;
  /** The answer that `send` sends unless told otherwise. */
  written: Written & { writtenOn: number; despite: null };
  acting(memberId?: string): Writing;
  /** Queues an answer; answers its id. */
  send(more?: Partial<Written>): Promise<string>;
  delivery(channels?: Channels): DeliveryDeps;
  wait(seconds: number): void;
  reply(id: string): Promise<ReplyRow | undefined>;
}

/** Amina complained that there is no water, in public; at a new desk unless one is given. */
export async function deskThatAnswers(storage: Storage, given?: Desk): Promise<AnsweringDesk> {
  const desk = given ?? (await makeDesk(storage));
  const { house } = desk;
  const naledi = await makeMember(desk, 'Naledi');
  await hear(desk, house, [
    item({ did: 'did:plc:amina', key: 'ask', minute: 39, text: 'No water.', mentions: [house.did] }),
  ]);
  await serve(storage);
  const [post] = await rows<{ id: string }>(desk, 'post');
  const [theCase] = await rows<{ id: string }>(desk, 'care_case');
  const network = new ScriptedNetwork();
  let clock = started;
  const written = {
    caseId: theCase?.id ?? '',
    postId: post?.id ?? '',
    accountId: house.id,
    mode: 'public' as const,
    text: 'I called them myself.',
    attachments: [],
    writtenOn: await storage.inOrganisation(desk.organisationId, (tx) =>
      lastSequence(tx, desk.organisationId),
    ),
    despite: null,
  };
  const acting = (memberId = naledi): Writing => ({
    storage,
    organisationId: desk.organisationId,
    memberId,
    now: new Date(clock),
    channels: network.channels(),
  });
  return {
    desk,
    network,
    naledi,
    written,
    acting,
    send: async (more = {}) => {
      const replyId = randomUUID();
      await sendReply(acting(), { ...written, ...more, replyId });
      return replyId;
    },
    delivery: (channels = network.channels()) => ({
      storage,
      channels,
      worker: 'sender',
      now: () => new Date(clock),
      log: () => undefined,
      openAccount: async (_organisationId, accountId) => openedAccount(desk, accountId),
    }),
    wait: (seconds) => {
      clock += seconds * 1000;
    },
    reply: async (id) => (await rows<ReplyRow>(desk, 'reply')).find((row) => row.id === id),
  };
}

function openedAccount({ house, executive }: Desk, accountId: string) {
  return {
    accountId,
    network: 'bluesky' as const,
    networkId: accountId === executive.id ? executive.did : house.did,
    handle: 'karoowater.example',
    settings: {},
    secret: {},
    ourIds: [house.did, executive.did],
    watched: [],
    keepSecret: async () => undefined,
  };
}
