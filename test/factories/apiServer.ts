/** The API in this process on a database of its own, with a double for the network, and people who are signed in. */
import { randomBytes } from 'node:crypto';
import type { InjectOptions } from 'fastify';
import type { ApiDeps, App, Routes } from '../../src/api/deps.ts';
import type { DeskDeps } from '../../src/api/deskDeps.ts';
import { openLiveFeed } from '../../src/api/liveFeed.ts';
import { makeLog } from '../../src/api/log.ts';
import { openPresence } from '../../src/api/presence.ts';
import { deskRoutes } from '../../src/api/routes/desk.ts';
import { inletRoutes } from '../../src/api/routes/inlet.ts';
import { buildServer } from '../../src/api/server.ts';
import type { Channel } from '../../src/channels/channel.ts';
import { buildChannels } from '../../src/channels/networks.ts';
import { Fault } from '../../src/domain/fault.ts';
import { nothingFound } from '../../src/domain/finding.ts';
import type { Role } from '../../src/domain/rights.ts';
import { type Inlet, openInlet } from '../../src/listening/inlet/inlet.ts';
import { keepNotices, type NoticeKeeper } from '../../src/listening/notices.ts';
import { makeFirstRunLink } from '../../src/members/links.ts';
import { buildSignIn } from '../../src/members/signIn.ts';
import { fetchImage } from '../../src/outside/fetchImage.ts';
import { fetchRecording } from '../../src/outside/fetchRecording.ts';
import { askOutside } from '../../src/outside/guardedRequest.ts';
import { pageRoutes } from '../../src/pages/pages.ts';
import { openAccount } from '../../src/storage/accountsOpened.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { type MasterKey, masterKey } from '../../src/storage/secrets.ts';
import { PostReader } from '../../src/understanding/reader.ts';
import { createTestDatabase, type TestDatabase } from '../createTestDatabase.ts';

export const host = 'desk.test';
const origin = `http://${host}`;

export interface ApiServer {
  app: App;
  storage: Storage;
  key: MasterKey;
  /** Every line that was logged. */
  logged: string[];
  /** Puts the server's clock ahead, in milliseconds. */
  clock: { ahead: number };
  now(): Date;
  /** A request as a page of the desk makes it. */
  ask(options: InjectOptions & { as?: Person }): Promise<Answer>;
  close(): Promise<void>;
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | number | undefined>;
  // The tests look at whatever came.
  body: unknown;
  text: string;
  bytes: Buffer;
  cookies: string[];
}

/** The cookies of somebody's browser. */
export interface Person {
  cookie: string;
}

export interface ApiServerOptions {
  database?: TestDatabase;
  more?: readonly Routes[];
  /** Runs before the server is ready: the place for a test's own hooks. */
  before?: (app: App) => void;
  deps?: Partial<ApiDeps>;
  /** The server's clock where something else is to go by it too. */
  clock?: { ahead: number };
}

/** As `roles.ts` builds it. */
function openNetworksDoor({ storage, key, channels, now, log }: DeskDeps): {
  notices: NoticeKeeper;
  inlet: Inlet;
} {
  const tell = (event: string, particulars: object) => log.warn(particulars, event);
  const notices = keepNotices({ storage, now, log: tell });
  const open = (organisationId: number, accountId: string) =>
    openAccount(storage, key, organisationId, accountId);
  const inlet = openInlet({ storage, key, channels, openAccount: open, notices, now, log: tell });
  return { notices, inlet };
}

export async function startApi(options: ApiServerOptions = {}): Promise<ApiServer> {
  const database = options.database ?? (await createTestDatabase());
  await migrate(database.url, () => undefined);
  const storage = openStorage({ url: database.url, connections: 6 });
  const key = masterKey(randomBytes(32).toString('base64'));
  const logged: string[] = [];
  const clock = options.clock ?? { ahead: 0 };
  const now = () => new Date(Date.now() + clock.ahead);
  const log = makeLog('trace', {
    write: (line) => {
      logged.push(line);
      // A failure of ours is what the reader of a failed test needs first.
      if (line.startsWith('{"level":50')) console.error(line);
    },
  });
  const double = networkDouble();
  const reader = new PostReader();
  const deps: DeskDeps = {
    live: openLiveFeed({ storage, now }, (reason) => log.warn(reason)),
    presence: openPresence(storage, now),
    storage,
    key,
    log,
    signIn: buildSignIn({
      storage,
      key,
      publicAddress: options.deps?.settings?.publicAddress ?? null,
      log: (_level, message) => log.warn(message),
    }),
    channels: {
      ...buildChannels({ fetch, now, log: () => undefined }),
      bluesky: double,
      archive: { ...double, network: 'archive', name: 'Archive', connect: null },
    },
    settings: {
      version: '0.0.0',
      publicAddress: null,
      consoleFolder: null,
      trustedProxies: [],
      privateHosts: [],
    },
    now,
    askOutside: askOutside(['127.0.0.1']),
    fetchImage: (address) => fetchImage(address, { allowLoopback: true }),
    fetchRecording: (address) => fetchRecording(address, { allowLoopback: true }),
    findTopics: (text, topics) => reader.findTopics(text, topics),
    readAnswer: async (text, house) => (await reader.read([{ text, house }]))[0] ?? nothingFound(),
    ...options.deps,
  };
  const { notices, inlet } = openNetworksDoor(deps);
  const app = buildServer(deps, [...deskRoutes, pageRoutes, inletRoutes(inlet), ...(options.more ?? [])]);
  options.before?.(app);
  const close = async () => {
    await app.close();
    inlet.close();
    await notices.close();
    await reader.close();
    deps.live.close();
    deps.presence.close();
    await storage.close();
    if (options.database === undefined) await database.drop();
  };
  try {
    await app.ready();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    app,
    storage,
    key,
    logged,
    clock,
    now,
    ask: (asked) => ask(app, asked),
    close,
  };
}

async function ask(app: App, options: InjectOptions & { as?: Person }): Promise<Answer> {
  const { as, ...request } = options;
  const answer = await app.inject({
    ...request,
    headers: given({
      host,
      ...(request.method === undefined || request.method === 'GET' ? {} : { origin }),
      ...(as === undefined ? {} : { cookie: as.cookie }),
      ...request.headers,
    }),
  });
  const type = String(answer.headers['content-type'] ?? '');
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: type.includes('json') ? answer.json() : null,
    text: answer.body,
    bytes: answer.rawPayload,
    cookies: [answer.headers['set-cookie'] ?? []].flat(),
  };
}

/** Headers set to undefined are left out. */
function given<T extends object>(headers: T): T {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)) as T;
}

/** The browser after an answer that set cookies. */
export function personOf(answer: Answer): Person {
  return { cookie: answer.cookies.map((line) => line.split(';', 1)[0]).join('; ') };
}

export const password = 'a long enough password';

/** Does the first run; answers the first admin. */
export async function firstRun(server: ApiServer, email = 'naledi@water.example'): Promise<Person> {
  const link = await makeFirstRunLink(server.storage, origin, server.now());
  const answer = await server.ask({
    method: 'POST',
    url: '/api/first-run',
    payload: {
      token: tokenOf(link ?? ''),
      organisation: 'Karoo Water',
      institution: 'Karoo Water Board',
      name: 'Naledi Dlamini',
      email,
      password,
      timeZone: 'Africa/Johannesburg',
    },
  });
  if (answer.status !== 200) throw new Error(`the first run was refused: ${answer.text}`);
  return personOf(answer);
}

export const tokenOf = (link: string): string => link.split('#token=')[1] ?? '';

/** Invites somebody in a role and lets them accept. */
export async function join(server: ApiServer, admin: Person, role: Role, email: string): Promise<Person> {
  const invited = await server.ask({
    method: 'POST',
    url: '/api/members',
    as: admin,
    payload: { name: `The ${role}`, email, role },
  });
  const { link } = invited.body as { link: string };
  const accepted = await server.ask({
    method: 'POST',
    url: '/api/invitation',
    payload: { token: tokenOf(link), name: `The ${role}`, password },
  });
  if (accepted.status !== 200) throw new Error(`the invitation was refused: ${accepted.text}`);
  return personOf(accepted);
}

/** A channel that lets in whoever gives the right password. */
export function networkDouble(): Channel {
  const nothing = async function* (): AsyncGenerator<never> {
    yield* [];
  };
  return {
    network: 'bluesky',
    name: 'Bluesky',
    evidence: [{ what: 'connecting', by: 'our double' }],
    abilities: {
      hears: ['stream'],
      replies: ['public', 'direct'],
      announces: true,
      deletes: true,
      deletedStays: 0,
      attachments: null,
      length: null,
      keyed: { public: true, direct: false },
    },
    connect: {
      fields: [
        { name: 'handle', label: 'Handle', secret: false, required: true, help: null },
        { name: 'password', label: 'App password', secret: true, required: true, help: null },
      ],
      try: async (typed) => {
        if (typed.password !== 'right-app-password')
          throw new Fault('account_refused', 'The network does not know this handle with this password.');
        return {
          networkId: `did:plc:${typed.handle}`,
          handle: typed.handle ?? '',
          name: 'Karoo Water',
          settings: { service: 'https://pds.example' },
          secret: { appPassword: 'right-app-password' },
          lacks: [],
        };
      },
    },
    sources: [],
    normalise: () => ({ kind: 'unreadable', reason: 'a double reads nothing' }),
    mayReply: () => [],
    networkKey: ({ replyId }) => replyId,
    send: async () => ({ kind: 'refused', code: 'double', reason: 'a double sends nothing' }),
    check: async () => ({ kind: 'absent' }),
    remove: async () => ({ kind: 'refused', code: 'double', reason: 'a double removes nothing' }),
    reconcile: nothing,
  };
}
