/** Connects an account: what is asked for each provider, how it is led there, and what it is tested by. */
import { randomUUID } from 'node:crypto';
import { Fault } from '../../domain/fault.ts';
import type { Budgets } from '../budget.ts';
import type { ChannelTools } from '../channel.ts';
import type { Connected, Connecting } from '../connecting.ts';
import { connectFields } from './connectFields.ts';
import { addressOf } from './http.ts';
import { isE164, normalNumber, prefixIn, prefixOf } from './number.ts';
import { type ProviderName, providers } from './payload.ts';
import { costOf } from './price.ts';
import type { Provider } from './provider.ts';
import { sendSms } from './send.ts';

interface Parts {
  providerOf(settings: Readonly<Record<string, string>>): Provider;
  budgets: Budgets;
}

export function connecting(tools: ChannelTools, { providerOf, budgets }: Parts): Connecting {
  return {
    fields: connectFields,
    guide: (typed, setUp) => providerOf(typed).guide(typed, setUp),
    trial: ({ networkId, settings }) =>
      /\p{L}/u.test(networkId)
        ? null
        : `Send TEST by SMS to ${networkId}${settings.provider === 'africastalking' ? ', or dial your USSD code' : ''}.`,
    async try(typed, setUp) {
      const account = accountOf(typed);
      const provider = providerOf(account.settings);
      const { name, checks, lacks } = await provider.readBack(tools, account, setUp);
      return { ...account, handle: account.networkId, name: settled(typed.name) ?? name, checks, lacks };
    },
    sendTest: {
      label: 'Telephone number',
      async send(connected, to) {
        const number = normalNumber(to, prefixIn(connected.settings));
        if (number === null || !isE164(number))
          return { sent: false, reason: 'Type a telephone number such as +250788123456.' };
        const test = {
          key: randomUUID(),
          to: number,
          from: connected.networkId,
          text: 'This is a test of our customer service. Please do not answer it.',
          firstAttemptAt: tools.now(),
          heldByOthers: new Set<string>(),
        };
        const sending = { tools, budgets, provider: providerOf(connected.settings) };
        const outcome = await sendSms(sending, accessOf(connected), test);
        return outcome.kind === 'sent' ? { sent: true } : { sent: false, reason: outcome.reason };
      },
    },
  };
}

/** Nothing is kept while an account is only tried. */
const accessOf = ({ networkId, handle, settings, secret }: Connected) => ({
  accountId: `trial ${networkId}`,
  networkId,
  handle,
  settings,
  secret,
  ourIds: [networkId],
  watched: [],
  keepSecret: async () => undefined,
});

const settled = (typed: string | undefined): string | null => {
  const text = typed?.trim() ?? '';
  return text === '' ? null : text;
};

/** What was typed, checked as far as that can be done here. Throws Fault `input_invalid`. */
function accountOf(
  typed: Readonly<Record<string, string>>,
): Pick<Connected, 'networkId' | 'settings' | 'secret'> {
  const provider = (settled(typed.provider) ?? providers[0]) as ProviderName;
  if (!providers.includes(provider)) throw new Fault('input_invalid', 'Choose who carries the messages.');
  const prefix = prefixOf(typed.prefix ?? '');
  if (prefix === null) throw new Fault('input_invalid', 'The country prefix is one such as 250.');
  const networkId = normalNumber(typed.number ?? '', prefix);
  if (networkId === null)
    throw new Fault(
      'input_invalid',
      'The number must be one such as +250788123456, a short code or the name of a sender.',
    );
  const settings: Record<string, string> = { provider };
  const secret: Record<string, string> = {};
  if (prefix !== '') settings.prefix = prefix;
  for (const { name, when, secret: isSecret } of connectFields) {
    if (when === undefined || !when.is.includes(provider)) continue;
    const value = isSecret ? typed[name] : typed[name]?.trim();
    if (value !== undefined && value !== '') (isSecret ? secret : settings)[name] = checked(name, value);
  }
  mustBeWhole(provider, settings, secret);
  if (settled(typed.price) !== null) settings.price = priceOf(typed.price ?? '');
  return { networkId, settings, secret };
}

function priceOf(typed: string): string {
  if (costOf(typed) !== null) return typed.trim();
  throw new Fault('input_invalid', 'The price of one SMS is an amount with its currency, such as 0.80 KES.');
}

function checked(name: string, value: string): string {
  if (name === 'api' || name === 'address' || name === 'status') return addressOf(value, whats[name] ?? name);
  if (name === 'port' && !(Number.isInteger(Number(value)) && Number(value) > 0 && Number(value) < 65_536))
    throw new Fault('input_invalid', 'The port must be a number such as 2775.');
  if (name === 'host' && !/^[a-z0-9.:_-]+$/i.test(value))
    throw new Fault('input_invalid', `"${value}" is no name of a server.`);
  return value;
}

const whats: Readonly<Record<string, string>> = {
  api: 'address of the provider',
  address: 'address of sendsms',
  status: 'address of the status page',
};

/** Throws Fault `input_invalid` with what is missing. */
function mustBeWhole(
  provider: ProviderName,
  settings: Readonly<Record<string, string>>,
  secret: Readonly<Record<string, string>>,
): void {
  for (const { name, label, required, when } of connectFields) {
    if (!required || when === undefined || !when.is.includes(provider)) continue;
    if ((settings[name] ?? secret[name] ?? '') === '')
      throw new Fault('input_invalid', `"${label}" is missing.`);
  }
}
