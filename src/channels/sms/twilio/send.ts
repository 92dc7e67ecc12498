/** Sends a message by Twilio, and looks for one that may have left. */
import type { Found } from '../../channel.ts';
import { type Dictionary, text } from '../../reading.ts';
import { type Answered, ask, askedToWait, failedThere, formOf, silence } from '../http.ts';
import type { Carried, Provider, Sms } from '../provider.ts';
import { addressIn, authorised, name, type Typed, tokenRefused } from './account.ts';
import { pagesOf } from './pages.ts';
import { errors, idOf } from './read.ts';

/** Hands it over once. */
export const send: Provider['send'] = async (tools, account, sms) => {
  const { service } = account.settings;
  const fields: Record<string, string> = { To: sms.to, Body: sms.text };
  if (service === undefined) fields.From = sms.from;
  else fields.MessagingServiceSid = service;
  if (account.calledAt != null) fields.StatusCallback = `${account.calledAt}/status`;
  const form = formOf(fields);
  const headers = { ...(form.headers as Record<string, string>), ...authorised(account) };
  try {
    const answer = await ask(tools.fetch, addressIn(account, '/Messages.json'), { ...form, headers });
    return carriedOf(answer, tools.now());
  } catch (error) {
    return silence(error, name, tools.now());
  }
};

function carriedOf(answer: Answered, now: Date): Carried {
  const { status, json } = answer;
  if (status === 429) return askedToWait(answer, name, now);
  if (status >= 500) return failedThere(name);
  if (status === 401 || status === 403)
    return { kind: 'refused', code: 'account_refused', reason: tokenRefused };
  const sid = text(json?.sid);
  if (status < 300 && sid !== null) return { kind: 'taken', networkId: idOf(sid), cost: null };
  if (status < 300) return failedThere(name);
  const code = String(json?.code ?? status);
  const known = errors[code];
  if (known !== undefined) return { kind: 'refused', ...known };
  const said = (text(json?.message) ?? '').replace(/[^\p{L}\p{N} .,:'()/+-]/gu, ' ').slice(0, 160);
  return {
    kind: 'refused',
    code: 'network_refused',
    reason: `${name} refused it: "${said}" (${code}). Change the message or reach the author another way.`,
  };
}

/** Twilio is asked for messages from us to them with these very words since the first attempt. */
export async function find(
  tools: Parameters<NonNullable<Provider['find']>>[0],
  account: Typed,
  sms: Sms,
): Promise<Found> {
  const since = new Date(sms.firstAttemptAt.getTime() - 60_000);
  const query = new URLSearchParams({
    To: sms.to,
    'DateSent>': since.toISOString().slice(0, 10),
    PageSize: '100',
  });
  // A service chooses the number itself.
  if (account.settings.service === undefined) query.set('From', sms.from);
  for await (const messages of pagesOf(tools.fetch, account, query)) {
    const found = messages.find((one) => isOurs(one, sms, since));
    if (found !== undefined)
      return {
        kind: 'there',
        networkId: idOf(text(found.sid) ?? ''),
        at: new Date(text(found.date_created) ?? sms.firstAttemptAt),
        handle: {},
      };
  }
  return {
    kind: 'uncertain',
    reason: `${name} shows no such SMS. It may still come up there: look at its log of messages, then say whether it went out.`,
  };
}

function isOurs(one: Dictionary, sms: Sms, since: Date): boolean {
  return (
    text(one.body) === sms.text &&
    new Date(text(one.date_created) ?? '') >= since &&
    text(one.direction) !== 'inbound' &&
    !sms.heldByOthers.has(idOf(text(one.sid) ?? ''))
  );
}
