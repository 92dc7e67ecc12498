/** Files that are attached to follow-ups: what they are, who else uses one, and between whom it may be read. */
import { type RawBuilder, sql } from 'kysely';
import { uuids } from './arrays.ts';
import type { Tenant } from './database.ts';
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

/** A follow-up carries the file `m`, besides those that go as `but` says, in which each is `o`. */
export const isOfFollowUp = (
  organisationId: number,
  but: RawBuilder<unknown> = sql`false`,
): RawBuilder<unknown> => sql`exists (
  select from follow_up_act as a join follow_up as o on o.organisation_id = ${organisationId} and o.id = a.follow_up_id
  where a.organisation_id = ${organisationId} and a.files <> '{}' and m.id = any(a.files) and not coalesce(${but}, false)
)`;

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
      and not ${isOfReply(organisationId)} and not ${isOfFollowUp(organisationId)}`.execute(tx);
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
      and not ${isOfFollowUp(organisationId)}`.execute(tx);
  return new Set(found.rows.map(({ id }) => id));
}

/** Whose a file is: of these follow-ups, or, until it is attached, the member's who uploaded it; null for every other. */
export async function holdersOfFile(
  tx: Tenant,
  organisationId: number,
  mediaId: string,
): Promise<{ followUps: string[]; uploadedBy: string | null } | null> {
  const found = await sql<{ uploadedBy: string | null; followUps: string[] }>`
    select m.follow_up_by as "uploadedBy", array(
      select a.follow_up_id from follow_up_act as a
      where a.organisation_id = ${organisationId} and a.files <> '{}' and m.id = any(a.files)
    ) as "followUps" from media as m
    where m.organisation_id = ${organisationId} and m.id = ${mediaId}::uuid and m.address is null`.execute(
    tx,
  );
  const [row] = found.rows;
  return row === undefined || (row.uploadedBy === null && row.followUps.length === 0) ? null : row;
}
