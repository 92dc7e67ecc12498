/** Hands replies to the organisation's own system: POST to its address, signed, under a key by which it is never taken twice and can be asked for. */
import { isFault } from '../../domain/fault.ts';
import type {
  AccountAccess,
  AskedOutside,
  ChannelTools,
  Found,
  LengthRule,
  Outcome,
  ReplyToSend,
} from '../channel.ts';
import { type Dictionary, dictionary, instant, text } from '../reading.ts';
import { version } from './format.ts';
import { within } from './normalise.ts';
import { signedHeaders } from './signing.ts';

export const replyLength: LengthRule = { graphemes: 10_000, bytes: 40_000 };
export const attachments = {
  most: 4,
  types: ['image/jpeg', 'image/png', 'image/webp', 'image/gif'],
  mostBytes: 1_000_000,
} as const;

const refused = (code: string, reason: string): Outcome => ({ kind: 'refused', code, reason });
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Hands the reply over; twice under one key is once. */
export async function handOver(
  tools: ChannelTools,
  account: AccountAccess,
  reply: ReplyToSend,
): Promise<Outcome> {
  const against = refusalOf(account, reply);
  if (against !== null) return against;
  const now = tools.now();
  try {
    const answer = await ask(tools, account, {
      key: reply.networkKey,
      body: JSON.stringify(bodyOf(account, reply, now)),
    });
    return outcomeOf(account, answer, reply.networkKey, now);
  } catch (error) {
    return outcomeOfError(error, now);
  }
}

function refusalOf({ settings }: AccountAccess, reply: ReplyToSend): Outcome | null {
  if (settings.address === undefined) return refused('reply_not_permitted', hearsOnly);
  if (reply.to === null) return refused('no_announcements', 'Nothing is announced here. Answer who wrote.');
  if (reply.text.trim() === '' && reply.attachments.length === 0)
    return refused('reply_empty', 'There is nothing to send. Write something or add a picture.');
  if (
    [...segmenter.segment(reply.text)].length > replyLength.graphemes ||
    Buffer.byteLength(reply.text) > replyLength.bytes
  )
    return refused('reply_too_long', 'Your system takes 10,000 characters. Shorten the reply.');
  return reply.attachments.length > attachments.most
    ? refused('media_refused', 'Your system takes four pictures. Take some away.')
    : null;
}

export const hearsOnly =
  'This account hears only: no address for answers was given. Connect it again in Settings > Accounts with one.';

/** The reply as the format has it. */
function bodyOf(account: AccountAccess, reply: ReplyToSend, now: Date): Dictionary {
  return {
    version,
    id: reply.networkKey,
    account: account.networkId,
    thread: reply.to?.handle.thread,
    answers: reply.to?.handle.id,
    author: { id: reply.to?.handle.author, name: reply.to?.by.name ?? null },
    text: reply.text,
    language: reply.language,
    public: reply.mode === 'public',
    at: now.toISOString(),
    pictures: reply.attachments.map(({ type, alt, bytes }) => ({
      type,
      alt,
      base64: Buffer.from(bytes).toString('base64'),
    })),
  };
}

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Dictionary;
}

/** Asks the system: POST with a body, GET of the key without. Throws the Faults of a guarded request. */
export async function ask(
  tools: ChannelTools,
  account: Pick<AccountAccess, 'settings' | 'secret'>,
  what: { key: string; body?: string },
): Promise<Answer> {
  const asked: AskedOutside | undefined = tools.askOutside;
  if (asked === undefined) throw new Error('nobody gave the channel a guarded way out');
  const address = account.settings.address ?? '';
  const headers = signedHeaders(account.secret.secret ?? '', what.key, what.body ?? '', tools.now());
  const answer =
    what.body === undefined
      ? await asked(`${address}/${encodeURIComponent(what.key)}`, { method: 'GET', headers })
      : await asked(address, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: what.body,
        });
  return { status: answer.status, headers: answer.headers, body: parsed(answer.bytes) };
}

function parsed(bytes: Uint8Array): Dictionary {
  try {
    return dictionary(JSON.parse(new TextDecoder().decode(bytes))) ?? {};
  } catch {
    return {}; // an answer need not say more than its status
  }
}

function outcomeOf(account: AccountAccess, answer: Answer, key: string, now: Date): Outcome {
  const { status } = answer;
  // 409: it has this key already, and this is it.
  if ((status >= 200 && status < 300) || status === 409)
    return {
      kind: 'sent',
      networkId: within(account, idOf(answer, key)),
      at: instant(answer.body.at) ?? now,
      handle: {},
    };
  const wait = waitOf(answer.headers, now);
  if (status === 429 || (status === 503 && wait !== null)) {
    const at = wait ?? new Date(now.getTime() + 60_000);
    const time = `${at.toISOString().slice(11, 16)} UTC`;
    account.tell?.({
      code: 'asked_to_wait',
      sentence: `Your system asked to wait until ${time}. What waits goes out by itself.`,
    });
    return { kind: 'later', at, reason: 'Your system asks to wait.' };
  }
  if (status >= 500)
    return {
      kind: 'unknown',
      reason: 'Your system failed while it answered. It is asked whether it has the reply.',
    };
  if (status === 401 || status === 403) {
    account.tell?.({ code: 'rights_missing', sentence: notAccepted });
    return refused('account_refused', notAccepted);
  }
  const said = (text(answer.body.error) ?? '').slice(0, 300).toWellFormed();
  const words = said === '' ? `It answered ${status}.` : `It said: "${said}".`;
  return refused(
    'network_refused',
    `Your system refused it. ${words} Change the reply or answer another way.`,
  );
}

const notAccepted =
  'Your system does not accept our signature. Give it the secret of this account, or connect the account again in Settings > Accounts.';

function idOf({ body }: Answer, key: string): string {
  const id = text(body.id);
  return id === null || id === '' || id.length > 300 ? key : id;
}

/** The instant that `retry-after` names, in seconds or as a date; at most a day from now, null where it names none. */
function waitOf(headers: Record<string, string>, now: Date): Date | null {
  const named = headers['retry-after'] ?? '';
  const seconds = /^\d+$/.test(named) ? Number(named) : (Date.parse(named) - now.getTime()) / 1000;
  if (!Number.isFinite(seconds)) return null;
  return new Date(now.getTime() + Math.min(86_400, Math.max(1, seconds)) * 1000);
}

function outcomeOfError(error: unknown, now: Date): Outcome {
  if (!isFault(error)) throw error;
  if (error.code === 'address_private' || error.code === 'input_invalid')
    return refused(
      'account_refused',
      `${error.sentence} Connect the account again in Settings > Accounts with another address.`,
    );
  if (neverLeft(error.cause))
    return { kind: 'later', at: new Date(now.getTime() + 60_000), reason: 'Your system cannot be reached.' };
  return { kind: 'unknown', reason: 'Your system did not answer. It is asked whether it has the reply.' };
}

const beforeItLeft = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Nobody was reached: nothing can have been taken. */
function neverLeft(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  return ('code' in cause && beforeItLeft.has(String(cause.code))) || neverLeft(cause.cause);
}

/** Asks the system whether it has the reply. Throws where it does not say. */
export async function findReply(
  tools: ChannelTools,
  account: AccountAccess,
  reply: ReplyToSend,
): Promise<Found> {
  const answer = await ask(tools, account, { key: reply.networkKey });
  if (answer.status === 404) return { kind: 'absent' };
  if (answer.status !== 200) throw new Error(`it answered ${answer.status} when it was asked for a reply`);
  const at = instant(answer.body.at) ?? reply.firstAttemptAt;
  return { kind: 'there', networkId: within(account, idOf(answer, reply.networkKey)), at, handle: {} };
}
