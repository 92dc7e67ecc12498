/** The second factor: codes of an authenticator app (TOTP, RFC 6238: six digits, SHA-1, 30 seconds), and backup codes for when it is lost. */
import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { Fault } from '../domain/fault.ts';
import { addAudit } from '../storage/audit.ts';
import type { Storage, System } from '../storage/database.ts';
import { shutLetterboxes } from '../storage/letterboxes.ts';
import { findMember, isMemberElsewhere, type Membership } from '../storage/members.ts';
import {
  confirmSecondFactor,
  dropSecondFactor,
  findSecondFactor,
  keepSecret,
  takeBackupCode,
  takeCodeStep,
} from '../storage/secondFactors.ts';
import type { MasterKey } from '../storage/secrets.ts';
import { endSessions, passwordHashOf } from '../storage/signIn.ts';
import { beginStep, dropSteps, takeStep, tryStep } from '../storage/signInSteps.ts';
import { passwordFits } from './passwordHash.ts';
import { countCode, forgetCode } from './signInLimits.ts';

export interface FactorDeps {
  storage: Storage;
  key: MasterKey;
}

const period = 30;
/** Steps that a clock may be off, either way (RFC 6238, 5.2). */
const drift = 1;
const secretBytes = 20;
const backupCodes = 10;
/** How long the first factor holds while the second is looked for, and how often it may be tried. */
const half = { milliseconds: 10 * 60_000, tries: 8 };

const appOf = (secret: string, label = '', issuer = 'Answerable') =>
  new TOTP({ issuer, label, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period });

/** Codes are typed with blanks and dashes, large or small. */
const bare = (typed: string) => typed.replace(/[\s-]/g, '').toLowerCase();

/** Ten codes of 80 random bits each, in letters that nobody mistakes. */
function makeBackupCodes(): string[] {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  return Array.from({ length: backupCodes }, () =>
    Array.from(randomBytes(16), (byte) => letters[byte % 32]).join(''),
  );
}

/** As a backup code is shown. */
const shown = (code: string) => code.replace(/(.{4})(?=.)/g, '$1-');

/**
 * Begins: makes a secret that asks for nothing until `confirm`. A password is asked for where there is one: whoever finds an open page must not lock
 * its owner out. Answers the secret and the address that an authenticator app reads. Throws Fault `not_permitted`, `input_invalid`.
 */
export async function beginSecondFactor(
  deps: FactorDeps,
  who: Membership,
  password: string | null,
): Promise<{ secret: string; address: string }> {
  const hash = await passwordHashOf(deps.storage.system, who.signInId);
  if (hash !== null && !(await passwordFits(hash, password ?? ''))) throw wrongPassword();
  const secret = new Secret({ size: secretBytes }).base32;
  if (!(await keepSecret(deps.storage.system, deps.key, who.signInId, secret)))
    throw new Fault('input_invalid', 'A second factor is on already. Remove it first.');
  return { secret, address: appOf(secret, who.email).toString() };
}

const wrongPassword = () => new Fault('not_permitted', 'The password is not right. Try again.');
const wrongCode = () =>
  new Fault('not_permitted', 'This code is not right, or was used. Wait for the next one and try again.');

/** Turns it on by a first right code. Answers the backup codes, once. Throws Fault `not_permitted`, `too_many_requests`. */
export async function confirm(deps: FactorDeps, who: Membership, code: string, now: Date): Promise<string[]> {
  const factor = await findSecondFactor(deps.storage.system, deps.key, who.signInId);
  if (factor === null || factor.confirmedAt !== null)
    throw new Fault('input_invalid', 'No second factor was begun. Begin again.');
  await proveCode(deps, who.signInId, code, now);
  const codes = makeBackupCodes();
  await deps.storage.asSystem(async (tx) => {
    await confirmSecondFactor(tx, who.signInId, codes, now);
    await audit(tx, who, 'member.second_factor_on', now);
  });
  return codes.map(shown);
}

/** Takes one's own second factor away, by the password or by a code. Throws Fault `not_permitted`, `too_many_requests`. */
export async function removeSecondFactor(
  deps: FactorDeps,
  who: Membership,
  proof: { password: string } | { code: string },
  now: Date,
): Promise<void> {
  if ('code' in proof) await proveCode(deps, who.signInId, proof.code, now);
  else {
    await countCode(deps.storage.system, who.signInId, now);
    const hash = await passwordHashOf(deps.storage.system, who.signInId);
    if (hash === null || !(await passwordFits(hash, proof.password))) throw wrongPassword();
    await forgetCode(deps.storage.system, who.signInId);
  }
  await deps.storage.asSystem(async (tx) => {
    if (await dropSecondFactor(tx, who.signInId)) await audit(tx, who, 'member.second_factor_off', now);
  });
}

async function audit(
  tx: System,
  who: Membership,
  action: 'member.second_factor_on' | 'member.second_factor_off',
  at: Date,
): Promise<void> {
  const { organisationId, memberId } = who;
  await addAudit(tx, organisationId, { memberId, action, particulars: { member: memberId }, at });
}

/** Checks a code of the app or a backup code, and uses it up. Throws Fault `not_permitted`, `too_many_requests`. */
async function proveCode(deps: FactorDeps, signInId: string, typed: string, now: Date): Promise<void> {
  const { system } = deps.storage;
  await countCode(system, signInId, now);
  const code = bare(typed);
  const right = /^\d{6}$/.test(code)
    ? await isAppCode(deps, signInId, code, now)
    : await takeBackupCode(system, signInId, code, now);
  if (!right) throw wrongCode();
  await forgetCode(system, signInId);
}

async function isAppCode(deps: FactorDeps, signInId: string, code: string, now: Date): Promise<boolean> {
  const factor = await findSecondFactor(deps.storage.system, deps.key, signInId);
  if (factor === null) return false;
  const delta = appOf(factor.secret).validate({ token: code, timestamp: now.getTime(), window: drift });
  if (delta === null) return false;
  return takeCodeStep(deps.storage.system, signInId, Math.floor(now.getTime() / 1000 / period) + delta);
}

/** The first factor was right: answers the token by which the second may be given for ten minutes. */
export function beginHalf(deps: FactorDeps, signInId: string, now: Date): Promise<string> {
  const until = new Date(now.getTime() + half.milliseconds);
  return beginStep(deps.storage.system, { purpose: 'second_factor', signInId, particulars: {} }, until, now);
}

/** The second factor after the first. Answers whose sign-in it is. Throws Fault `not_signed_in`, `not_permitted`, `too_many_requests`. */
export async function finishHalf(deps: FactorDeps, token: string, code: string, now: Date): Promise<string> {
  const { system } = deps.storage;
  const begun = await tryStep(system, token, 'second_factor', half.tries, now);
  if (begun === null || begun.signInId === null) throw beginAgain();
  await proveCode(deps, begun.signInId, code, now);
  // Of two that come at once with two right codes one gets in.
  if ((await takeStep(system, token, 'second_factor', now)) === null) throw beginAgain();
  return begun.signInId;
}

const beginAgain = () =>
  new Fault('not_signed_in', 'This took too long, or was tried too often. Sign in again from the beginning.');

/**
 * Takes a member's second factor away who lost it, ends every session of theirs, and writes it down. `by` is null for the operator. Throws Fault
 * `not_found`, and `not_permitted` for oneself and for a sign-in that other organisations use too: no admin becomes master of that.
 */
export async function resetSecondFactor(
  storage: Storage,
  act: {
    organisationId: number;
    by: string | null;
    keyId?: string | null;
    member: { id: string } | { email: string };
  },
  now: Date,
): Promise<void> {
  const { organisationId, by } = act;
  await storage.asSystem(async (tx) => {
    const member = await findMember(tx, organisationId, act.member, true);
    if (member === null || member.leftAt !== null || member.signInId === null)
      throw new Fault('not_found', 'There is no such member, or they left or have not come yet.');
    if (member.id === by)
      throw new Fault('not_permitted', 'Remove your own second factor under Settings, You.');
    if (by !== null && (await isMemberElsewhere(tx, member.signInId, organisationId))) {
      throw new Fault(
        'not_permitted',
        'Only whoever runs this server can do this for this member: answerable member second-factor.',
      );
    }
    if (!(await dropSecondFactor(tx, member.signInId)))
      throw new Fault('not_found', 'This member has no second factor.');
    await dropSteps(tx, member.signInId);
    await shutLetterboxes(tx, { signInId: member.signInId }, now);
    const sessionsEnded = await endSessions(tx, member.signInId, null);
    await addAudit(tx, organisationId, {
      memberId: by,
      keyId: act.keyId ?? null,
      action: 'member.second_factor_reset',
      particulars: { member: member.id, sessionsEnded },
      at: now,
    });
  });
}
