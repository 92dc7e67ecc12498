/** The PIN that an author may put on the private page of their case. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { pinLockedUntil } from '../../domain/caseLink.ts';
import { type CaseLink, lockCaseLink, notePinTries } from '../../storage/caseLinks.ts';
import type { Storage } from '../../storage/database.ts';

const derive = promisify(scrypt) as (pin: string, salt: Buffer, bytes: number) => Promise<Buffer>;
const bytes = 32;

/** What is kept of a PIN: salt and scrypt (Node's own cost: N 16384, r 8, p 1), in hex. */
export async function hashPin(pin: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString('hex')}.${(await derive(pin, salt, bytes)).toString('hex')}`;
}

async function isRight(pin: string, hash: string): Promise<boolean> {
  const [salt = '', kept = ''] = hash.split('.');
  return timingSafeEqual(await derive(pin, Buffer.from(salt, 'hex'), bytes), Buffer.from(kept, 'hex'));
}

export type PinAnswer =
  | { kind: 'right' }
  | { kind: 'wrong' }
  | { kind: 'locked'; until: Date }
  | { kind: 'gone' };

/** Judges one try. Tries of one link wait for each other, so that a hundred at once are still counted one by one. */
export async function tryPin(storage: Storage, link: CaseLink, pin: string, now: Date): Promise<PinAnswer> {
  return storage.inOrganisation(link.organisationId, async (tx): Promise<PinAnswer> => {
    const locked = await lockCaseLink(tx, link);
    if (locked === null) return { kind: 'gone' };
    if (locked.pinHash === null) return { kind: 'right' };
    const until = pinLockedUntil(locked.pinTries, locked.pinTriedAt, now);
    if (until !== null) return { kind: 'locked', until };
    const right = await isRight(pin, locked.pinHash);
    const tries = right ? 0 : locked.pinTries + 1;
    await notePinTries(tx, locked, tries, now);
    if (right) return { kind: 'right' };
    const closed = pinLockedUntil(tries, now, now);
    return closed === null ? { kind: 'wrong' } : { kind: 'locked', until: closed };
  });
}
