/**
 * How often somebody may try a password. What locks is the pair of address and email: a whole office or village behind one address
 * is not locked out by one guesser, and nobody can lock a member out from elsewhere.
 */
import { createHash } from 'node:crypto';
import { Fault } from '../domain/fault.ts';
import type { System } from '../storage/database.ts';
import { countAttempt, forgetAttempts, sameEmail } from '../storage/signIn.ts';

const minutes = 60_000;

/** Attempts allowed per window. The wide ones only bound how much work a flood may cause. */
export const limits = {
  pair: { most: 8, window: 15 * minutes },
  email: { most: 200, window: 60 * minutes },
  address: { most: 300, window: 15 * minutes },
  token: { most: 60, window: 15 * minutes },
  visit: { most: 600, window: 15 * minutes },
  key: { most: 60, window: 15 * minutes },
  code: { most: 10, window: 15 * minutes },
} as const;

type Kind = keyof typeof limits;

/** Neither addresses nor emails are written down where attempts are counted. */
const keyOf = (kind: Kind, ...parts: string[]) =>
  `${kind}:${createHash('sha256').update(JSON.stringify(parts)).digest('base64url')}`;

/** Counts an attempt to sign in. Throws Fault `too_many_requests` beyond the limits. */
export async function countSignIn(
  system: System,
  who: { email: string; address: string },
  now: Date,
): Promise<void> {
  const email = sameEmail(who.email);
  await count(system, 'pair', keyOf('pair', who.address, email), now);
  await count(system, 'address', keyOf('address', who.address), now);
  await count(system, 'email', keyOf('email', email), now);
}

/** A good sign-in starts the pair's count again. */
export async function forgetSignIn(system: System, who: { email: string; address: string }): Promise<void> {
  await forgetAttempts(system, keyOf('pair', who.address, sameEmail(who.email)));
}

/** Counts an attempt to use a one-time link, whatever its token. */
export async function countLink(system: System, address: string, now: Date): Promise<void> {
  await count(system, 'token', keyOf('token', address), now);
}

/** Counts a step at the doors where nothing can be guessed, passkeys and issuers: a whole office comes by one address. */
export async function countVisit(system: System, address: string, now: Date): Promise<void> {
  await count(system, 'visit', keyOf('visit', address), now);
}

/** Counts a key that is not good, by the address that it came from. */
export async function countKey(system: System, address: string, now: Date): Promise<void> {
  await count(system, 'key', keyOf('key', address), now);
}

/** Counts an attempt at the second factor of a sign-in, from wherever: its codes are short. */
export async function countCode(system: System, signInId: string, now: Date): Promise<void> {
  await count(system, 'code', keyOf('code', signInId), now);
}

/** A right code starts that count again. */
export async function forgetCode(system: System, signInId: string): Promise<void> {
  await forgetAttempts(system, keyOf('code', signInId));
}

async function count(system: System, kind: Kind, key: string, now: Date): Promise<void> {
  const { most, window } = limits[kind];
  const attempt = await countAttempt(system, key, window, now);
  if (attempt.count <= most) return;
  const wait = Math.max(1, Math.ceil((attempt.endsAt.getTime() - now.getTime()) / minutes));
  throw new Fault(
    'too_many_requests',
    `Too many attempts. Wait ${wait} ${wait === 1 ? 'minute' : 'minutes'}, then try again.`,
  );
}
