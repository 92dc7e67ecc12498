/**
 * Fetches from an address that a stranger wrote. The name is resolved here, once, every address it stands for is checked, and the connection
 * goes to the checked address and to no other, so that a name cannot answer differently the second time. Redirects are checked anew.
 */
import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { Fault } from '../domain/fault.ts';
import { isLoopbackAddress, isPublicAddress } from './address.ts';

export interface GuardedFetchOptions {
  /** Most bytes of the body; more ends the transfer with Fault `media_too_large`. */
  mostBytes: number;
  /** For everything together, redirects included. */
  timeoutMilliseconds: number;
  /** For tests that run their own server on this machine, on any port. Nothing in the product gives it. */
  allowLoopback?: boolean;
  /** Stands in for the machine's resolver in tests. */
  resolve?: (host: string) => Promise<string[]>;
}

export interface Fetched {
  bytes: Buffer;
  /** Where it was in the end, after redirects. */
  address: string;
}

const mostRedirects = 3;
const redirectCodes = new Set([301, 302, 303, 307, 308]);

/** Fetches the body. Throws Fault `address_private`, `media_too_large` or `media_refused`. */
export async function guardedFetch(address: string, options: GuardedFetchOptions): Promise<Fetched> {
  const signal = AbortSignal.timeout(options.timeoutMilliseconds);
  let next = address;
  for (let hop = 0; hop <= mostRedirects; hop++) {
    const url = checkedUrl(next, options);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const target = await checkedTarget(host, options, signal);
    const answer = await fetchOnce(url, target, options, signal);
    if ('bytes' in answer) return { bytes: answer.bytes, address: url.href };
    next = new URL(answer.location, url).href;
  }
  throw new Fault('media_refused', 'The address leads from one place to the next without end.');
}

function checkedUrl(address: string, options: GuardedFetchOptions): URL {
  const url = URL.parse(address);
  if (url === null) throw new Fault('media_refused', 'This is not an address of the web.');
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new Fault('media_refused', 'Only web addresses (http, https) are fetched.');
  if (url.username !== '' || url.password !== '')
    throw new Fault('media_refused', 'Addresses that carry a password are not fetched.');
  // The default port of either protocol is written as "".
  if (!['', '80', '443'].includes(url.port) && options.allowLoopback !== true)
    throw new Fault('address_private', 'Only the ordinary ports of the web (80, 443) are fetched from.');
  return url;
}

/** The address that a host's name stands for, once all of them were checked. Throws Fault `address_private` or `media_refused`. */
export async function checkedTarget(
  host: string,
  options: Pick<GuardedFetchOptions, 'allowLoopback' | 'resolve'> & {
    /** For a host that the operator allows by name. */
    anyAddress?: boolean;
  },
  signal: AbortSignal,
): Promise<string> {
  const addresses = await resolved(host, options, signal);
  const allowed = (found: string) =>
    options.anyAddress === true ||
    isPublicAddress(found) ||
    (options.allowLoopback === true && isLoopbackAddress(found));
  const first = addresses[0];
  // One private address among several is enough to refuse: which one is used would be luck.
  if (first === undefined || !addresses.every(allowed))
    throw new Fault('address_private', 'This address leads into a private network and is not fetched.');
  return first;
}

async function resolved(
  host: string,
  options: Pick<GuardedFetchOptions, 'resolve'>,
  signal: AbortSignal,
): Promise<string[]> {
  const resolve =
    options.resolve ?? (async (name) => (await lookup(name, { all: true })).map((found) => found.address));
  try {
    return await Promise.race([resolve(host), failWhen(signal)]);
  } catch (cause) {
    throw new Fault('media_refused', 'The name of this address is not known.', { cause });
  }
}

/** Rejects when the signal ends; a resolver cannot be told to stop. */
function failWhen(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** A look-up that knows one answer, whatever it is asked. */
export function pinned(address: string): LookupFunction {
  const family = address.includes(':') ? 6 : 4;
  return (_name, options, answer) => {
    if (options.all === true) answer(null, [{ address, family }]);
    else answer(null, address, family);
  };
}

async function fetchOnce(
  url: URL,
  target: string,
  options: GuardedFetchOptions,
  signal: AbortSignal,
): Promise<{ bytes: Buffer } | { location: string }> {
  const { Agent, request } = await import('undici');
  const agent = new Agent({ connect: { lookup: pinned(target) }, pipelining: 0 });
  try {
    const answer = await request(url, {
      dispatcher: agent,
      signal,
      headers: { accept: 'image/*', 'accept-encoding': 'identity', 'user-agent': 'Answerable' },
    });
    // Giving up on a body makes it fail; why we gave up is said by what is thrown below.
    answer.body.on('error', () => undefined);
    const location = answer.headers.location;
    if (redirectCodes.has(answer.statusCode) && typeof location === 'string') {
      answer.body.destroy();
      return { location };
    }
    if (answer.statusCode !== 200) {
      answer.body.destroy();
      throw new Fault('media_refused', `The network answered ${answer.statusCode} instead of the picture.`);
    }
    return {
      bytes: await limitedBody(answer.body, Number(answer.headers['content-length']), options.mostBytes),
    };
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault('media_refused', 'The picture could not be fetched.', { cause });
  } finally {
    await agent.destroy();
  }
}

async function limitedBody(
  body: AsyncIterable<Buffer> & { destroy(): unknown },
  announced: number,
  mostBytes: number,
): Promise<Buffer> {
  const tooLarge = () => {
    body.destroy();
    return new Fault('media_too_large', `This file is larger than ${Math.floor(mostBytes / 1_048_576)} MB.`);
  };
  if (announced > mostBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > mostBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
