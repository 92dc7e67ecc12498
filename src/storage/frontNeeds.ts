/** Cases that may need an executive, and what domain/needsYou.ts asks of each. Reach is not read: this role may not. */
import { sql } from 'kysely';
import type { NeedsFacts, NeedsSettings } from '../domain/needsYou.ts';
import type { Severity } from '../domain/queue.ts';
import type { Threat } from '../domain/threat.ts';
import { texts, uuids } from './arrays.ts';
import type { Tenant } from './database.ts';
import { authorsAlike, saidByMany, saidWithin } from './saidByMany.ts';
import { wordsQuery } from './searchPosts.ts';
import type { WatchdogAccount } from './watchdogs.ts';
import { writtenToAccount } from './writtenToAccount.ts';

/** So many waiting cases are looked at: those that the queue puts first, and those of no gravity that are due first. */
const mostWaiting = 500;
/** So many cases with a promise that is late, or in which a name was found. */
const mostOther = 200;
/** Names are looked for in posts of so many days. */
const namedDays = 14;

/** A case with its facts, but for what was found in its posts. */
export interface NeedyCase extends Omit<NeedsFacts, 'named' | 'watchdog' | 'brushedOff' | 'question'> {
  caseId: string;
  caseNumber: number;
  /** Posts of the author that nobody answered, the last first; at most twenty. */
  unansweredPosts: string[];
  /** Our last post in it. */
  lastHousePost: string | null;
  /** The author's last post. */
  lastInboundPost: string | null;
}

interface Row extends Omit<NeedyCase, 'caseNumber' | 'severity' | 'threat'> {
  caseNumber: string;
  severity: Severity;
  threat: Threat | null;
}

/** The cases that are looked at, in no order; `also` are cases that are looked at in any case. */
export async function needyCases(
  tx: Tenant,
  organisationId: number,
  now: Date,
  also: readonly string[],
): Promise<NeedyCase[]> {
  const dayAgo = saidWithin(now);
  const found = await sql<Row>`
    with campaigns as materialized (
      select g.lead_case_id, max(${authorsAlike(organisationId, sql`g.id`, dayAgo)}) as authors
      from ${saidByMany(organisationId, dayAgo)} as g group by 1
    ), promises as materialized (
      select c.case_id, min(m.due_at) as due from (
        select conversation_id, due_at from commitment where organisation_id = ${organisationId} and state = 'open' and due_at < ${now}
        order by due_at limit ${mostOther}
      ) as m join conversation as c on c.organisation_id = ${organisationId} and c.id = m.conversation_id group by 1
    ), looked as (
      (select id from care_case where organisation_id = ${organisationId} and due_at is not null and not folded order by tier, due_at, id limit ${mostWaiting})
      union (select id from care_case where organisation_id = ${organisationId} and due_at is not null and not folded and tier = 2 order by tier, due_at, id limit ${mostWaiting})
      union select case_id from promises
      union select lead_case_id from campaigns
      union select id from unnest(${uuids([...also])}) as t(id)
    )
    select k.id as "caseId", k.number as "caseNumber", k.severity, k.vulnerable, k.threat, k.waiting_since as "waitingSince", k.due_at as "dueAt",
      k.first_house_at is not null as "answeredBefore", k.last_inbound_at as "lastInboundAt", k.last_inbound_post_id as "lastInboundPost",
      coalesce(u.ids, '{}') as "unansweredPosts", coalesce(cardinality(u.ids), 0) as unanswered, h.id as "lastHousePost",
      promises.due as "promiseLateSince", coalesce(campaigns.authors, 1) as "authorsAlike"
    from looked join care_case as k on k.organisation_id = ${organisationId} and k.id = looked.id and k.merged_into is null
    left join promises on promises.case_id = k.id
    left join campaigns on campaigns.lead_case_id = k.id
    left join lateral (
      select array_agg(p.id order by p.at desc, p.id desc) as ids from (
        select p.id, p.at from conversation as c join post as p on p.organisation_id = ${organisationId} and p.conversation_id = c.id
        where c.organisation_id = ${organisationId} and c.case_id = k.id and p.direction = 'inbound' and not p.automatic
          and p.deleted_at is null and p.erased_at is null and k.waiting_since is not null and p.at >= k.waiting_since
        order by p.at desc, p.id desc limit 20
      ) as p
    ) as u on true
    left join lateral (
      select p.id from conversation as c join post as p on p.organisation_id = ${organisationId} and p.conversation_id = c.id
      where c.organisation_id = ${organisationId} and c.case_id = k.id and p.direction = 'house' and not p.automatic
        and p.deleted_at is null and p.erased_at is null
      order by p.at desc, p.id desc limit 1
    ) as h on true`.execute(tx);
  return found.rows.map((row) => ({ ...row, caseNumber: Number(row.caseNumber) }));
}

/** More are counted as so many. */
const mostCounted = 20_000;

/** How many cases of the queue wait, counted up to twenty thousand. */
export async function waitingInQueue(tx: Tenant, organisationId: number): Promise<number> {
  const found = await sql<{ n: number }>`
    select count(*)::integer as n from (
      select from care_case where organisation_id = ${organisationId} and due_at is not null and not folded limit ${mostCounted}
    ) as waiting`.execute(tx);
  return found.rows[0]?.n ?? 0;
}

/** Pages of a search through which a name is looked for: our own answers name people, too. */
const mostPages = 5;

/** Posts of authors that hold all words of a name, latest first, and the case of each. */
export async function postsThatName(
  tx: Tenant,
  organisationId: number,
  name: string,
  now: Date,
): Promise<{ postId: string; caseId: string }[]> {
  // A space behind it: the last word is whole.
  const query = wordsQuery(`${name} `);
  if (query === null) return [];
  const since = new Date(now.getTime() - namedDays * 86_400_000);
  const all: { postId: string; caseId: string }[] = [];
  let before = new Date(now.getTime() + 1);
  for (let page = 0; page < mostPages; page++) {
    const hits = await namingPosts(tx, organisationId, query, before);
    const recent = hits.filter(({ at }) => at > since);
    for (const { postId, caseId } of recent) if (caseId !== null) all.push({ postId, caseId });
    const last = recent.at(-1);
    if (last === undefined || recent.length < mostOther || all.length >= mostOther) break;
    before = last.at;
  }
  return all;
}

/** Posts with these words before an instant, latest first, ours too; the case of those that an author wrote. */
async function namingPosts(tx: Tenant, organisationId: number, query: string, before: Date) {
  const found = await sql<{ postId: string; at: Date; caseId: string | null }>`
    with hits as materialized (select id, at from posts_with_words(to_tsquery('simple', ${query}), ${before}::timestamptz, ${mostOther}::integer))
    select hits.id as "postId", hits.at, case when p.direction = 'inbound' and p.erased_at is null then c.case_id end as "caseId" from hits
    join post as p on p.organisation_id = ${organisationId} and p.id = hits.id
    left join conversation as c on c.organisation_id = ${organisationId} and c.id = p.conversation_id
    order by hits.at desc`.execute(tx);
  return found.rows;
}

/** Of these posts those that were written to an account of the member's own. */
export async function writtenToOwn(
  tx: Tenant,
  organisationId: number,
  memberId: string,
  postIds: readonly string[],
): Promise<Set<string>> {
  if (postIds.length === 0) return new Set();
  const found = await sql<{ id: string }>`
    select p.id from unnest(${uuids([...postIds])}) as t(id)
    join post as p on p.organisation_id = ${organisationId} and p.id = t.id
    where exists (
      select from connected_account as a where a.organisation_id = ${organisationId} and a.member_id = ${memberId}::uuid
        and a.state <> 'removed' and ${writtenToAccount(organisationId)}
    )`.execute(tx);
  return new Set(found.rows.map(({ id }) => id));
}

/** Posts that watchdogs wrote themselves, latest first: by network and handle. */
export async function postsOfWatchdogs(
  tx: Tenant,
  organisationId: number,
  watchdogs: readonly WatchdogAccount[],
  now: Date,
): Promise<{ postId: string; caseId: string; watchdogId: string }[]> {
  if (watchdogs.length === 0) return [];
  const since = new Date(now.getTime() - namedDays * 86_400_000);
  const found = await sql<{ postId: string; caseId: string; watchdogId: string }>`
    select p.id as "postId", c.case_id as "caseId", t.id as "watchdogId"
    from unnest(${uuids(watchdogs.map(({ id }) => id))}, ${texts(watchdogs.map(({ network }) => network))},
      ${texts(watchdogs.map(({ handle }) => handle.toLowerCase()))}) as t(id, network, handle)
    join identity as i on i.organisation_id::bigint = ${organisationId}::bigint and i.network = t.network and lower(i.handle) = t.handle
    join conversation as c on c.organisation_id = ${organisationId} and c.identity_id = i.id and c.case_id is not null
    join post as p on p.organisation_id = ${organisationId} and p.conversation_id = c.id and p.direction = 'inbound' and p.at > ${since}
    order by p.at desc limit ${mostOther}`.execute(tx);
  return found.rows;
}

/** What the organisation set of what needs an executive; null where it set nothing. */
export async function readNeedsSettings(
  tx: Tenant,
  organisationId: number,
): Promise<Partial<NeedsSettings> | null> {
  const row = await tx
    .selectFrom('organisation')
    .select('needs_you')
    .where('id', '=', organisationId)
    .executeTakeFirstOrThrow();
  return row.needs_you;
}

/** Sets it. */
export async function keepNeedsSettings(
  tx: Tenant,
  organisationId: number,
  settings: NeedsSettings,
): Promise<void> {
  await tx
    .updateTable('organisation')
    .set({ needs_you: JSON.stringify(settings) })
    .where('id', '=', organisationId)
    .execute();
}
