/** A thin client for Meta's Graph API: one request, one answer, no state. */
import { createHmac } from 'node:crypto';
import { Fault } from '../../domain/fault.ts';
import type { AccountAccess } from '../channel.ts';
import { neverLeft } from '../neverLeft.ts';
import { type Dictionary, dictionary, text } from '../reading.ts';

export const defaultServer = 'https://graph.facebook.com';
/** The version of the official description that our requests are validated against. */
export const defaultVersion = 'v23.0';

export type GraphAccess = Pick<AccountAccess, 'settings' | 'secret'>;

export interface Ask {
  /** Behind the version: "106540352242922/messages". */
  path: string;
  query?: Record<string, string>;
  /** JSON to send: then it is a POST. */
  json?: unknown;
  /** A form to send: then it is a POST. */
  form?: FormData;
  /** Asked with the app's own word, and not the account's token. */
  asApp?: { id: string; secret: string };
  /** How long to wait, in milliseconds. */
  patience?: number;
}

export interface Answered {
  ok: true;
  body: Dictionary;
  headers: Headers;
}

/** The network said no, in its own form or at least with a status. */
export interface Refusal {
  ok: false;
  status: number;
  /** Its number for the reason; 0 where it named none. */
  code: number;
  message: string;
  isTransient: boolean;
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

const patienceMilliseconds = 20_000;

/** Asks once. Throws NotReached or NoAnswer; an answer that is a refusal is returned, not thrown. */
export async function ask(
  fetcher: typeof fetch,
  access: GraphAccess,
  what: Ask,
): Promise<Answered | Refusal> {
  let answer: Response;
  let body: string;
  try {
    const signal = AbortSignal.timeout(what.patience ?? patienceMilliseconds);
    answer = await fetcher(addressOf(access, what), {
      ...requestOf(access, what),
      redirect: 'error',
      signal,
    });
    body = await answer.text();
  } catch (error) {
    throw failureOf(error, what.path);
  }
  return answer.ok ? readAnswer(answer, body, what.path) : readRefusal(answer, body);
}

function addressOf({ settings, secret }: GraphAccess, what: Ask): URL {
  const address = new URL(
    `/${settings.version || defaultVersion}/${what.path}`,
    settings.server || defaultServer,
  );
  for (const [name, value] of Object.entries(what.query ?? {})) address.searchParams.set(name, value);
  if (what.asApp !== undefined)
    address.searchParams.set('access_token', `${what.asApp.id}|${what.asApp.secret}`);
  // Shows that we know the app's secret, which an app can be set to demand; a wrong secret is refused at once.
  else if (secret.appSecret !== undefined)
    address.searchParams.set('appsecret_proof', proofOf(secret.token ?? '', secret.appSecret));
  return address;
}

const proofOf = (token: string, appSecret: string): string =>
  createHmac('sha256', appSecret).update(token).digest('hex');

function requestOf({ secret }: GraphAccess, what: Ask): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json', 'user-agent': 'answerable' };
  if (what.asApp === undefined) headers.authorization = `Bearer ${secret.token ?? ''}`;
  if (what.form !== undefined) return { method: 'POST', headers, body: what.form };
  if (what.json === undefined) return { method: 'GET', headers };
  headers['content-type'] = 'application/json';
  return { method: 'POST', headers, body: JSON.stringify(what.json) };
}

/** What went wrong on the way, by whether the request can have arrived. */
export function failureOf(error: unknown, path: string): Error {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : dictionary(cause)?.code;
  if (typeof code === 'string' && neverLeft.has(code))
    return new NotReached(`${path}: ${code}`, { cause: error });
  return new NoAnswer(`${path}: ${typeof code === 'string' ? code : String(error)}`, { cause: error });
}

function readAnswer(answer: Response, body: string, path: string): Answered {
  const read = parsed(body);
  if (read === null) throw new NoAnswer(`${path}: the answer is no JSON`);
  return { ok: true, body: read, headers: answer.headers };
}

function readRefusal(answer: Response, body: string): Refusal {
  const said = dictionary(parsed(body)?.error);
  const details = text(dictionary(said?.error_data)?.details);
  return {
    ok: false,
    status: answer.status,
    code: typeof said?.code === 'number' ? said.code : 0,
    message: (details ?? text(said?.message) ?? `HTTP ${answer.status}`).slice(0, 300),
    isTransient: said?.is_transient === true,
    headers: answer.headers,
  };
}

function parsed(body: string): Dictionary | null {
  try {
    return dictionary(JSON.parse(body));
  } catch {
    return null; // what it is instead does not matter
  }
}

/** When the network asks us to come back, from its own headers; a minute from now where it does not say. */
export function comeBackAt(headers: Headers, now: Date): Date {
  const wait = waitOf(headers) ?? 60_000;
  return new Date(now.getTime() + Math.min(86_400_000, Math.max(1_000, wait)));
}

/** The wait in milliseconds that the headers name; null where they name none. */
export function waitOf(headers: Headers): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  if (Number.isFinite(seconds) && seconds > 0) return seconds * 1_000;
  const used = parsed(headers.get('x-business-use-case-usage') ?? '') ?? {};
  const minutes = Object.values(used)
    .flat()
    .map((one) => Number(dictionary(one)?.estimated_time_to_regain_access ?? 0));
  const longest = Math.max(0, ...minutes.filter(Number.isFinite));
  return longest > 0 ? longest * 60_000 : null;
}

/** The fault for who only reads and got no usable answer. */
export function unreachable(cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  const sentence = 'WhatsApp cannot be reached at the moment. It is tried again by itself.';
  return new Fault('network_unreachable', sentence, { cause });
}
