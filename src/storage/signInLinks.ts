/** One-time links. The token itself is never stored: only its SHA-256, so that a copy of the database opens nothing. */
import { createHash, randomBytes } from 'node:crypto';
import { Fault } from '../domain/fault.ts';
import type { System } from './database.ts';

export type LinkPurpose = 'first_run' | 'sign_in' | 'invitation' | 'password';

/** Besides, the doctor's own: it opens nothing but the stream that tells how a request arrived. */
type AnyPurpose = LinkPurpose | 'probe';

export interface LinkTarget {
  purpose: AnyPurpose;
  signInId: string | null;
  organisationId: number | null;
  memberId: string | null;
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Makes a link's token (256 random bits). A newer link of the same purpose for the same member voids the older ones. */
export async function addLink(tx: System, target: LinkTarget, expiresAt: Date): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  if (target.memberId !== null) {
    await tx
      .deleteFrom('one_time_link')
      .where('purpose', '=', target.purpose)
      .where('organisation_id', '=', target.organisationId)
      .where('member_id', '=', target.memberId)
      .execute();
  }
  await tx
    .insertInto('one_time_link')
    .values({
      token_hash: hashOf(token),
      purpose: target.purpose,
      sign_in_id: target.signInId,
      organisation_id: target.organisationId,
      member_id: target.memberId,
      expires_at: expiresAt,
      used_at: null,
    })
    .execute();
  return token;
}

/** Uses a link up, once: of two that come at once one gets it. Throws Fault `link_expired` when it is used, too old or unknown. */
export async function takeLink(
  tx: System,
  token: string,
  purpose: AnyPurpose,
  now: Date,
): Promise<LinkTarget> {
  const row = await tx
    .updateTable('one_time_link')
    .set({ used_at: now })
    .where('token_hash', '=', hashOf(token))
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning(['purpose', 'sign_in_id', 'organisation_id', 'member_id'])
    .executeTakeFirst();
  if (row === undefined) {
    throw new Fault(
      'link_expired',
      'This link was used already or is too old. Ask whoever gave it to you for a new one.',
    );
  }
  return {
    purpose: row.purpose,
    signInId: row.sign_in_id,
    organisationId: row.organisation_id,
    memberId: row.member_id,
  };
}

/** Voids every link of a member who left. */
export async function dropLinks(tx: System, organisationId: number, memberId: string): Promise<void> {
  await tx
    .deleteFrom('one_time_link')
    .where('organisation_id', '=', organisationId)
    .where('member_id', '=', memberId)
    .execute();
}

/** Voids the password links of a sign-in, whichever organisation made them. */
export async function dropPasswordLinks(tx: System, signInId: string): Promise<void> {
  await tx
    .deleteFrom('one_time_link')
    .where('purpose', '=', 'password')
    .where('sign_in_id', '=', signInId)
    .execute();
}

/** Voids the first run's links once it is done. */
export async function dropFirstRunLinks(tx: System): Promise<void> {
  await tx.deleteFrom('one_time_link').where('purpose', '=', 'first_run').execute();
}

/** A token for one probe of the doctor; those of before are gone with it. */
export async function addProbe(tx: System, expiresAt: Date): Promise<string> {
  await tx.deleteFrom('one_time_link').where('purpose', '=', 'probe').execute();
  return addLink(tx, { purpose: 'probe', signInId: null, organisationId: null, memberId: null }, expiresAt);
}
