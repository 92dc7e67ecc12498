/** Files that are attached to follow-ups: what they are, who else uses one, and between whom it may be read. */
import { type RawBuilder, sql } from 'kysely';
import { uuids } from './arrays.ts';
import type { System, Tenant } from './database.ts';
import { newId } from './ids.ts';

/** A file as it is listed, without its bytes. */
export interface AttachedFile {
  id: string;
  /** Null for a picture that came without one. */
  name: string | null;
  type: string;
  /** Its size. */
  bytes: number;
  /** It was drawn anew here, and can be shown; everything else is a download. */
  picture: boolean;
}

/** What these files are; those that are gone are left out. */
export async function attachedFiles(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
): Promise<Map<string, AttachedFile>> {
  if (ids.length === 0) return new Map();
  const found = await sql<AttachedFile>`
    select m.id, m.name, m.type, octet_length(m.bytes) as bytes, m.width is not null as picture from media as m
    where m.organisation_id = ${organisationId} and m.id = any(${uuids([...new Set(ids)])})`.execute(tx);
  return new Map(found.rows.map((row) => [row.id, row]));
}

export interface NewFollowUpFile {
  name: string;
  type: string;
  bytes: Buffer;
  /** In pixels; null for what is no picture. */
  width: number | null;
  height: number | null;
  memberId: string;
  at: Date;
}

/** Keeps a file that a member is about to attach; until then it is theirs alone. */
export async function addFollowUpFile(
  tx: Tenant,
  organisationId: number,
  { memberId, ...file }: NewFollowUpFile,
): Promise<string> {
  const id = newId(file.at.getTime());
  await tx
    .insertInto('media')
    .values({ organisation_id: organisationId, id, address: null, ...file, follow_up_by: memberId })
    .execute();
  return id;
}

/** An answer of ours carries the file `m`. */
export const isOfReply = (organisationId: number): RawBuilder<unknown> => sql`exists (
  select from reply as r cross join jsonb_array_elements(r.attachments) as a
  where r.organisation_id = ${organisationId} and r.attachments <> '[]' and (a ->> 'mediaId')::uuid = m.id
)`;

/** A follow-up carries the file `m`. */
export const isOfFollowUp = sql`(m.follow_up_id is not null)`;

/** Puts uploads, which the caller has locked, to the follow-up that carries them from now on. */
export async function attachTo(
  tx: Tenant,
  organisationId: number,
  followUpId: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update media set follow_up_id = ${followUpId}::uuid
    where organisation_id = ${organisationId} and id = any(${uuids([...ids])})`.execute(tx);
}

/** The files of follow-ups whose words went: those that something else uses, too, stay there. */
export async function dropFilesOf(
  tx: Tenant,
  organisationId: number,
  followUpIds: readonly string[],
): Promise<void> {
  const those = sql`m.organisation_id = ${organisationId} and m.follow_up_id = any(${uuids([...followUpIds])})`;
  await sql`
    delete from media as m where ${those} and m.address is null and not ${isOfReply(organisationId)}`.execute(
    tx,
  );
  await sql`update media as m set follow_up_id = null where ${those}`.execute(tx);
}

/** An upload `m` that is attached to nothing. */
const isUnattached = sql`(m.follow_up_by is not null and m.follow_up_id is null)`;

/** How many uploads of a member are attached to nothing. */
export async function countUnattached(tx: Tenant, organisationId: number, memberId: string): Promise<number> {
  const found = await sql<{ count: number }>`
    select count(*)::integer as count from media as m
    where m.organisation_id = ${organisationId} and m.follow_up_by = ${memberId}::uuid and ${isUnattached}`.execute(
    tx,
  );
  return found.rows[0]?.count ?? 0;
}

/** Removes an upload of a member that is attached to nothing; whatever else has this id stays. False where there is none. */
export async function removeUpload(
  tx: Tenant,
  organisationId: number,
  id: string,
  memberId: string,
): Promise<boolean> {
  const gone = await sql`
    delete from media as m where m.organisation_id = ${organisationId} and m.id = ${id}::uuid
      and m.follow_up_by = ${memberId}::uuid and ${isUnattached}`.execute(tx);
  return gone.numAffectedRows === 1n;
}

/** The organisations that have uploads which nobody attached since that instant. */
export async function organisationsWithUnattached(system: System, before: Date): Promise<number[]> {
  const found = await sql<{ id: number }>`
    select distinct m.organisation_id as id from media as m where ${isUnattached} and m.at < ${before}`.execute(
    system,
  );
  return found.rows.map(({ id }) => id);
}

/** Removes uploads that nobody attached since that instant; answers how many. One that is being attached is passed over. */
export async function removeUnattached(tx: Tenant, organisationId: number, before: Date): Promise<number> {
  const gone = await sql`
    delete from media as d where d.organisation_id = ${organisationId} and d.id in (
      select m.id from media as m where m.organisation_id = ${organisationId} and ${isUnattached} and m.at < ${before}
      for update skip locked
    )`.execute(tx);
  return Number(gone.numAffectedRows ?? 0n);
}

/** Which of these a member may attach: uploads that nothing uses yet, theirs or pictures uploaded for nothing else; locked, so that nobody else takes them meanwhile. */
export async function freeUploads(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
  memberId: string,
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const those = sql`m.organisation_id = ${organisationId} and m.id = any(${uuids([...ids])})`;
  await sql`select from media as m where ${those} order by m.id for update`.execute(tx);
  const found = await sql<{ id: string }>`
    select m.id from media as m where ${those} and m.address is null
      and (m.follow_up_by = ${memberId}::uuid or (m.follow_up_by is null and m.width is not null))
      and not ${isOfReply(organisationId)} and not ${isOfFollowUp}`.execute(tx);
  return new Set(found.rows.map(({ id }) => id));
}

/** Which of these may go out with an answer: pictures that somebody uploaded to be sent, never what is between members, what an author sent, or a file. Locked, so that no follow-up takes them meanwhile. */
export async function picturesToSend(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const those = sql`m.organisation_id = ${organisationId} and m.id = any(${uuids([...ids])})`;
  await sql`select from media as m where ${those} order by m.id for update`.execute(tx);
  const found = await sql<{ id: string }>`
    select m.id from media as m where ${those} and m.address is null and m.width is not null and m.follow_up_by is null
      and not ${isOfFollowUp}`.execute(tx);
  return new Set(found.rows.map(({ id }) => id));
}

/** Whose a file is: of this follow-up, or, until it is attached, the member's who uploaded it; null for every other. */
export async function holdersOfFile(
  tx: Tenant,
  organisationId: number,
  mediaId: string,
): Promise<{ followUpId: string | null; uploadedBy: string | null } | null> {
  const found = await sql<{ uploadedBy: string | null; followUpId: string | null }>`
    select m.follow_up_by as "uploadedBy", m.follow_up_id as "followUpId" from media as m
    where m.organisation_id = ${organisationId} and m.id = ${mediaId}::uuid
      and (m.follow_up_by is not null or m.follow_up_id is not null)`.execute(tx);
  return found.rows[0] ?? null;
}
