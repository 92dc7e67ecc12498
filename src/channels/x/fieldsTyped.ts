/** What is asked of a person who connects an account of X, and how it is checked. */
import { Fault } from '../../domain/fault.ts';
import type { ConnectField, SetUp } from '../connecting.ts';

const help = {
  consumer: 'Developer Console of X > your app > Keys and tokens > Consumer keys.',
  access:
    'There, too: Authentication tokens > Access token and secret, made after the app got its permissions.',
  client: 'There, too: OAuth 2.0 Client ID and Client Secret.',
  consent:
    'Open the page of X that the steps name, give the permission, and paste here the whole address to which it sends you, within 30 seconds. A refresh token will do as well.',
  bearer: 'There, too: Bearer token. Only needed where X calls us or streams.',
  hearing:
    'Asking every half minute costs least: 0.001 USD for each mention. By a call of X it is heard at once, for 0.005 USD.',
  watching: 'Each post that is found costs 0.005 USD.',
  reach: 'Only an app with enterprise access may answer authors who neither named nor quoted you.',
  server: 'Left empty: X itself.',
  poll: 'How often X is asked, in seconds. Left empty: as is usual.',
};

const oauth1 = { field: 'signing', is: ['', 'oauth1'] };
const oauth2 = { field: 'signing', is: ['oauth2'] };

export const connectFields: readonly ConnectField[] = [
  {
    ...plain('signing', 'Permission by', null),
    choices: [
      { value: 'oauth1', label: 'Keys of the app and the account (OAuth 1.0a)' },
      { value: 'oauth2', label: 'A page of X (OAuth 2)' },
    ],
  },
  secret('consumerKey', 'API key', help.consumer, true),
  secret('consumerSecret', 'API key secret', help.consumer, true),
  { ...secret('accessToken', 'Access token', help.access, true), when: oauth1 },
  { ...secret('accessSecret', 'Access token secret', help.access, true), when: oauth1 },
  { ...plain('clientId', 'Client ID', help.client), required: true, when: oauth2 },
  { ...secret('clientSecret', 'Client secret', help.client, false), when: oauth2 },
  { ...secret('consent', 'Address after the permission', help.consent, true), when: oauth2 },
  {
    ...plain('hearing', 'Hear by', help.hearing),
    choices: [
      { value: 'mentions', label: 'Asking for mentions' },
      { value: 'webhook', label: 'Calls of X (Activity API)' },
      { value: 'activity', label: 'A stream (Activity API)' },
    ],
  },
  {
    ...plain('watching', 'Watched words by', help.watching),
    choices: [
      { value: 'search', label: 'Searching' },
      { value: 'stream', label: 'A stream, at once' },
      { value: 'none', label: 'Not on X' },
    ],
  },
  secret('bearer', 'Bearer token', help.bearer, false),
  {
    ...plain('reach', 'The app may answer', help.reach),
    advanced: true,
    choices: [
      { value: 'summoned', label: 'Who named or quoted us' },
      { value: 'everybody', label: 'Everybody (enterprise access)' },
    ],
  },
  { ...plain('server', 'Server', help.server), advanced: true },
  { ...plain('pollSeconds', 'Seconds between questions', help.poll), advanced: true },
];

function plain(name: string, label: string, helps: string | null): ConnectField {
  return { name, label, secret: false, required: false, help: helps };
}

function secret(name: string, label: string, helps: string, required: boolean): ConnectField {
  return { name, label, secret: true, required, help: helps };
}

/** The settings of an account. Throws Fault `input_invalid`. */
export function settingsOf(typed: Readonly<Record<string, string>>, setUp?: SetUp): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const [name, check] of Object.entries(checks)) {
    const value = typed[name]?.trim() ?? '';
    if (value !== '') settings[name] = check(value);
  }
  const calls = setUp?.address ?? null;
  if (calls !== null) Object.assign(settings, { webhook: calls, redirect: `${calls}/back` });
  if (settings.hearing === 'webhook') mustBeReachable(calls);
  return settings;
}

function mustBeReachable(address: string | null): void {
  if (address === null)
    throw new Fault(
      'input_invalid',
      'X calls an address that the whole Internet can reach, and this program has none yet. Set its public address, or hear by asking.',
    );
  const isPlain = address.startsWith('http://127.0.0.1') || address.startsWith('http://localhost');
  if (!isPlain && (!address.startsWith('https://') || new URL(address).port !== ''))
    throw new Fault(
      'input_invalid',
      'X calls only an address that begins with https:// and names no port. Change the public address, or hear by asking.',
    );
}

const checks: Record<string, (typed: string) => string> = {
  signing: (typed) => oneOf(typed, ['oauth1', 'oauth2'], 'The permission is by keys or by a page of X.'),
  clientId: (typed) => typed,
  hearing: (typed) =>
    oneOf(typed, ['mentions', 'webhook', 'activity'], 'X is heard by asking, by its calls or by a stream.'),
  watching: (typed) =>
    oneOf(typed, ['search', 'stream', 'none'], 'Words are watched by searching, by a stream or not at all.'),
  reach: (typed) => oneOf(typed, ['summoned', 'everybody'], 'The app may answer who named us, or everybody.'),
  server: (typed) => {
    if (URL.canParse(typed) && /^https?:$/.test(new URL(typed).protocol)) return new URL(typed).origin;
    throw new Fault('input_invalid', 'The server must be an address such as https://api.x.com.');
  },
  pollSeconds: (typed) => {
    const seconds = Number(typed);
    if (seconds >= 0.1 && seconds <= 3_600) return String(seconds);
    throw new Fault('input_invalid', 'The seconds between questions must be a number up to 3600.');
  },
};

function oneOf(typed: string, allowed: readonly string[], otherwise: string): string {
  if (allowed.includes(typed)) return typed;
  throw new Fault('input_invalid', otherwise);
}
