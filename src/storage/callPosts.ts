/** Which posts answer which call: what the rule is asked about, and what it found. */
import { type RawBuilder, sql } from 'kysely';
import { type CallTimes, type CallWay, lateFor } from '../domain/complaintCall.ts';
import { booleans, rowsOf, texts, uuids } from './arrays.ts';
import type { System, Tenant } from './database.ts';
import type { Reading } from './readings.ts';
import type { Lease } from './webhookWork.ts';

/** Claims an organisation that has a call to gather for and in which something happened; null when there is none. */
export async function claimCallReading(system: System, lease: Lease, now: Date): Promise<Reading | null> {
  const found = await sql<{ organisation_id: number; read: number }>`
    update complaint_call_reading as r set leased_by = ${lease.worker}, lease_until = ${lease.until}
    from (
      select w.organisation_id from complaint_call_reading as w join organisation_counter as c on c.organisation_id = w.organisation_id
      where (w.lease_until is null or w.lease_until <= ${now}) and w.gathers_until >= ${now} and w.read < c.history
      order by w.read limit 1 for update of w skip locked
    ) as due
    where r.organisation_id = due.organisation_id returning r.organisation_id, r.read`.execute(system);
  const [row] = found.rows;
  return row === undefined ? null : { organisationId: row.organisation_id, read: Number(row.read) };
}

/** What the next facts say: posts that came or changed, and announcements that reached their network. */
export async function nextFactsOfCalls(
  tx: Tenant,
  { organisationId, read }: Reading,
  window: number,
): Promise<{ seen: number; postIds: string[]; replyIds: string[] }> {
  const { rows } = await sql<{ seen: number | null; posts: string[]; replies: string[] }>`
    select max(sequence) as seen,
      coalesce(array_agg(distinct subject_id) filter (where action in ('case_opened', 'post_heard', 'post_edited') and subject_id is not null), '{}') as posts,
      coalesce(array_agg(distinct subject_id) filter (where action = 'reply_sent' and case_id is null and subject_id is not null), '{}') as replies
    from history where organisation_id = ${organisationId} and sequence > ${read} and sequence <= ${read + window}`.execute(
    tx,
  );
  const [row] = rows;
  return { seen: Number(row?.seen ?? read), postIds: row?.posts ?? [], replyIds: row?.replies ?? [] };
}

/** A call that is gathered for. */
export interface GatheringCall extends CallTimes {
  id: string;
  hashtag: string;
}

/** Every call that the rule is asked about: those whose hashtag is listened for, and those that these posts stand in or may, however late they were found. */
export async function gatheringCalls(
  tx: Tenant,
  organisationId: number,
  postIds: readonly string[],
): Promise<GatheringCall[]> {
  const { rows } = await sql<GatheringCall>`
    with asked as (
      select min(p.at) as first from unnest(${uuids([...postIds])}) as t(id)
      join post as p on p.organisation_id = ${organisationId} and p.id = t.id where p.direction = 'inbound'
    )
    select c.id, c.hashtag, c.opened_at as "openedAt", c.closes_at as "closesAt", c.ended_at as "endedAt" from complaint_call as c, asked
    where c.organisation_id = ${organisationId} and (c.hears or least(c.closes_at, c.ended_at) + ${lateFor / 1000} * interval '1 second' >= asked.first)`.execute(
    tx,
  );
  return rows;
}

/** The network's clock and ours may differ by this much. */
const skew = sql`interval '10 minutes'`;

/** The announcement "r" is one of what a post refers to. Where a member saw that it left its address is not known, but how it ends: with the key that we gave it. */
const isNamed = (refers: RawBuilder<unknown>) => sql`exists (
  select from unnest(array[${refers}]) as x(id)
  where x.id = r.network_id or r.network_id is null and r.state = 'sent' and right('/' || x.id, length(r.network_key) + 1) = '/' || r.network_key
)`;

/** Posts that stand under announcements or quote them: where it was long unknown whether one had left, they were heard before that was known. */
export async function postsUnder(
  tx: Tenant,
  organisationId: number,
  replyIds: readonly string[],
): Promise<string[]> {
  if (replyIds.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select p.id from reply as r
    join complaint_call_announcement as n on n.organisation_id = ${organisationId} and n.reply_id = r.id
    join post as p on p.organisation_id::bigint = ${organisationId}::bigint and p.deleted_at is null
      and p.at >= coalesce(r.first_attempt_at, r.state_at) - ${skew} and ${isNamed(sql`p.thread, p.quoted_network_id`)}
    where r.organisation_id = ${organisationId} and r.id = any(${uuids([...replyIds])})`.execute(tx);
  return rows.map(({ id }) => id);
}

/** A post and a call, as the rule asks. */
export interface AskedOfPost {
  postId: string;
  text: string;
  at: Date;
  /** Calls under whose announcement it stands, and of whose form it is. */
  under: string[];
  /** Those of them whose announcement it answers or quotes itself. */
  direct: string[];
  form: string[];
  /** Where it was gathered by the rule before. */
  known: string[];
}

/** These posts of authors, as far as they have words: what was erased stays where it was gathered. */
export async function postsToAsk(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
  callIds: readonly string[],
): Promise<AskedOfPost[]> {
  const announcing = (refers: RawBuilder<unknown>) => sql`
    from complaint_call_announcement as n
    join reply as r on r.organisation_id = ${organisationId} and r.id = n.reply_id
    join connected_account as a on a.organisation_id = ${organisationId} and a.id = r.account_id
    where n.organisation_id = ${organisationId} and n.call_id = any(${uuids([...callIds])}) and a.network = p.network and ${isNamed(refers)}`;
  const { rows } = await sql<AskedOfPost>`
    select p.id as "postId", p.text, p.at,
      array(select n.call_id ${announcing(sql`p.thread, p.parent_network_id, p.quoted_network_id`)}) as under,
      array(select n.call_id ${announcing(sql`p.parent_network_id, p.quoted_network_id`)}) as direct,
      array(
        select f.call_id from complaint_call_form as f where f.organisation_id = ${organisationId} and f.fingerprint = p.fingerprint
        union select g.call_id from complaint_call_post as g where g.organisation_id = ${organisationId} and g.post_id = p.id and g.way = 'form'
      ) as form,
      array(select g.call_id from complaint_call_post as g where g.organisation_id = ${organisationId} and g.post_id = p.id and g.way is not null) as known
    from unnest(${uuids([...ids])}) as t(id)
    join post as p on p.organisation_id = ${organisationId} and p.id = t.id
    where p.direction = 'inbound' and not p.automatic and p.erased_at is null and p.deleted_at is null`.execute(
    tx,
  );
  return rows;
}

/** What the rule found of a post and a call; a null way: it does not answer it any more. */
export interface Gathered {
  callId: string;
  postId: string;
  way: CallWay | null;
  direct: boolean;
}

/** Keeps what the rule found. What a member said stands beside it. */
export async function keepGathered(
  tx: Tenant,
  organisationId: number,
  found: readonly Gathered[],
): Promise<void> {
  const into = found.filter(({ way }) => way !== null);
  const rows = {
    call_id: uuids(into.map((one) => one.callId)),
    post_id: uuids(into.map((one) => one.postId)),
    way: texts(into.map((one) => one.way)),
    direct: booleans(into.map((one) => one.direct)),
  };
  const out = found.filter(({ way }) => way === null);
  if (into.length > 0)
    await sql`
      insert into complaint_call_post (organisation_id, call_id, post_id, way, direct)
      select ${organisationId}::integer, t.* from ${rowsOf(rows)} as t
      on conflict (organisation_id, call_id, post_id) do update set way = excluded.way, direct = excluded.direct`.execute(
      tx,
    );
  await forgetForms(tx, organisationId, into);
  if (out.length === 0) return;
  const those = sql`unnest(${uuids(out.map((one) => one.callId))}, ${uuids(out.map((one) => one.postId))}) as t(call_id, post_id)
    where g.organisation_id = ${organisationId} and g.call_id = t.call_id and g.post_id = t.post_id`;
  await sql`update complaint_call_post as g set way = null from ${those} and g.by_hand is not null`.execute(
    tx,
  );
  await sql`delete from complaint_call_post as g using ${those} and g.by_hand is null`.execute(tx);
}

/** What was sent by a form is known by its post from now on. */
async function forgetForms(tx: Tenant, organisationId: number, found: readonly Gathered[]): Promise<void> {
  const sent = found.filter(({ way }) => way === 'form').map(({ postId }) => postId);
  if (sent.length === 0) return;
  await sql`
    delete from complaint_call_form as f using unnest(${uuids(sent)}) as t(id), post as p
    where f.organisation_id = ${organisationId} and p.organisation_id = ${organisationId} and p.id = t.id and f.fingerprint = p.fingerprint`.execute(
    tx,
  );
}
