/** What the private page of a case reads: one author's posts in one thread, and how the case stands. */
import { sql } from 'kysely';
import type { CaseState } from '../domain/case.ts';
import { laneOf } from '../domain/lane.ts';
import type { Direction, Media } from '../domain/post.ts';
import { fingerprints } from './arrays.ts';
import type { Tenant } from './database.ts';
import { fingerprintOf } from './fingerprints.ts';
import { findMediaByAddress } from './media.ts';

/** Lets every later statement of the transaction see one moment: a state and the posts that made it never disagree. The first thing that a transaction does. */
export async function atOneMoment(tx: Tenant): Promise<void> {
  await sql`set transaction isolation level repeatable read`.execute(tx);
}

export interface ThreadPost {
  id: string;
  networkId: string;
  direction: Direction;
  /** Null when it was deleted or erased. */
  text: string | null;
  media: Media[];
  at: Date;
}

export interface AuthorsThread {
  conversationId: string;
  caseId: string;
  caseNumber: number;
  state: CaseState;
  stateAt: Date;
  /** Oldest first, the latest 200. */
  posts: ThreadPost[];
}

/** Null while nothing of it is at the desk yet. */
export async function readAuthorsThread(
  tx: Tenant,
  organisationId: number,
  of: { network: string; thread: string; author: string },
): Promise<AuthorsThread | null> {
  const prints = fingerprints([fingerprintOf(of.network, of.author), fingerprintOf(of.network, of.thread)]);
  const found = await sql<{ id: string; case_id: string; number: number; state: CaseState; state_at: Date }>`
    with names as materialized (select (${prints})[1] as author, (${prints})[2] as thread)
    select c.id, c.case_id, k.number, k.state, k.state_at
    from names join identity as i on i.organisation_id = ${organisationId} and i.fingerprint = names.author
    join conversation as c on c.organisation_id = ${organisationId} and c.identity_id = i.id and c.fingerprint = names.thread
    join care_case as k on k.organisation_id = ${organisationId} and k.id = c.case_id`.execute(tx);
  const conversation = found.rows[0];
  if (conversation === undefined) return null;
  const { id, case_id, number, state, state_at } = conversation;
  const posts = await postsOf(tx, organisationId, id);
  return { conversationId: id, caseId: case_id, caseNumber: Number(number), state, stateAt: state_at, posts };
}

async function postsOf(tx: Tenant, organisationId: number, conversationId: string): Promise<ThreadPost[]> {
  const rows = await tx
    .selectFrom('post')
    .select(['id', 'network_id', 'direction', 'text', 'media', 'at', 'deleted_at', 'erased_at'])
    .where('organisation_id', '=', organisationId)
    .where('conversation_id', '=', conversationId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(200)
    .execute();
  return rows.reverse().map((row) => ({
    id: row.id,
    networkId: row.network_id,
    direction: row.direction,
    text: row.deleted_at === null && row.erased_at === null ? row.text : null,
    media: row.deleted_at === null && row.erased_at === null ? (row.media ?? []) : [],
    at: row.at,
  }));
}

/** The signatures of those who wrote the answers of a case, by the answer's name on its network. */
export async function signaturesInCase(
  tx: Tenant,
  organisationId: number,
  caseId: string,
): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('reply as r')
    .innerJoin('member as m', (join) =>
      join.onRef('m.organisation_id', '=', 'r.organisation_id').onRef('m.id', '=', 'r.member_id'),
    )
    .select(['r.network_id as name', 'm.signature'])
    .where('r.organisation_id', '=', organisationId)
    .where('r.case_id', '=', caseId)
    .execute();
  return new Map(
    rows.flatMap(({ name, signature }) => (name === null || signature === null ? [] : [[name, signature]])),
  );
}

/** What was written into a thread and waits to be taken to the desk, oldest first: the author sees it as soon as it is safe. */
export async function waitingInThread(tx: Tenant, organisationId: number, key: string): Promise<string[]> {
  const found = await sql<{ payload: string }>`
    select r.payload from inbox_item as i
    cross join lateral (
      select key, payload from raw_item where organisation_id = ${organisationId} and id = i.raw_id limit 1
    ) as r
    where i.organisation_id = ${organisationId} and i.lane = ${laneOf(key)} and r.key = ${key} and r.payload is not null
    order by i.raw_id`.execute(tx);
  return found.rows.map((row) => row.payload);
}

/** Whom an account speaks for, a removed one too, where its promises stand (/promises/<page>), and the time zone in which its people live. */
export async function houseOfAccount(
  tx: Tenant,
  organisationId: number,
  accountId: string,
): Promise<{ institution: string; page: string; timeZone: string } | null> {
  const row = await tx
    .selectFrom('connected_account as a')
    .innerJoin('institution as i', (join) =>
      join.onRef('i.organisation_id', '=', 'a.organisation_id').onRef('i.id', '=', 'a.institution_id'),
    )
    .innerJoin('organisation as o', 'o.id', 'a.organisation_id')
    .select(['i.name as institution', 'i.page', 'o.time_zone as timeZone'])
    .where('a.organisation_id', '=', organisationId)
    .where('a.id', '=', accountId)
    .executeTakeFirst();
  return row ?? null;
}

/** The n-th (from 0) picture of a post of this author in this thread, as far as it is kept here; null else. */
export async function pictureInThread(
  tx: Tenant,
  organisationId: number,
  of: { network: string; thread: string; author: string },
  wanted: { postId: string; n: number },
): Promise<{ type: string; bytes: Buffer } | null> {
  const thread = await readAuthorsThread(tx, organisationId, of);
  const media = thread?.posts.find((post) => post.id === wanted.postId)?.media[wanted.n];
  return media === undefined ? null : findMediaByAddress(tx, organisationId, media.address);
}
