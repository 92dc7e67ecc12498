/** A thin client for the network's remote calls: one request, one answer, no state. */
import { Fault } from '../../domain/fault.ts';
import { neverLeft } from '../neverLeft.ts';
import { type Dictionary, dictionary, text } from '../reading.ts';

export interface Ask {
  method: string;
  query?: Record<string, string | number | readonly string[]>;
  /** JSON to send; with `bytes` or `input` the call is a POST. */
  input?: unknown;
  bytes?: { type: string; data: Uint8Array };
  token?: string;
  /** Another service that the server shall pass the call on to: `did#service`. */
  proxy?: string;
  /** How long to wait, in milliseconds. */
  patience?: number;
  signal?: AbortSignal;
}

export interface Answered {
  ok: true;
  body: Dictionary;
}

/** The network said no, and said so in its own form or at least with a status. */
export interface Refusal {
  ok: false;
  status: number;
  error: string;
  message: string;
  headers: Headers;
}

/** Nobody was reached: nothing can have been done. */
export class NotReached extends Error {
  override name = 'NotReached';
}

/** The request left and no readable answer came back: it may have been done. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
}

const patienceMilliseconds = 30_000;

/** Asks once. Throws NotReached or NoAnswer; an answer that is a refusal is returned, not thrown. */
export async function ask(fetcher: typeof fetch, server: string, what: Ask): Promise<Answered | Refusal> {
  const limit = AbortSignal.timeout(what.patience ?? patienceMilliseconds);
  const signal = what.signal === undefined ? limit : AbortSignal.any([limit, what.signal]);
  let answer: Response;
  let body: string;
  try {
    answer = await fetcher(addressOf(server, what), { ...requestOf(what), redirect: 'error', signal });
    body = await answer.text();
  } catch (error) {
    throw failureOf(error, what.method);
  }
  return answer.ok ? readAnswer(body, what.method) : readRefusal(answer, body);
}

function addressOf(server: string, what: Ask): URL {
  const address = new URL(`/xrpc/${what.method}`, server);
  for (const [name, value] of Object.entries(what.query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) address.searchParams.append(name, String(one));
  }
  return address;
}

function requestOf(what: Ask): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json', 'user-agent': 'answerable' };
  if (what.token !== undefined) headers.authorization = `Bearer ${what.token}`;
  if (what.proxy !== undefined) headers['atproto-proxy'] = what.proxy;
  if (what.bytes !== undefined) {
    headers['content-type'] = what.bytes.type;
    return { method: 'POST', headers, body: new Uint8Array(what.bytes.data) };
  }
  if (what.input === undefined) return { method: 'GET', headers };
  if (what.input === null) return { method: 'POST', headers };
  headers['content-type'] = 'application/json';
  return { method: 'POST', headers, body: JSON.stringify(what.input) };
}

function failureOf(error: unknown, method: string): Error {
  const cause = error instanceof Error ? error.cause : undefined;
  const code =
    dictionary(cause)?.code ?? (cause instanceof Error && 'code' in cause ? cause.code : undefined);
  if (typeof code === 'string' && neverLeft.has(code))
    return new NotReached(`${method}: ${code}`, { cause: error });
  return new NoAnswer(`${method}: ${typeof code === 'string' ? code : String(error)}`, { cause: error });
}

function readAnswer(body: string, method: string): Answered {
  try {
    return { ok: true, body: body === '' ? {} : (dictionary(JSON.parse(body)) ?? {}) };
  } catch (cause) {
    throw new NoAnswer(`${method}: the answer is no JSON`, { cause });
  }
}

function readRefusal(answer: Response, body: string): Refusal {
  const said = parsed(body);
  return {
    ok: false,
    status: answer.status,
    error: text(said?.error) ?? `HTTP ${answer.status}`,
    message: (text(said?.message) ?? '').slice(0, 300),
    headers: answer.headers,
  };
}

function parsed(body: string): Dictionary | null {
  try {
    return dictionary(JSON.parse(body));
  } catch {
    return null;
  }
}

/** When the network asks us to come back, from its own headers; a minute from now where it does not say. */
export function comeBackAt(headers: Headers, now: Date): Date {
  const soonest = now.getTime() + 1_000;
  const latest = now.getTime() + 86_400_000;
  const named = resetOf(headers) ?? retryAfterOf(headers, now) ?? now.getTime() + 60_000;
  return new Date(Math.min(latest, Math.max(soonest, named)));
}

function resetOf(headers: Headers): number | null {
  const seconds = Number(headers.get('ratelimit-reset') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null;
}

function retryAfterOf(headers: Headers, now: Date): number | null {
  const value = headers.get('retry-after');
  if (value === null) return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return now.getTime() + seconds * 1000;
  const at = Date.parse(value);
  return Number.isFinite(at) ? at : null;
}

/** The fault for a reader of the network that got no usable answer. */
export function unreachable(cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  return new Fault(
    'network_unreachable',
    'Bluesky cannot be reached at the moment. It is tried again by itself.',
    { cause },
  );
}

/** A refusal as an error, for calls that only read. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(method: string, refusal: Refusal) {
    super(`${method}: ${refusal.status} ${refusal.error} ${refusal.message}`);
    this.name = 'Refused';
    this.refusal = refusal;
  }
}
