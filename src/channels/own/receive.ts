/** Requests of an organisation's own system: signed, versioned, up to a hundred items each. */
import type { AccountAccess, RawItem } from '../channel.ts';
import { dictionary, text } from '../reading.ts';
import type { AskedWhileReceiving, Called, Receiving, Taken } from '../receiving.ts';
import { known, mostItems, readItem, version } from './format.ts';
import { whyUnbelieved } from './signing.ts';

export const receive: Receiving = {
  paths: [{ path: '', what: 'What people wrote to your system' }],
  mostBytes: 1_048_576,
  proof: 'signature',
  take,
};

async function take(account: AccountAccess, called: Called, desk: AskedWhileReceiving): Promise<Taken> {
  if (called.method !== 'POST') return refused(400, 'Items are brought by POST.');
  const body = decoded(called.body);
  if (body === null) return refused(400, 'The body is not UTF-8.');
  const unbelieved = whyUnbelieved(account.secret.secret ?? '', { headers: called.headers, body }, desk.now);
  if (unbelieved !== null) return refused(401, unbelieved);
  const read = dictionary(parsed(body));
  if (read?.version !== version) return refused(400, `The body must be JSON with "version": ${version}.`);
  if (!Array.isArray(read.items) || read.items.length > mostItems)
    return refused(400, `"items" must be a list of at most ${mostItems}.`);
  const items = read.items.map((item) => itemOf(known(item)));
  const wrong = read.items.flatMap((item, index) => {
    const found = readItem(known(item));
    return found.kind === 'wrong'
      ? [{ index, id: found.id, code: found.code, sentence: found.sentence }]
      : [];
  });
  const answer = { kept: items.length, understood: items.length - wrong.length, notUnderstood: wrong };
  return {
    kind: 'kept',
    items,
    answer: { status: 200, type: 'application/json', body: JSON.stringify(answer) },
  };
}

function itemOf(item: unknown): RawItem {
  const read = dictionary(item);
  const key = text(read?.thread) ?? text(read?.id) ?? text(read?.reply) ?? '';
  return { key: key === '' ? 'item' : key.slice(0, 300), payload: { version, item } };
}

const refused = (status: 400 | 401, reason: string): Taken => ({ kind: 'refused', status, reason });

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null; // a signature over other bytes than these cannot be looked at
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null; // said by the sentence on the version
  }
}
