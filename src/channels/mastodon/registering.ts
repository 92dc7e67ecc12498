/** Registers this program with a server and exchanges the code that the server shows to a person who allowed it (OAuth 2, shown out of band). */
import { Fault } from '../../domain/fault.ts';
import type { ChannelTools } from '../channel.ts';
import { type Dictionary, dictionary, text } from '../reading.ts';

/** What we ask to be allowed: no more than is used. */
export const rights = [
  'read:accounts',
  'read:notifications',
  'read:search',
  'read:statuses',
  'write:media',
  'write:reports',
  'write:statuses',
] as const;

const shownOutOfBand = 'urn:ietf:wg:oauth:2.0:oob';
const mostUnderWay = 200;

export interface Registration {
  id: string;
  secret: string;
}

/** What a code gave. */
export interface Granted {
  token: string;
  /** The rights that came with it; null where the server does not say. */
  granted: string[] | null;
}

/** An hour: nobody takes longer from a try to the connection. Milliseconds. */
const remembered = 3_600_000;

/**
 * Registrations under way, by server, and what codes gave: a code can be used once, and an account is tried before it is connected. They live as long as the program; a new one is
 * made after that.
 */
export class Registrations {
  readonly #underWay = new Map<string, Registration>();
  readonly #given = new Map<string, Granted & { at: Date }>();

  get(server: string): Registration | null {
    return this.#underWay.get(server) ?? null;
  }

  keep(server: string, registration: Registration): void {
    keepIn(this.#underWay, server, registration);
  }

  givenFor(server: string, code: string, now: Date): Granted | null {
    const given = this.#given.get(`${server} ${code}`);
    return given === undefined || now.getTime() - given.at.getTime() > remembered ? null : given;
  }

  keepGiven(server: string, code: string, given: Granted, at: Date): void {
    for (const [name, one] of this.#given)
      if (at.getTime() - one.at.getTime() > remembered) this.#given.delete(name);
    keepIn(this.#given, `${server} ${code}`, { ...given, at });
  }
}

function keepIn<T>(all: Map<string, T>, name: string, one: T): void {
  all.delete(name);
  all.set(name, one);
  for (const oldest of all.keys()) {
    if (all.size <= mostUnderWay) break;
    all.delete(oldest);
  }
}

type Post = (path: string, body: object) => Promise<{ ok: boolean; status: number; body: Dictionary | null }>;

/** Makes this program known to a server. Throws Fault `account_refused`. */
export async function register(post: Post, server: string): Promise<Registration> {
  const answer = await post('/api/v1/apps', {
    client_name: 'Answerable',
    redirect_uris: shownOutOfBand,
    scopes: rights.join(' '),
  });
  const [id, secret] = [text(answer.body?.client_id), text(answer.body?.client_secret)];
  if (!answer.ok || id === null || secret === null) {
    const sentence = `${new URL(server).host} does not register other programs. Make an access token there, and type it instead.`;
    throw new Fault('account_refused', sentence, { cause: new Error(`HTTP ${answer.status}`) });
  }
  return { id, secret };
}

/** Where a person allows it. */
export function pageToAllow(server: string, { id }: Registration): string {
  const address = new URL('/oauth/authorize', server);
  address.searchParams.set('response_type', 'code');
  address.searchParams.set('client_id', id);
  address.searchParams.set('redirect_uri', shownOutOfBand);
  address.searchParams.set('scope', rights.join(' '));
  return address.toString();
}

/** A token for the code, and the rights that came with it. Throws Fault `account_refused`. */
export async function exchange(
  post: Post,
  server: string,
  { id, secret }: Registration,
  code: string,
): Promise<Granted> {
  const answer = await post('/oauth/token', {
    grant_type: 'authorization_code',
    client_id: id,
    client_secret: secret,
    redirect_uri: shownOutOfBand,
    scope: rights.join(' '),
    code: code.trim(),
  });
  const token = text(answer.body?.access_token);
  if (!answer.ok || token === null) {
    const sentence = `${new URL(server).host} does not accept this code: it can be used once, and for some minutes. Leave the field of the code empty and try again to get a new one.`;
    throw new Fault('account_refused', sentence, { cause: new Error(`HTTP ${answer.status}`) });
  }
  return { token, granted: text(answer.body?.scope)?.split(/[\s,+]+/) ?? null };
}

/** The answer of a server to a form, read as far as it can be. */
export function postTo(tools: ChannelTools, server: string, headers: Record<string, string>): Post {
  return async (path, body) => {
    const answer = await tools.fetch(new URL(path, server), {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(15_000),
    });
    const said = await answer.text();
    try {
      return { ok: answer.ok, status: answer.status, body: dictionary(JSON.parse(said)) };
    } catch {
      return { ok: false, status: answer.status, body: null };
    }
  };
}
