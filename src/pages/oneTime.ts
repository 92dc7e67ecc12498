/**
 * Names that a page carries and our key vouches for: which form this was and when it was handed out, what a submission and its link are called, that a PIN was right. Nothing of it
 * is stored.
 */
import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Faster than this no person fills a form. */
const fastest = 2_000;
/** A page that stood open longer is handed out anew, with everything that was typed. */
const oldest = 7 * 24 * 3600_000;
/** How long a right PIN opens the page. */
const openFor = 30 * 60_000;

export type FormAge = 'good' | 'too_fast' | 'too_old' | 'not_ours';

export interface SubmissionNames {
  /** The thread and the first post; 128 bits. */
  thread: string;
  /** The private link; 128 bits that nobody without our key can tell from the thread. */
  token: string;
}

export interface OneTime {
  /** A new id for a form at this place. */
  formId(place: string, now: Date): string;
  /** What to think of one that came back. */
  age(id: string, place: string, now: Date): FormAge;
  /** The same for the same form with the same content: sent twice it is one; another person's words on a page that was left open are another. */
  names(formId: string, content: string): SubmissionNames;
  /** Proves for half an hour that the PIN of this link was right. */
  proof(token: string, pinHash: string, now: Date): string;
  isProof(proof: string, token: string, pinHash: string, now: Date): boolean;
}

/** `secret` never leaves the process. */
export function oneTime(secret: string): OneTime {
  // 128 of the 256 bits, in 22 letters.
  const mac = (...parts: string[]): string =>
    createHmac('sha256', secret).update(JSON.stringify(parts)).digest().subarray(0, 16).toString('base64url');
  const proofOf = (token: string, pinHash: string, until: string) =>
    mac('pin', hash('sha256', token), pinHash, until);
  return {
    formId(place, now) {
      const at = now.getTime().toString(36);
      const nonce = randomBytes(16).toString('base64url');
      return `${at}.${nonce}.${mac('form', place, at, nonce)}`;
    },
    age(id, place, now) {
      const [at = '', nonce = '', sign = ''] = id.split('.');
      if (!timingSafe(sign, mac('form', place, at, nonce))) return 'not_ours';
      const old = now.getTime() - Number.parseInt(at, 36);
      if (old > oldest) return 'too_old';
      return old < fastest ? 'too_fast' : 'good';
    },
    names(formId, content) {
      const digest = hash('sha256', content);
      return { thread: mac('thread', formId, digest), token: mac('link', formId, digest) };
    },
    proof(token, pinHash, now) {
      const until = (now.getTime() + openFor).toString(36);
      return `${until}.${proofOf(token, pinHash, until)}`;
    },
    isProof(proof, token, pinHash, now) {
      const [until = '', sign = ''] = proof.split('.');
      const right = timingSafe(sign, proofOf(token, pinHash, until));
      return right && Number.parseInt(until, 36) > now.getTime();
    },
  };
}

function timingSafe(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
