/** Calls for complaints as they are kept: opened, announced, ended, reported on. */
import { sql } from 'kysely';
import { type CallTimes, leavesWithin } from '../domain/complaintCall.ts';
import type { CallCounts } from '../domain/complaintCallCounts.ts';
import type { System, Tenant } from './database.ts';

export interface ComplaintCall extends CallTimes {
  organisationId: number;
  id: string;
  institutionId: string;
  institution: string;
  /** Its address: the institution's, and its own behind that. */
  page: string;
  slug: string;
  timeZone: string;
  question: string;
  hashtag: string;
  /** The form that its page leads to; null where there is none, or it is closed. */
  form: { id: string; slug: string; title: string } | null;
  member: { id: string; name: string };
  signed: string;
  endedBy: string | null;
  hears: boolean;
  reminded: number;
  reported: boolean;
  /** Of its latest report; 0 while there is none. */
  version: number;
}

const select = (tx: System | Tenant) =>
  tx
    .selectFrom('complaint_call as c')
    .innerJoin('organisation as o', 'o.id', 'c.organisation_id')
    .innerJoin('institution as i', (join) =>
      join.onRef('i.organisation_id', '=', 'c.organisation_id').onRef('i.id', '=', 'c.institution_id'),
    )
    .innerJoin('member as m', (join) =>
      join.onRef('m.organisation_id', '=', 'c.organisation_id').onRef('m.id', '=', 'c.member_id'),
    )
    .leftJoin('connected_account as f', (join) =>
      join
        .onRef('f.organisation_id', '=', 'c.organisation_id')
        .onRef('f.id', '=', 'c.form_id')
        .on('f.state', '=', 'listening'),
    )
    .select([
      'c.organisation_id as organisationId',
      'c.id',
      'c.institution_id as institutionId',
      'i.name as institution',
      'i.page',
      'c.slug',
      'o.time_zone as timeZone',
      'c.question',
      'c.hashtag',
      'f.id as formId',
      'f.network_id as formSlug',
      'f.handle as formTitle',
      'c.member_id as memberId',
      'm.name as memberName',
      'c.signed',
      'c.opened_at as openedAt',
      'c.closes_at as closesAt',
      'c.ended_at as endedAt',
      'c.ended_by as endedBy',
      'c.hears',
      'c.reminded',
      sql<number>`(
        select coalesce(max(r.version), 0) from complaint_call_report as r where r.organisation_id = c.organisation_id and r.call_id = c.id
      )`.as('version'),
    ]);

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];

const callOf = ({ formId, formSlug, formTitle, memberId, memberName, ...row }: Row): ComplaintCall => ({
  ...row,
  reported: row.version > 0,
  form:
    formId === null || formSlug === null
      ? null
      : { id: formId, slug: formSlug, title: formTitle ?? formSlug },
  member: { id: memberId, name: memberName },
});

/** Every call of the organisation, the last opened first. */
export async function listCalls(tx: Tenant, organisationId: number): Promise<ComplaintCall[]> {
  const rows = await select(tx)
    .where('c.organisation_id', '=', organisationId)
    .orderBy('c.opened_at', 'desc')
    .orderBy('c.id', 'desc')
    .execute();
  return rows.map(callOf);
}

/** One of them; null where there is none. */
export async function findCall(
  tx: Tenant,
  organisationId: number,
  id: string,
): Promise<ComplaintCall | null> {
  const row = await select(tx)
    .where('c.organisation_id', '=', organisationId)
    .where('c.id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : callOf(row);
}

/** The same, locked until the end of the transaction. */
export async function lockCall(
  tx: Tenant,
  organisationId: number,
  id: string,
): Promise<ComplaintCall | null> {
  await sql`select from complaint_call where organisation_id = ${organisationId} and id = ${id}::uuid for update`.execute(
    tx,
  );
  return findCall(tx, organisationId, id);
}

/** The call with this public address, whichever organisation's; null where there is none. */
export async function findCallByPage(
  system: System,
  page: string,
  slug: string,
): Promise<ComplaintCall | null> {
  const row = await select(system).where('i.page', '=', page).where('c.slug', '=', slug).executeTakeFirst();
  return row === undefined ? null : callOf(row);
}

/** The call of an institution to whose page a form leads back; null where it has none of that name. */
export async function findCallOfForm(
  tx: Tenant,
  organisationId: number,
  { slug, accountId }: { slug: string; accountId: string },
): Promise<ComplaintCall | null> {
  const row = await select(tx)
    .where('c.organisation_id', '=', organisationId)
    .where('c.slug', '=', slug)
    .where('c.form_id', '=', accountId)
    .executeTakeFirst();
  return row === undefined ? null : callOf(row);
}

/** True where a call of the institution has this address. */
export async function isSlugTaken(
  tx: Tenant,
  organisationId: number,
  institutionId: string,
  slug: string,
): Promise<boolean> {
  const row = await tx
    .selectFrom('complaint_call')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('institution_id', '=', institutionId)
    .where('slug', '=', slug)
    .executeTakeFirst();
  return row !== undefined;
}

export interface NewCall {
  id: string;
  institutionId: string;
  slug: string;
  question: string;
  hashtag: string;
  hashtagKey: string;
  formId: string | null;
  memberId: string;
  signed: string;
  openedAt: Date;
  closesAt: Date;
}

/** Keeps a new call. False where an open one has its hashtag, or another its id or its address. */
export async function addCall(tx: Tenant, organisationId: number, call: NewCall): Promise<boolean> {
  const made = await sql`
    insert into complaint_call (organisation_id, id, institution_id, slug, question, hashtag, hashtag_key, form_id, member_id, signed, opened_at, closes_at, look_at)
    values (${organisationId}, ${call.id}, ${call.institutionId}, ${call.slug}, ${call.question}, ${call.hashtag}, ${call.hashtagKey}, ${call.formId}::uuid,
      ${call.memberId}, ${call.signed}, ${call.openedAt}, ${call.closesAt}, ${new Date(call.openedAt.getTime() + leavesWithin)})
    on conflict do nothing`.execute(tx);
  return (made.numAffectedRows ?? 0n) > 0n;
}

/** From which fact on posts are gathered, and until when: the reading goes on where it was while another call is gathered for. */
export async function gatherFrom(
  tx: Tenant,
  organisationId: number,
  wanted: { fact: number; now: Date; until: Date },
): Promise<void> {
  const { fact, now, until } = wanted;
  await sql`
    insert into complaint_call_reading (organisation_id, read, gathers_until) values (${organisationId}, ${fact}, ${until})
    on conflict (organisation_id) do update set
      read = case when complaint_call_reading.gathers_until < ${now} then greatest(complaint_call_reading.read, excluded.read) else complaint_call_reading.read end,
      gathers_until = greatest(complaint_call_reading.gathers_until, excluded.gathers_until)`.execute(tx);
}

/** Keeps that a call has ended, and when its report is to be reminded of. */
export async function endCall(
  tx: Tenant,
  organisationId: number,
  id: string,
  ended: { at: Date; by: string | null },
): Promise<void> {
  await tx
    .updateTable('complaint_call')
    .set({ ended_at: ended.at, ended_by: ended.by })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .execute();
}

/** Keeps how many reminders there were, whether its hashtag is listened for, and when the call is to be looked at next; null: never. */
export async function keepCallWatch(
  tx: Tenant,
  organisationId: number,
  id: string,
  { reminded, hears, lookAt }: { reminded: number; hears: boolean; lookAt: Date | null },
): Promise<void> {
  await tx
    .updateTable('complaint_call')
    .set({ reminded, hears, look_at: lookAt })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .execute();
}

/** The call is looked at again as soon as an announcement should have left. */
export async function lookSoon(tx: Tenant, organisationId: number, id: string, now: Date): Promise<void> {
  await sql`
    update complaint_call set look_at = least(look_at, ${new Date(now.getTime() + leavesWithin)})
    where organisation_id = ${organisationId} and id = ${id}::uuid`.execute(tx);
}

/** The calls that are due to be looked at, the longest due first. */
export async function callsDue(
  system: System,
  now: Date,
  most: number,
): Promise<{ organisationId: number; id: string }[]> {
  return system
    .selectFrom('complaint_call')
    .select(['organisation_id as organisationId', 'id'])
    .where('look_at', '<=', now)
    .orderBy('look_at')
    .limit(most)
    .execute();
}

/** Keeps that an announcement is of a call. */
export async function addCallAnnouncement(
  tx: Tenant,
  organisationId: number,
  callId: string,
  replyId: string,
): Promise<void> {
  await tx
    .insertInto('complaint_call_announcement')
    .values({ organisation_id: organisationId, call_id: callId, reply_id: replyId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Keeps that what becomes of this submission answers a call. */
export async function addCallForm(
  tx: Tenant,
  organisationId: number,
  callId: string,
  thread: string,
): Promise<void> {
  await sql`
    insert into complaint_call_form (organisation_id, call_id, fingerprint)
    values (${organisationId}, ${callId}::uuid, network_fingerprint('form', ${thread})) on conflict do nothing`.execute(
    tx,
  );
}

/** Forgets submissions of a call that never became a post. */
export async function forgetCallForms(tx: Tenant, organisationId: number, callId: string): Promise<void> {
  await tx
    .deleteFrom('complaint_call_form')
    .where('organisation_id', '=', organisationId)
    .where('call_id', '=', callId)
    .execute();
}

export interface CallReport {
  version: number;
  heard: string;
  done: string;
  counts: CallCounts;
  publishedAt: Date;
  by: string;
}

/** The reports of a call, the last published first. */
export async function reportsOfCall(
  tx: Tenant,
  organisationId: number,
  callId: string,
): Promise<CallReport[]> {
  return tx
    .selectFrom('complaint_call_report as r')
    .innerJoin('member as m', (join) =>
      join.onRef('m.organisation_id', '=', 'r.organisation_id').onRef('m.id', '=', 'r.published_by'),
    )
    .select(['r.version', 'r.heard', 'r.done', 'r.counts', 'r.published_at as publishedAt', 'm.name as by'])
    .where('r.organisation_id', '=', organisationId)
    .where('r.call_id', '=', callId)
    .orderBy('r.version', 'desc')
    .execute();
}

/** Publishes a report of a call that is locked. */
export async function addCallReport(
  tx: Tenant,
  organisationId: number,
  callId: string,
  report: Omit<CallReport, 'by'> & { memberId: string },
): Promise<void> {
  await tx
    .insertInto('complaint_call_report')
    .values({
      organisation_id: organisationId,
      call_id: callId,
      version: report.version,
      heard: report.heard,
      done: report.done,
      counts: JSON.stringify(report.counts),
      published_at: report.publishedAt,
      published_by: report.memberId,
    })
    .execute();
}

/** Tells whoever listens with accounts of the organisation that its hashtags are others now. */
export async function tellHashtags(tx: Tenant, organisationId: number): Promise<void> {
  await sql`select pg_notify('accounts', ${String(organisationId)})`.execute(tx);
}
