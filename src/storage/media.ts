import { sql } from 'kysely';
import type { Media } from '../domain/post.ts';
import type { Tenant } from './database.ts';
import { isOfFollowUp } from './followUpFiles.ts';
import { newId } from './ids.ts';

export interface StoredMedia {
  id: string;
  type: string;
  bytes: Buffer;
  /** In pixels; null for what is no picture, or none that was looked at yet. */
  width: number | null;
  height: number | null;
  /** The name that a file came with. */
  name: string | null;
}

export interface NewMedia {
  /** What it was fetched from; null for an upload. */
  address: string | null;
  type: string;
  bytes: Buffer;
  width: number;
  height: number;
  at: Date;
}

/** Keeps an image; one that was fetched is kept once by its address, and the id of the one already there is answered. */
export async function addMedia(tx: Tenant, organisationId: number, media: NewMedia): Promise<string> {
  const id = newId(media.at.getTime());
  const added = await tx
    .insertInto('media')
    .values({ organisation_id: organisationId, id, ...media })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (added !== undefined) return added.id;
  const there = media.address === null ? null : await findMediaByAddress(tx, organisationId, media.address);
  if (there === null) throw new Error('media neither added nor found');
  return there.id;
}

/** A file as it came with a post. */
export interface FileToKeep {
  address: string;
  name: string;
  type: string;
  bytes: Uint8Array;
}

/** Keeps files as they came; one that is there already by its address stays as it is. */
export async function addFiles(
  tx: Tenant,
  organisationId: number,
  files: readonly FileToKeep[],
  at: Date,
): Promise<void> {
  for (const { address, name, type, bytes } of files) {
    await tx
      .insertInto('media')
      .values({
        organisation_id: organisationId,
        id: newId(at.getTime()),
        address,
        name,
        type,
        bytes: Buffer.from(bytes),
        at,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Puts the picture that was drawn anew in the place of the file that came: what was hidden in it is gone. */
export async function replaceByPicture(
  tx: Tenant,
  organisationId: number,
  id: string,
  picture: { type: string; bytes: Buffer; width: number; height: number },
): Promise<void> {
  const { type, bytes, width, height } = picture;
  await tx
    .updateTable('media')
    .set({ type, bytes, width, height })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .execute();
}

/** One image of the organisation. */
export async function findMedia(tx: Tenant, organisationId: number, id: string): Promise<StoredMedia | null> {
  const row = await tx
    .selectFrom('media')
    .select(['id', 'type', 'bytes', 'width', 'height', 'name'])
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** The image that was fetched from this address, if it was. */
export async function findMediaByAddress(
  tx: Tenant,
  organisationId: number,
  address: string,
): Promise<StoredMedia | null> {
  const row = await tx
    .selectFrom('media')
    .select(['id', 'type', 'bytes', 'width', 'height', 'name'])
    .where('organisation_id', '=', organisationId)
    .where('address', '=', address)
    .executeTakeFirst();
  return row ?? null;
}

/** The n-th (from 0) picture or link of a post; null when there is none, or its author deleted the post and the term of its network is over. */
export async function findPostMedia(
  tx: Tenant,
  organisationId: number,
  postId: string,
  n: number,
): Promise<Media | null> {
  const row = await tx
    .selectFrom('post')
    .select('media')
    .where('organisation_id', '=', organisationId)
    .where('id', '=', postId)
    .where((e) =>
      e.or([
        e('deleted_at', 'is', null),
        e.exists(
          e
            .selectFrom('deleted_words as d')
            .select('d.post_id')
            .where('d.organisation_id', '=', organisationId)
            .where('d.post_id', '=', postId),
        ),
      ]),
    )
    .executeTakeFirst();
  return row?.media?.[n] ?? null;
}

/** Makes uploads pictures of a post, in order, under an address of ours; those that are not there, or are between members, are left out. */
export async function keepAsPicturesOfPost(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
): Promise<{ address: string; type: string }[]> {
  if (ids.length === 0) return [];
  const kept = await sql<{ address: string; type: string }>`
    with wanted as (select id, n from unnest(${[...ids]}::uuid[]) with ordinality as t(id, n)), kept as (
      update media as m set address = coalesce(m.address, 'kept:' || m.id) from wanted
      where m.organisation_id = ${organisationId} and m.id = wanted.id and (m.address is null or m.address = 'kept:' || m.id)
        and m.follow_up_by is null and not ${isOfFollowUp}
      returning m.id, m.address, m.type
    )
    select kept.address, kept.type from wanted join kept using (id) order by wanted.n`.execute(tx);
  return kept.rows;
}
