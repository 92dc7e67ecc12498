/** What is told to a hook, and when it is tried again. Pure. */
import { createHash, createHmac } from 'node:crypto';
import { isBetweenFew } from './history.ts';

const seconds = 1_000;
/** The first pause after a failure; each further one is three times as long, up to an hour. */
const firstPause = 5 * seconds;
const longestPause = 3_600 * seconds;

/** A hook that failed so often in a row is paused: after about seven hours. */
export const mostTries = 12;

/** How long to wait after so many failures in a row, in milliseconds. */
export function pauseAfter(tries: number): number {
  return Math.min(longestPause, firstPause * 3 ** Math.min(Math.max(tries, 1) - 1, 20));
}

/** Always the same for one fact at one hook, so that a receiver knows a delivery that comes twice (a version 8 UUID, RFC 9562). */
export function deliveryId(hookId: string, sequence: number): string {
  const bytes = createHash('sha256').update(`${hookId}/${sequence}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export interface ToldFact {
  sequence: number;
  at: Date;
  action: string;
  actorId: string | null;
  caseId: string | null;
  subjectId: string | null;
  particulars: Record<string, unknown>;
}

/** The body of a delivery: ids and facts. A particular that is a sentence is left out, whoever wrote it; of what stands between a few members only that something happened is told. */
export function deliveryBody(delivery: string, fact: ToldFact): string {
  const { sequence, at, action, caseId } = fact;
  const unsaid = { actorId: null, subjectId: null, particulars: {} };
  const { actorId, subjectId, particulars: said } = isBetweenFew(fact) ? unsaid : fact;
  const particulars = Object.fromEntries(Object.entries(said).filter(([, value]) => isFact(value)));
  return JSON.stringify({
    delivery,
    sequence,
    at: at.toISOString(),
    action,
    actorId,
    caseId,
    subjectId,
    particulars,
  });
}

function isFact(value: unknown): boolean {
  if (typeof value === 'string') return /^[\w.:@/-]{1,200}$/.test(value);
  return value === null || typeof value === 'number' || typeof value === 'boolean';
}

/**
 * The signature of a delivery, as Standard Webhooks writes it: "v1," and the base64 of HMAC-SHA256 over id, instant and body with dots between. `secret`
 * is "whsec_" and 32 bytes in base64; `at` is in whole seconds.
 */
export function signatureOf(secret: string, delivery: { id: string; at: number; body: string }): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signed = `${delivery.id}.${delivery.at}.${delivery.body}`;
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}
