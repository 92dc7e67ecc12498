/** Reads the fields of a request that a provider makes, in a form or in the address. Never throws. */
import { storable } from '../reading.ts';
import type { Called, PlainAnswer, Taken } from '../receiving.ts';

const mostFields = 100;
const longestField = 20_000;

/** What a form holds; the address's own fields where there is no body. Latin-1 and UTF-8 mixed up end as replacement signs, not as a throw. */
export function fieldsOf(called: Called): Record<string, string> {
  const fields: Record<string, string> = {};
  const pairs =
    called.method === 'GET'
      ? Object.entries(called.query)
      : [...new URLSearchParams(Buffer.from(called.body).toString('utf8'))];
  for (const [name, value] of pairs.slice(0, mostFields)) {
    if (Object.hasOwn(fields, name)) continue;
    Object.defineProperty(fields, storable(name).slice(0, 100), {
      value: storable(value).slice(0, longestField),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return fields;
}

export const plain = (body: string, status = 200): PlainAnswer => ({
  status,
  type: 'text/plain; charset=utf-8',
  body,
});

export const refused = (status: 400 | 401 | 403 | 404, reason: string): Taken => ({
  kind: 'refused',
  status,
  reason,
});

/** A safe sentence about fields that are missing. */
export const lacksFields = (what: string): Taken =>
  refused(400, `This is nothing that it sends for ${what}: fields are missing.`);
