/**
 * Authors who are protected: their names are moved out of `identity`, where everything reads, into `sealed_identity`, which is read here and for an erasure or an
 * export of the author, and nowhere else. What everybody reads is the stand-in.
 */
import { sql } from 'kysely';
import { authorMask, type Mask, noMask, standInOf } from '../domain/authorMask.ts';
import type { Network } from '../domain/network.ts';
import { instants, texts, uuids } from './arrays.ts';
import type { Tenant } from './database.ts';
import { alone, type Lookup, lookup } from './lookups.ts';

export interface Protection {
  at: Date;
  by: string;
  reason: string;
  readers: { id: string; name: string }[];
}

/** Who protected this author, and who may read their names; null while nobody did. */
export const protectionLookup = (organisationId: number, authorId: string): Lookup<Protection | null> =>
  lookup(
    sql<Protection>`
    select a.at, m.name as by, a.reason, coalesce((
      select jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name) order by lower(o.name), o.id)
      from author_reader as r join member as o on o.organisation_id = ${organisationId} and o.id = r.member_id
      where r.organisation_id = ${organisationId} and r.author_id = a.author_id
    ), '[]') as readers
    from author_protection as a join member as m on m.organisation_id = ${organisationId} and m.id = a.by
    where a.organisation_id = ${organisationId} and a.author_id = ${authorId}::uuid`,
    ([row]) => (row === undefined ? null : { ...row, at: new Date(row.at) }),
  );

/** The same by itself. */
export const protectionOf = (
  tx: Tenant,
  organisationId: number,
  authorId: string,
): Promise<Protection | null> => alone(tx, protectionLookup(organisationId, authorId));

/** Which of these authors are protected. */
export async function areProtected(
  tx: Tenant,
  organisationId: number,
  authorIds: readonly string[],
): Promise<boolean> {
  const found = await sql`
    select from author_protection where organisation_id = ${organisationId} and author_id = any(${uuids([...authorIds])}) limit 1`.execute(
    tx,
  );
  return found.rows.length > 0;
}

/** Protects an author, or names others who may read; false where a reader is no present member. */
export async function keepProtection(
  tx: Tenant,
  organisationId: number,
  given: {
    authorId: string;
    caseId: string;
    reason: string;
    readers: readonly string[];
    by: string;
    at: Date;
  },
): Promise<boolean> {
  const { authorId, caseId, reason, readers, by, at } = given;
  await sql`
    insert into author_protection (organisation_id, author_id, case_id, reason, by, at)
    values (${organisationId}, ${authorId}::uuid, ${caseId}::uuid, ${reason}, ${by}::uuid, ${at})
    on conflict (organisation_id, author_id) do update set reason = excluded.reason, by = excluded.by, at = excluded.at`.execute(
    tx,
  );
  await sql`delete from author_reader where organisation_id = ${organisationId} and author_id = ${authorId}::uuid`.execute(
    tx,
  );
  const named = await sql`
    insert into author_reader (organisation_id, author_id, member_id)
    select ${organisationId}, ${authorId}::uuid, id from member
    where organisation_id = ${organisationId} and id = any(${uuids([...readers])}) and left_at is null`.execute(
    tx,
  );
  await seal(tx, organisationId, authorId);
  return Number(named.numAffectedRows ?? 0n) === new Set(readers).size;
}

async function seal(tx: Tenant, organisationId: number, authorId: string): Promise<void> {
  await sql`
    with theirs as (
      select id, handle, name, named_at from identity
      where organisation_id = ${organisationId} and author_id = ${authorId}::uuid and (id = ${authorId}::uuid or author_id <> id)
        and not protected and erased_at is null order by id for update
    ), kept as (
      insert into sealed_identity (organisation_id, identity_id, handle, name, named_at)
      select ${organisationId}, id, handle, name, named_at from theirs
    )
    update identity as i set handle = ${standInOf(authorId)}, name = null, protected = true from theirs
    where i.organisation_id = ${organisationId} and i.id = theirs.id`.execute(tx);
  await countChange(tx, organisationId);
}

/** Takes the protection back: names stand where they stood; false where there was none. */
export async function dropProtection(tx: Tenant, organisationId: number, authorId: string): Promise<boolean> {
  await sql`
    with theirs as (
      select id from identity where organisation_id = ${organisationId} and author_id = ${authorId}::uuid and protected order by id for update
    ), kept as (
      delete from sealed_identity as s using theirs where s.organisation_id = ${organisationId} and s.identity_id = theirs.id
      returning s.identity_id, s.handle, s.name, s.named_at
    )
    update identity as i set handle = kept.handle, name = kept.name, named_at = kept.named_at, protected = false from kept
    where i.organisation_id = ${organisationId} and i.id = kept.identity_id`.execute(tx);
  const gone = await sql`
    delete from author_protection where organisation_id = ${organisationId} and author_id = ${authorId}::uuid`.execute(
    tx,
  );
  await countChange(tx, organisationId);
  return gone.numAffectedRows === 1n;
}

const countChange = (tx: Tenant, organisationId: number) =>
  sql`update organisation set protections = protections + 1 where id = ${organisationId}`.execute(tx);

/** What was heard of protected identities: names go where theirs stand. */
export async function sealNames(
  tx: Tenant,
  organisationId: number,
  heard: readonly { id: string; handle: string; name: string | null; at: Date }[],
): Promise<void> {
  const sorted = [...heard].sort((a, b) => (a.id < b.id ? -1 : 1));
  const done = await sql`
    update sealed_identity as s set
      names = array(select distinct n from unnest(s.names || array_remove(array[s.handle, s.name, t.handle, t.name], null)) as n),
      handle = case when t.newer then t.handle else s.handle end, name = case when t.newer then coalesce(t.name, s.name) else s.name end,
      named_at = case when t.newer then t.at else s.named_at end
    from (
      select o.id, o.handle, o.name, o.at, o.at >= coalesce(k.named_at, i.first_heard_at) or k.handle = i.network_id as newer
      from unnest(${uuids(sorted.map((one) => one.id))}, ${texts(sorted.map((one) => one.handle))}, ${texts(sorted.map((one) => one.name))},
        ${instants(sorted.map((one) => one.at))}) as o(id, handle, name, at)
      join sealed_identity as k on k.organisation_id = ${organisationId} and k.identity_id = o.id
      join identity as i on i.organisation_id = ${organisationId} and i.id = o.id
    ) as t
    where s.organisation_id = ${organisationId} and s.identity_id = t.id
      and not (t.handle = any(s.names || s.handle) and (t.name is null or t.name = any(s.names || s.name)))`.execute(
    tx,
  );
  if ((done.numAffectedRows ?? 0n) > 0n) await countChange(tx, organisationId);
}

export interface SealedIdentity {
  network: Network;
  networkId: string;
  handle: string;
  name: string | null;
}

/** Who a protected author is; null where this member is not named. Whoever asks writes the audit in this transaction. */
export async function readSealed(
  tx: Tenant,
  organisationId: number,
  of: { authorId: string; memberId: string },
): Promise<SealedIdentity[] | null> {
  const named = await tx
    .selectFrom('author_reader')
    .select('member_id')
    .where('organisation_id', '=', organisationId)
    .where('author_id', '=', of.authorId)
    .where('member_id', '=', of.memberId)
    .executeTakeFirst();
  return named === undefined ? null : sealedOf(tx, organisationId, of.authorId);
}

async function sealedOf(tx: Tenant, organisationId: number, authorId: string): Promise<SealedIdentity[]> {
  const found = await sql<SealedIdentity>`
    select i.network, i.network_id as "networkId", s.handle, s.name from identity as i
    join sealed_identity as s on s.organisation_id = ${organisationId} and s.identity_id = i.id
    where i.organisation_id = ${organisationId} and i.author_id = ${authorId}::uuid and (i.id = ${authorId}::uuid or i.author_id <> i.id)
    order by i.first_heard_at, i.id`.execute(tx);
  return found.rows;
}

/** All names that were heard of these identities, for their erasure. */
export async function namesToErase(
  tx: Tenant,
  organisationId: number,
  identityIds: readonly string[],
): Promise<string[]> {
  const found = await sql<{ name: string }>`
    select unnest(array_remove(array[handle, name], null) || names) as name from sealed_identity
    where organisation_id = ${organisationId} and identity_id = any(${uuids([...identityIds])})`.execute(tx);
  return found.rows.map(({ name }) => name);
}

/** Forgets what was sealed of these identities, and that their author was protected. */
export async function eraseSealed(
  tx: Tenant,
  organisationId: number,
  identityIds: readonly string[],
): Promise<void> {
  const ids = uuids([...identityIds]);
  const gone =
    await sql`delete from sealed_identity where organisation_id = ${organisationId} and identity_id = any(${ids})`.execute(
      tx,
    );
  await sql`delete from author_protection where organisation_id = ${organisationId} and author_id = any(${ids})`.execute(
    tx,
  );
  if ((gone.numAffectedRows ?? 0n) > 0n) await countChange(tx, organisationId);
}

export interface ProtectedAuthor extends Protection {
  authorId: string;
  /** What stands for their name. */
  standIn: string;
  caseId: string;
  caseNumber: number;
  /** Who read their names, the latest first, 100 at most. */
  readings: { at: string; by: string }[];
}

/** Who is protected, the latest first, 500 at most. */
export async function protectedAuthors(tx: Tenant, organisationId: number): Promise<ProtectedAuthor[]> {
  const found = await sql<Omit<ProtectedAuthor, 'standIn'>>`
    select a.author_id as "authorId", a.at, m.name as by, a.reason, k.id as "caseId", k.number as "caseNumber",
      coalesce((
        select jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name) order by lower(o.name), o.id)
        from author_reader as r join member as o on o.organisation_id = ${organisationId} and o.id = r.member_id
        where r.organisation_id = ${organisationId} and r.author_id = a.author_id
      ), '[]') as readers,
      coalesce((
        select jsonb_agg(jsonb_build_object('at', e.at, 'by', e.name)) from (
          select u.at, o.name from audit_entry as u left join member as o on o.organisation_id = ${organisationId} and o.id = u.member_id
          where u.organisation_id = ${organisationId} and u.action = 'author.identity_read' and u.particulars ->> 'author' = a.author_id::text
          order by u.at desc limit 100
        ) as e
      ), '[]') as readings
    from author_protection as a
    join member as m on m.organisation_id = ${organisationId} and m.id = a.by
    join care_case as k on k.organisation_id = ${organisationId} and k.id = a.case_id
    where a.organisation_id = ${organisationId} order by a.at desc, a.author_id limit 500`.execute(tx);
  return found.rows.map((row) => ({
    ...row,
    caseNumber: Number(row.caseNumber),
    standIn: standInOf(row.authorId),
    readings: row.readings.map(({ at, by }) => ({ at: new Date(at).toISOString(), by: by ?? '' })),
  }));
}

/** What masks the names of the protected in whatever is shown. Names of members and of the house itself stay. */
export async function readMask(tx: Tenant, organisationId: number): Promise<Mask> {
  const found = await sql<{ mask: string; names: string[] }>`
    select i.handle as mask, array_remove(array[s.handle, s.name, i.network_id], null) || s.names as names
    from sealed_identity as s join identity as i on i.organisation_id = ${organisationId} and i.id = s.identity_id
    where s.organisation_id = ${organisationId}`.execute(tx);
  if (found.rows.length === 0) return noMask;
  const kept = await sql<{ name: string }>`
    select lower(unnest(array[name, email] || string_to_array(name, ' '))) as name from member where organisation_id = ${organisationId}
    union select lower(unnest(array[name] || string_to_array(name, ' '))) from institution where organisation_id = ${organisationId}
    union select lower(unnest(array[name] || string_to_array(name, ' '))) from organisation where id = ${organisationId}
    union select lower(handle) from connected_account where organisation_id = ${organisationId}
    union select lower(name) from unit where organisation_id = ${organisationId}
    union select lower(name) from team where organisation_id = ${organisationId}`.execute(tx);
  return authorMask(found.rows, new Set(kept.rows.map(({ name }) => name)));
}

/** The mask, where it was read before and nothing changed since; `protections` as the organisation has them now. */
export interface Masks {
  of(tx: Tenant, organisationId: number, protections: number): Promise<Mask>;
}

/** Keeps what was read last of each organisation. */
export function keepMasks(): Masks {
  const kept = new Map<number, { protections: number; mask: Mask }>();
  return {
    async of(tx, organisationId, protections) {
      const before = kept.get(organisationId);
      if (before?.protections === protections) return before.mask;
      const mask = await readMask(tx, organisationId);
      kept.set(organisationId, { protections, mask });
      return mask;
    },
  };
}
