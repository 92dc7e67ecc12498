/** Tests what was typed when somebody connects an account: which server it is, what it can do, and what the access allows. */
import { Fault, isFault } from '../../domain/fault.ts';
import type { Budgets } from '../budget.ts';
import type { ChannelTools } from '../channel.ts';
import { field } from '../connectField.ts';
import type { Connected, ConnectField, SetUpStep } from '../connecting.ts';
import { dictionary, text } from '../reading.ts';
import { type Answered, type Ask, type Asking, ask, type Refusal, whoAsks } from './api.ts';
import { type Instance, readInstance } from './instance.ts';
import { lacksMedia, lacksReading, lacksReports, lacksSearch, lacksWriting } from './lacking.ts';
import { personId, wholeName } from './payload.ts';
import {
  exchange,
  type Granted,
  pageToAllow,
  postTo,
  type Registrations,
  register,
  rights,
} from './registering.ts';
import { streamOf } from './streaming.ts';
import { withoutEmoji } from './words.ts';

const help = {
  server: 'The server on which the account lives. For example: people.example, from care@people.example.',
  token: 'Made on the server: see the steps. It is kept encrypted.',
  code: 'Left empty: this program makes itself known to the server and says where you get the code.',
  poll: 'How often the server is asked where it does not stream, in seconds. Left empty: as is usual.',
  streaming:
    'Where to listen, where the server itself names a wrong place. Left empty: where the server says.',
  heartbeat: 'After how many seconds without a sign of life a stream is opened again. Left empty: 20.',
};

export const connectFields: readonly ConnectField[] = [
  field('server', 'Server', { required: true, help: help.server }),
  field('by', 'Access by', {
    choices: [
      { value: '', label: 'An access token made on the server' },
      { value: 'code', label: 'A code that the server shows' },
    ],
  }),
  field('token', 'Access token', { secret: true, help: help.token, when: { field: 'by', is: [''] } }),
  field('code', 'Code', { help: help.code, when: { field: 'by', is: ['code'] } }),
  field('streaming', 'Address of the stream', { help: help.streaming, advanced: true }),
  field('pollSeconds', 'Seconds between questions', { help: help.poll, advanced: true }),
  field('heartbeatSeconds', 'Seconds between signs of life', { help: help.heartbeat, advanced: true }),
];

/** What to do at the server, with what was typed so far. */
export function guide(typed: Readonly<Record<string, string>>): SetUpStep[] {
  const server = addressTyped(typed.server ?? '');
  const page = (path: string) => (server === null ? {} : { link: new URL(path, server).toString() });
  if (typed.by === 'code') {
    return [
      {
        text: 'Type the server, leave the code empty and try: this program makes itself known there, and says which page to open.',
      },
      {
        text: 'Open that page, signed in with the account that is to be connected, and allow it.',
        ...page('/'),
      },
      { text: 'The server shows a code. Type it here within some minutes, and try again.' },
    ];
  }
  return [
    { text: 'Sign in to the server with the account that is to be connected.', ...page('/') },
    {
      text: 'Open Preferences, Development, New application; on other servers look for applications or access tokens in the settings. Name it Answerable.',
      ...page('/settings/applications/new'),
    },
    { text: 'Give it these rights and no others.', copy: { label: 'Rights', value: rights.join(' ') } },
    { text: 'Save it, open it again, and copy its access token to the field here.' },
  ];
}

/** Asks the server who the account is and what it may do. Throws Fault `account_refused`, `network_unreachable` or `input_invalid`. */
export async function tryConnecting(
  tools: ChannelTools,
  budgets: Budgets,
  registrations: Registrations,
  typed: Record<string, string>,
): Promise<Connected> {
  const typedServer = addressTyped(typed.server ?? '');
  if (typedServer === null)
    throw new Fault('input_invalid', 'The server must be an address such as people.example.');
  const options = optionsOf(typed);
  const { server, instance } = await instanceOf(tools, typedServer);
  const { token, granted } = await tokenFor(tools, registrations, server, typed);
  const asking: Asking = { tools, budgets, server, account: null, token };
  const account = await whoIs(asking, instance);
  const lacks = await lackingOf(asking, granted);
  const stream = options.streaming ?? (await streamOf(tools, token, instance));
  const settings = settingsOf(server, instance, account.id, options, stream);
  if (!lacks.includes(lacksSearch) && (await canSearch(asking))) settings.search = 'yes';
  return {
    networkId: personId(account.name),
    handle: account.name,
    name: account.shown,
    settings,
    secret: { token },
    lacks,
    checks: [
      `The server runs ${instance.software} and takes ${instance.most} characters.`,
      stream === null
        ? 'The server does not stream: it is asked again and again.'
        : 'The server streams what is written to the account.',
    ],
  };
}

interface Options {
  streaming?: string;
  pollSeconds?: string;
  heartbeatSeconds?: string;
}

function optionsOf(typed: Record<string, string>): Options {
  const options: Options = {};
  for (const name of ['pollSeconds', 'heartbeatSeconds'] as const) {
    const value = typed[name]?.trim() ?? '';
    if (value === '') continue;
    if (!(Number(value) >= 0.1 && Number(value) <= 3_600))
      throw new Fault('input_invalid', 'The seconds must be a number up to 3600.');
    options[name] = String(Number(value));
  }
  const stream = typed.streaming?.trim() ?? '';
  if (stream !== '') {
    if (!URL.canParse(stream) || !/^wss?:$/.test(new URL(stream).protocol))
      throw new Fault('input_invalid', 'The address of the stream must be one such as wss://people.example.');
    options.streaming = stream.replace(/\/+$/, '');
  }
  if (typed.by !== undefined && typed.by !== '' && typed.by !== 'code')
    throw new Fault('input_invalid', 'The access is by a token, or by "code".');
  return options;
}

function settingsOf(
  server: string,
  instance: Instance,
  accountId: string,
  options: Options,
  stream: string | null,
): Record<string, string> {
  return {
    server,
    domain: instance.domain,
    accountId,
    software: instance.software,
    most: String(instance.most),
    perAddress: String(instance.perAddress),
    pictures: String(instance.pictures),
    ...(instance.imageBytes === null ? {} : { imageBytes: String(instance.imageBytes) }),
    ...(stream === null ? {} : { streaming: stream }),
    ...(instance.keepsKeys ? { idempotency: 'yes' } : {}),
    ...(instance.batches ? { batches: 'yes' } : {}),
    ...(options.pollSeconds === undefined ? {} : { pollSeconds: options.pollSeconds }),
    ...(options.heartbeatSeconds === undefined ? {} : { heartbeatSeconds: options.heartbeatSeconds }),
  };
}

/** A server as people type it: a domain, an address, or a whole name. */
function addressTyped(typed: string): string | null {
  const said = typed
    .trim()
    .replace(/^@?[^@/\s]*@/, '')
    .replace(/\/+$/, '');
  const whole = /^https?:\/\//i.test(said) ? said : `https://${said}`;
  return said === '' || /\s/.test(said) || !URL.canParse(whole) ? null : new URL(whole).origin;
}

/** What the server says of itself. A domain of names may send on to the server that stands behind it. */
async function instanceOf(
  tools: ChannelTools,
  server: string,
): Promise<{ server: string; instance: Instance }> {
  const headers = { accept: 'application/json', 'user-agent': whoAsks };
  for (const path of ['/api/v2/instance', '/api/v1/instance']) {
    try {
      const answer = await tools.fetch(new URL(path, server), {
        headers,
        signal: AbortSignal.timeout(15_000),
      });
      const said = await answer.text();
      const instance = answer.ok ? readInstance(parsed(said)) : null;
      if (instance !== null)
        return { server: answer.url === '' ? server : new URL(answer.url).origin, instance };
    } catch (cause) {
      const sentence = `${new URL(server).host} cannot be reached. Check the server's address and this machine's connection.`;
      throw new Fault('network_unreachable', sentence, { cause });
    }
  }
  const sentence = `${new URL(server).host} does not speak the Mastodon API. Check the server's address.`;
  throw new Fault('account_refused', sentence);
}

function parsed(said: string): unknown {
  try {
    return JSON.parse(said);
  } catch {
    return null;
  }
}

async function tokenFor(
  tools: ChannelTools,
  registrations: Registrations,
  server: string,
  typed: Record<string, string>,
): Promise<Granted> {
  const token = typed.token?.trim() ?? '';
  if (typed.by !== 'code') {
    if (token === '')
      throw new Fault('input_invalid', 'The access token is missing. The steps say where it is made.');
    return { token, granted: null };
  }
  const post = postTo(tools, server, { accept: 'application/json', 'user-agent': whoAsks });
  try {
    const known = registrations.get(server);
    const code = typed.code?.trim() ?? '';
    const before = registrations.givenFor(server, code, tools.now());
    if (before !== null) return before;
    if (known !== null && code !== '') {
      const given = await exchange(post, server, known, code);
      registrations.keepGiven(server, code, given, tools.now());
      return given;
    }
    const registration = known ?? (await register(post, server));
    registrations.keep(server, registration);
    throw new Fault(
      'input_invalid',
      `Open ${pageToAllow(server, registration)} and allow it. Then type the code that is shown, and try again.`,
    );
  } catch (cause) {
    if (isFault(cause)) throw cause;
    throw new Fault(
      'network_unreachable',
      `${new URL(server).host} does not answer. Try again in a minute.`,
      { cause },
    );
  }
}

async function whoIs(asking: Asking, { domain }: Instance) {
  const answer = await asked(asking, { method: 'GET', path: '/api/v1/accounts/verify_credentials' });
  if (!answer.ok) throw refusedAccess(asking, answer);
  const body = dictionary(answer.body);
  const [id, name] = [text(body?.id), wholeName(body?.acct, domain)];
  if (id === null || name === null)
    throw new Fault(
      'network_unreachable',
      `${domain} does not say whose account this is. Try again in a minute.`,
    );
  const shown = withoutEmoji(text(body?.display_name) ?? '');
  return { id, name, shown: shown === '' ? null : shown };
}

function refusedAccess({ server }: Asking, { status, error, until }: Refusal): Fault {
  const cause = new Error(`${status} ${error}`);
  const { host } = new URL(server);
  if (until !== null || status >= 500)
    return new Fault('network_unreachable', `${host} does not answer for now. Try again in five minutes.`, {
      cause,
    });
  return new Fault(
    'account_refused',
    `${host} does not accept this access. Make a new one, and copy the whole of it.`,
    { cause },
  );
}

/** Asks for each right what only it allows, and what does nothing: a post, a picture and an account that cannot be there. */
const questions: readonly { rights: readonly string[]; what: Ask; lacking: string }[] = [
  {
    rights: ['read:notifications', 'read:statuses'],
    what: { method: 'GET', path: '/api/v1/notifications', query: { limit: 1 } },
    lacking: lacksReading,
  },
  {
    rights: ['read:statuses'],
    what: { method: 'GET', path: '/api/v1/timelines/home', query: { limit: 1 } },
    lacking: lacksReading,
  },
  {
    rights: ['write:statuses'],
    what: { method: 'DELETE', path: '/api/v1/statuses/0' },
    lacking: lacksWriting,
  },
  { rights: ['write:media'], what: { method: 'GET', path: '/api/v1/media/0' }, lacking: lacksMedia },
  {
    rights: ['read:search'],
    what: { method: 'GET', path: '/api/v2/search', query: { q: 'answerable', type: 'statuses', limit: 1 } },
    lacking: lacksSearch,
  },
  {
    rights: ['write:reports'],
    what: { method: 'POST', path: '/api/v1/reports', json: { account_id: '0' } },
    lacking: lacksReports,
  },
];

async function lackingOf(asking: Asking, granted: string[] | null): Promise<string[]> {
  const lacks = new Set<string>();
  for (const { rights: needed, what, lacking } of questions) {
    const isGranted = (right: string) =>
      granted === null || granted.includes(right) || granted.includes(right.split(':')[0] ?? '');
    if (!needed.every(isGranted)) lacks.add(lacking);
    else if (granted === null) {
      const answer = await asked(asking, what);
      if (!answer.ok && answer.status === 403) lacks.add(lacking);
    }
  }
  return [...lacks];
}

/** A server without search of posts answers with none, or not at all. */
async function canSearch(asking: Asking): Promise<boolean> {
  const query = { q: 'water', type: 'statuses', limit: 1 };
  const answer = await asked(asking, { method: 'GET', path: '/api/v2/search', query });
  return answer.ok && Array.isArray(dictionary(answer.body)?.statuses);
}

async function asked(asking: Asking, what: Ask): Promise<Answered | Refusal> {
  try {
    return await ask(asking, { patience: 15_000, ...what });
  } catch (cause) {
    const sentence = `${new URL(asking.server).host} cannot be reached. Check the server's address and this machine's connection.`;
    throw new Fault('network_unreachable', sentence, { cause });
  }
}
