/** What taking posts to the desk reads and writes, set by set. Called by desk/cases/takePosts only. */
import { sql } from 'kysely';
import type { Network } from '../domain/network.ts';
import type { Direction, HeardPost } from '../domain/post.ts';
import { bigints, columnsOf, documents, fingerprints, instants, rowsOf, texts, uuids } from './arrays.ts';
import type { Tenant } from './database.ts';
import { fingerprintOf } from './fingerprints.ts';
import { unlearnPosts } from './topicLessons.ts';
import { forgetWhereabouts } from './whereabouts.ts';

export interface StoredPost {
  id: string;
  network: Network;
  networkId: string;
  revision: string;
  deleted: boolean;
  conversationId: string | null;
  caseId: string | null;
  direction: Direction;
}

/** Posts that we have of these (each looked up by its key: "lateral ... limit 1" leaves the planner no other way); a deleted or announced one included. */
export async function findPosts(
  tx: Tenant,
  organisationId: number,
  wanted: readonly { network: Network; networkId: string }[],
): Promise<StoredPost[]> {
  if (wanted.length === 0) return [];
  const found = await sql<{
    n: number;
    id: string;
    revision: string;
    deleted: boolean;
    conversation_id: string | null;
    case_id: string | null;
    direction: Direction;
  }>`
    select t.n::integer as n, p.id, p.revision, (p.deleted_at is not null or p.erased_at is not null) as deleted, p.conversation_id, c.case_id, p.direction
    from unnest(${fingerprints(wanted.map((w) => fingerprintOf(w.network, w.networkId)))}) with ordinality as t(fingerprint, n)
    cross join lateral (
      select * from post where organisation_id = ${organisationId} and fingerprint = t.fingerprint limit 1
    ) as p
    left join lateral (
      select case_id from conversation where organisation_id = ${organisationId} and id = p.conversation_id limit 1
    ) as c on true`.execute(tx);
  return found.rows.flatMap((row) => {
    const name = wanted[row.n - 1];
    if (name === undefined) return [];
    return {
      id: row.id,
      network: name.network,
      networkId: name.networkId,
      revision: row.revision,
      deleted: row.deleted,
      conversationId: row.conversation_id,
      caseId: row.case_id,
      direction: row.direction,
    };
  });
}

/** For each of these posts the network's id of the author whose conversation it is in. */
export async function findConversationAuthors(
  tx: Tenant,
  organisationId: number,
  wanted: readonly { network: string; networkId: string }[],
): Promise<{ network: string; networkId: string; author: string }[]> {
  if (wanted.length === 0) return [];
  const found = await sql<{ network: string; network_id: string; author: string }>`
    select p.network, p.network_id, i.network_id as author
    from unnest(${fingerprints(wanted.map((w) => fingerprintOf(w.network, w.networkId)))}) as t(fingerprint)
    cross join lateral (
      select network, network_id, conversation_id from post
      where organisation_id = ${organisationId} and fingerprint = t.fingerprint limit 1
    ) as p
    cross join lateral (select identity_id from conversation where organisation_id = ${organisationId} and id = p.conversation_id limit 1) as c
    cross join lateral (select network_id from identity where organisation_id = ${organisationId} and id = c.identity_id limit 1) as i`.execute(
    tx,
  );
  return found.rows.map((row) => ({ network: row.network, networkId: row.network_id, author: row.author }));
}

export interface NewPost {
  id: string;
  post: HeardPost;
  conversationId: string | null;
  identityId: string;
  heardAt: Date;
  rawId: number;
}

/**
 * Inserts posts. Fails on the unique key (SQLSTATE 23505, `retry`) where another process was first since we looked: lanes make that so rare that looking once more
 * is cheaper than asking for every row.
 */
export async function insertPosts(
  tx: Tenant,
  organisationId: number,
  posts: readonly NewPost[],
): Promise<void> {
  if (posts.length === 0) return;
  const rows = {
    id: uuids(posts.map((p) => p.id)),
    fingerprint: fingerprints(posts.map((p) => fingerprintOf(p.post.network, p.post.networkId))),
    network: texts(posts.map((p) => p.post.network)),
    network_id: texts(posts.map((p) => p.post.networkId)),
    thread: texts(posts.map((p) => p.post.thread)),
    parent_network_id: texts(posts.map((p) => p.post.parentNetworkId)),
    quoted_network_id: texts(posts.map((p) => p.post.quotedNetworkId)),
    conversation_id: uuids(posts.map((p) => p.conversationId)),
    identity_id: uuids(posts.map((p) => p.identityId)),
    direction: texts(posts.map((p) => p.post.direction)),
    visibility: texts(posts.map((p) => p.post.visibility)),
    hearing: texts(posts.map((p) => p.post.hearing)),
    text: texts(posts.map((p) => p.post.text)),
    language: texts(posts.map((p) => p.post.language)),
    media: documents(posts.map((p) => mediaOf(p.post))),
    handle: documents(posts.map((p) => handleOf(p.post))),
    call: documents(posts.map((p) => p.post.call ?? null)),
    at: instants(posts.map((p) => p.post.at)),
    heard_at: instants(posts.map((p) => p.heardAt)),
    revision: texts(posts.map((p) => p.post.revision)),
    raw_id: bigints(posts.map((p) => p.rawId)),
  };
  await sql`
    insert into post (organisation_id, ${columnsOf(rows)})
    select ${organisationId}::integer, t.* from ${rowsOf(rows)} as t`.execute(tx);
}

/** Posts that were new to us and no first versions. */
export async function markEdited(tx: Tenant, organisationId: number, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update post as p set edited_at = p.heard_at from unnest(${uuids([...ids])}) as t(id)
    where p.organisation_id = ${organisationId} and p.id = t.id`.execute(tx);
}

/** Posts that a program wrote. */
export async function markAutomatic(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update post as p set automatic = true from unnest(${uuids([...ids])}) as t(id)
    where p.organisation_id = ${organisationId} and p.id = t.id`.execute(tx);
}

const mediaOf = (post: HeardPost) => (post.media.length === 0 ? null : post.media);

function handleOf(post: HeardPost): Record<string, string> | null {
  for (const _ in post.handle) return post.handle;
  return null;
}

/**
 * Another process changed what this batch had looked at. It carries the SQLSTATE of a failed serialisation, so that the batch is taken again from the start like any
 * other that lost a race.
 */
export class Overtaken extends Error {
  readonly code = '40001';
}

/** Later versions of posts that we have. Throws Overtaken where one was edited or deleted since we looked. */
export async function editPosts(
  tx: Tenant,
  organisationId: number,
  edits: readonly { id: string; post: HeardPost }[],
  at: Date,
): Promise<void> {
  if (edits.length === 0) return;
  await forgetPicturesOf(tx, organisationId, edits);
  await unlearnPosts(
    tx,
    organisationId,
    edits.map(({ id }) => id),
  );
  const edited = await sql`
    update post as p set text = t.text, media = t.media, handle = t.handle, call = coalesce(t.call, p.call), revision = t.revision, edited_at = case when p.revision = '' then p.edited_at else ${at}::timestamptz end
    from unnest(
      ${uuids(edits.map((e) => e.id))}, ${texts(edits.map((e) => e.post.text))},
      ${documents(edits.map((e) => mediaOf(e.post)))},
      ${documents(edits.map((e) => handleOf(e.post)))},
      ${documents(edits.map((e) => e.post.call ?? null))},
      ${texts(edits.map((e) => e.post.revision))}
    ) as t(id, text, media, handle, call, revision)
    where p.organisation_id = ${organisationId} and p.id = t.id and p.deleted_at is null and p.erased_at is null and p.revision < t.revision`.execute(
    tx,
  );
  if (edited.numAffectedRows !== BigInt(edits.length)) throw new Overtaken();
}

/** Pictures that only the version before showed. One that another post shows too is fetched anew. */
async function forgetPicturesOf(
  tx: Tenant,
  organisationId: number,
  edits: readonly { id: string; post: HeardPost }[],
): Promise<void> {
  const still = edits.flatMap(({ post }) => post.media.map(({ address }) => address));
  await sql`
    with shown as (
      select m.one ->> 'address' as address from unnest(${uuids(edits.map(({ id }) => id))}) as t(id)
      join post as p on p.organisation_id = ${organisationId} and p.id = t.id cross join lateral jsonb_array_elements(p.media) as m(one)
    )
    delete from media where organisation_id = ${organisationId}
      and address in (select address from shown where address <> all(${texts(still)}))`.execute(tx);
}

/** Holds posts, in one order for everybody, until the end of the transaction, so that no deletion misses what it adds to them. Throws Overtaken where one was deleted since we looked. */
export async function holdPosts(tx: Tenant, organisationId: number, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const held = await sql<{ deleted: boolean }>`
    select (p.deleted_at is not null or p.erased_at is not null) as deleted from unnest(${uuids([...ids].sort())}) as t(id)
    cross join lateral (
      select deleted_at, erased_at from post where organisation_id = ${organisationId} and id = t.id limit 1 for share
    ) as p`.execute(tx);
  if (held.rows.some((row) => row.deleted)) throw new Overtaken();
}

/** Marks posts deleted and erases their words and pictures at once. A picture that another post shows too is fetched anew. */
export async function deletePosts(
  tx: Tenant,
  organisationId: number,
  deletions: readonly { id: string; at: Date }[],
): Promise<void> {
  if (deletions.length === 0) return;
  const ids = deletions.map((d) => d.id);
  await sql`
    update post as p set deleted_at = t.at from unnest(${uuids(ids)}, ${instants(deletions.map((d) => d.at))}) as t(id, at)
    where p.organisation_id = ${organisationId} and p.id = t.id and p.deleted_at is null`.execute(tx);
  await forgetWords(tx, organisationId, ids);
}

/** Erases words and pictures of deleted posts, here and in the raw items that carried them. */
export async function forgetWords(tx: Tenant, organisationId: number, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await unlearnPosts(tx, organisationId, ids);
  await sql`
    with shown as (
      select m.one ->> 'address' as address from unnest(${uuids([...ids])}) as t(id)
      join post as p on p.organisation_id = ${organisationId} and p.id = t.id cross join lateral jsonb_array_elements(p.media) as m(one)
    )
    delete from media where organisation_id = ${organisationId} and address in (select address from shown)`.execute(
    tx,
  );
  await sql`
    update post as p set text = '', media = null, handle = null from unnest(${uuids([...ids])}) as t(id)
    where p.organisation_id = ${organisationId} and p.id = t.id`.execute(tx);
  await forgetWhereabouts(tx, organisationId, ids);
  // A statement of its own: it sees what others added to the posts while the one above waited for them.
  await sql`
    with carriers as (
      select p.raw_id from unnest(${uuids([...ids])}) as t(id)
      join post as p on p.organisation_id = ${organisationId} and p.id = t.id where p.raw_id is not null
      union select h.raw_id from unnest(${uuids([...ids])}) as t(id)
      join post_heard as h on h.organisation_id = ${organisationId} and h.post_id = t.id
    )
    update raw_item as r set payload = null, key = '' from carriers
    where r.organisation_id = ${organisationId} and r.id = carriers.raw_id`.execute(tx);
}

/** Remembers deletions of posts that never came (yet): should one come late, it stays deleted. */
export async function insertTombstones(
  tx: Tenant,
  organisationId: number,
  deletions: readonly { id: string; network: string; networkId: string; at: Date }[],
): Promise<void> {
  if (deletions.length === 0) return;
  await sql`
    insert into post (organisation_id, id, network, network_id, thread, direction, visibility, hearing, text, at, heard_at, revision, deleted_at)
    select ${organisationId}::integer, t.id, t.network, t.network_id, t.network_id, 'inbound', 'public', 'watched', '', t.at, t.at, '', t.at
    from unnest(${uuids(deletions.map((d) => d.id))}, ${texts(deletions.map((d) => d.network))},
      ${texts(deletions.map((d) => d.networkId))}, ${instants(deletions.map((d) => d.at))}) as t(id, network, network_id, at)`.execute(
    tx,
  );
}

/** Who else heard a post; known pairs are left alone. */
export async function insertHearings(
  tx: Tenant,
  organisationId: number,
  hearings: readonly { postId: string; accountId: string; rawId: number }[],
): Promise<void> {
  if (hearings.length === 0) return;
  await sql`
    insert into post_heard (organisation_id, post_id, account_id, raw_id)
    select ${organisationId}::integer, * from unnest(${uuids(hearings.map((h) => h.postId))},
      ${uuids(hearings.map((h) => h.accountId))}, ${bigints(hearings.map((h) => h.rawId))})
    on conflict do nothing`.execute(tx);
}

/** House posts that waited for one of these parents; they now have a conversation. Answers the conversations that got one. */
export async function adoptWaitingAnswers(
  tx: Tenant,
  organisationId: number,
  parents: readonly { network: string; networkId: string; conversationId: string }[],
): Promise<{ id: string; network: Network; networkId: string; conversationId: string; at: Date }[]> {
  if (parents.length === 0) return [];
  const adopted = await sql<{
    id: string;
    network: Network;
    network_id: string;
    conversation_id: string;
    at: Date;
  }>`
    update post as p set conversation_id = t.conversation_id
    from unnest(${texts(parents.map((x) => x.network))}, ${texts(parents.map((x) => x.networkId))},
      ${uuids(parents.map((x) => x.conversationId))}) as t(network, network_id, conversation_id)
    where p.organisation_id = ${organisationId} and p.network = t.network and p.parent_network_id = t.network_id
      and p.conversation_id is null and p.direction = 'house' and p.deleted_at is null
    returning p.id, p.network, p.network_id, p.conversation_id, p.at`.execute(tx);
  return adopted.rows.map((row) => ({
    id: row.id,
    network: row.network,
    networkId: row.network_id,
    conversationId: row.conversation_id,
    at: row.at,
  }));
}

/** Erases what raw items say, and the thread that they name; the rows stay, so that they are still counted. */
export async function eraseRawItems(
  tx: Tenant,
  organisationId: number,
  rawIds: readonly number[],
): Promise<void> {
  if (rawIds.length === 0) return;
  await sql`
    update raw_item as r set payload = null, key = '' from unnest(${bigints([...rawIds])}) as t(id)
    where r.organisation_id = ${organisationId} and r.id = t.id`.execute(tx);
}
