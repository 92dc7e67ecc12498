/** Everything that Twilio holds of what was written to our number since then: it repairs a gap. */
import { type Dictionary, dictionaries, text } from '../../reading.ts';
import { read } from '../http.ts';
import { normalNumber, prefixIn } from '../number.ts';
import { itemOf } from '../payload.ts';
import type { Provider } from '../provider.ts';
import { addressIn, authorised, name, tokenRefused } from './account.ts';

const mostPages = 100;

/** Page by page, the newest first; an empty page with a next one is no end. Throws Fault. */
export const inboxSince: NonNullable<Provider['inboxSince']> = async function* (
  tools,
  account,
  since,
  signal,
) {
  const query = new URLSearchParams({
    To: account.networkId,
    'DateSent>': since.toISOString().slice(0, 10),
    PageSize: '200',
  });
  let next: string | null = `${addressIn(account, '/Messages.json')}?${query}`;
  const host = new URL(next).origin;
  for (let page = 0; next !== null && page < mostPages && !signal.aborted; page += 1) {
    const { json } = await read(
      tools.fetch,
      name,
      tokenRefused,
      next,
      { headers: authorised(account) },
      signal,
    );
    const prefix = prefixIn(account.settings);
    const items = dictionaries(json?.messages).flatMap((one) => itemsOf(one, since, prefix));
    if (items.length > 0) yield items;
    const more: string | null = text(json?.next_page_uri);
    next = more === null || more === '' ? null : new URL(more, host).toString();
  }
};

/** The message in the words of the webhook, so that both are one. */
function itemsOf(one: Dictionary, since: Date, prefix: string) {
  const at = new Date(text(one.date_sent) ?? text(one.date_created) ?? '');
  const [sid, from, to, body] = [text(one.sid), text(one.from), text(one.to), text(one.body)];
  if (text(one.direction) !== 'inbound' || !(at >= since)) return [];
  if (sid === null || from === null || to === null || body === null) return [];
  const fields = { MessageSid: sid, From: from, To: to, Body: body };
  const key = normalNumber(from, prefix) ?? from;
  return [itemOf(key, { provider: 'twilio', form: 'message', at: at.toISOString(), prefix, fields })];
}
