/** Asks a provider by HTTP: one request, one answer, and what a failure means for a message. */
import { Fault } from '../../domain/fault.ts';
import { neverLeft } from '../neverLeft.ts';
import { type Dictionary, dictionary } from '../reading.ts';
import type { Carried } from './provider.ts';

export interface Answered {
  status: number;
  headers: Headers;
  /** As it came; `json` is the same, read. */
  body: string;
  json: Dictionary | null;
}

/** The request left, or it did not: `left` false means that nothing can have been done. */
export class Unanswered extends Error {
  override name = 'Unanswered';
  readonly left: boolean;

  constructor(left: boolean, cause: unknown) {
    super(left ? 'no answer came' : 'nobody was reached', { cause });
    this.left = left;
  }
}

/** Shorter than the lease of a sender. */
const patienceMilliseconds = 25_000;
const mostAnswer = 2_000_000;

/** Asks once. Throws Unanswered; every answer with a status is returned. */
export async function ask(
  fetcher: typeof fetch,
  address: string,
  request: RequestInit = {},
  outer?: AbortSignal,
): Promise<Answered> {
  const limit = AbortSignal.timeout(patienceMilliseconds);
  const signal = outer === undefined ? limit : AbortSignal.any([limit, outer]);
  try {
    const answer = await fetcher(address, {
      ...request,
      headers: { accept: 'application/json', 'user-agent': 'answerable', ...request.headers },
      redirect: 'error',
      signal,
    });
    const body = (await answer.text()).slice(0, mostAnswer);
    return { status: answer.status, headers: answer.headers, body, json: parsed(body) };
  } catch (error) {
    throw new Unanswered(!neverLeft.has(codeOf(error)), error);
  }
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}

function parsed(body: string): Dictionary | null {
  try {
    return dictionary(JSON.parse(body));
  } catch {
    return null;
  }
}

/** A form, as these providers take it. */
export const formOf = (fields: Readonly<Record<string, string>>): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});

const soon = (now: Date, seconds = 30): Date => new Date(now.getTime() + seconds * 1_000);

/** What no answer means for a message. */
export function silence(error: unknown, name: string, now: Date): Carried {
  if (!(error instanceof Unanswered)) throw error;
  if (!error.left) return { kind: 'later', at: soon(now), reason: `${name} cannot be reached.` };
  return { kind: 'unknown', reason: `${name} did not answer. The SMS may have gone out.` };
}

/** When a provider asks us to come back (Retry-After), within a day; a minute from now where it does not say. */
export function comeBackAt(headers: Headers, now: Date): Date {
  const named = headers.get('retry-after');
  const seconds = Number(named ?? Number.NaN);
  const at = Number.isFinite(seconds) ? now.getTime() + seconds * 1_000 : Date.parse(named ?? '');
  const wished = Number.isFinite(at) ? at : now.getTime() + 60_000;
  return new Date(Math.min(now.getTime() + 86_400_000, Math.max(now.getTime() + 1_000, wished)));
}

/** A provider that asks to wait. */
export const askedToWait = (answer: Answered, name: string, now: Date): Carried => ({
  kind: 'later',
  at: comeBackAt(answer.headers, now),
  reason: `${name} allows no more for now.`,
  asked: true,
});

/** It failed while it was answering: it may have been done. */
export const failedThere = (name: string): Carried => ({
  kind: 'unknown',
  reason: `${name} failed while it was answering. The SMS may have gone out.`,
});

export const notReached = (name: string, cause: unknown): Fault =>
  new Fault(
    'network_unreachable',
    `${name} cannot be reached. Check the address and this machine's connection.`,
    { cause },
  );

/** Asks for something that only reads. Throws Fault `network_unreachable`, or `account_refused` with this sentence. */
export async function read(
  fetcher: typeof fetch,
  name: string,
  refusal: string,
  address: string,
  request: RequestInit = {},
  signal?: AbortSignal,
): Promise<Answered> {
  let answer: Answered;
  try {
    answer = await ask(fetcher, address, request, signal);
  } catch (cause) {
    throw notReached(name, cause);
  }
  const cause = new Error(`${answer.status} ${answer.body.slice(0, 300)}`);
  if (answer.status === 401 || answer.status === 403) throw new Fault('account_refused', refusal, { cause });
  if (answer.status === 429 || answer.status >= 500) throw notReached(name, cause);
  return answer;
}

/** An address that was typed: with http or https, without a slash at its end. Throws Fault `input_invalid`. */
export function addressOf(typed: string, what: string): string {
  const text = typed.trim();
  if (!URL.canParse(text) || !['http:', 'https:'].includes(new URL(text).protocol))
    throw new Fault('input_invalid', `The ${what} must be an address such as https://api.example.org.`);
  return text.replace(/\/+$/, '');
}
