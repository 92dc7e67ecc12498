/** What an export of one author gives, read as it is kept. Tokens, members' names and what only the program needs are left out. Called by desk/authors only. */
import { type RawBuilder, sql } from 'kysely';
import { uuids } from './arrays.ts';
import type { Tenant } from './database.ts';
import { type FollowUpsAbout, isAbout } from './followUpWords.ts';
import { carriersOf, isLinkOf, isSetAsideOf, type LinkedTo, picturesOf } from './ofAuthor.ts';

/** One row of an export, by names of ours: nothing here depends on what stands in it. */
export type ExportedRow = Record<string, unknown>;

async function read(tx: Tenant, rows: RawBuilder<ExportedRow>): Promise<ExportedRow[]> {
  return (await rows.execute(tx)).rows;
}

/** Names on networks, with what was said there about how to be reached. */
export const identitiesToExport = (tx: Tenant, organisationId: number, ids: readonly string[]) =>
  read(
    tx,
    sql`
    select i.id, i.network, i.network_id as "networkId", coalesce(s.handle, i.handle) as handle, coalesce(s.name, i.name) as name, s.names as "formerNames", i.language, i.first_heard_at as "firstHeardAt",
      h.words as "howToReach", h.at as "howToReachAt",
      (select jsonb_build_object('foundAt', w.found_at, 'signs', w.signs, 'looksLike', w.like_name, 'state', w.state, 'decidedAt', w.decided_at, 'reportedAt', w.reported_at)
        from watch_out as w where w.organisation_id = ${organisationId} and w.identity_id = i.id) as "answersInOurName"
    from identity as i left join how_to_reach as h on h.organisation_id = ${organisationId} and h.fingerprint = i.fingerprint
    left join sealed_identity as s on s.organisation_id = ${organisationId} and s.identity_id = i.id
    where i.organisation_id = ${organisationId} and i.id = any(${uuids([...ids])}) order by i.id`,
  );

/** That they must not be written to, that they are blocked or protected: since when, until when and why. */
export const marksToExport = (tx: Tenant, organisationId: number, identityIds: readonly string[]) =>
  read(
    tx,
    sql`
    select do_not_contact_at as "doNotContactSince", null::timestamptz as "blockedSince", null::timestamptz as "blockedUntil", null::timestamptz as "protectedSince", reason from author_mark
    where organisation_id = ${organisationId} and author_id = any(${uuids([...identityIds])})
    union all
    select null, at, until, null, reason from author_block
    where organisation_id = ${organisationId} and author_id = any(${uuids([...identityIds])})
    union all
    select null, null, null, at, reason from author_protection
    where organisation_id = ${organisationId} and author_id = any(${uuids([...identityIds])}) order by 1, 2, 4`,
  );

/** Cases with their states, tags and times. */
export const casesToExport = (tx: Tenant, organisationId: number, ids: readonly string[]) =>
  read(
    tx,
    sql`
    select c.id, c.number::integer as number, c.state, c.state_at as "stateAt", c.severity, c.vulnerable, c.tags, u.name as unit,
      c.inbound_posts as "inboundPosts", c.first_inbound_at as "firstInboundAt", c.last_inbound_at as "lastInboundAt",
      c.first_house_at as "firstAnswerAt", c.last_house_at as "lastAnswerAt", c.merged_into as "mergedInto"
    from care_case as c left join unit as u on u.organisation_id = ${organisationId} and u.id = c.unit_id
    where c.organisation_id = ${organisationId} and c.id = any(${uuids([...ids])}) order by c.number`,
  );

/** Notes of members about these cases. */
export const notesToExport = (tx: Tenant, organisationId: number, caseIds: readonly string[]) =>
  read(
    tx,
    sql`
    select case_id as "caseId", at, text from note
    where organisation_id = ${organisationId} and case_id = any(${uuids([...caseIds])}) order by at, id`,
  );

/** Posts as they stand now: those of the author, and ours to them. */
export const postsToExport = (tx: Tenant, organisationId: number, ids: readonly string[]) =>
  read(
    tx,
    sql`
    select id, network, network_id as "networkId", thread, parent_network_id as "answers", quoted_network_id as "quotes",
      conversation_id as "conversationId", direction, visibility, text, language, media, call, at, heard_at as "heardAt",
      edited_at as "editedAt", deleted_at as "deletedAt",
      (select jsonb_build_object('home', w.home, 'field', w.field) from post_whereabouts as w
        where w.organisation_id = ${organisationId} and w.post_id = post.id) as "statedPlaces",
      (select coalesce(jsonb_agg(jsonb_build_object('way', n.way, 'because', n.because, 'reason', n.reason, 'at', n.at, 'shownAgainAt', n.shown_at) order by n.at), '[]')
        from hidden_post as n where n.organisation_id = ${organisationId} and n.post_id = post.id and n.state <> 'refused') as "hiddenByUs",
      (select f.found from post_finding as f where f.organisation_id = ${organisationId} and f.post_id = post.id) as found,
      (select coalesce(jsonb_agg(jsonb_build_object('aspect', s.aspect, 'name', s.name, 'so', s.so, 'at', s.at) order by s.at, s.id), '[]')
        from finding_correction as s where s.organisation_id = ${organisationId} and s.post_id = post.id) as corrected,
      (select coalesce(jsonb_agg(jsonb_build_object('question', c.question, 'openedAt', c.opened_at, 'counted', coalesce(g.by_hand, true)) order by c.opened_at), '[]')
        from complaint_call_post as g join complaint_call as c on c.organisation_id = ${organisationId} and c.id = g.call_id
        where g.organisation_id = ${organisationId} and g.post_id = post.id) as "inCalls"
    from post where organisation_id = ${organisationId} and id = any(${uuids([...ids])}) order by at, id`,
  );

/** What the network sent, word for word: earlier versions of edited posts stand here. */
export const rawToExport = (tx: Tenant, organisationId: number, postIds: readonly string[]) =>
  read(
    tx,
    sql`
    select key, heard_at as "heardAt", payload from raw_item
    where organisation_id = ${organisationId} and id in (${carriersOf(organisationId, postIds)}) and payload is not null order by id`,
  );

/** What could not be read and names them, with why. */
export const setAsideToExport = (
  tx: Tenant,
  organisationId: number,
  of: { names: readonly string[]; authors: readonly string[] },
) =>
  read(
    tx,
    sql`
    select s.network_id as "networkId", s.position, s.reason, s.set_aside_at as "setAsideAt", r.key, r.payload
    from set_aside_item as s join raw_item as r on r.organisation_id = ${organisationId} and r.id = s.raw_id
    where s.organisation_id = ${organisationId} and ${isSetAsideOf(of)} order by s.raw_id`,
  );

/** Replies in every state, what approvers said of them, and what became of them on their way. */
export const repliesToExport = (tx: Tenant, organisationId: number, ids: readonly string[]) =>
  read(
    tx,
    sql`
    select r.id, r.case_id as "caseId", r.conversation_id as "conversationId", r.mode, r.state, r.state_at as "stateAt", r.text,
      r.typed as "asTyped", r.attachments, r.network_id as "networkId", r.reason,
      (select coalesce(jsonb_agg(jsonb_build_object('state', a.state, 'askedAt', a.asked_at, 'decidedAt', a.decided_at,
          'writtenBefore', a.written, 'reason', a.reason) order by a.asked_at, a.id), '[]')
        from approval as a where a.organisation_id = ${organisationId} and a.reply_id = r.id) as approvals,
      (select coalesce(jsonb_agg(jsonb_build_object('status', d.status, 'at', d.at, 'reason', d.reason) order by d.at), '[]')
        from delivery_news as d where d.organisation_id = ${organisationId} and (d.network_id = any(array[r.network_id, r.network_key]) or d.key = r.network_key)) as "onItsWay"
    from reply as r where r.organisation_id = ${organisationId} and r.id = any(${uuids([...ids])}) order by r.state_at, r.id`,
  );

/** What was promised to them, and what became of it; of answers that are on their way what they promise. */
export const commitmentsToExport = (
  tx: Tenant,
  organisationId: number,
  of: { conversationIds: readonly string[]; replyIds: readonly string[] },
) =>
  read(
    tx,
    sql`
    select c.id, c.conversation_id as "conversationId", c.what, c.state, c.made_at as "madeAt", c.due_at as "dueAt", c.ended_at as "endedAt",
      (select coalesce(jsonb_agg(jsonb_build_object('kind', a.kind, 'at', a.at, 'dueAt', a.due_at, 'evidence', a.evidence,
          'postId', a.post_id, 'readByStaff', a.read_by is not null) order by a.number), '[]')
        from commitment_act as a where a.organisation_id = ${organisationId} and a.commitment_id = c.id) as acts
    from commitment as c where c.organisation_id = ${organisationId} and c.conversation_id = any(${uuids([...of.conversationIds])})
    union all
    select p.reply_id, r.conversation_id, p.what, 'on its way', null, p.due_at, null, '[]'
    from reply_promise as p join reply as r on r.organisation_id = ${organisationId} and r.id = p.reply_id
    where p.organisation_id = ${organisationId} and p.reply_id = any(${uuids([...of.replyIds])}) and p.kind = 'made'
      and not exists (select from commitment as c where c.organisation_id = ${organisationId} and c.reply_id = p.reply_id)
    order by 5, 1`,
  );

/** What members asked each other about these cases and authors, and reported. */
export const followUpsToExport = (tx: Tenant, organisationId: number, about: FollowUpsAbout) =>
  read(
    tx,
    sql`
    select f.id, f.about, f.case_id as "caseId", f.question, f.state, f.asked_at as "askedAt", f.due_at as "dueAt", f.ended_at as "endedAt",
      (select coalesce(jsonb_agg(jsonb_build_object('kind', a.kind, 'at', a.at, 'dueAt', a.due_at, 'words', a.words, 'suggestion', a.suggestion, 'files', a.files) order by a.number), '[]')
        from follow_up_act as a where a.organisation_id = ${organisationId} and a.follow_up_id = f.id) as acts
    from follow_up as f where f.organisation_id = ${organisationId} and ${isAbout('f', about)} order by f.asked_at, f.id`,
  );

/** Ids of the files that are attached there. */
export async function filesOfFollowUps(
  tx: Tenant,
  organisationId: number,
  about: FollowUpsAbout,
): Promise<string[]> {
  const found = await sql<{ id: string }>`
    select distinct unnest(a.files) as id from follow_up as f
    join follow_up_act as a on a.organisation_id = ${organisationId} and a.follow_up_id = f.id
    where f.organisation_id = ${organisationId} and ${isAbout('f', about)}`.execute(tx);
  return found.rows.map(({ id }) => id);
}

/** Private pages, without what opens them. */
export const linksToExport = (tx: Tenant, organisationId: number, of: LinkedTo) =>
  read(
    tx,
    sql`
    select l.network, l.author as "networkId", l.thread, l.language, l.made_at as "madeAt", l.written_at as "writtenAt", l.revoked_at as "revokedAt"
    from case_link as l where l.organisation_id = ${organisationId} and ${isLinkOf(of)} order by l.made_at`,
  );

export interface ExportedMedia {
  id: string;
  address: string | null;
  name: string | null;
  type: string;
  at: Date;
}

/** Pictures and files of these posts, and those attached to replies, without their bytes. */
export async function mediaToExport(
  tx: Tenant,
  organisationId: number,
  of: { postIds: readonly string[]; attached: readonly string[] },
): Promise<ExportedMedia[]> {
  const found = await sql<ExportedMedia>`
    select id, address, name, type, at from media where organisation_id = ${organisationId} and id in (
      select m.id from media as m where m.organisation_id = ${organisationId}
        and m.address in (${picturesOf(organisationId, of.postIds)})
      union select unnest(${uuids([...of.attached])})
    ) order by at, id`.execute(tx);
  return found.rows;
}
