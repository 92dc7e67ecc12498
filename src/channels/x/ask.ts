/** A thin client for X: one request, one answer, no state. */
import { Fault } from '../../domain/fault.ts';
import { MoneyShort } from '../money.ts';
import { neverLeft } from '../neverLeft.ts';
import { type Dictionary, dictionaries, dictionary, text } from '../reading.ts';

export const defaultServer = 'https://api.x.com';

export interface Ask {
  /** The requests that share one limit of the network. */
  group: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  query?: Readonly<Record<string, string | number>>;
  json?: unknown;
  form?: Readonly<Record<string, string>>;
  /** How long to wait, in milliseconds. */
  patience?: number;
  signal?: AbortSignal;
}

export interface Answered {
  ok: true;
  body: Dictionary;
  headers: Headers;
}

/** The network said no. `problem` is the last part of the problem's address: X writes it with one host and with another. */
export interface Refusal {
  ok: false;
  status: number;
  problem: string;
  detail: string;
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

/** A refusal as an error, for calls that only read. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(what: string, refusal: Refusal) {
    super(`${what}: ${refusal.status} ${refusal.problem} ${refusal.detail}`);
    this.name = 'Refused';
    this.refusal = refusal;
  }
}

const patienceMilliseconds = 30_000;

/** The whole address. */
export function addressOf(server: string, { path, query = {} }: Pick<Ask, 'path' | 'query'>): URL {
  const address = new URL(path, server);
  for (const [name, value] of Object.entries(query)) address.searchParams.append(name, String(value));
  return address;
}

/** Asks once. Throws NotReached or NoAnswer; a refusal is returned, not thrown. */
export async function askOnce(
  fetcher: typeof fetch,
  server: string,
  authorized: string | null,
  what: Ask,
): Promise<Answered | Refusal> {
  const limit = AbortSignal.timeout(what.patience ?? patienceMilliseconds);
  const signal = what.signal === undefined ? limit : AbortSignal.any([limit, what.signal]);
  let answer: Response;
  let body: string;
  try {
    answer = await fetcher(addressOf(server, what), {
      ...requestOf(what, authorized),
      redirect: 'error',
      signal,
    });
    body = await answer.text();
  } catch (error) {
    throw failureOf(error, what.path);
  }
  return answer.ok ? readAnswer(answer, body, what.path) : readRefusal(answer, body);
}

/** The request without its address. */
export function requestOf(what: Ask, authorized: string | null): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json', 'user-agent': 'answerable' };
  if (authorized !== null) headers.authorization = authorized;
  const { method } = what;
  if (what.form !== undefined) return { method, headers, body: new URLSearchParams(what.form) };
  if (what.json === undefined) return { method, headers };
  headers['content-type'] = 'application/json';
  return { method, headers, body: JSON.stringify(what.json) };
}

/** NotReached or NoAnswer, from what fetch threw. */
export function failureOf(error: unknown, what: string): Error {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : dictionary(cause)?.code;
  if (typeof code === 'string' && neverLeft.has(code))
    return new NotReached(`${what}: ${code}`, { cause: error });
  return new NoAnswer(`${what}: ${typeof code === 'string' ? code : String(error)}`, { cause: error });
}

function readAnswer(answer: Response, body: string, what: string): Answered {
  const read = parsed(body === '' ? '{}' : body);
  if (read === null) throw new NoAnswer(`${what}: the answer is no JSON`);
  return { ok: true, body: read, headers: answer.headers };
}

/** What a refusal says, in whichever of X's three forms. */
export function readRefusal(answer: Pick<Response, 'status' | 'headers'>, body: string): Refusal {
  const said = parsed(body) ?? {};
  const [first = {}] = dictionaries(said.errors);
  const detail =
    text(said.detail) ?? text(said.error_description) ?? text(first.detail) ?? text(first.message);
  const type = text(said.type) ?? text(first.type) ?? text(said.error);
  return {
    ok: false,
    status: answer.status,
    problem: problemOf(type) ?? '',
    detail: (detail ?? text(said.title) ?? '').slice(0, 300),
    headers: answer.headers,
  };
}

/** `https://api.twitter.com/2/problems/rule-cap` and `https://api.x.com/2/problems/rule-cap` are one. */
export function problemOf(type: string | null): string | null {
  return type === null ? null : (type.split('/').at(-1) ?? null);
}

function parsed(body: string): Dictionary | null {
  try {
    return dictionary(JSON.parse(body));
  } catch {
    return null;
  }
}

const noMoney =
  "The month's money for X does not suffice for this. It is done once an admin raises the ceiling, or the next month begins.";

/** The fault for a reader of the network that got no usable answer. */
export function unreachable(cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  if (cause instanceof MoneyShort) return new Fault('network_unreachable', noMoney, { cause });
  const sentence = 'X cannot be reached at the moment. It is tried again by itself.';
  return new Fault('network_unreachable', sentence, { cause });
}
