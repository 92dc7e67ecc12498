/**
 * The posts of one case. What belongs to a post beside its own row (who wrote and heard it, what members said of it) is mostly the same for all of them, or nothing: it is read
 * once for the whole case beside the rows. Looked up for each post it took most of the time of opening a long case.
 */
import { type RawBuilder, sql } from 'kysely';
import type { AbuseReason } from '../domain/abuse.ts';
import type { Tenant } from './database.ts';
import { type PostRow, type ReadPost, readPost } from './postReads.ts';

/** Of a post what stands in its own row. */
interface OwnRow extends Omit<PostRow, keyof Beside> {
  identity_id: string | null;
  member_id: string | null;
  raw_id: number | null;
}

type Beside = Pick<
  PostRow,
  | 'by_name'
  | 'by_handle'
  | 'by_network_id'
  | 'by_protected'
  | 'member_name'
  | 'heard_by'
  | 'abusive'
  | 'words_until'
  | 'blocked'
  | 'blocked_until'
  | 'praised_by'
  | 'praised_member'
  | 'praised_member_id'
  | 'praised_team'
  | 'praised_team_id'
>;

/** Which posts of a case: those before one of them, or those that stand and came in from a person or from a program. */
export type WhichPosts = { before: string } | { inboundOf: 'person' | 'program' };

function condition(organisationId: number, which: WhichPosts | null): RawBuilder<unknown> {
  if (which === null) return sql``;
  if ('before' in which)
    return sql`and (p.at, p.id) < (select at, id from post where organisation_id = ${organisationId} and id = ${which.before}::uuid)`;
  return sql`and p.direction = 'inbound' and p.deleted_at is null and p.erased_at is null and p.automatic = ${which.inboundOf === 'program'}`;
}

/** The latest `most` posts of a case, of all or of `which`, oldest first. */
export async function postsOfCase(
  tx: Tenant,
  organisationId: number,
  caseId: string,
  most: number,
  which: WhichPosts | null = null,
): Promise<ReadPost[]> {
  const latest = sql`conversation as c
    join post as p on p.organisation_id = ${organisationId} and p.conversation_id = c.id
    where c.organisation_id = ${organisationId} and c.case_id = ${caseId}::uuid ${condition(organisationId, which)}
    order by p.at desc, p.id desc limit ${most}`;
  const [own, beside] = await Promise.all([
    sql<OwnRow>`
      select p.id, p.network, p.network_id, p.thread, p.parent_network_id, p.conversation_id, p.direction, p.visibility, p.hearing, p.text, p.language, p.media, p.handle, p.call,
        p.at, p.heard_at, p.edited_at, p.deleted_at, p.erased_at, p.automatic, p.bounced_at, p.identity_id, p.member_id, p.raw_id from ${latest}`.execute(
      tx,
    ),
    sql<Said>`
      with mine as materialized (select p.id, p.identity_id, p.member_id, p.raw_id from ${latest})
      select 'identity' as kind, i.id::text, array[i.name, i.handle, i.network_id, i.protected::text, x.author_id::text, (extract(epoch from x.until) * 1000)::bigint::text] as told
        from identity as i left join author_block as x on x.organisation_id = ${organisationId} and x.author_id = i.author_id
        where i.organisation_id = ${organisationId} and i.id = any(array(select distinct identity_id from mine))
      union all select 'member', m.id::text, array[m.name] from member as m
        where m.organisation_id = ${organisationId} and m.id = any(array(select distinct member_id from mine))
      union all select 'heard', a.handle, array[string_agg(r.id::text, ' ')]
        from raw_item as r join connected_account as a on a.organisation_id = ${organisationId} and a.id = r.account_id
        where r.organisation_id = ${organisationId} and r.id = any(array(select raw_id from mine)) group by a.handle
      union all select 'again', h.post_id::text, array[a.handle]
        from post_heard as h join connected_account as a on a.organisation_id = ${organisationId} and a.id = h.account_id
        where h.organisation_id = ${organisationId} and h.post_id = any(array(select id from mine))
      union all select 'abusive', b.post_id::text, array[b.reason] from abusive_post as b
        where b.organisation_id = ${organisationId} and b.post_id = any(array(select id from mine))
      union all select 'deleted', d.post_id::text, array[(extract(epoch from d.until) * 1000)::bigint::text] from deleted_words as d
        where d.organisation_id = ${organisationId} and d.post_id = any(array(select id from mine))
      union all select 'praise', v.post_id::text, array[b.name, m.id::text, m.name, t.id::text, t.name]
        from praise as v join member as b on b.organisation_id = ${organisationId} and b.id = v.by
        left join member as m on m.organisation_id = ${organisationId} and m.id = v.member_id
        left join team as t on t.organisation_id = ${organisationId} and t.id = v.team_id
        where v.organisation_id = ${organisationId} and v.post_id = any(array(select id from mine))`.execute(
      tx,
    ),
  ]);
  const besideOf = lookUp(beside.rows);
  return own.rows.reverse().map((row) => readPost({ ...row, ...besideOf(row) }));
}

interface Said {
  kind: 'identity' | 'member' | 'heard' | 'again' | 'abusive' | 'deleted' | 'praise';
  id: string;
  told: (string | null)[];
}

function lookUp(rows: readonly Said[]): (post: OwnRow) => Beside {
  const [identities, members, abusive, praise, deleted] = (
    ['identity', 'member', 'abusive', 'praise', 'deleted'] as const
  ).map(
    (wanted) => new Map(rows.flatMap(({ kind, id, told }) => (kind === wanted ? [[id, told] as const] : []))),
  );
  const heard = hearers(rows);
  return (post) => {
    const [name, handle, networkId, isProtected, blocked, until] =
      identities?.get(post.identity_id ?? '') ?? [];
    const [by, memberId, member, teamId, team] = praise?.get(post.id) ?? [];
    return {
      by_name: name ?? handle ?? null,
      by_handle: handle ?? null,
      by_network_id: networkId ?? null,
      by_protected: isProtected === 'true',
      member_name: members?.get(post.member_id ?? '')?.[0] ?? null,
      heard_by: [...(heard.get(String(post.raw_id)) ?? []), ...(heard.get(post.id) ?? [])],
      abusive: (abusive?.get(post.id)?.[0] ?? null) as AbuseReason | null,
      blocked: post.direction === 'inbound' && (blocked ?? null) !== null,
      blocked_until: instantOf(until),
      words_until: instantOf(deleted?.get(post.id)?.[0]),
      praised_by: by ?? null,
      praised_member_id: memberId ?? null,
      praised_member: member ?? null,
      praised_team_id: teamId ?? null,
      praised_team: team ?? null,
    };
  };
}

const instantOf = (milliseconds: string | null | undefined): Date | null =>
  milliseconds == null ? null : new Date(Number(milliseconds));

/** Handles of our accounts by raw item (who heard it first) and by post (who heard it again). */
function hearers(rows: readonly Said[]): Map<string, string[]> {
  const all = new Map<string, string[]>();
  const add = (key: string, handle: string) => all.set(key, [...(all.get(key) ?? []), handle]);
  for (const { kind, id, told } of rows) {
    if (kind === 'again') add(id, told[0] ?? '');
    if (kind === 'heard') for (const raw of (told[0] ?? '').split(' ')) add(raw, id);
  }
  return all;
}
