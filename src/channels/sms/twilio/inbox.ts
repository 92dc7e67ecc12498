/** Everything that Twilio holds of what was written to our number since then: it repairs a gap. */
import { type Dictionary, text } from '../../reading.ts';
import { normalNumber, prefixIn } from '../number.ts';
import { itemOf } from '../payload.ts';
import type { Provider } from '../provider.ts';
import { pagesOf } from './pages.ts';

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
  const prefix = prefixIn(account.settings);
  for await (const messages of pagesOf(tools.fetch, account, query, signal)) {
    const items = messages.flatMap((one) => itemsOf(one, since, prefix));
    if (items.length > 0) yield items;
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
