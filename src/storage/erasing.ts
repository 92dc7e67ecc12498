/** What an erasure reads before anything is changed, and an export gives: everything of one author. Called by desk/authors only. */
import { sql } from 'kysely';
import type { ErasedCounts } from '../domain/erasure.ts';
import type { Network } from '../domain/network.ts';
import type { Direction, Visibility } from '../domain/post.ts';
import type { ReplyState } from '../domain/reply.ts';
import { fingerprints, texts, uuids } from './arrays.ts';
import type { Tenant } from './database.ts';
import { fingerprintOf } from './fingerprints.ts';

export interface ErasedIdentity {
  id: string;
  network: Network;
  networkId: string;
  handle: string;
  name: string | null;
}

/** The identities of an author that still have their names, locked on demand. */
export async function identitiesOfAuthor(
  tx: Tenant,
  organisationId: number,
  authorId: string,
  locked?: 'locked',
): Promise<ErasedIdentity[]> {
  return tx
    .selectFrom('identity')
    .select(['id', 'network', 'network_id as networkId', 'handle', 'name'])
    .where('organisation_id', '=', organisationId)
    .where('erased_at', 'is', null)
    .where((e) =>
      e.or([
        e.and([e('id', '=', authorId), e('author_id', '=', authorId)]),
        e.and([e('author_id', '=', authorId), e('author_id', '<>', e.ref('id'))]),
      ]),
    )
    .orderBy('id')
    .$if(locked !== undefined, (query) => query.forUpdate())
    .execute();
}

/** Those who wrote by a public link with which these authors were asked to go on in private, where a member did not part them off as somebody else; who still have their names. */
export async function writersByLink(
  tx: Tenant,
  organisationId: number,
  identityIds: readonly string[],
  locked?: 'locked',
): Promise<ErasedIdentity[]> {
  const found = await sql<ErasedIdentity>`
    select i.id, i.network, i.network_id as "networkId", i.handle, i.name
    from identity as i where i.organisation_id = ${organisationId} and i.erased_at is null and i.id in (
      select c.identity_id from unnest(${uuids([...identityIds])}) as t(id)
      join conversation as v on v.organisation_id = ${organisationId} and v.identity_id = t.id
      join private_move as m on m.organisation_id = ${organisationId} and m.conversation_id = v.id
      join case_link as l on l.organisation_id = ${organisationId} and l.move_id = m.id
      join conversation as c on c.organisation_id = ${organisationId} and c.network = l.network and c.thread = l.thread and c.case_id = v.case_id
    ) order by i.id ${locked === undefined ? sql`` : sql`for update`}`.execute(tx);
  return found.rows;
}

/** Those of these identities that are there and still have their names. */
export async function identitiesById(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
): Promise<ErasedIdentity[]> {
  if (ids.length === 0) return [];
  return tx
    .selectFrom('identity')
    .select(['id', 'network', 'network_id as networkId', 'handle', 'name'])
    .where('organisation_id', '=', organisationId)
    .where('erased_at', 'is', null)
    .where('id', 'in', [...ids])
    .orderBy('id')
    .execute();
}

/** True where somebody of this name or handle on a network wrote here and was not erased. */
export async function isNamedHere(
  tx: Tenant,
  organisationId: number,
  network: Network,
  name: string,
): Promise<boolean> {
  const found = await sql`
    select from identity where organisation_id = ${organisationId} and network = ${network} and erased_at is null
      and (network_id = ${name} or lower(handle) = lower(${name})) limit 1`.execute(tx);
  return found.rows.length > 0;
}

export interface ErasedConversation {
  id: string;
  network: Network;
  thread: string;
  visibility: Visibility;
  caseId: string;
}

/** The conversations of these identities. */
export async function conversationsOfIdentities(
  tx: Tenant,
  organisationId: number,
  identityIds: readonly string[],
): Promise<ErasedConversation[]> {
  const found = await sql<ErasedConversation>`
    select id, network, thread, visibility, case_id as "caseId" from conversation
    where organisation_id = ${organisationId} and identity_id = any(${uuids([...identityIds])}) order by id`.execute(
    tx,
  );
  return found.rows;
}

/** Conversations of others in the same threads. */
export async function othersInThreads(
  tx: Tenant,
  organisationId: number,
  own: readonly ErasedConversation[],
): Promise<{ id: string; network: Network; thread: string }[]> {
  if (own.length === 0) return [];
  const prints = fingerprints(own.map(({ network, thread }) => fingerprintOf(network, thread)));
  const found = await sql<{ id: string; network: Network; thread: string }>`
    select id, network, thread from conversation
    where organisation_id = ${organisationId} and fingerprint = any(${prints}) and id <> all(${uuids(own.map(({ id }) => id))})`.execute(
    tx,
  );
  return found.rows;
}

export interface NamedPost {
  id: string;
  network: Network;
  networkId: string;
  thread: string;
  parentNetworkId: string | null;
  quotedNetworkId: string | null;
  direction: Direction;
  conversationId: string | null;
}

const namedPost = sql`p.id, p.network, p.network_id as "networkId", p.thread, p.parent_network_id as "parentNetworkId",
  p.quoted_network_id as "quotedNetworkId", p.direction, p.conversation_id as "conversationId"`;

/** All posts of these conversations, ours too. */
export async function postsOfConversations(
  tx: Tenant,
  organisationId: number,
  conversationIds: readonly string[],
): Promise<NamedPost[]> {
  const found = await sql<NamedPost>`
    select ${namedPost} from unnest(${uuids([...conversationIds])}) as t(id)
    join post as p on p.organisation_id = ${organisationId} and p.conversation_id = t.id order by p.id`.execute(
    tx,
  );
  return found.rows;
}

/**
 * Every post that names one of these posts or threads, and what is remembered of deletions by these authors. It looks through all posts of the organisation: no index knows
 * who quotes whom, and erasing is rare.
 */
export async function postsThatName(
  tx: Tenant,
  organisationId: number,
  names: readonly string[],
  authors: readonly string[],
): Promise<NamedPost[]> {
  const wanted = texts([...names]);
  const found = await sql<NamedPost>`
    select ${namedPost} from post as p where p.organisation_id = ${organisationId} and (
      p.thread = any(${wanted}) or p.parent_network_id = any(${wanted}) or p.quoted_network_id = any(${wanted})
      or p.identity_id is null and p.deleted_at is not null
        and exists (select from unnest(${texts([...authors])}) as t(name) where strpos(p.network_id, t.name) > 0)
    )`.execute(tx);
  return found.rows;
}

/** Those of these cases in which nobody but these identities writes; cases that were put into them are looked at with them. */
export async function casesOfNobodyElse(
  tx: Tenant,
  organisationId: number,
  caseIds: readonly string[],
  identityIds: readonly string[],
): Promise<Set<string>> {
  const found = await sql<{ id: string }>`
    select t.id from unnest(${uuids([...caseIds])}) as t(id) where not exists (
      select from conversation as c where c.organisation_id = ${organisationId} and c.case_id = t.id
        and c.identity_id <> all(${uuids([...identityIds])})
    )`.execute(tx);
  return new Set(found.rows.map(({ id }) => id));
}

/** The cases that were put into one of these. */
export async function mergedInto(
  tx: Tenant,
  organisationId: number,
  caseIds: readonly string[],
): Promise<string[]> {
  const found = await sql<{ id: string }>`
    select id from care_case where organisation_id = ${organisationId} and merged_into = any(${uuids([...caseIds])})`.execute(
    tx,
  );
  return found.rows.map(({ id }) => id);
}

export interface ErasedReply {
  id: string;
  state: ReplyState;
  leaseUntil: Date | null;
  files: string[];
}

/** Replies to these authors, locked on demand: those in their conversations, and those of cases in which nobody else writes. */
export async function repliesToAuthor(
  tx: Tenant,
  organisationId: number,
  of: { caseIds: readonly string[]; conversationIds: readonly string[]; sole: ReadonlySet<string> },
  locked?: 'locked',
): Promise<ErasedReply[]> {
  const found = await sql<ErasedReply>`
    select r.id, r.state, r.lease_until as "leaseUntil",
      array(select a ->> 'mediaId' from jsonb_array_elements(r.attachments) as a) as files
    from reply as r where r.organisation_id = ${organisationId} and r.case_id = any(${uuids([...of.caseIds])})
      and (r.conversation_id = any(${uuids([...of.conversationIds])}) or r.conversation_id is null or r.case_id = any(${uuids([...of.sole])}))
    order by r.id ${locked === undefined ? sql`` : sql`for update`}`.execute(tx);
  return found.rows;
}

/** How much is kept about the author with these identities, before it is erased. */
export async function countsOfAuthor(
  tx: Tenant,
  organisationId: number,
  identityIds: readonly string[],
): Promise<ErasedCounts> {
  const found = await sql<ErasedCounts>`
    with named as materialized (
      select id from unnest(${uuids([...identityIds])}) as t(id)
    ), talk as materialized (
      select c.id, c.network, c.thread, c.case_id from named as n
      join conversation as c on c.organisation_id = ${organisationId} and c.identity_id = n.id
    ), said as materialized (
      select p.direction, jsonb_array_length(coalesce(p.media, '[]')) as files from talk as t
      join post as p on p.organisation_id = ${organisationId} and p.conversation_id = t.id where p.deleted_at is null
    ), about as materialized (select distinct case_id from talk)
    select (select count(*)::integer from named) as identities,
      (select count(*)::integer from about) as cases,
      (select count(*)::integer from said where direction = 'inbound') as posts,
      (select count(*)::integer from said where direction = 'house') as answers,
      (select coalesce(sum(files), 0)::integer from said) as files,
      (select count(*)::integer from about as a join note as n on n.organisation_id = ${organisationId} and n.case_id = a.case_id) as notes,
      (select count(*)::integer from talk as t join case_link as l on l.organisation_id = ${organisationId} and l.network = t.network
        and l.thread = t.thread where l.revoked_at is null) as links`.execute(tx);
  return found.rows[0] as ErasedCounts;
}

export interface ListedErasure {
  id: string;
  at: Date;
  /** The member's name. */
  by: string | null;
  caseNumber: number;
  counts: ErasedCounts;
}

/** The latest erasures, newest first. */
export async function listErasures(tx: Tenant, organisationId: number, most = 200): Promise<ListedErasure[]> {
  const rows = await tx
    .selectFrom('erasure as e')
    .leftJoin('member as m', (join) =>
      join.onRef('m.organisation_id', '=', 'e.organisation_id').onRef('m.id', '=', 'e.by'),
    )
    .select(['e.id', 'e.at', 'm.name as by', 'e.case_number as caseNumber', 'e.counts'])
    .where('e.organisation_id', '=', organisationId)
    .orderBy('e.at', 'desc')
    .limit(most)
    .execute();
  return rows.map((row) => ({ ...row, caseNumber: Number(row.caseNumber) }));
}
