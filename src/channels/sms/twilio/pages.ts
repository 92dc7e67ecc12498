/** Twilio's list of messages, page by page. */
import { type Dictionary, dictionaries, text } from '../../reading.ts';
import { read } from '../http.ts';
import { addressIn, authorised, name, type Typed, tokenRefused } from './account.ts';

const mostPages = 100;

/** The newest first; an empty page with a next one is no end. Throws Fault. */
export async function* pagesOf(
  fetcher: typeof fetch,
  account: Typed,
  query: URLSearchParams,
  signal?: AbortSignal,
): AsyncGenerator<readonly Dictionary[]> {
  let next: string | null = `${addressIn(account, '/Messages.json')}?${query}`;
  const host = new URL(next).origin;
  for (let page = 0; next !== null && page < mostPages && signal?.aborted !== true; page += 1) {
    const { json } = await read(fetcher, name, tokenRefused, next, { headers: authorised(account) }, signal);
    yield dictionaries(json?.messages);
    const more: string | null = text(json?.next_page_uri);
    next = more === null || more === '' ? null : sameHost(more, host);
  }
}

/** Our token goes nowhere but to where it was typed for, whatever an answer says. */
function sameHost(more: string, host: string): string | null {
  const address = URL.parse(more, host);
  return address === null || address.origin !== host ? null : address.toString();
}
