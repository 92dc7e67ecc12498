/** Africa's Talking: messages out by its HTTP address, in by its calls, menus of USSD. Source: its documentation of SMS (sending, notifications, delivery reports), USSD and application data. */
import { type Dictionary, dictionaries, dictionary, text } from '../../reading.ts';
import type { Called } from '../../receiving.ts';
import { fieldsOf, lacksFields, plain, refused } from '../fields.ts';
import { ask, askedToWait, failedThere, formOf, read, silence } from '../http.ts';
import { answerMenu } from '../menu/answer.ts';
import { normalNumber, prefixIn } from '../number.ts';
import { itemOf, type Payload } from '../payload.ts';
import { costOf } from '../price.ts';
import type { Carried, Provider, Take, TypedAccount } from '../provider.ts';
import { guide } from './guide.ts';
import { idOf } from './read.ts';

const name = "Africa's Talking";
const live = 'https://api.africastalking.com';
const sandbox = 'https://api.sandbox.africastalking.com';

type Typed = Pick<TypedAccount, 'settings' | 'secret'>;

/** Where it is asked; the sandbox has a place of its own. */
const apiOf = ({ settings }: Typed): string =>
  settings.api ?? (settings.username === 'sandbox' ? sandbox : live);

const keyOf = ({ secret }: Typed): Record<string, string> => ({ apikey: secret.apiKey ?? '' });

const send: Provider['send'] = async (tools, account, { to, from, text: message }) => {
  const form = formOf({ username: account.settings.username ?? '', to, message, from, bulkSMSMode: '1' });
  const headers = { ...(form.headers as Record<string, string>), ...keyOf(account) };
  try {
    const answer = await ask(tools.fetch, `${apiOf(account)}/version1/messaging`, { ...form, headers });
    if (answer.status === 429) return askedToWait(answer, name, tools.now());
    if (answer.status >= 500) return failedThere(name);
    if (answer.status === 401 || answer.status === 403)
      return { kind: 'refused', code: 'account_refused', reason: keyRefused };
    if (answer.status >= 400) return refusedWith(answer.body);
    return carriedOf(dictionary(answer.json?.SMSMessageData), tools.now());
  } catch (error) {
    return silence(error, name, tools.now());
  }
};

const keyRefused = `${name} does not accept this username and API key. Make a new key there (Settings > API Key) and connect the account again.`;

const refusedWith = (said: string): Carried => ({
  kind: 'refused',
  code: 'network_refused',
  reason: `${name} refused it: "${sayable(said)}". Change the message or reach the author another way.`,
});

/** No more of what a provider said than a sentence holds. */
const sayable = (said: string): string =>
  said
    .replace(/[^\p{L}\p{N} .,:;'()/_-]/gu, ' ')
    .trim()
    .slice(0, 160);

/** It has taken a message where the one recipient has a status of 100 to 102. */
function carriedOf(data: Dictionary | null, now: Date): Carried {
  const [one] = dictionaries(data?.Recipients);
  if (data === null) return failedThere(name);
  if (one === undefined) return said(text(data.Message) ?? '', 0);
  const code = Number(one.statusCode);
  const id = text(one.messageId) ?? '';
  if (code >= 100 && code <= 102 && id !== '' && id !== 'None')
    return { kind: 'taken', networkId: idOf(id), cost: costOf(text(one.cost) ?? '') };
  if (code === 500 || code === 501)
    return {
      kind: 'later',
      at: new Date(now.getTime() + 60_000),
      reason: `${name} could not take it just now.`,
    };
  return said(text(one.status) ?? '', code);
}

const meanings: Readonly<Record<string, { code: string; reason: string }>> = {
  InvalidSenderId: {
    code: 'account_lacks_rights',
    reason: `${name} does not let this account send under our number or name. Ask it to register the sender.`,
  },
  InvalidPhoneNumber: {
    code: 'author_gone',
    reason: 'This is no number that takes an SMS. Reach the author another way.',
  },
  UnsupportedNumberType: {
    code: 'author_closed',
    reason: 'This kind of number takes no SMS. Reach the author another way.',
  },
  InsufficientBalance: {
    code: 'money_short',
    reason: `The account at ${name} has no money left. Top it up, then send again.`,
  },
  UserInBlacklist: {
    code: 'author_closed',
    reason: 'The author has asked for no messages from this sender. Reach them another way.',
  },
  DoNotDisturbRejection: {
    code: 'author_closed',
    reason: 'The author has asked their operator for no messages of this kind. Reach them another way.',
  },
  CouldNotRoute: {
    code: 'network_refused',
    reason: `${name} has no way to this number. Answer from another account.`,
  },
};
const byNumber: Readonly<Record<number, string>> = {
  402: 'InvalidSenderId',
  403: 'InvalidPhoneNumber',
  404: 'UnsupportedNumberType',
  405: 'InsufficientBalance',
  406: 'UserInBlacklist',
  407: 'CouldNotRoute',
  409: 'DoNotDisturbRejection',
};

function said(status: string, code: number): Carried {
  const meaning = meanings[byNumber[code] ?? status] ?? meanings[status];
  return meaning === undefined ? refusedWith(status) : { kind: 'refused', ...meaning };
}

const readBack: Provider['readBack'] = async (tools, account) => {
  const username = account.settings.username ?? '';
  const address = `${apiOf(account)}/version1/user?username=${encodeURIComponent(username)}`;
  const answer = await read(tools.fetch, name, keyRefused, address, { headers: keyOf(account) });
  const balance = text(dictionary(answer.json?.UserData)?.balance);
  const lacks: string[] = [];
  const left = balance === null ? null : costOf(balance);
  if (left !== null && left.micros <= 0)
    lacks.push(`The account at ${name} has no money left: nothing can be sent until it is topped up.`);
  const checks =
    balance === null
      ? [`${name} knows this username and key.`]
      : [`${name} knows this username and key. Its balance is ${sayable(balance)}.`];
  if (username === 'sandbox')
    checks.push('This is the sandbox: messages go to its simulator and to nobody else.');
  return { name: null, checks, lacks };
};

type Make = (fields: Record<string, string>) => Pick<Payload, 'form' | 'fields'> & { of: string };

/** A call that is kept as it came. */
const keeps =
  (needs: readonly string[], what: string, make: Make): Take =>
  (account, called, desk) => {
    if (called.method !== 'POST') return refused(404, `${name} calls by POST.`);
    const fields = fieldsOf(called);
    if (needs.some((one) => (fields[one] ?? '') === '')) return lacksFields(what);
    const { of, ...more } = make(fields);
    const prefix = prefixIn(account.settings);
    const payload: Payload = { provider: 'africastalking', at: desk.now.toISOString(), prefix, ...more };
    return { kind: 'kept', items: [itemOf(normalNumber(of, prefix) ?? of, payload)], answer: plain('') };
  };

const menu: Take = async (account, called: Called, desk) => {
  if (called.method !== 'POST') return refused(404, `${name} calls by POST.`);
  const fields = fieldsOf(called);
  const { sessionId = '', phoneNumber = '', text: typed = '' } = fields;
  const caller = normalNumber(phoneNumber, prefixIn(account.settings));
  if (sessionId === '' || caller === null) return lacksFields('a menu');
  const answered = await answerMenu(typed, caller, desk);
  const answer = plain(`${answered.ends ? 'END' : 'CON'} ${answered.screen}`);
  if (answered.complaint === null) return { kind: 'answered', what: 'menu', answer };
  const payload: Payload = {
    provider: 'africastalking',
    form: 'ussd',
    at: desk.now.toISOString(),
    prefix: prefixIn(account.settings),
    fields: { sessionId, phoneNumber, words: answered.complaint, language: answered.language },
  };
  return { kind: 'kept', items: [itemOf(caller, payload)], answer };
};

export const africasTalking: Provider = {
  send,
  readBack,
  guide,
  webhooks: {
    messages: keeps(['id', 'from', 'text'], 'an SMS', (fields) => ({
      form: 'message',
      fields,
      of: fields.from ?? '',
    })),
    delivery: keeps(['id', 'status'], 'a delivery report', (fields) => ({
      form: 'delivery',
      fields,
      of: fields.phoneNumber ?? '',
    })),
    ussd: menu,
  },
};
