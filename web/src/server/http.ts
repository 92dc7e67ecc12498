import { i18n } from '../words/i18n.ts';
import { translated } from '../words/serverSentences.ts';
import { heard, unheard } from './connection.ts';

/** What the server refused, or that it could not be reached (`unreachable`, status 0). `body` holds whatever else it said. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly sentence: string;
  readonly body: Record<string, unknown>;

  constructor(code: string, status: number, sentence: string, body: Record<string, unknown> = {}) {
    super(sentence);
    this.code = code;
    this.status = status;
    this.sentence = sentence;
    this.body = body;
  }
}

/** The sentence to show for any error. */
export function sentenceOf(error: unknown): string {
  return error instanceof Refusal
    ? error.sentence
    : i18n.t('That did not work. Load the page again and try once more.');
}

export const isUnreachable = (error: unknown) => error instanceof Refusal && error.code === 'unreachable';

export const unreachable = () =>
  new Refusal('unreachable', 0, i18n.t('The server cannot be reached. Check your connection and try again.'));

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The refusal in an answer of the server: its own sentence, or ours where it has none. */
export function refusalOf(status: number, body: unknown): Refusal {
  const said = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const code = typeof said.code === 'string' ? said.code : 'unexpected';
  const sentence =
    typeof said.sentence === 'string'
      ? translated(said.sentence)
      : typeof said.message === 'string'
        ? said.message
        : i18n.t('The server could not do that. Try again in a moment.');
  return new Refusal(code, status, sentence, said);
}

/** Statuses with which a proxy says that our server is not there. */
const absent = new Set([502, 503, 504]);

/** Asks the server; throws a Refusal. `body` is sent as JSON, a Blob as it is. */
export async function ask<T>(
  method: string,
  path: string,
  body?: unknown,
  init: RequestInit = {},
): Promise<T> {
  const file = body instanceof Blob;
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined)
    headers['content-type'] = file ? body.type || 'application/octet-stream' : 'application/json';
  const sent = body === undefined ? null : file ? body : JSON.stringify(body);
  let response: Response;
  try {
    response = await fetch(path, { method, headers, body: sent, credentials: 'same-origin', ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    unheard();
    throw unreachable();
  }
  const answer = await bodyOf(response);
  if (response.ok) {
    heard();
    return answer as T;
  }
  const refusal = refusalOf(response.status, answer);
  if (absent.has(response.status)) unheard();
  else heard();
  throw refusal;
}

export const get = <T>(path: string, init?: RequestInit) => ask<T>('GET', path, undefined, init);
export const post = <T>(path: string, body: unknown = {}, init?: RequestInit) =>
  ask<T>('POST', path, body, init);
export const put = <T>(path: string, body: unknown, init?: RequestInit) => ask<T>('PUT', path, body, init);
export const patch = <T>(path: string, body: unknown) => ask<T>('PATCH', path, body);
export const remove = <T>(path: string) => ask<T>('DELETE', path);
