/** Asks our own public address as a stranger would, through whatever stands before it. It was written by the operator, so it may lead anywhere. */
import { Fault } from '../domain/fault.ts';

export interface OwnAnswer {
  status: number;
  /** The clock of whoever answered, from the header Date, whole seconds; null when it tells none. */
  date: Date | null;
  asked: { before: number; after: number };
  /** What whoever answered calls itself. */
  server: string | null;
}

/** Asks for one page. Throws Fault `network_unreachable` with what is wrong. */
export async function askOwnAddress(
  address: string,
  patience: number,
  now: () => number,
): Promise<OwnAnswer> {
  const before = now();
  const answer = await reach(address, {}, AbortSignal.timeout(patience));
  const after = now();
  await answer.body?.cancel();
  const date = Date.parse(answer.headers.get('date') ?? '');
  return {
    status: answer.status,
    date: Number.isNaN(date) ? null : new Date(date),
    asked: { before, after },
    server: answer.headers.get('server'),
  };
}

/** How a request through the public address arrived at the program. */
export interface Arrival {
  caller: string;
  peer: string;
  /** The header X-Forwarded-For as it arrived. */
  forwardedFor: string | null;
}

export interface ProbeSeen {
  status: number;
  arrival: Arrival | null;
  /** Milliseconds until a tick came while the stream was still open; null when none came in time. */
  firstTick: number | null;
  /** What the proxy calls itself. */
  server: string | null;
}

/** A name of the range for documentation (RFC 5737): nobody calls from there, so whoever takes us for it believes what callers claim. */
export const claimedAddress = '203.0.113.77';

/** Opens the event stream and waits for a tick; a proxy that gathers all of it gives not even its beginning in time. Throws Fault `network_unreachable`. */
export async function openProbe(address: string, patience: number): Promise<ProbeSeen> {
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(), patience);
  const began = performance.now();
  try {
    const answer = await reach(
      address,
      { 'x-forwarded-for': claimedAddress, accept: 'text/event-stream' },
      end.signal,
    );
    const seen: ProbeSeen = {
      status: answer.status,
      arrival: null,
      firstTick: null,
      server: answer.headers.get('server'),
    };
    if (answer.status !== 200 || answer.body === null) return seen;
    await readTicks(answer.body, seen, began);
    return seen;
  } catch (error) {
    if (!end.signal.aborted) throw error;
    return { status: 200, arrival: null, firstTick: null, server: null };
  } finally {
    clearTimeout(timer);
    end.abort();
  }
}

/** Ends with the first tick, with the stream or with the patience of whoever asked. */
async function readTicks(body: ReadableStream<Uint8Array>, seen: ProbeSeen, began: number): Promise<void> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true });
      const arrived = /event: arrived\ndata: (.*)\n/.exec(text)?.[1];
      if (arrived !== undefined) seen.arrival ??= JSON.parse(arrived) as Arrival;
      if (!text.includes('event: tick\n')) continue;
      seen.firstTick = performance.now() - began;
      return;
    }
  } catch {
    // Our patience ended it: no tick came in time, which is what is told.
  }
}

async function reach(
  address: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Response> {
  try {
    return await fetch(address, { headers, signal, redirect: 'manual' });
  } catch (cause) {
    throw new Fault('network_unreachable', `${new URL(address).origin} cannot be reached: ${whyOf(cause)}.`, {
      cause,
    });
  }
}

function whyOf(cause: unknown): string {
  const error = cause as { name?: string; cause?: { code?: string; message?: string } };
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'it did not answer in time';
  const code = error.cause?.code ?? '';
  const known: Record<string, string> = {
    ECONNREFUSED: 'nothing listens there',
    ENOTFOUND: 'its name is not known',
    EAI_AGAIN: 'its name cannot be looked up from this machine',
    CERT_HAS_EXPIRED: 'its certificate has expired',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
    ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate cannot be checked',
  };
  return known[code] ?? (error.cause?.message || 'the connection failed');
}
