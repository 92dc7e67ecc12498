/** Kannel, a gateway that a house or an operator runs itself: messages out by GET (sendsms), in by its get-url, states by the address that is given with each message. Source: Kannel's user guide. */

import { isGsm7 } from '../../../domain/smsParts.ts';
import type { AccountAccess } from '../../channel.ts';
import { lacksFields, plain } from '../fields.ts';
import { ask, askedToWait, read, silence } from '../http.ts';
import { normalNumber, prefixIn, withoutPlus } from '../number.ts';
import { itemOf, type Payload } from '../payload.ts';
import type { Carried, Provider, Take, TypedAccount } from '../provider.ts';
import { guide } from './guide.ts';
import { kannelFields } from './query.ts';
import { idOf } from './read.ts';

const name = 'Kannel';
/** Delivered, failed, held, taken by the operator, refused by it. */
const allReports = 1 + 2 + 4 + 8 + 16;

type Typed = Pick<TypedAccount, 'settings' | 'secret'> & Pick<AccountAccess, 'calledAt'>;

/** Kannel asks for everything in the address; nothing of it is ever logged. */
function sendAddress(account: Typed, sms: { key: string; to: string; from: string; text: string }): string {
  const address = new URL(account.settings.address ?? '');
  const query: Record<string, string> = {
    username: account.settings.username ?? '',
    password: account.secret.password ?? '',
    from: withoutPlus(sms.from),
    to: sms.to,
    text: sms.text,
    charset: 'UTF-8',
    // 7 bits, or 16 where the text needs them.
    coding: isGsm7(sms.text) ? '0' : '2',
  };
  const { calledAt } = account;
  if (calledAt != null && sms.key !== '') {
    query['dlr-mask'] = String(allReports);
    query['dlr-url'] = `${calledAt}/delivery?id=${encodeURIComponent(sms.key)}&type=%d&said=%A`;
  }
  for (const [field, value] of Object.entries(query)) address.searchParams.set(field, value);
  return address.toString();
}

const send: Provider['send'] = async (tools, account, sms) => {
  try {
    const answer = await ask(tools.fetch, sendAddress(account, sms));
    return carriedOf(answer, sms.key, tools.now());
  } catch (error) {
    return silence(error, name, tools.now());
  }
};

const passwordRefused = `${name} does not accept this name and password, or not from this machine. Check the group "sendsms-user" of its settings and connect the account again.`;

function carriedOf(answer: Awaited<ReturnType<typeof ask>>, key: string, now: Date): Carried {
  const { status, body } = answer;
  // 202: accepted, or queued for later; 200 where it does both at once.
  if (status === 202 || status === 200) return { kind: 'taken', networkId: idOf(key), cost: null };
  if (status === 401 || (status === 403 && /authori[sz]ation/i.test(body)))
    return { kind: 'refused', code: 'account_refused', reason: passwordRefused };
  // It says so where its queue is full or its other half is away: then it has kept nothing.
  if (status === 503 || status === 429) return askedToWait(answer, name, now);
  if (status >= 500)
    return { kind: 'unknown', reason: `${name} failed while it was answering. The SMS may have gone out.` };
  const said = body
    .replace(/[^\p{L}\p{N} .,:'()/-]/gu, ' ')
    .trim()
    .slice(0, 160);
  const reason = `${name} refused it: "${said}". Look at its settings (allowed numbers and senders), or reach the author another way.`;
  return { kind: 'refused', code: 'network_refused', reason };
}

/** Kannel has no question that costs nothing but its status page; a message without a receiver is refused after name and password were looked at. */
const readBack: Provider['readBack'] = async (tools, account, setUp) => {
  const checks: string[] = [];
  const lacks: string[] = [];
  const address = sendAddress(account, { key: '', to: '', from: account.networkId, text: '' });
  const asked = await read(tools.fetch, name, passwordRefused, address);
  if (asked.status === 404)
    lacks.push(
      'There is no sendsms at this address: it ends in /cgi-bin/sendsms unless its settings say otherwise.',
    );
  else checks.push('Kannel knows this name and password.');
  const { status } = account.settings;
  if (status !== undefined)
    checks.push(await gatewayStatus(tools, status, account.secret.statusPassword ?? ''));
  if (setUp?.address == null)
    lacks.push(
      'Nobody can reach this desk: Kannel cannot say what becomes of a message, nor bring one. Give the desk an address that Kannel reaches.',
    );
  return { name: null, checks, lacks };
};

async function gatewayStatus(
  tools: Parameters<Provider['readBack']>[0],
  page: string,
  password: string,
): Promise<string> {
  const address = new URL(page);
  if (password !== '') address.searchParams.set('password', password);
  const refusal =
    'Kannel does not show its status with this password. Look at "status-password" in the group "core" of its settings.';
  const { body } = await read(tools.fetch, 'The status page of Kannel', refusal, address.toString());
  if (/denied/i.test(body)) return refusal;
  const online = body.match(/\(online \d+s/g)?.length ?? 0;
  return online === 0
    ? 'Kannel runs, and no operator is connected to it.'
    : `Kannel runs, connected to ${online === 1 ? 'one operator' : `${online} operators`}.`;
}

const take =
  (form: Payload['form'], needs: readonly string[]): Take =>
  (account, called, desk) => {
    const fields = kannelFields(called);
    if (needs.some((one) => fields[one] === undefined))
      return lacksFields(form === 'message' ? 'an SMS' : 'a delivery report');
    const prefix = prefixIn(account.settings);
    const payload: Payload = { provider: 'kannel', form, at: desk.now.toISOString(), prefix, fields };
    const key = normalNumber(fields.from ?? '', prefix) ?? fields.id ?? '';
    // What is answered to an SMS would be sent back to its author unless it is empty.
    return { kind: 'kept', items: [itemOf(key, payload)], answer: plain('') };
  };

export const kannel: Provider = {
  send,
  readBack,
  guide,
  webhooks: {
    messages: take('message', ['id', 'from', 'text']),
    delivery: take('delivery', ['id', 'type']),
  },
};
