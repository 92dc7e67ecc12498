/** Signing in by an organisation's own issuer. It says who somebody is; whether they are a member is said here. */
import { Fault } from '../domain/fault.ts';
import type { Role } from '../domain/rights.ts';
import { type Ask, discover, type Person, visitAddress, whoCameBack } from '../outside/issuer.ts';
import { addAudit } from '../storage/audit.ts';
import type { Storage, System } from '../storage/database.ts';
import { shutLetterboxes } from '../storage/letterboxes.ts';
import {
  addMember,
  changeMember,
  findMember,
  isMemberElsewhere,
  isMemberHere,
  type Membership,
} from '../storage/members.ts';
import type { MasterKey } from '../storage/secrets.ts';
import { addSignIn, findSignIn, sameEmail } from '../storage/signIn.ts';
import { beginStep, takeStep } from '../storage/signInSteps.ts';
import {
  type Issuer,
  issuerOf,
  keepSubject,
  openIssuer,
  removeIssuer,
  setIssuer,
  signInOfSubject,
} from '../storage/singleSignOn.ts';

export interface IssuerDeps {
  storage: Storage;
  key: MasterKey;
  ask: Ask;
}

/** The page of the console to which an issuer sends people back. */
export const returnAddress = (base: string): string => `${base}/single-sign-on`;

const visitMilliseconds = 10 * 60_000;

export interface IssuerAsk {
  name: string;
  issuer: string;
  clientId: string;
  /** Null: the one that is kept. */
  secret: string | null;
  emailDomains: string[];
  newcomerRole: Role | null;
}

/**
 * Sets the organisation's issuer after it answered. Throws Fault `input_invalid` for newcomers from anywhere and for a missing secret, and what
 * `discover` throws.
 */
export async function configureIssuer(
  deps: IssuerDeps,
  by: Membership,
  asked: IssuerAsk,
  now: Date,
): Promise<void> {
  const emailDomains = [...new Set(asked.emailDomains.map((domain) => domain.toLowerCase()))];
  if (asked.newcomerRole !== null && emailDomains.length === 0)
    throw new Fault(
      'input_invalid',
      'Name the mail domains from which newcomers may come, or let only invited ones in.',
    );
  await discover(
    { issuer: asked.issuer, clientId: asked.clientId, secret: asked.secret ?? 'kept' },
    deps.ask,
  );
  const { organisationId, memberId, keyId } = by;
  await deps.storage.asSystem(async (tx) => {
    if (!(await setIssuer(tx, deps.key, organisationId, { ...asked, emailDomains }, now)))
      throw new Fault('input_invalid', 'A new issuer needs its client secret.');
    const { secret: _, ...particulars } = { ...asked, emailDomains };
    await addAudit(tx, organisationId, {
      memberId,
      keyId,
      action: 'sign_in.issuer_set',
      particulars,
      at: now,
    });
  });
}

/** Takes the issuer away. Throws Fault `not_found`. */
export async function dropIssuer(storage: Storage, by: Membership, now: Date): Promise<void> {
  const { organisationId, memberId, keyId } = by;
  await storage.asSystem(async (tx) => {
    const before = await issuerOf(tx, organisationId);
    if (before === null || !(await removeIssuer(tx, organisationId)))
      throw new Fault('not_found', 'No issuer is set.');
    const particulars = { issuer: before.issuer };
    await addAudit(tx, organisationId, {
      memberId,
      keyId,
      action: 'sign_in.issuer_removed',
      particulars,
      at: now,
    });
  });
}

/** Begins: answers where to go and the state that names the visit. Throws Fault `not_found` or what the issuer's address gives. */
export async function beginVisit(
  deps: IssuerDeps,
  ask: { issuerId: string; base: string },
  now: Date,
): Promise<{ address: string; state: string }> {
  const { storage } = deps;
  const issuer = await openIssuer(storage.system, deps.key, ask.issuerId);
  if (issuer === null) throw new Fault('not_found', 'There is no such way to sign in. Load the page again.');
  const until = new Date(now.getTime() + visitMilliseconds);
  return visitAddress(issuer, deps.ask, {
    redirect: returnAddress(ask.base),
    state: (visit) =>
      beginStep(
        storage.system,
        { purpose: 'single_sign_on', signInId: null, particulars: { ...visit, issuer: issuer.id } },
        until,
        now,
      ),
  });
}

/**
 * Ends: answers whose sign-in came back. `search` is the query that the issuer sent, `state` what this browser began with: another's is not taken.
 * Throws Fault `not_signed_in` or `not_permitted`.
 */
export async function endVisit(
  deps: IssuerDeps,
  came: { search: string; state: string | null },
  now: Date,
): Promise<string> {
  const { storage } = deps;
  const { state } = came;
  if (state === null || new URLSearchParams(came.search).get('state') !== state) throw beginAgain();
  const step = await takeStep(storage.system, state, 'single_sign_on', now);
  if (step === null) throw beginAgain();
  const { verifier = '', nonce = '', redirect = '', issuer: issuerId = '' } = step.particulars;
  const issuer = await openIssuer(storage.system, deps.key, issuerId);
  if (issuer === null) throw beginAgain();
  const visit = { verifier, nonce, redirect };
  const person = await whoCameBack(issuer, deps.ask, { visit, state, search: came.search });
  return storage.asSystem((tx) => signInOf(tx, issuer, person, now)).catch(cameTwice);
}

/** The same newcomer twice in one moment: the second one is refused by the tables. */
function cameTwice(cause: unknown): never {
  if ((cause as { code?: string }).code === '23505') throw beginAgain(cause);
  throw cause;
}

const beginAgain = (cause?: unknown) =>
  new Fault('not_signed_in', 'This sign-in took too long, or was begun elsewhere. Begin again at the door.', {
    cause,
  });

/** Whose sign-in it is: known by the issuer's own name for them, else by a proven address of a member or of an invited one, else a newcomer. */
async function signInOf(tx: System, issuer: Issuer, person: Person, now: Date): Promise<string> {
  const { organisationId } = issuer;
  const known = await signInOfSubject(tx, issuer.id, person.subject);
  if (known !== null) return ownMember(tx, organisationId, known);
  mustBeProven(issuer, person);
  const member = await findMember(tx, organisationId, { email: person.email }, true);
  if (member !== null && member.leftAt !== null) throw noLonger();
  const signInId =
    member === null || member.signInId === null
      ? await joins(tx, issuer, person, member?.id ?? null, now)
      : await ownMember(tx, organisationId, member.signInId);
  await keepSubject(tx, issuer.id, person.subject, signInId, now);
  // The issuer, and not the member, says that it is they.
  await shutLetterboxes(tx, { signInId }, now);
  return signInId;
}

function mustBeProven(issuer: Issuer, person: Person): void {
  if (person.email === '' || !person.emailVerified)
    throw refused('The issuer does not say that your email address is proven (email_verified).');
  const domain = sameEmail(person.email).split('@')[1] ?? '';
  if (issuer.emailDomains.length > 0 && !issuer.emailDomains.includes(domain))
    throw refused('Email addresses of this domain may not come in this way.');
}

/** A member here and nowhere else: no organisation's issuer opens the sign-in of another organisation's member. */
async function ownMember(tx: System, organisationId: number, signInId: string): Promise<string> {
  if (!(await isMemberHere(tx, signInId, organisationId))) throw noLonger();
  if (await isMemberElsewhere(tx, signInId, organisationId))
    throw refused('You are a member of several organisations here: sign in with your password or a passkey.');
  return signInId;
}

/** An invited one joins, or a newcomer where those may come. */
async function joins(
  tx: System,
  issuer: Issuer,
  person: Person,
  invitedId: string | null,
  now: Date,
): Promise<string> {
  const { organisationId, newcomerRole } = issuer;
  if (invitedId === null && newcomerRole === null)
    throw refused('Nobody has invited you yet. Ask an admin of your organisation.');
  if ((await findSignIn(tx, person.email)) !== null)
    throw refused('This email address signs in here already: accept your invitation with its password.');
  const { name, email } = person;
  const signInId = await addSignIn(tx, { name, email, passwordHash: null, at: now });
  const memberId =
    invitedId ??
    (await addMember(tx, organisationId, {
      name,
      email,
      role: newcomerRole ?? 'guest_agent',
      signInId,
      at: now,
    }));
  if (invitedId !== null) await changeMember(tx, organisationId, invitedId, { signInId });
  const particulars = { by: 'single_sign_on' };
  await addAudit(tx, organisationId, { memberId, action: 'member.joined', particulars, at: now });
  return signInId;
}

const noLonger = () => refused('You are no longer a member here. Ask to be invited again.');
const refused = (sentence: string) => new Fault('not_permitted', sentence);
