/** Posts of letterboxes as their houses take them in, and those that the houses have. */
import { sql } from 'kysely';
import type { HeardPost } from '../domain/post.ts';
import { bigints, texts, uuids } from './arrays.ts';
import type { Tenant } from './database.ts';
import type { HandedOver } from './handedOver.ts';
import { addFiles } from './media.ts';

/** A post of a letterbox with all that its house needs to take it in. */
export interface PostToHandOver {
  id: string;
  post: HeardPost;
  isGone: boolean;
  /** Its owner wrote it here. */
  isOwners: boolean;
  key: string;
  payload: string | null;
}

interface Row {
  id: string;
  network: HeardPost['network'];
  network_id: string;
  thread: string;
  parent_network_id: string | null;
  quoted_network_id: string | null;
  direction: HeardPost['direction'];
  visibility: HeardPost['visibility'];
  hearing: HeardPost['hearing'];
  text: string;
  language: string | null;
  media: HeardPost['media'] | null;
  handle: Record<string, string> | null;
  at: Date;
  revision: string;
  edited: boolean;
  gone: boolean;
  automatic: boolean;
  by_id: string | null;
  by_handle: string | null;
  by_name: string | null;
  with_id: string;
  member_id: string | null;
  key: string | null;
  payload: string | null;
}

/** The posts of a case of a letterbox that are handed over, the first first; erased ones are left out. What the house has already is among them: its edits and deletions follow. `ours`: by whom answers were that no author's name stands on. */
export async function postsToHandOver(
  tx: Tenant,
  boxId: number,
  { caseId, since, endedAt }: Pick<HandedOver, 'caseId' | 'since' | 'endedAt'>,
  ours: { networkId: string; handle: string; name: string | null },
): Promise<PostToHandOver[]> {
  const found = await sql<Row>`
    select p.id, p.network, p.network_id, p.thread, p.parent_network_id, p.quoted_network_id, p.direction, p.visibility, p.hearing, p.text, p.language, p.media, p.handle,
      p.at, p.revision, p.edited_at is not null as edited, p.deleted_at is not null as gone, p.automatic, i.network_id as by_id, i.handle as by_handle, i.name as by_name,
      w.network_id as with_id, p.member_id, r.key, r.payload
    from conversation as c
    join identity as w on w.organisation_id = ${boxId} and w.id = c.identity_id
    join post as p on p.organisation_id = ${boxId} and p.conversation_id = c.id and p.erased_at is null
    left join identity as i on i.organisation_id = ${boxId} and i.id = p.identity_id
    left join raw_item as r on r.organisation_id = ${boxId} and r.id = p.raw_id
    where c.organisation_id = ${boxId} and c.case_id = ${caseId}::uuid
      and (p.at >= ${since} and p.at < ${endedAt ?? 'infinity'}::timestamptz
        or exists (select from handed_post as g where g.organisation_id = ${boxId} and g.post_id = p.id))
    order by p.at, p.id`.execute(tx);
  return found.rows.map((row) => ({
    id: row.id,
    post: {
      network: row.network,
      networkId: row.network_id,
      thread: row.thread,
      parentNetworkId: row.parent_network_id,
      quotedNetworkId: row.quoted_network_id,
      direction: row.direction,
      visibility: row.visibility,
      hearing: row.hearing,
      by:
        row.by_id === null
          ? ours
          : { networkId: row.by_id, handle: row.by_handle ?? row.by_id, name: row.by_name },
      conversationWith: row.with_id,
      text: row.text,
      language: row.language,
      media: row.media ?? [],
      at: row.at,
      revision: row.revision,
      ...(row.edited ? { edited: true as const } : {}),
      ...(row.automatic ? { automatic: true as const } : {}),
      reach: null,
      handle: row.handle ?? {},
      institution: null,
    },
    isGone: row.gone,
    isOwners: row.member_id !== null,
    key: row.key ?? '',
    payload: row.payload,
  }));
}

/** Files that came with these posts, as they are kept. */
export async function filesOfPosts(tx: Tenant, boxId: number, posts: readonly HeardPost[]) {
  const addresses = posts.flatMap(({ media }) => media.flatMap((one) => (one.file ? [one.address] : [])));
  if (addresses.length === 0) return [];
  const rows = await tx
    .selectFrom('media')
    .select(['address', 'name', 'type', 'bytes'])
    .where('organisation_id', '=', boxId)
    .where('address', 'in', addresses)
    .execute();
  return rows.flatMap(({ address, name, type, bytes }) =>
    address === null ? [] : [{ address, name: name ?? '', type, bytes }],
  );
}

/** Keeps raw items in the house that are taken to the desk in the same transaction; answers their ids in their order. */
export async function keepHandedItems(
  tx: Tenant,
  organisationId: number,
  accountId: string,
  items: readonly { key: string; payload: string | null }[],
  files: Awaited<ReturnType<typeof filesOfPosts>>,
  at: Date,
): Promise<number[]> {
  await addFiles(tx, organisationId, files, at);
  const kept = await sql<{ id: string }>`
    insert into raw_item (organisation_id, account_id, heard_at, id, key, payload)
    select ${organisationId}::integer, ${accountId}::uuid, ${at}::timestamptz, nextval('raw_item_id'), t.key, t.payload
    from unnest(${bigints(items.map((_, n) => n))}, ${texts(items.map(({ key }) => key))}, ${texts(items.map(({ payload }) => payload))}) as t(n, key, payload)
    order by t.n returning id`.execute(tx);
  return kept.rows.map(({ id }) => Number(id));
}

/** Says of answers that came along who of the house wrote them. */
export async function sayWhoAnswered(
  tx: Tenant,
  organisationId: number,
  memberId: string,
  postIds: readonly string[],
): Promise<void> {
  if (postIds.length === 0) return;
  await sql`
    update post set member_id = ${memberId}::uuid
    where organisation_id = ${organisationId} and id = any(${uuids([...postIds])}) and direction = 'house' and member_id is null`.execute(
    tx,
  );
}

/** Of the posts of authors that a letterbox heard within a stretch of time: those that its owner's list shows, and those that the house has. */
export async function shownWithin(
  tx: Tenant,
  boxId: number,
  { since, until }: { since: Date; until: Date },
): Promise<{ shown: number; handedOver: number }> {
  const found = await sql<{ shown: number; handedOver: number }>`
    select (count(*) filter (where g.post_id is null))::integer as shown, count(g.post_id)::integer as "handedOver"
    from post as p left join handed_post as g on g.organisation_id = ${boxId} and g.post_id = p.id
    where p.organisation_id::bigint = ${boxId}::bigint and (p.hearing = 'imported') = false and p.direction = 'inbound' and p.raw_id is not null
      and p.heard_at >= ${since}::timestamptz and p.heard_at < ${until}::timestamptz`.execute(tx);
  return found.rows[0] ?? { shown: 0, handedOver: 0 };
}

/** Those of these posts of a letterbox that its house has. */
export async function handedPosts(
  tx: Tenant,
  boxId: number,
  postIds: readonly string[],
): Promise<Set<string>> {
  if (postIds.length === 0) return new Set();
  const rows = await tx
    .selectFrom('handed_post')
    .select('post_id')
    .where('organisation_id', '=', boxId)
    .where('post_id', 'in', [...postIds])
    .execute();
  return new Set(rows.map((row) => row.post_id));
}
