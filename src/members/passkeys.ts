/** Passkeys (WebAuthn): a person proves by their device, and to their device by finger, face or PIN, who they are. Both factors in one. */
import type {
  AuthenticationResponseJSON,
  AuthenticatorTransport,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { Fault } from '../domain/fault.ts';
import { addAudit } from '../storage/audit.ts';
import type { Storage } from '../storage/database.ts';
import type { Membership } from '../storage/members.ts';
import { addPasskey, dropPasskey, findPasskey, listPasskeys, notePasskeyUse } from '../storage/passkeys.ts';
import { passwordHashOf } from '../storage/signIn.ts';
import { beginStep, takeStep } from '../storage/signInSteps.ts';
import { passwordFits } from './passwordHash.ts';

/** How long a device may take to answer, in milliseconds. */
const patience = 5 * 60_000;
const mostPasskeys = 20;

/** Loaded by the first passkey: certificates are much to read at every start. */
const webAuthn = () => import('@simplewebauthn/server');

/** The site that a passkey is bound to: its host and its origin, from the address that people use. */
export function siteOf(address: string): { host: string; origin: string } {
  const url = new URL(address);
  return { host: url.hostname, origin: url.origin };
}

/** The challenge is the token of a step: known by its hash, good once. */
async function challenge(
  storage: Storage,
  step: { purpose: 'passkey_add' | 'passkey_sign_in'; signInId: string | null },
  now: Date,
): Promise<Uint8Array<ArrayBuffer>> {
  const until = new Date(now.getTime() + patience);
  const token = await beginStep(storage.system, { ...step, particulars: {} }, until, now);
  return new Uint8Array(Buffer.from(token, 'base64url'));
}

/**
 * What the browser needs to make a passkey that is found without an address being typed. The password is asked for where there is one: a
 * passkey is a way in. Throws Fault `not_permitted`, `input_invalid`.
 */
export async function beginPasskey(
  storage: Storage,
  who: Membership,
  ask: { address: string; password: string | null },
  now: Date,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const hash = await passwordHashOf(storage.system, who.signInId);
  if (hash !== null && !(await passwordFits(hash, ask.password ?? '')))
    throw new Fault('not_permitted', 'The password is not right. Try again.');
  const known = await listPasskeys(storage.system, who.signInId);
  if (known.length >= mostPasskeys)
    throw new Fault('input_invalid', `There are ${mostPasskeys} passkeys already. Remove one first.`);
  const { generateRegistrationOptions } = await webAuthn();
  return generateRegistrationOptions({
    rpName: 'Answerable',
    rpID: siteOf(ask.address).host,
    userName: who.email,
    userDisplayName: who.name,
    userID: new TextEncoder().encode(who.signInId),
    challenge: await challenge(storage, { purpose: 'passkey_add', signInId: who.signInId }, now),
    timeout: patience,
    attestationType: 'none',
    excludeCredentials: known.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
}

/** Keeps the passkey that the browser made. Throws Fault `not_permitted` when the answer is not right, `input_invalid` when it is known. */
export async function addOwnPasskey(
  storage: Storage,
  who: Membership,
  made: { address: string; name: string; response: RegistrationResponseJSON },
  now: Date,
): Promise<void> {
  const { host, origin } = siteOf(made.address);
  const { verifyRegistrationResponse } = await webAuthn();
  const checked = await verifyRegistrationResponse({
    response: made.response,
    expectedChallenge: async (token: string) => {
      const step = await takeStep(storage.system, token, 'passkey_add', now);
      return step?.signInId === who.signInId;
    },
    expectedOrigin: origin,
    expectedRPID: host,
    requireUserVerification: true,
  }).catch(refused);
  if (!checked.verified) throw notRight();
  const { id, publicKey, counter } = checked.registrationInfo.credential;
  await storage.asSystem(async (tx) => {
    const transports = made.response.response.transports ?? [];
    const key = {
      id,
      signInId: who.signInId,
      name: made.name,
      publicKey,
      counter,
      transports,
      createdAt: now,
    };
    if (!(await addPasskey(tx, key))) throw new Fault('input_invalid', 'This passkey is known already.');
    await note(tx, who, 'member.passkey_added', id, now);
  });
}

/** Forgets one's own passkey. Throws Fault `not_found`. */
export async function removePasskey(storage: Storage, who: Membership, id: string, now: Date): Promise<void> {
  await storage.asSystem(async (tx) => {
    if (!(await dropPasskey(tx, who.signInId, id))) throw new Fault('not_found', 'There is no such passkey.');
    await note(tx, who, 'member.passkey_removed', id, now);
  });
}

async function note(
  tx: Storage['system'],
  who: Membership,
  action: 'member.passkey_added' | 'member.passkey_removed',
  passkey: string,
  at: Date,
): Promise<void> {
  const { organisationId, memberId } = who;
  await addAudit(tx, organisationId, { memberId, action, particulars: { member: memberId, passkey }, at });
}

/** What the browser needs to ask its person for any passkey of this site. */
export async function beginPasskeySignIn(
  storage: Storage,
  address: string,
  now: Date,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { generateAuthenticationOptions } = await webAuthn();
  return generateAuthenticationOptions({
    rpID: siteOf(address).host,
    challenge: await challenge(storage, { purpose: 'passkey_sign_in', signInId: null }, now),
    timeout: patience,
    userVerification: 'required',
  });
}

/** Checks what a passkey answered. Answers whose sign-in it is. Throws Fault `not_signed_in`. */
export async function provePasskey(
  storage: Storage,
  address: string,
  response: AuthenticationResponseJSON,
  now: Date,
): Promise<string> {
  const known = await findPasskey(storage.system, response.id);
  if (known === null) throw unknownKey();
  const { host, origin } = siteOf(address);
  const { verifyAuthenticationResponse } = await webAuthn();
  const checked = await verifyAuthenticationResponse({
    response,
    expectedChallenge: async (token: string) =>
      (await takeStep(storage.system, token, 'passkey_sign_in', now)) !== null,
    expectedOrigin: origin,
    expectedRPID: host,
    requireUserVerification: true,
    credential: {
      id: known.id,
      publicKey: known.publicKey,
      counter: known.counter,
      transports: known.transports as AuthenticatorTransport[],
    },
  }).catch((cause: unknown) => {
    throw unknownKey(cause);
  });
  if (!checked.verified) throw unknownKey();
  if (!(await notePasskeyUse(storage.system, known.id, checked.authenticationInfo.newCounter, now)))
    throw unknownKey();
  return known.signInId;
}

function refused(cause: unknown): never {
  throw notRight(cause);
}
const notRight = (cause?: unknown) =>
  new Fault('not_permitted', 'The passkey could not be added. Begin again, on this page.', { cause });
const unknownKey = (cause?: unknown) =>
  new Fault(
    'not_signed_in',
    'This passkey is not known here, or took too long. Try again, or use your password.',
    {
      cause,
    },
  );
