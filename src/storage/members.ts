import { sql } from 'kysely';
import type { Right, Role } from '../domain/rights.ts';
import { integers, texts, uuids } from './arrays.ts';
import type { System, Tenant } from './database.ts';
import { newId } from './ids.ts';
import { sameEmail } from './signIn.ts';

export interface MemberRecord {
  id: string;
  name: string;
  email: string;
  role: Role;
  signature: string | null;
  leftAt: Date | null;
  /** Asked to join and not here yet. */
  invited: boolean;
  signInId: string | null;
}

/** A member as found by the session that asks. */
export interface Membership {
  organisationId: number;
  memberId: string;
  name: string;
  email: string;
  role: Role;
  signature: string | null;
  /** How often something changed about protected names in the organisation; 0: there are none to mask. */
  protections: number;
  signInId: string;
  /** Empty where a key asks, or nobody has a session yet. */
  sessionId: string;
  /** The key by which a program asks in the member's name; null for the member. */
  keyId: string | null;
  /** What that key may do; null for the member, who may what the role may. */
  scopes: readonly Right[] | null;
  /** Where the member asks for their own letterbox: the house that it belongs to, and who they are there. The organisation and the id above are the letterbox's then. */
  house?: { organisationId: number; memberId: string };
}

const columns = ['id', 'name', 'email', 'role', 'signature', 'left_at', 'sign_in_id'] as const;

interface Row {
  id: string;
  name: string;
  email: string;
  role: Role;
  signature: string | null;
  left_at: Date | null;
  sign_in_id: string | null;
}

const toRecord = (row: Row): MemberRecord => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: row.role,
  signature: row.signature,
  leftAt: row.left_at,
  invited: row.sign_in_id === null && row.left_at === null,
  signInId: row.sign_in_id,
});

interface MembershipRow {
  organisation_id: number;
  id: string;
  name: string;
  email: string;
  role: Role;
  signature: string | null;
  protections: number;
}

/**
 * Who a session belongs to, in the organisation asked for or else the first one joined. Null when the session ended, the member left, or
 * the organisation is not one of theirs. Read at every request, so that leaving and ending a session take effect at once.
 */
export async function findMembership(
  system: System,
  ask: { sessionId: string; signInId: string; organisationId: number | null; now: Date },
): Promise<Membership | null> {
  const found = await sql<MembershipRow>`
    select m.organisation_id, m.id, m.name, m.email, m.role, m.signature, o.protections
    from session as s join member as m on m.sign_in_id = s.sign_in_id join organisation as o on o.id = m.organisation_id
    where s.id = ${ask.sessionId} and s.sign_in_id = ${ask.signInId} and s.expires_at > ${ask.now} and m.left_at is null
      and m.organisation_id = coalesce(${ask.organisationId}::integer, m.organisation_id)
    order by m.created_at, m.organisation_id limit 1`.execute(system);
  const [row] = found.rows;
  if (row === undefined) return null;
  return {
    organisationId: row.organisation_id,
    memberId: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    signature: row.signature,
    protections: row.protections,
    signInId: ask.signInId,
    sessionId: ask.sessionId,
    keyId: null,
    scopes: null,
  };
}

/** Which of these still hold, in their order: their sessions were not ended, their keys not revoked, and the members did not leave. */
export async function membershipsThatHold(
  system: System,
  asked: readonly Pick<Membership, 'sessionId' | 'signInId' | 'organisationId' | 'memberId' | 'keyId'>[],
  now: Date,
): Promise<boolean[]> {
  const found = await sql<{ n: number }>`
    select t.n::integer as n
    from unnest(${texts(asked.map((a) => a.sessionId))}, ${texts(asked.map((a) => a.signInId))}, ${integers(asked.map((a) => a.organisationId))},
      ${uuids(asked.map((a) => a.keyId))})
      with ordinality as t(session_id, sign_in_id, organisation_id, key_id, n)
    where case when t.key_id is null then exists (
      select 1 from session as s join member as m on m.sign_in_id = s.sign_in_id
      where s.id = t.session_id and s.sign_in_id = t.sign_in_id and s.expires_at > ${now}
        and m.organisation_id = t.organisation_id and m.left_at is null
    ) else exists (
      select 1 from api_key as k
        join member as m on m.organisation_id = k.organisation_id and m.id = k.member_id
        join member as maker on maker.organisation_id = k.organisation_id and maker.id = k.made_by
      where k.organisation_id = t.organisation_id and k.id = t.key_id and k.revoked_at is null and k.expires_at > ${now}
        and m.left_at is null and maker.left_at is null
    ) end`.execute(system);
  const holding = new Set(found.rows.map((row) => row.n - 1));
  return asked.map((_, n) => holding.has(n));
}

/** The first membership of somebody who has just proved who they are and has no session yet. */
export async function findMembershipOf(system: System, signInId: string): Promise<Membership | null> {
  const row = await system
    .selectFrom('member as m')
    .innerJoin('organisation as o', 'o.id', 'm.organisation_id')
    .select(['m.organisation_id', 'm.id', 'm.name', 'm.email', 'm.role', 'm.signature', 'o.protections'])
    .where('m.sign_in_id', '=', signInId)
    .where('m.left_at', 'is', null)
    .orderBy('m.created_at')
    .orderBy('m.organisation_id')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { organisation_id, id, ...rest } = row;
  return {
    organisationId: organisation_id,
    memberId: id,
    ...rest,
    signInId,
    sessionId: '',
    keyId: null,
    scopes: null,
  };
}

/** Whether a sign-in is a present member's of this organisation. */
export async function isMemberHere(
  system: System,
  signInId: string,
  organisationId: number,
): Promise<boolean> {
  const row = await system
    .selectFrom('member')
    .select('id')
    .where('sign_in_id', '=', signInId)
    .where('organisation_id', '=', organisationId)
    .where('left_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether a sign-in is a member's of another organisation too. */
export async function isMemberElsewhere(
  system: System,
  signInId: string,
  organisationId: number,
): Promise<boolean> {
  const row = await system
    .selectFrom('member')
    .select('id')
    .where('sign_in_id', '=', signInId)
    .where('organisation_id', '<>', organisationId)
    .where('left_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** How each member gets in: until when an invitation holds, and whether a second factor is asked for. By member id. */
export async function doorsOfMembers(
  system: System,
  organisationId: number,
  now: Date,
): Promise<Map<string, { invitedUntil: Date | null; secondFactor: boolean }>> {
  const found = await sql<{ id: string; until: Date | null; factor: boolean }>`
    select m.id, (
        select max(l.expires_at) from one_time_link as l
        where l.organisation_id = m.organisation_id and l.member_id = m.id and l.purpose = 'invitation'
          and l.used_at is null and l.expires_at > ${now}
      ) as until,
      exists (select 1 from second_factor as f where f.sign_in_id = m.sign_in_id and f.confirmed_at is not null) as factor
    from member as m where m.organisation_id = ${organisationId}::integer`.execute(system);
  return new Map(found.rows.map((row) => [row.id, { invitedUntil: row.until, secondFactor: row.factor }]));
}

/** Every member, those who left last. */
export async function listMembers(tx: Tenant, organisationId: number): Promise<MemberRecord[]> {
  const rows = await tx
    .selectFrom('member')
    .select(columns)
    .where('organisation_id', '=', organisationId)
    .orderBy(sql`left_at is not null`)
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .execute();
  return rows.map(toRecord);
}

/** One member, locked until the transaction ends when `lock` is set. */
export async function findMember(
  tx: Tenant,
  organisationId: number,
  by: { id: string } | { email: string },
  lock = false,
): Promise<MemberRecord | null> {
  let query = tx.selectFrom('member').select(columns).where('organisation_id', '=', organisationId);
  query =
    'id' in by
      ? query.where('id', '=', by.id)
      : query.where(sql<string>`lower(email)`, '=', sameEmail(by.email));
  if (lock) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  return row === undefined ? null : toRecord(row);
}

/** Adds a member; without `signInId` it is an invited one. Answers its id. */
export async function addMember(
  tx: Tenant,
  organisationId: number,
  member: { name: string; email: string; role: Role; signInId: string | null; at: Date },
): Promise<string> {
  const id = newId(member.at.getTime());
  await tx
    .insertInto('member')
    .values({
      organisation_id: organisationId,
      id,
      sign_in_id: member.signInId,
      name: member.name,
      email: sameEmail(member.email),
      role: member.role,
      created_at: member.at,
    })
    .execute();
  return id;
}

export interface MemberChange {
  name?: string;
  /** Of the console; null is the browser's. */
  language?: string | null;
  signature?: string | null;
  role?: Role;
  signInId?: string | null;
  leftAt?: Date | null;
}

/** Changes what is given of one member; answers the member after it, null when there is none. */
export async function changeMember(
  tx: Tenant,
  organisationId: number,
  memberId: string,
  change: MemberChange,
): Promise<MemberRecord | null> {
  const row = await tx
    .updateTable('member')
    .set({
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.signature === undefined ? {} : { signature: change.signature }),
      ...(change.language === undefined ? {} : { language: change.language }),
      ...(change.role === undefined ? {} : { role: change.role }),
      ...(change.signInId === undefined ? {} : { sign_in_id: change.signInId }),
      ...(change.leftAt === undefined ? {} : { left_at: change.leftAt }),
      // Another role, or none, is another work: an admin marks them anew.
      ...(change.role === undefined && change.leftAt == null ? {} : { told_of_spreading: false }),
      // So that a change of nothing is still a statement.
      organisation_id: organisationId,
    })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', memberId)
    .returning(columns)
    .executeTakeFirst();
  return row === undefined ? null : toRecord(row);
}

/** The language that a member chose for the console; null where it is the browser's. */
export async function languageOfMember(
  tx: Tenant,
  organisationId: number,
  memberId: string,
): Promise<string | null> {
  const row = await tx
    .selectFrom('member')
    .select('language')
    .where('organisation_id', '=', organisationId)
    .where('id', '=', memberId)
    .executeTakeFirst();
  return row?.language ?? null;
}

/** Locks the organisation's row and counts its admins that have joined: two admins leaving in the same second are taken one after the other. */
export async function countAdmins(tx: Tenant, organisationId: number): Promise<number> {
  await tx
    .selectFrom('organisation')
    .select('id')
    .where('id', '=', organisationId)
    .forNoKeyUpdate()
    .execute();
  const row = await tx
    .selectFrom('member')
    .select((e) => e.fn.countAll<number>().as('admins'))
    .where('organisation_id', '=', organisationId)
    .where('role', '=', 'admin')
    .where('left_at', 'is', null)
    .where('sign_in_id', 'is not', null)
    .executeTakeFirstOrThrow();
  return row.admins;
}

/** Names of members by id, those who left included; for showing who did what. */
export async function memberNames(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('member')
    .select(['id', 'name'])
    .where('organisation_id', '=', organisationId)
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** The admin who joined first, over all organisations; null before the first run. */
export async function firstAdmin(
  system: System,
): Promise<{ organisationId: number; id: string; name: string } | null> {
  const row = await system
    .selectFrom('member')
    .select(['organisation_id as organisationId', 'id', 'name'])
    .where('role', '=', 'admin')
    .where('left_at', 'is', null)
    .where('sign_in_id', 'is not', null)
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}
