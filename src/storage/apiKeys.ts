/** Keys of programs. A key itself is never stored: only its SHA-256, so that a copy of the database opens nothing. */
import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Right, Role } from '../domain/rights.ts';
import type { System, Tenant } from './database.ts';
import { newId } from './ids.ts';
import type { Membership } from './members.ts';

export interface ApiKeyRecord {
  id: string;
  name: string;
  member: { id: string; name: string };
  madeBy: { id: string; name: string };
  /** The key's beginning, by which a person knows it again. */
  hint: string;
  scopes: Right[];
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

/** A key names its organisation, so that it is looked up like every row: by organisation first. */
const form = /^ans_([1-9]\d{0,9})_([A-Za-z0-9_-]{43})$/;
const hintLength = 12;

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Makes a key (256 random bits). Answers its id and the key itself, which nobody can read again. */
export async function addApiKey(
  tx: Tenant,
  organisationId: number,
  key: { name: string; memberId: string; madeBy: string; scopes: Right[]; expiresAt: Date; at: Date },
): Promise<{ id: string; token: string }> {
  const id = newId(key.at.getTime());
  const token = `ans_${organisationId}_${randomBytes(32).toString('base64url')}`;
  await tx
    .insertInto('api_key')
    .values({
      organisation_id: organisationId,
      id,
      member_id: key.memberId,
      made_by: key.madeBy,
      name: key.name,
      token_hash: hashOf(token),
      hint: token.slice(0, hintLength),
      scopes: key.scopes,
      created_at: key.at,
      expires_at: key.expiresAt,
    })
    .execute();
  return { id, token };
}

/** The keys of an organisation, or of one member of it, newest first; those that are void last. */
export async function listApiKeys(
  tx: Tenant,
  organisationId: number,
  memberId: string | null,
  now: Date,
): Promise<ApiKeyRecord[]> {
  let query = tx
    .selectFrom('api_key as k')
    .innerJoin('member as m', (join) =>
      join.onRef('m.organisation_id', '=', 'k.organisation_id').onRef('m.id', '=', 'k.member_id'),
    )
    .innerJoin('member as maker', (join) =>
      join.onRef('maker.organisation_id', '=', 'k.organisation_id').onRef('maker.id', '=', 'k.made_by'),
    )
    .selectAll('k')
    .select(['m.name as member_name', 'maker.name as maker_name'])
    .where('k.organisation_id', '=', organisationId);
  if (memberId !== null) query = query.where('k.member_id', '=', memberId);
  const rows = await query
    .orderBy(sql`k.revoked_at is not null or k.expires_at <= ${now}`)
    .orderBy('k.created_at', 'desc')
    .limit(500)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    member: { id: row.member_id, name: row.member_name },
    madeBy: { id: row.made_by, name: row.maker_name },
    hint: row.hint,
    scopes: row.scopes,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  }));
}

/** Revokes a key; with `memberId` only one of that member. False when there is none that could be revoked. */
export async function revokeApiKey(
  tx: Tenant,
  organisationId: number,
  keyId: string,
  memberId: string | null,
  now: Date,
): Promise<boolean> {
  let query = tx
    .updateTable('api_key')
    .set({ revoked_at: now })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', keyId)
    .where('revoked_at', 'is', null);
  if (memberId !== null) query = query.where('member_id', '=', memberId);
  return (await query.executeTakeFirst()).numUpdatedRows > 0n;
}

interface KeyRow {
  organisation_id: number;
  key_id: string;
  scopes: Right[];
  last_used_at: Date | null;
  id: string;
  name: string;
  email: string;
  role: Role;
  signature: string | null;
  sign_in_id: string;
  protections: number;
}

/** Written down at most once in this time, in milliseconds: a busy program must not write with every question. */
const noteUseEvery = 60_000;

/**
 * In whose name a key asks, and what it may. Null when it is unknown, revoked or too old, or when its member or whoever made it left. Read
 * at every request, so that revoking takes effect at once.
 */
export async function membershipOfKey(system: System, token: string, now: Date): Promise<Membership | null> {
  const organisationId = Number(form.exec(token)?.[1] ?? 0);
  if (organisationId === 0 || organisationId > 2_147_483_647) return null;
  const found = await sql<KeyRow>`
    select k.organisation_id, k.id as key_id, k.scopes, k.last_used_at, m.id, m.name, m.email, m.role, m.signature, m.sign_in_id, o.protections
    from api_key as k
      join member as m on m.organisation_id = k.organisation_id and m.id = k.member_id
      join member as maker on maker.organisation_id = k.organisation_id and maker.id = k.made_by
      join organisation as o on o.id = k.organisation_id
    where k.organisation_id = ${organisationId}::integer and k.token_hash = ${hashOf(token)}
      and k.revoked_at is null and k.expires_at > ${now}
      and m.left_at is null and m.sign_in_id is not null and maker.left_at is null`.execute(system);
  const [row] = found.rows;
  if (row === undefined) return null;
  if (row.last_used_at === null || now.getTime() - row.last_used_at.getTime() > noteUseEvery)
    await noteUse(system, organisationId, row.key_id, now);
  return {
    organisationId,
    memberId: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    signature: row.signature,
    protections: row.protections,
    signInId: row.sign_in_id,
    sessionId: '',
    keyId: row.key_id,
    scopes: row.scopes,
  };
}

async function noteUse(system: System, organisationId: number, keyId: string, now: Date): Promise<void> {
  await system
    .updateTable('api_key')
    .set({ last_used_at: now })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', keyId)
    .execute();
}
