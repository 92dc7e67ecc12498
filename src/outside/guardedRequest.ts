/** Asks an address that an admin wrote: a webhook's receiver, an issuer of sign-ins. Guarded as `guardedFetch` is, follows no redirect. */
import { Fault } from '../domain/fault.ts';
import { checkedTarget, pinned } from './guardedFetch.ts';

export interface GuardedAsk {
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: string | Uint8Array | undefined;
}

export interface GuardedAskOptions {
  /** Most bytes of the answer; more ends it with Fault `network_unreachable`. */
  mostBytes: number;
  timeoutMilliseconds: number;
  /** Hosts in the private network that the operator allows (ANSWERABLE_PRIVATE_HOSTS). */
  privateHosts: readonly string[];
  /** Stands in for the machine's resolver in tests. */
  resolve?: (host: string) => Promise<string[]>;
}

export interface GuardedAnswer {
  status: number;
  headers: Record<string, string>;
  bytes: Buffer;
}

/** Answers whatever came, with whatever status. Throws Fault `address_private`, `input_invalid` or `network_unreachable`. */
export async function guardedRequest(
  address: string,
  ask: GuardedAsk,
  options: GuardedAskOptions,
): Promise<GuardedAnswer> {
  const url = allowedAddress(address, options.privateHosts);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const signal = AbortSignal.timeout(options.timeoutMilliseconds);
  const { resolve } = options;
  const target = await checkedTarget(
    host,
    { ...(resolve === undefined ? {} : { resolve }), anyAddress: options.privateHosts.includes(host) },
    signal,
  ).catch(notReached);
  const { Agent, request } = await import('undici');
  const agent = new Agent({ connect: { lookup: pinned(target) }, pipelining: 0 });
  try {
    const answer = await request(url, {
      dispatcher: agent,
      signal,
      method: ask.method,
      headers: { 'user-agent': 'Answerable', ...ask.headers },
      body: ask.body ?? null,
    });
    answer.body.on('error', () => undefined);
    return {
      status: answer.statusCode,
      headers: plainHeaders(answer.headers),
      bytes: await firstBytes(answer.body, options.mostBytes),
    };
  } catch (cause) {
    return notReached(cause);
  } finally {
    await agent.destroy();
  }
}

/** Asks receivers and issuers: ten seconds and 256 KiB for each answer. */
export function askOutside(
  privateHosts: readonly string[],
  resolve?: GuardedAskOptions['resolve'],
): (address: string, ask: GuardedAsk) => Promise<GuardedAnswer> {
  const options = { mostBytes: 262_144, timeoutMilliseconds: 10_000, privateHosts };
  return (address, ask) =>
    guardedRequest(address, ask, { ...options, ...(resolve === undefined ? {} : { resolve }) });
}

/** An address that may be asked at all: https, or http on a host that the operator allows. Throws Fault `input_invalid`. */
export function allowedAddress(address: string, privateHosts: readonly string[]): URL {
  const url = URL.parse(address);
  if (url === null) throw new Fault('input_invalid', 'This is not an address of the web.');
  const allowed = privateHosts.includes(url.hostname.replace(/^\[|\]$/g, ''));
  if (url.protocol !== 'https:' && !(allowed && url.protocol === 'http:'))
    throw new Fault('input_invalid', 'The address must begin with https://.');
  if (url.username !== '' || url.password !== '')
    throw new Fault('input_invalid', 'Addresses that carry a password are not asked.');
  return url;
}

function notReached(cause: unknown): never {
  if (cause instanceof Fault && cause.code !== 'media_refused') throw cause;
  const late = cause instanceof Error && (cause.name === 'TimeoutError' || cause.name === 'AbortError');
  throw new Fault(
    'network_unreachable',
    late ? 'It did not answer in time.' : 'It could not be reached: wrong address, or it is down.',
    { cause },
  );
}

async function firstBytes(
  body: AsyncIterable<Buffer> & { destroy(): unknown },
  most: number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > most) {
      body.destroy();
      throw new Fault('network_unreachable', 'It answered more than is taken.');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function plainHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, [value].flat().join(', ')]],
    ),
  );
}
