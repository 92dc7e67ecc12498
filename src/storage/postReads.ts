/** What screens read of posts. Those of a case are read in casePosts.ts, those with certain words in searchPosts.ts. */
import { sql } from 'kysely';
import type { AbuseReason } from '../domain/abuse.ts';
import type { Block } from '../domain/block.ts';
import type { Call } from '../domain/call.ts';
import type { Network } from '../domain/network.ts';
import type { Direction, Media, Visibility } from '../domain/post.ts';
import type { Tenant } from './database.ts';
import { type Lookup, lookup } from './lookups.ts';

export interface ReadPost {
  id: string;
  network: Network;
  networkId: string;
  thread: string;
  parentNetworkId: string | null;
  conversationId: string | null;
  direction: Direction;
  visibility: Visibility;
  hearing: string;
  by: { name: string; handle: string; networkId: string; protected: boolean; memberName: string | null };
  text: string | null;
  language: string | null;
  media: Media[];
  handle: Record<string, string>;
  /** It is a telephone call. */
  call: Call | null;
  at: Date;
  heardAt: Date;
  heardBy: string[];
  editedAt: Date | null;
  deletedAt: Date | null;
  /** What its author deleted, for the case alone, and until when it is here. */
  deletedWords: { text: string; until: Date } | null;
  /** Since when its words are gone here, whoever asked for it. */
  erasedAt: Date | null;
  /** A program wrote it. */
  automatic: boolean;
  /** An answer of ours that came back, since when. */
  bouncedAt: Date | null;
  /** Why a member found it abusive. */
  abusive: AbuseReason | null;
  /** Its author is blocked: it is folded like an abusive one, unless the block is over. */
  blocked: Block | null;
  /** Whom it praises, and who said so. */
  praise: {
    member: { id: string; name: string } | null;
    team: { id: string; name: string } | null;
    by: string;
  } | null;
}

export interface PostRow {
  id: string;
  network: Network;
  network_id: string;
  thread: string;
  parent_network_id: string | null;
  conversation_id: string | null;
  direction: Direction;
  visibility: Visibility;
  hearing: string;
  by_name: string | null;
  by_handle: string | null;
  by_network_id: string | null;
  by_protected: boolean | null;
  member_name: string | null;
  text: string;
  language: string | null;
  media: Media[] | null;
  handle: Record<string, string> | null;
  call: Call | null;
  at: Date;
  heard_at: Date;
  heard_by: string[] | null;
  edited_at: Date | null;
  deleted_at: Date | null;
  /** Read for a case only: nobody else is shown what was deleted. */
  words_until?: Date | null;
  erased_at: Date | null;
  automatic: boolean;
  bounced_at: Date | null;
  abusive: AbuseReason | null;
  blocked: boolean;
  blocked_until: Date | null;
  praised_by: string | null;
  praised_member: string | null;
  praised_member_id: string | null;
  praised_team: string | null;
  praised_team_id: string | null;
}

/** What is read of a post `p` with the joins below. */
export const columns = sql`
  p.id, p.network, p.network_id, p.thread, p.parent_network_id, p.conversation_id, p.direction, p.visibility, p.hearing,
  coalesce(i.name, i.handle) as by_name, i.handle as by_handle, i.network_id as by_network_id, i.protected as by_protected, m.name as member_name,
  p.text, p.language, p.media, p.handle, p.call, p.at, p.heard_at, p.edited_at, p.deleted_at, p.erased_at, p.automatic, p.bounced_at, b.reason as abusive, x.author_id is not null as blocked, x.until as blocked_until,
  vb.name as praised_by, vm.name as praised_member, vm.id as praised_member_id, vt.name as praised_team, vt.id as praised_team_id`;

export const joins = (organisationId: number) => sql`
  left join identity as i on i.organisation_id = ${organisationId} and i.id = p.identity_id
  left join member as m on m.organisation_id = ${organisationId} and m.id = p.member_id
  left join abusive_post as b on b.organisation_id = ${organisationId} and b.post_id = p.id
  left join author_block as x on x.organisation_id = ${organisationId} and x.author_id = i.author_id and p.direction = 'inbound'
  left join praise as v on v.organisation_id = ${organisationId} and v.post_id = p.id
  left join member as vb on vb.organisation_id = ${organisationId} and vb.id = v.by
  left join member as vm on vm.organisation_id = ${organisationId} and vm.id = v.member_id
  left join team as vt on vt.organisation_id = ${organisationId} and vt.id = v.team_id`;

/** The post of a row. */
export function readPost(row: PostRow): ReadPost {
  return {
    id: row.id,
    network: row.network,
    networkId: row.network_id,
    thread: row.thread,
    parentNetworkId: row.parent_network_id,
    conversationId: row.conversation_id,
    direction: row.direction,
    visibility: row.visibility,
    hearing: row.hearing,
    by: {
      name: row.by_name ?? '',
      handle: row.by_handle ?? '',
      networkId: row.by_network_id ?? '',
      protected: row.by_protected ?? false,
      memberName: row.member_name,
    },
    text: row.deleted_at === null && row.erased_at === null ? row.text : null,
    language: row.language,
    media: row.deleted_at === null || row.words_until ? (row.media ?? []) : [],
    handle: row.handle ?? {},
    call: row.call,
    at: row.at,
    heardAt: row.heard_at,
    heardBy: [...new Set(row.heard_by ?? [])].sort(),
    editedAt: row.edited_at,
    deletedAt: row.deleted_at,
    deletedWords: row.words_until ? { text: row.text, until: row.words_until } : null,
    erasedAt: row.erased_at,
    automatic: row.automatic,
    bouncedAt: row.bounced_at,
    abusive: row.abusive,
    blocked: row.blocked ? { until: row.blocked_until } : null,
    praise:
      row.praised_by === null
        ? null
        : {
            member: named(row.praised_member_id, row.praised_member),
            team: named(row.praised_team_id, row.praised_team),
            by: row.praised_by,
          },
  };
}

const named = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' });

/** One post; null when unknown. */
export async function postById(tx: Tenant, organisationId: number, postId: string): Promise<ReadPost | null> {
  const found = await sql<PostRow>`
    select ${columns}, null::text[] as heard_by from post as p ${joins(organisationId)}
    where p.organisation_id = ${organisationId} and p.id = ${postId}::uuid`.execute(tx);
  const row = found.rows[0];
  return row === undefined ? null : readPost(row);
}

/** The network's ids of our accounts that heard a post; an account that was disconnected since is one of them. */
export const hearersLookup = (organisationId: number, postId: string): Lookup<string[]> =>
  lookup(
    sql<{ network_id: string }>`
    select distinct a.network_id from (
      select r.account_id from post as p join raw_item as r on r.organisation_id = ${organisationId} and r.id = p.raw_id
      where p.organisation_id = ${organisationId} and p.id = ${postId}::uuid
      union all
      select h.account_id from post_heard as h where h.organisation_id = ${organisationId} and h.post_id = ${postId}::uuid
    ) as heard join connected_account as a on a.organisation_id = ${organisationId} and a.id = heard.account_id`,
    (rows) => rows.map((row) => row.network_id),
  );

/** The case that a conversation belongs to and the institution that it is with; null when unknown. */
export async function placeOfConversation(
  tx: Tenant,
  organisationId: number,
  conversationId: string,
): Promise<{ caseId: string; institutionId: string } | null> {
  const row = await tx
    .selectFrom('conversation')
    .select(['case_id as caseId', 'institution_id as institutionId'])
    .where('organisation_id', '=', organisationId)
    .where('id', '=', conversationId)
    .executeTakeFirst();
  return row ?? null;
}
