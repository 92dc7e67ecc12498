/** Hands a message to a browser's push service (RFC 8030) and tells what became of it. */
import { isFault } from '../../domain/fault.ts';
import type { GuardedAnswer, GuardedAsk } from '../guardedRequest.ts';
import { encryptPush, type PushKeys, topicOf } from './encrypt.ts';
import type { Vapid } from './vapid.ts';

export interface PushMessage {
  /** The same message sent again has the same id: it replaces the one that waits. */
  id: string;
  text: string;
  /** Seconds for which the push service keeps it for a browser that is off. */
  ttl: number;
  /** RFC 8030, 5.3: "high" wakes a telephone that saves its battery. */
  urgency: 'normal' | 'high';
}

export interface PushAddress extends PushKeys {
  endpoint: string;
}

export type PushOutcome =
  | { kind: 'sent' }
  /** The browser no longer takes any. */
  | { kind: 'gone' }
  /** To be tried again, at this time or when it seems right. */
  | { kind: 'later'; at: Date | null; reason: string }
  | { kind: 'refused'; reason: string };

export type Ask = (address: string, ask: GuardedAsk) => Promise<GuardedAnswer>;

/** Never throws but for what nobody could expect. `ask` guards against private addresses. */
export async function sendPush(
  { ask, vapid, now }: { ask: Ask; vapid: Vapid; now: Date },
  to: PushAddress,
  message: PushMessage,
): Promise<PushOutcome> {
  const headers = {
    authorization: vapid.authorization(to.endpoint, now),
    'content-encoding': 'aes128gcm',
    'content-type': 'application/octet-stream',
    ttl: String(message.ttl),
    urgency: message.urgency,
    topic: topicOf(message.id),
  };
  try {
    const body = encryptPush(Buffer.from(message.text), to);
    return outcomeOf(await ask(to.endpoint, { method: 'POST', headers, body }), now);
  } catch (error) {
    if (!isFault(error)) throw error;
    // An address that may not be asked will not become one that may.
    if (error.code !== 'network_unreachable') return { kind: 'refused', reason: error.sentence };
    return { kind: 'later', at: null, reason: error.sentence };
  }
}

/** What a push service's answer means. */
export function outcomeOf(
  { status, headers }: Pick<GuardedAnswer, 'status' | 'headers'>,
  now: Date,
): PushOutcome {
  if (status >= 200 && status < 300) return { kind: 'sent' };
  if (status === 404 || status === 410) return { kind: 'gone' };
  const reason = `The push service answered ${status}.`;
  if (status === 429 || status >= 500)
    return { kind: 'later', at: retryAfter(headers['retry-after'], now), reason };
  return { kind: 'refused', reason };
}

const longestWait = 24 * 3_600_000;

/** Seconds or a date (RFC 9110, 10.2.3), a day from now at most; null where none is named. */
function retryAfter(said: string | undefined, now: Date): Date | null {
  if (said === undefined) return null;
  const instant = /^\d{1,9}$/.test(said.trim()) ? now.getTime() + Number(said) * 1_000 : Date.parse(said);
  if (Number.isNaN(instant)) return null;
  return new Date(Math.min(Math.max(instant, now.getTime()), now.getTime() + longestWait));
}
