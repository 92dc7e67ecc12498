/** Tests what was typed when somebody connects an account. */
import { Fault } from '../../domain/fault.ts';
import type { ChannelTools } from '../channel.ts';
import type { Connected, ConnectField } from '../connecting.ts';
import { dictionaries, text } from '../reading.ts';
import { lacksRights } from './session.ts';
import { type Answered, ask, type Refusal, unreachable } from './xrpc.ts';

export const defaultServer = 'https://bsky.social';
export const defaultChat = 'did:web:api.bsky.chat';
export const defaultJetstream = 'wss://jetstream2.us-east.bsky.network';

/** Kept with an account that cannot read or write direct messages. */
export const lacksDirectMessages =
  'This app password gives no access to direct messages. Make a new one in Bluesky with "Allow access to your direct messages" ticked and connect the account again.';

const help = {
  password: 'Settings > Privacy and security > App passwords. Tick "Allow access to your direct messages".',
  server: 'Only for an account that does not live on bsky.social: the address of its server.',
  stream: "Where to listen. Left empty: a public Jetstream, or the firehose of the account's own server.",
  chat: 'The id (DID) of the service that carries direct messages. Left empty: the public one.',
  moderation:
    'The id (DID) of the service to which accounts are reported. Left empty: the one that the server names.',
  pictures: 'Where pictures are served, with {did} and {cid} in the address. Left empty: the public place.',
  poll: 'How often notifications and direct messages are asked for, in seconds. Left empty: as is usual.',
};

export const connectFields: readonly ConnectField[] = [
  { name: 'handle', label: 'Handle', secret: false, required: true, help: 'For example: care.bsky.social.' },
  { name: 'password', label: 'App password', secret: true, required: true, help: help.password },
  { name: 'server', label: 'Server', secret: false, required: false, help: help.server },
  advanced('listening', 'Listening by', null, [
    { value: '', label: 'Jetstream' },
    { value: 'firehose', label: 'Firehose' },
  ]),
  advanced('stream', 'Stream address', help.stream),
  advanced('chat', 'Chat service', help.chat),
  advanced('moderation', 'Moderation service', help.moderation),
  advanced('pictures', 'Address of pictures', help.pictures),
  advanced('appview', 'App view', null, [
    { value: '', label: 'The network has one' },
    { value: 'none', label: 'None: a network of servers only' },
  ]),
  advanced('pollSeconds', 'Seconds between questions', help.poll),
];

function advanced(
  name: string,
  label: string,
  helps: string | null,
  choices?: ConnectField['choices'],
): ConnectField {
  const field = { name, label, secret: false, required: false, help: helps, advanced: true };
  return choices === undefined ? field : { ...field, choices };
}

/** Signs in, looks at what the account may do. Throws Fault `account_refused`, `network_unreachable` or `input_invalid`. */
export async function tryConnecting(tools: ChannelTools, typed: Record<string, string>): Promise<Connected> {
  const handle = (typed.handle ?? '').trim().replace(/^@/, '').toLowerCase();
  const password = (typed.password ?? '').trim();
  const settings = settingsOf(typed);
  const entrance = settings.server ?? defaultServer;
  const session = await createSession(tools, entrance, handle, password);
  const { networkId, access, refresh } = session;
  settings.server ??= session.home ?? entrance;
  const lacks = (await directMessagesAllowed(tools, settings, access)) ? [] : [lacksDirectMessages];
  const name = await nameOf(tools, settings.server, access, networkId);
  return {
    networkId,
    handle: session.handle,
    name,
    settings,
    secret: { password, access, refresh },
    lacks,
  };
}

function settingsOf(typed: Record<string, string>): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const name in checks) {
    const value = typed[name]?.trim() ?? '';
    if (value !== '') settings[name] = checks[name]?.(value) ?? value;
  }
  return settings;
}

/** Every setting that may be typed, each with how it is checked; what it answers is kept. */
const checks: Record<string, (typed: string) => string> = {
  server: (typed) => addressOf(typed, 'https', ['http:', 'https:'], 'server'),
  stream: (typed) => addressOf(typed, 'wss', ['ws:', 'wss:'], 'stream'),
  listening: (typed) => {
    if (['jetstream', 'firehose', 'none'].includes(typed)) return typed;
    throw new Fault('input_invalid', 'Listening is by "jetstream" or by "firehose".');
  },
  chat: (typed) => {
    if (/^did:(web|plc):[\w.%:-]+$/.test(typed)) return typed;
    throw new Fault('input_invalid', 'The chat service must be an id such as did:web:chat.example.org.');
  },
  moderation: (typed) => {
    if (/^did:(web|plc):[\w.%:-]+$/.test(typed)) return typed;
    throw new Fault(
      'input_invalid',
      'The moderation service must be an id such as did:plc:ar7c4by46qjdydhdevvrndac.',
    );
  },
  pictures: (typed) => {
    const address = addressOf(typed, 'https', ['http:', 'https:'], 'place of pictures');
    if (address.includes('{did}') && address.includes('{cid}')) return address;
    throw new Fault(
      'input_invalid',
      'The address of pictures must hold {did} and {cid}, as in https://cdn.example.org/{did}/{cid}.',
    );
  },
  appview: (typed) => {
    if (typed === 'none') return typed;
    throw new Fault('input_invalid', 'The app view is "none", or left empty.');
  },
  pollSeconds: (typed) => {
    const seconds = Number(typed);
    if (seconds >= 0.1 && seconds <= 3_600) return String(seconds);
    throw new Fault('input_invalid', 'The seconds between questions must be a number up to 3600.');
  },
};

function addressOf(typed: string, scheme: string, allowed: readonly string[], field: string): string {
  const whole = /^[a-z]+:\/\//i.test(typed.trim()) ? typed.trim() : `${scheme}://${typed.trim()}`;
  if (!URL.canParse(whole) || !allowed.includes(new URL(whole).protocol)) {
    throw new Fault('input_invalid', `The ${field} must be an address such as ${scheme}://example.org.`);
  }
  return new URL(whole).origin === 'null' ? whole : whole.replace(/\/+$/, '');
}

async function createSession(tools: ChannelTools, server: string, identifier: string, password: string) {
  const answer = await asked(tools, server, {
    method: 'com.atproto.server.createSession',
    input: { identifier, password },
  });
  if (!answer.ok) throw signInRefused(answer);
  const { body } = answer;
  const [networkId, handle] = [text(body.did), text(body.handle)];
  const [access, refresh] = [text(body.accessJwt), text(body.refreshJwt)];
  if (networkId === null || handle === null || access === null || refresh === null) {
    throw unreachable(new Error('The server gave no session.'));
  }
  return { networkId, handle, access, refresh, home: homeOf(body) };
}

async function asked(
  tools: ChannelTools,
  server: string,
  what: Parameters<typeof ask>[2],
): Promise<Answered | Refusal> {
  try {
    return await ask(tools.fetch, server, { patience: 15_000, ...what });
  } catch (cause) {
    const sentence = `${new URL(server).host} cannot be reached. Check the server's address and this machine's connection.`;
    throw new Fault('network_unreachable', sentence, { cause });
  }
}

function signInRefused(answer: Refusal): Fault {
  const cause = new Error(`${answer.status} ${answer.error} ${answer.message}`);
  if (answer.error === 'AuthFactorTokenRequired') {
    return new Fault('account_refused', "That is the account's own password. Use an app password instead.", {
      cause,
    });
  }
  if (answer.error === 'AccountTakedown') {
    return new Fault('account_refused', 'Bluesky has suspended this account.', { cause });
  }
  if (answer.status === 429) {
    return new Fault(
      'network_unreachable',
      'Bluesky allows no more sign-ins for now. Try again in five minutes.',
      { cause },
    );
  }
  if (answer.status >= 500) return unreachable(cause);
  return new Fault('account_refused', 'Bluesky does not accept this handle and app password. Check both.', {
    cause,
  });
}

/** The server that the account really lives on: bsky.social is only the entrance. */
function homeOf(body: Answered['body']): string | null {
  const document = body.didDoc as { service?: unknown } | null | undefined;
  const home = dictionaries(document?.service).find((one) => one.id === '#atproto_pds');
  const address = text(home?.serviceEndpoint);
  return address !== null && /^https?:\/\//.test(address) ? address : null;
}

async function directMessagesAllowed(
  tools: ChannelTools,
  settings: Record<string, string>,
  token: string,
): Promise<boolean> {
  const proxy = `${settings.chat ?? defaultChat}#bsky_chat`;
  const server = settings.server ?? defaultServer;
  const answer = await glance(tools, server, {
    method: 'chat.bsky.convo.listConvos',
    query: { limit: 1 },
    token,
    proxy,
  });
  return answer === null || answer.ok || !lacksRights(answer);
}

async function nameOf(
  tools: ChannelTools,
  server: string,
  token: string,
  networkId: string,
): Promise<string | null> {
  const answer = await glance(tools, server, {
    method: 'app.bsky.actor.getProfile',
    query: { actor: networkId },
    token,
  });
  const name = answer?.ok ? text(answer.body.displayName) : null;
  return name === null || name === '' ? null : name;
}

/** A look at something that the connection does not stand or fall with: no answer is no fault. */
async function glance(
  tools: ChannelTools,
  server: string,
  what: Parameters<typeof ask>[2],
): Promise<Answered | Refusal | null> {
  try {
    return await ask(tools.fetch, server, { patience: 5_000, ...what });
  } catch (error) {
    tools.log('bluesky_glance_failed', { method: what.method, reason: String(error) });
    return null;
  }
}
