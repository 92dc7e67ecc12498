/** The whole desk in this process, served with the built console, on a network that is a double: posts come as they are told, replies are kept. */
import type { AddressInfo } from 'node:net';
import { join as pathTo } from 'node:path';
import type { Channel, Outcome, Permission, ReplyToSend } from '../../src/channels/channel.ts';
import { buildChannels } from '../../src/channels/networks.ts';
import type { Network } from '../../src/domain/network.ts';
import type { HeardPost } from '../../src/domain/post.ts';
import type { Role } from '../../src/domain/rights.ts';
import { startKeepingHours } from '../../src/jobs/officeHours.ts';
import { startSending } from '../../src/jobs/sendReplies.ts';
import { startServingLetterboxes } from '../../src/jobs/serveLetterboxes.ts';
import { startWorkers } from '../../src/listening/work.ts';
import { openAccount } from '../../src/storage/accountsOpened.ts';
import { saveRawItems } from '../../src/storage/inbox.ts';
import { type ApiServer, firstRun, join, networkDouble, type Person, startApi } from './apiServer.ts';

export interface BrowserDesk {
  address: string;
  server: ApiServer;
  /** What reached the network. */
  sent: ReplyToSend[];
  /** How the network answers the next replies, and the next direct messages; null: it takes them. `direct`: whether authors take direct messages of ours. */
  answer: { next: Outcome | Promise<Outcome> | null; nextDirect: Outcome | null; direct: boolean };
  channels: Readonly<Record<Network, Channel>>;
  /** How often posts were passed on, by the network's id; what the network was asked; until when it wants to be left alone. */
  shares: { counts: Map<string, number>; asked: string[][]; later: Date | null };
  /** An author writes; `thread` names their conversation. */
  hear(thread: string, text: string, more?: Partial<HeardPost>): Promise<void>;
  /** An author writes in private to whoever's own account of this handle is read for them alone. */
  hearAlone(handle: string, thread: string, text: string, more?: Partial<HeardPost>): Promise<void>;
  /** The same of several posts at once. */
  hearAll(thread: string, texts: readonly string[], more?: Partial<HeardPost>): Promise<void>;
  /** The admin's own session. */
  admin: Person;
  /** A member in this role, who signs in with the common password of the tests. */
  invite(role: Role, email: string): Promise<void>;
  close(): Promise<void>;
}

export const adminEmail = 'naledi@water.example';

/** Takes what it is told, permits public replies, sends into a list. */
function talkingDouble(
  sent: ReplyToSend[],
  answer: BrowserDesk['answer'],
  { shares, now }: Pick<BrowserDesk, 'shares'> & { now: () => Date },
): Channel {
  const double = networkDouble();
  const length = { graphemes: 300, bytes: 3000 };
  const permission = (mode: Permission['mode'], reason: string | null): Permission => ({
    mode,
    allowed: reason === null,
    reason,
    until: null,
    length,
    price: null,
  });
  const nothing = async function* (): AsyncGenerator<never> {
    yield* [];
  };
  return {
    ...double,
    sources: [{ name: 'direct', isDirect: true, stream: nothing }],
    abilities: {
      ...double.abilities,
      length,
      attachments: { most: 4, types: ['image/png', 'image/jpeg'], mostBytes: 1_000_000 },
    },
    normalise: (payload) => {
      const post = payload as HeardPost;
      return { kind: 'post', post: { ...post, at: new Date(post.at) } };
    },
    mayReply: (post) => [
      permission('public', post.visibility === 'direct' ? 'A direct message is answered directly.' : null),
      permission(
        'direct',
        post.visibility === 'direct' || answer.direct ? null : 'This author accepts no direct messages.',
      ),
    ],
    shares: {
      atOnce: 25,
      async count(_account, ids) {
        shares.asked.push([...ids]);
        if (shares.later !== null) return { kind: 'later', at: shares.later };
        return { kind: 'counted', shares: new Map(ids.map((id) => [id, shares.counts.get(id) ?? 0])) };
      },
    },
    send: async (_account, reply) => {
      const next = (reply.mode === 'direct' ? answer.nextDirect : null) ?? answer.next;
      if (next !== null) return next;
      sent.push(reply);
      return { kind: 'sent', networkId: `at://sent/${reply.replyId}`, at: now(), handle: {} };
    },
  };
}

const base = {
  network: 'bluesky',
  parentNetworkId: null,
  quotedNetworkId: null,
  direction: 'inbound',
  visibility: 'public',
  hearing: 'mention',
  language: 'en',
  media: [],
  reach: null,
  handle: {},
  institution: null,
} as const;

function heardPost(thread: string, text: string, count: number, more: Partial<HeardPost>): HeardPost {
  const networkId = `did:plc:${thread}`;
  return {
    ...base,
    networkId: `at://${thread}/${count}`,
    thread: `at://${thread}/root`,
    by: { networkId, handle: `${thread}.example`, name: thread },
    conversationWith: networkId,
    text,
    at: new Date(),
    revision: String(count).padStart(8, '0'),
    media: [],
    ...more,
  };
}

/** Starts it all, with an organisation, its admin and one connected account; without the console for programs that ask by themselves. `more`: channels in place of the usual ones. `publicAddress`: where networks are told to call. */
export async function openBrowserDesk(
  withConsole = true,
  more: Partial<Record<Network, Channel>> = {},
  { publicAddress = null }: { publicAddress?: string | null } = {},
): Promise<BrowserDesk> {
  const sent: ReplyToSend[] = [];
  const answer: BrowserDesk['answer'] = { next: null, nextDirect: null, direct: false };
  const shares: BrowserDesk['shares'] = { counts: new Map(), asked: [], later: null };
  // An answer that is stored here is dated by the same clock as the question.
  const clock = { ahead: 0 };
  const now = () => new Date(Date.now() + clock.ahead);
  const double = talkingDouble(sent, answer, { shares, now });
  const channels = {
    ...buildChannels({ fetch, now, log: () => undefined }),
    bluesky: double,
    email: { ...double, network: 'email', name: 'Email', connect: null },
    archive: { ...double, network: 'archive', name: 'Archive', connect: null },
    ...more,
  } as const;
  const consoleFolder = withConsole ? pathTo(import.meta.dirname, '../../web/dist') : null;
  const settings = {
    version: '0.0.0',
    publicAddress,
    consoleFolder,
    trustedProxies: [],
    privateHosts: ['127.0.0.1'],
  };
  const server = await startApi({ clock, deps: { channels, settings } });
  const admin = await firstRun(server, adminEmail);
  const institutions = (await server.ask({ url: '/api/me', as: admin })).body as {
    institutions: { id: string }[];
  };
  const fields = { handle: 'water.example', password: 'right-app-password' };
  const connect = { network: 'bluesky', institutionId: institutions.institutions[0]?.id, fields };
  const connected = await server.ask({ method: 'POST', url: '/api/accounts', as: admin, payload: connect });
  const accountId = (connected.body as { id: string }).id;
  const { id: organisationId } = await server.storage.system
    .selectFrom('organisation')
    .select('id')
    .executeTakeFirstOrThrow();
  const deps = { storage: server.storage, channels, now: server.now, log: () => undefined };
  const open = (organisation: number, account: string) =>
    openAccount(server.storage, server.key, organisation, account);
  const workers = startWorkers(deps, 'browser-test', 1);
  const senders = startSending({ ...deps, openAccount: open }, 'browser-test', 2);
  const hours = startKeepingHours(deps);
  const letterboxes = startServingLetterboxes(deps);
  await server.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = server.app.server.address() as AddressInfo;
  let count = 0;
  const hearAll: BrowserDesk['hearAll'] = async (thread, texts, more = {}) => {
    const items = texts.map((text) => {
      count += 1;
      return { key: `at://${thread}/root`, payload: JSON.stringify(heardPost(thread, text, count, more)) };
    });
    const batch = { organisationId, accountId, source: null, cursor: null, heardAt: server.now() };
    await saveRawItems(server.storage, { ...batch, items });
  };
  const hearAlone: BrowserDesk['hearAlone'] = async (handle, thread, text, more = {}) => {
    const into = await server.storage.system
      .selectFrom('connected_account')
      .select(['organisation_id', 'id'])
      .where('handle', '=', handle)
      .where('hears_public', '=', false)
      .executeTakeFirstOrThrow();
    count += 1;
    const direct = { visibility: 'direct', hearing: 'direct', ...more } as const;
    const item = { key: `dm:${thread}`, payload: JSON.stringify(heardPost(thread, text, count, direct)) };
    const batch = { source: null, cursor: null, heardAt: new Date(), items: [item] };
    await saveRawItems(server.storage, {
      organisationId: into.organisation_id,
      accountId: into.id,
      ...batch,
    });
  };
  return {
    address: `http://127.0.0.1:${port}`,
    server,
    sent,
    answer,
    channels,
    shares,
    admin,
    hear: (thread, text, more) => hearAll(thread, [text], more),
    hearAlone,
    hearAll,
    invite: async (role, email) => {
      await join(server, admin, role, email);
    },
    async close() {
      await Promise.all([workers.stop(), senders.stop(), hours.stop(), letterboxes.stop()]);
      await server.close();
    },
  };
}
