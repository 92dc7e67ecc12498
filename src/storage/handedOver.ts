/** Conversations that the owner of a letterbox handed over to the house. Rows of the letterbox; which of them wait the program itself asks. */
import { sql } from 'kysely';
import type { HeardPost } from '../domain/post.ts';
import { bigints, texts, uuids } from './arrays.ts';
import type { System, Tenant } from './database.ts';
import { addFiles } from './media.ts';

export interface HandedOver {
  caseId: string;
  teamId: string | null;
  memberId: string | null;
  dueAt: Date;
  houseCaseId: string | null;
  /** Up to which fact of the case the house has it. */
  sequence: number;
}

const columns = [
  'case_id as caseId',
  'team_id as teamId',
  'member_id as memberId',
  'due_at as dueAt',
  'house_case_id as houseCaseId',
  'sequence',
] as const;

/** What was handed over of these cases. */
export async function handedOver(
  tx: Tenant,
  boxId: number,
  caseIds: readonly string[],
): Promise<Map<string, HandedOver>> {
  if (caseIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('handed_over')
    .select(columns)
    .where('organisation_id', '=', boxId)
    .where('case_id', 'in', [...new Set(caseIds)])
    .execute();
  return new Map(rows.map((row) => [row.caseId, { ...row, sequence: Number(row.sequence) }]));
}

/** Asks for a case to be handed over, and answers when it is; asked again while it can be taken back, it goes then to whom was named last. Null where it cannot be taken back any more. */
export async function askToHandOver(
  tx: Tenant,
  boxId: number,
  asked: { caseId: string; teamId: string | null; memberId: string | null; at: Date; dueAt: Date },
): Promise<Date | null> {
  const { teamId: team_id, memberId: member_id } = asked;
  const row = await tx
    .insertInto('handed_over')
    .values({
      organisation_id: boxId,
      case_id: asked.caseId,
      team_id,
      member_id,
      asked_at: asked.at,
      due_at: asked.dueAt,
      house_case_id: null,
      sequence: 0,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['organisation_id', 'case_id'])
        .doUpdateSet({ team_id, member_id })
        .where('handed_over.house_case_id', 'is', null)
        .where('handed_over.due_at', '>', asked.at),
    )
    .returning('due_at as dueAt')
    .executeTakeFirst();
  return row?.dueAt ?? null;
}

/** Takes it back; false where the house has it already. */
export async function takeBackHandOver(
  tx: Tenant,
  boxId: number,
  caseId: string,
  now: Date,
): Promise<boolean> {
  const gone = await tx
    .deleteFrom('handed_over')
    .where('organisation_id', '=', boxId)
    .where('case_id', '=', caseId)
    .where('house_case_id', 'is', null)
    .where('due_at', '>', now)
    .executeTakeFirst();
  return gone.numDeletedRows > 0n;
}

/** Notes which case of the house it is, and up to where that one has it. */
export async function noteHandedOver(
  tx: Tenant,
  boxId: number,
  caseId: string,
  given: { houseCaseId: string; sequence: number },
): Promise<void> {
  await tx
    .updateTable('handed_over')
    .set({ house_case_id: given.houseCaseId, sequence: given.sequence })
    .where('organisation_id', '=', boxId)
    .where('case_id', '=', caseId)
    .execute();
}

/** Cases of letterboxes that are due to be given to their houses, or of which something new came since. */
export async function dueToHandOver(
  system: System,
  now: Date,
  most: number,
): Promise<{ boxId: number; boxMemberId: string; houseId: number; houseMemberId: string; caseId: string }[]> {
  const found = await sql<{
    boxId: number;
    boxMemberId: string;
    houseId: number;
    houseMemberId: string;
    caseId: string;
  }>`
    select h.organisation_id as "boxId", l.box_member_id as "boxMemberId", l.organisation_id as "houseId", l.member_id as "houseMemberId", h.case_id as "caseId"
    from handed_over as h join letterbox as l on l.box_id = h.organisation_id
    join care_case as k on k.organisation_id = h.organisation_id and k.id = h.case_id
    where h.due_at <= ${now} and k.sequence > h.sequence
    order by h.due_at limit ${most}`.execute(system);
  return found.rows;
}

/** A post of a letterbox with all that its house needs to take it in. */
export interface PostToHandOver {
  post: HeardPost;
  isGone: boolean;
  /** Its owner wrote it here. */
  isOwners: boolean;
  key: string;
  payload: string | null;
}

interface Row {
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

/** The posts of a case of a letterbox, the first first; erased ones are left out. `ours`: by whom answers were that no author's name stands on. */
export async function postsToHandOver(
  tx: Tenant,
  boxId: number,
  caseId: string,
  ours: { networkId: string; handle: string; name: string | null },
): Promise<PostToHandOver[]> {
  const found = await sql<Row>`
    select p.network, p.network_id, p.thread, p.parent_network_id, p.quoted_network_id, p.direction, p.visibility, p.hearing, p.text, p.language, p.media, p.handle,
      p.at, p.revision, p.edited_at is not null as edited, p.deleted_at is not null as gone, p.automatic, i.network_id as by_id, i.handle as by_handle, i.name as by_name,
      w.network_id as with_id, p.member_id, r.key, r.payload
    from conversation as c
    join identity as w on w.organisation_id = ${boxId} and w.id = c.identity_id
    join post as p on p.organisation_id = ${boxId} and p.conversation_id = c.id and p.erased_at is null
    left join identity as i on i.organisation_id = ${boxId} and i.id = p.identity_id
    left join raw_item as r on r.organisation_id = ${boxId} and r.id = p.raw_id
    where c.organisation_id = ${boxId} and c.case_id = ${caseId}::uuid order by p.at, p.id`.execute(tx);
  return found.rows.map((row) => ({
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

/** How many posts of authors that a letterbox heard within a stretch of time the house has by now. */
export async function handedWithin(
  tx: Tenant,
  boxId: number,
  { since, until }: { since: Date; until: Date },
): Promise<number> {
  const found = await sql<{ n: number }>`
    select count(*)::integer as n from handed_over as h
    join conversation as c on c.organisation_id = ${boxId} and c.case_id = h.case_id
    join post as p on p.organisation_id = ${boxId} and p.conversation_id = c.id
    where h.organisation_id = ${boxId} and h.house_case_id is not null and p.direction = 'inbound' and p.raw_id is not null
      and p.hearing <> 'imported' and p.heard_at >= ${since} and p.heard_at < ${until}`.execute(tx);
  return found.rows[0]?.n ?? 0;
}
