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
  askedAt: Date;
  dueAt: Date;
  /** What was written before stays its owner's. */
  since: Date;
  /** What was written from then on stays its owner's too. */
  endedAt: Date | null;
  houseCaseId: string | null;
  /** Up to which fact of the case the house has it. */
  sequence: number;
  /** How often it was tried since it last worked. */
  tries: number;
}

const columns = [
  'case_id as caseId',
  'team_id as teamId',
  'member_id as memberId',
  'asked_at as askedAt',
  'due_at as dueAt',
  'since',
  'ended_at as endedAt',
  'house_case_id as houseCaseId',
  'sequence',
  'tries',
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

/** Everything that a letterbox handed over, what was asked for last first. */
export async function allHandedOver(
  tx: Tenant,
  boxId: number,
  most: number,
): Promise<(HandedOver & { handle: string; name: string | null })[]> {
  const rows = await tx
    .selectFrom('handed_over as h')
    .innerJoin('care_case as k', (join) =>
      join.onRef('k.organisation_id', '=', 'h.organisation_id').onRef('k.id', '=', 'h.case_id'),
    )
    .innerJoin('identity as i', (join) =>
      join.onRef('i.organisation_id', '=', 'k.organisation_id').onRef('i.id', '=', 'k.identity_id'),
    )
    .select(columns.map((one) => `h.${one}` as const))
    .select(['i.handle', 'i.name'])
    .where('h.organisation_id', '=', boxId)
    .orderBy('h.asked_at', 'desc')
    .limit(most)
    .execute();
  return rows.map((row) => ({ ...row, sequence: Number(row.sequence) }));
}

interface WrittenPost extends Pick<HeardPost, 'network' | 'networkId' | 'at' | 'direction'> {
  id: string;
  automatic: boolean;
}

/** When the posts of a case were written, the first first, and by whom. */
export async function writtenIn(tx: Tenant, boxId: number, caseId: string): Promise<WrittenPost[]> {
  const found = await sql<WrittenPost>`
    select p.id, p.network, p.network_id as "networkId", p.at, p.direction, p.automatic from conversation as c
    join post as p on p.organisation_id = ${boxId} and p.conversation_id = c.id
    where c.organisation_id = ${boxId} and c.case_id = ${caseId}::uuid order by p.at, p.id`.execute(tx);
  return found.rows;
}

/**
 * Asks for a case to be handed over, and answers when it is; asked again while it can be taken back, it goes then to whom was named last; asked again after it was ended, it goes on. Null where it
 * cannot be asked for.
 */
export async function askToHandOver(
  tx: Tenant,
  boxId: number,
  asked: {
    caseId: string;
    teamId: string | null;
    memberId: string | null;
    since: Date;
    at: Date;
    dueAt: Date;
  },
): Promise<Date | null> {
  const { caseId, teamId, memberId, since, at, dueAt } = asked;
  const found = await sql<{ dueAt: Date }>`
    insert into handed_over as h (organisation_id, case_id, team_id, member_id, asked_at, due_at, since, next_at)
    values (${boxId}, ${caseId}, ${teamId}, ${memberId}, ${at}, ${dueAt}, ${since}, ${at})
    on conflict (organisation_id, case_id) do update set team_id = excluded.team_id, member_id = excluded.member_id, since = excluded.since,
      ended_at = null, asked_at = excluded.asked_at,
      due_at = case when h.ended_at is null then h.due_at else excluded.due_at end,
      next_at = excluded.next_at
    where h.ended_at is not null or (h.house_case_id is null and h.due_at > ${at}::timestamptz)
    returning due_at as "dueAt"`.execute(tx);
  return found.rows[0]?.dueAt ?? null;
}

/** Takes it back before it is due, or (`hangs`) where it could not be given; false where that is not so. What was given earlier and is to go on goes on no more. */
export async function takeBackHandOver(
  tx: Tenant,
  boxId: number,
  caseId: string,
  { now, hangs }: { now: Date; hangs: boolean },
): Promise<boolean> {
  const isHers = hangs
    ? sql`tries > 0 and house_case_id is null and (lease_until is null or lease_until <= ${now})`
    : sql`due_at > ${now}`;
  const ended = await sql`
    update handed_over set ended_at = ${now} where organisation_id = ${boxId} and case_id = ${caseId}::uuid
      and house_case_id is not null and ended_at is null and ${isHers}`.execute(tx);
  if ((ended.numAffectedRows ?? 0n) > 0n) return true;
  const gone = await sql`
    delete from handed_over where organisation_id = ${boxId} and case_id = ${caseId}::uuid and house_case_id is null and ${isHers}`.execute(
    tx,
  );
  return (gone.numAffectedRows ?? 0n) > 0n;
}

/** Gives nothing on of what is written from now on; false where nothing was handed over. */
export async function endHandOver(tx: Tenant, boxId: number, caseId: string, now: Date): Promise<boolean> {
  const ended = await sql`
    update handed_over set ended_at = coalesce(ended_at, ${now}) where organisation_id = ${boxId} and case_id = ${caseId}::uuid and due_at <= ${now}`.execute(
    tx,
  );
  return (ended.numAffectedRows ?? 0n) > 0n;
}

/** Milliseconds for which one program gives a case to its house. */
const leaseMilliseconds = 30_000;
const longestWait = 3_600;

/** Holds what is due for this program; null where another one holds it, or it was taken back. Should it end here, it is tried again, later each time. */
export async function holdHandOver(
  tx: Tenant,
  boxId: number,
  caseId: string,
  now: Date,
): Promise<HandedOver | null> {
  const until = new Date(now.getTime() + leaseMilliseconds);
  const held = await sql`
    update handed_over set lease_until = ${until}, tries = tries + 1,
      next_at = ${now}::timestamptz + least(power(2, least(tries, 20)), ${longestWait}) * interval '1 second'
    where organisation_id = ${boxId} and case_id = ${caseId}::uuid and due_at <= ${now} and (lease_until is null or lease_until <= ${now})`.execute(
    tx,
  );
  if ((held.numAffectedRows ?? 0n) === 0n) return null;
  return (await handedOver(tx, boxId, [caseId])).get(caseId) ?? null;
}

/** Notes which case of the house it is, up to where that one has it, and which posts it has. */
export async function noteHandedOver(
  tx: Tenant,
  boxId: number,
  caseId: string,
  given: { houseCaseId: string; sequence: number; postIds: readonly string[] },
): Promise<void> {
  await tx
    .updateTable('handed_over')
    .set({ house_case_id: given.houseCaseId, sequence: given.sequence, tries: 0, lease_until: null })
    .where('organisation_id', '=', boxId)
    .where('case_id', '=', caseId)
    .execute();
  await sql`
    insert into handed_post (organisation_id, post_id) select ${boxId}::integer, t.id from unnest(${uuids([...given.postIds])}) as t(id)
    on conflict do nothing`.execute(tx);
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
    where h.due_at <= ${now} and h.next_at <= ${now} and (h.lease_until is null or h.lease_until <= ${now}) and k.sequence > h.sequence
    order by h.next_at limit ${most}`.execute(system);
  return found.rows;
}

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

/** How many conversations could not be given to the house though that was tried again. */
export async function hangingHandOvers(tx: Tenant, boxId: number): Promise<number> {
  const found = await sql<{ n: number }>`
    select count(*)::integer as n from handed_over where organisation_id = ${boxId} and house_case_id is null and tries >= ${hangsAfter}`.execute(
    tx,
  );
  return found.rows[0]?.n ?? 0;
}

/** Tried so often in vain, it hangs. */
export const hangsAfter = 3;
