/** Tests what was typed when somebody connects a telephone line of Africa's Talking. */
import { Fault } from '../../domain/fault.ts';
import { telephoneNumber } from '../../domain/telephone.ts';
import type { AccountAccess, ChannelTools } from '../channel.ts';
import { field } from '../connectField.ts';
import type { Connected, ConnectField, Connecting, SetUp, SetUpStep } from '../connecting.ts';
import { dictionary, text } from '../reading.ts';
import { spoken, words } from './words.ts';

const defaultServer = 'https://api.africastalking.com';

const help = {
  number: 'The number that people call, rented at Africa’s Talking, with its country code: +254711082000.',
  rings:
    'The telephones of the desk, with their country codes, one after the other: +254722000111, +254733000222. Left empty: every caller may leave a message.',
  languages: 'What callers may choose by a key, in this order: en, sw, fr, rw. Left empty: English.',
  records: 'Callers are told before it begins. Recordings stay at Africa’s Talking, too: look at its terms.',
  username: 'The name of the app at Africa’s Talking. With it and the key it is asked whether the app works.',
  apiKey: 'Settings > API Key there. It is used to ask after the app, never to spend.',
  server: 'Only for tests: the address of their programming interface.',
};

const fields: readonly ConnectField[] = [
  field('number', 'Number of the line', { required: true, help: help.number }),
  field('rings', 'Numbers that are rung', { help: help.rings }),
  field('languages', 'Languages', { help: help.languages }),
  field('records', 'Recording', {
    help: help.records,
    choices: [
      { value: '', label: 'Calls are not recorded' },
      { value: 'yes', label: 'Calls are recorded' },
    ],
  }),
  field('username', 'Name of the app', { help: help.username }),
  field('apiKey', 'API key', { secret: true, help: help.apiKey }),
  field('server', 'Server', { help: help.server, advanced: true }),
];

const noKey =
  'Without the name of the app and its key nobody can ask whether the app still works. Type both to have it looked at.';

export function connecting(tools: ChannelTools): Connecting {
  return {
    fields,
    guide,
    trial: ({ handle }) => `Call ${handle} and hang up. The call appears here.`,
    try: (typed) => tryLine(tools, typed),
  };
}

function guide(_typed: Readonly<Record<string, string>>, { address }: SetUp): readonly SetUpStep[] {
  return [
    {
      text: 'Rent a number at Africa’s Talking: Voice > Phone Numbers. Calls are paid there.',
      link: 'https://account.africastalking.com',
    },
    address === null
      ? { text: 'Nobody outside can reach this desk yet: give it a public address first.' }
      : {
          text: 'At Voice > Phone Numbers > Actions > Callback, paste this address for the number.',
          copy: { label: 'Voice callback', value: address },
        },
    {
      text: 'Keep that address to yourselves: Africa’s Talking does not sign what it sends, so whoever knows it could invent calls.',
    },
  ];
}

async function tryLine(tools: ChannelTools, typed: Record<string, string>): Promise<Connected> {
  const number = mustBeNumber(typed.number ?? '');
  const rings = (typed.rings ?? '')
    .split(/[,;\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map(mustBeNumber);
  if (rings.includes(number))
    throw new Fault('input_invalid', 'The line cannot ring itself. Name the telephones of the desk.');
  const languages = languagesOf(typed.languages ?? '');
  const settings: Record<string, string> = { languages: languages.join(','), rings: rings.join(',') };
  if (typed.records === 'yes') settings.records = 'yes';
  for (const name of ['username', 'server'] as const) {
    const value = typed[name]?.trim() ?? '';
    if (value !== '') settings[name] = value;
  }
  const secret: Record<string, string> = {};
  if ((typed.apiKey ?? '').trim() !== '') secret.apiKey = (typed.apiKey ?? '').trim();
  const balance = await askAfterApp(tools, { settings, secret });
  const named = languages.map((one) => words[one].name).join(', ');
  return {
    networkId: number,
    handle: number,
    name: null,
    settings,
    secret,
    lacks: balance === null ? [noKey] : [],
    checks: [
      ...(balance === null ? [] : [`The app answers. Its balance is ${balance}.`]),
      `Callers choose between: ${named}.`,
    ],
  };
}

function mustBeNumber(written: string): string {
  const number = telephoneNumber(written);
  if (number === null)
    throw new Fault(
      'input_invalid',
      `"${written.trim().slice(0, 40)}" is no telephone number with its country code, such as +254711082000.`,
    );
  return number;
}

function languagesOf(written: string): (typeof spoken)[number][] {
  const named = written
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter((one) => one !== '');
  const found = named.flatMap((one) => spoken.filter((known) => known === one));
  if (found.length < named.length || new Set(found).size < found.length)
    throw new Fault('input_invalid', `The languages are among ${spoken.join(', ')}, each once.`);
  return found.length === 0 ? ['en'] : found;
}

/** Asks the network whether the app lives; null where no key was given. Throws Fault `account_refused` or `network_unreachable`. */
export async function askAfterApp(
  tools: Pick<ChannelTools, 'fetch'>,
  { settings, secret }: Pick<AccountAccess, 'settings' | 'secret'>,
): Promise<string | null> {
  const { username = '', server = defaultServer } = settings;
  const key = secret.apiKey ?? '';
  if (username === '' || key === '') return null;
  const address = new URL('/version1/user', server);
  address.searchParams.set('username', username);
  let answer: Response;
  try {
    const headers = { accept: 'application/json', apikey: key };
    answer = await tools.fetch(address, { headers, redirect: 'error', signal: AbortSignal.timeout(15_000) });
  } catch (cause) {
    throw new Fault('network_unreachable', 'Africa’s Talking does not answer. Try again in a minute.', {
      cause,
    });
  }
  const body = await answer.text();
  const cause = new Error(`${answer.status} ${body.slice(0, 200)}`);
  if (answer.status === 401 || answer.status === 403)
    throw new Fault(
      'account_refused',
      'Africa’s Talking does not accept this name and key. Make a new key there and type it here.',
      { cause },
    );
  const balance = answer.ok ? balanceIn(body) : null;
  if (balance === null)
    throw new Fault(
      'network_unreachable',
      'Africa’s Talking gave no answer that can be read. Try again later.',
      { cause },
    );
  return balance;
}

function balanceIn(body: string): string | null {
  try {
    return text(dictionary(dictionary(JSON.parse(body))?.UserData)?.balance)?.slice(0, 40) ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
