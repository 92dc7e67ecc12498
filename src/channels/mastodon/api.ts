/** A thin client for the network's remote calls: one request, one answer; what may still be asked is counted for everybody who asks. */

import type { Budgets } from '../budget.ts';
import type { AccountAccess, ChannelTools } from '../channel.ts';
import { neverLeft } from '../neverLeft.ts';
import { dictionary, text } from '../reading.ts';

/** Servers count these apart: everything, what is uploaded, what is deleted. */
export type Group = 'all' | 'media' | 'delete';

export interface Ask {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  query?: Record<string, string | number | readonly string[]>;
  json?: unknown;
  form?: FormData;
  idempotencyKey?: string;
  group?: Group;
  /** How long to wait, in milliseconds. */
  patience?: number;
  signal?: AbortSignal;
}

export interface Answered {
  ok: true;
  status: number;
  body: unknown;
  /** Where the list goes on, by the server's own link; null where it does not say. */
  next: string | null;
}

/** The server said no, and said so in its own form or at least with a status. */
export interface Refusal {
  ok: false;
  status: number;
  error: string;
  /** When it asks us to come back; only with 429. */
  until: Date | null;
}

/** Nobody was reached: nothing can have been done. */
export class NotReached extends Error {
  override name = 'NotReached';
}

/** The request left and no readable answer came back: it may have been done. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
}

/** Some servers refuse who does not say who they are (418), on a stream too. */
export const whoAsks = 'answerable';

const patienceMilliseconds = 30_000;

/** Who is asked, and as whom. */
export interface Asking {
  tools: Pick<ChannelTools, 'fetch' | 'now'>;
  budgets: Budgets;
  server: string;
  /** Null for what anybody may ask. */
  account: Pick<AccountAccess, 'accountId'> | null;
  token: string | null;
}

/** Asks once. Throws NotReached or NoAnswer; a refusal is returned, and so is our own knowledge that the server allows no more for now. */
export async function ask(asking: Asking, what: Ask): Promise<Answered | Refusal> {
  const { tools, budgets, account } = asking;
  const group = what.group ?? 'all';
  const name = account?.accountId ?? asking.server;
  const wait = budgets.take(name, group, tools.now());
  if (wait !== null) return { ok: false, status: 429, error: 'asked to wait', until: wait };
  const limit = AbortSignal.timeout(what.patience ?? patienceMilliseconds);
  const signal = what.signal === undefined ? limit : AbortSignal.any([limit, what.signal]);
  let answer: Response;
  let body: string;
  try {
    const address = addressOf(asking.server, what);
    answer = await tools.fetch(address, { ...requestOf(asking, what), redirect: 'error', signal });
    body = await answer.text();
  } catch (error) {
    throw failureOf(error, what);
  }
  const allowance = allowanceOf(answer.headers);
  if (allowance !== null) budgets.learn(name, group, allowance);
  if (answer.ok) return readAnswer(answer, body, what);
  const until = answer.status === 429 ? comeBackAt(answer.headers, tools.now()) : null;
  if (until !== null) budgets.exhausted(name, group, until);
  return { ok: false, status: answer.status, error: errorOf(answer, body), until };
}

function addressOf(server: string, what: Ask): URL {
  const address = new URL(what.path, server);
  for (const [name, value] of Object.entries(what.query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) address.searchParams.append(name, String(one));
  }
  return address;
}

function requestOf({ token }: Asking, what: Ask): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json', 'user-agent': whoAsks };
  if (token !== null) headers.authorization = `Bearer ${token}`;
  if (what.idempotencyKey !== undefined) headers['idempotency-key'] = what.idempotencyKey;
  if (what.form !== undefined) return { method: what.method, headers, body: what.form };
  if (what.json === undefined) return { method: what.method, headers };
  headers['content-type'] = 'application/json';
  return { method: what.method, headers, body: JSON.stringify(what.json) };
}

function failureOf(error: unknown, { method, path }: Ask): Error {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = dictionary(cause)?.code;
  const said = `${method} ${path}: ${typeof code === 'string' ? code : String(error)}`;
  if (typeof code === 'string' && neverLeft.has(code)) return new NotReached(said, { cause: error });
  return new NoAnswer(said, { cause: error });
}

function readAnswer(answer: Response, body: string, { method, path }: Ask): Answered {
  const next = nextOf(answer.headers.get('link'));
  try {
    return { ok: true, status: answer.status, body: body === '' ? null : JSON.parse(body), next };
  } catch (cause) {
    throw new NoAnswer(`${method} ${path}: the answer is no JSON`, { cause });
  }
}

function errorOf(answer: Response, body: string): string {
  try {
    const said = dictionary(JSON.parse(body));
    return (text(said?.error_description) ?? text(said?.error) ?? `HTTP ${answer.status}`).slice(0, 300);
  } catch {
    return `HTTP ${answer.status}`;
  }
}

/** The address behind rel="next" of a Link header. */
export function nextOf(link: string | null): string | null {
  for (const [, address = '', more = ''] of (link ?? '').matchAll(/<([^<>]*)>([^<]*)/g)) {
    if (/(?:^|[;\s])rel="?next"?(?:[\s;,]|$)/i.test(more) && URL.canParse(address)) return address;
  }
  return null;
}

/** What the server says is left: its reset is an ISO date, on some a number of seconds since 1970. */
function allowanceOf(headers: Headers): { left: number; resetAt: Date } | null {
  const [remaining, resetAt] = [headers.get('x-ratelimit-remaining'), resetOf(headers)];
  const left = Number(remaining ?? Number.NaN);
  return resetAt === null || !Number.isInteger(left) || left < 0 ? null : { left, resetAt };
}

function resetOf(headers: Headers): Date | null {
  const said = headers.get('x-ratelimit-reset');
  if (said === null) return null;
  const at = /^\d{9,11}$/.test(said) ? Number(said) * 1000 : Date.parse(said);
  return Number.isFinite(at) && at > 0 ? new Date(at) : null;
}

/** When the server asks us to come back; a minute from now where it does not say, and never later than a day. */
export function comeBackAt(headers: Headers, now: Date): Date {
  const named = resetOf(headers)?.getTime() ?? retryAfterOf(headers, now) ?? now.getTime() + 60_000;
  return new Date(Math.min(now.getTime() + 86_400_000, Math.max(now.getTime() + 1_000, named)));
}

function retryAfterOf(headers: Headers, now: Date): number | null {
  const value = headers.get('retry-after');
  if (value === null) return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return now.getTime() + seconds * 1000;
  const at = Date.parse(value);
  return Number.isFinite(at) ? at : null;
}
