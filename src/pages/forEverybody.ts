/** Pages that are meant for everybody: read anew at most once a minute, whoever asks how often. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Pages } from './deps.ts';

/** A page is as it was so long at most. Seconds. */
const fresh = 60;
/** As many are kept at most; the oldest make room. */
const mostKept = 500;

/** The base of links in what programs read. */
export const ownAddress = ({ settings }: Pages, request: FastifyRequest): string =>
  settings.publicAddress ?? `${request.protocol}://${request.headers.host ?? 'localhost'}`;

/** An answer that any cache may keep for a minute. */
export const forAll = (reply: FastifyReply): FastifyReply =>
  reply.header('cache-control', `public, max-age=${fresh}`).header('vary', 'accept-language');

/** Reads something, or gives what was read within the last minute. */
export function keptForAMinute<Value>() {
  const kept = new Map<string, { until: number; value: Promise<Value> }>();
  return (key: string, now: Date, read: () => Promise<Value>): Promise<Value> => {
    const known = kept.get(key);
    if (known !== undefined && known.until > now.getTime()) return known.value;
    kept.delete(key);
    for (const name of kept.keys()) if (kept.size >= mostKept) kept.delete(name);
    const value = read();
    kept.set(key, { until: now.getTime() + fresh * 1000, value });
    value.catch(() => kept.delete(key));
    return value;
  };
}
