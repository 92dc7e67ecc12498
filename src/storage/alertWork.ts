/** Raising alerts: the history is followed, by one program at a time for each organisation; what became late is looked for by the clock. */
import { sql } from 'kysely';
import type { HistoryAction } from '../domain/history.ts';
import type { Severity } from '../domain/queue.ts';
import type { Threat } from '../domain/threat.ts';
import { uuids } from './arrays.ts';
import type { System, Tenant } from './database.ts';
import { type StoredFact, storedFact } from './history.ts';
import { claimReading, type Reading } from './readings.ts';
import type { Lease } from './webhookWork.ts';
import { writtenToAccount } from './writtenToAccount.ts';

/** Claims an organisation in which something happened; null when nothing has. A new organisation is found in the next round. Letterboxes are not followed: nobody is told of what is in them. */
export function claimAlertReading(
  system: System,
  lease: Lease,
  now: Date,
  except: readonly number[],
): Promise<Reading | null> {
  const begin = sql`
    insert into alert_reading (organisation_id, read, began_at)
    select c.organisation_id, 0, 'epoch' from organisation_counter as c
    where not exists (select from alert_reading as w where w.organisation_id = c.organisation_id)
      and not exists (select from letterbox as l where l.box_id = c.organisation_id)`;
  return claimReading(system, 'alert_reading', { begin, lease, now, except });
}

/** The facts of these actions behind `after`, in order, of a window of as many facts; and up to which one the window reached. */
export async function factsForAlerts(
  tx: Tenant,
  organisationId: number,
  { after, actions, window }: { after: number; actions: readonly HistoryAction[]; window: number },
): Promise<{ facts: StoredFact[]; seen: number }> {
  const counter = await tx
    .selectFrom('organisation_counter')
    .select('history')
    .where('organisation_id', '=', organisationId)
    .executeTakeFirstOrThrow();
  const seen = Math.min(Number(counter.history), after + window);
  const rows = await tx
    .selectFrom('history')
    .select(['sequence', 'at', 'actor_id', 'action', 'case_id', 'subject_id', 'particulars'])
    .where('organisation_id', '=', organisationId)
    .where('sequence', '>', after)
    .where('sequence', '<=', seen)
    .where('action', 'in', [...actions])
    .orderBy('sequence')
    .execute();
  return { facts: rows.map(storedFact), seen };
}

/** What somebody outside wrote. */
export interface WrittenPost {
  postId: string;
  caseId: string;
  text: string;
  /** Members to whose own accounts it was written. */
  to: string[];
}

/** The words of these posts of authors, as far as they stand and were written since an instant. */
export async function writtenSince(
  tx: Tenant,
  organisationId: number,
  postIds: readonly string[],
  since: Date,
): Promise<WrittenPost[]> {
  if (postIds.length === 0) return [];
  const found = await sql<WrittenPost>`
    select p.id as "postId", c.case_id as "caseId", p.text, array(
      select distinct a.member_id from connected_account as a
      where a.organisation_id = ${organisationId} and a.member_id is not null and a.state <> 'removed' and ${writtenToAccount(organisationId)}
    ) as "to"
    from unnest(${uuids([...postIds])}) as t(id)
    cross join lateral (
      select id, conversation_id, network, parent_network_id, text from post where organisation_id = ${organisationId} and id = t.id
        and direction = 'inbound' and not automatic and at > ${since} and deleted_at is null and erased_at is null limit 1
    ) as p
    cross join lateral (
      select case_id from conversation where organisation_id = ${organisationId} and id = p.conversation_id and case_id is not null limit 1
    ) as c`.execute(tx);
  return found.rows;
}

/** A case as alerts see it. */
export interface AlertedCase {
  id: string;
  /** The case while it waits this time: once it was answered, or reopened, it is another matter. */
  key: string;
  ownerId: string | null;
  teamId: string | null;
  severity: Severity;
  threat: Threat | null;
  waitingSince: Date | null;
}

const caseColumns = sql`k.id, k.owner_id as "ownerId", k.team_id as "teamId", k.severity, k.threat, k.waiting_since as "waitingSince"`;

/** How a case is told apart that waits this time. */
const waitKey = sql`k.id || ' ' || to_char(k.waiting_since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS')`;

/** These cases as far as they wait and their authors have written since an instant. What was found so grave after a member had said that it was less is another matter, too. */
export async function waitingCases(
  tx: Tenant,
  organisationId: number,
  caseIds: readonly string[],
  since: Date,
): Promise<AlertedCase[]> {
  if (caseIds.length === 0) return [];
  const found = await sql<AlertedCase>`
    select ${caseColumns}, ${waitKey} || case when k.severity < 4 then '' else coalesce(' ' || (
        select max(h.sequence) from history as h where h.organisation_id = ${organisationId} and h.case_id = k.id
          and h.action = 'severity_set' and (h.particulars->>'severity')::integer < 4
      ), '') end as key
    from unnest(${uuids([...caseIds])}) as t(id)
    join care_case as k on k.organisation_id = ${organisationId} and k.id = t.id
    where k.waiting_since is not null and k.last_inbound_at > ${since} and k.merged_into is null`.execute(tx);
  return found.rows;
}

/** Grave cases, and those of somebody vulnerable, that should have been answered by now and of which nobody was told, the longest waiting first. */
export async function lateGraveCases(
  tx: Tenant,
  organisationId: number,
  { since, now }: { since: Date; now: Date },
  most: number,
): Promise<AlertedCase[]> {
  const found = await sql<AlertedCase>`
    select ${caseColumns}, late.key from care_case as k
    join alert_reading as r on r.organisation_id = ${organisationId}
    cross join lateral (
      select ${waitKey} as key
    ) as late
    where k.organisation_id = ${organisationId} and k.due_at is not null and (k.tier < 2 or k.vulnerable)
      and k.due_at <= ${now} and k.due_at > greatest(r.began_at, ${since}) and k.waiting_since is not null and k.merged_into is null
      and not exists (
        select from alert as a where a.organisation_id = ${organisationId} and a.kind = 'grave_late' and a.key = late.key
      )
    order by k.due_at limit ${most}`.execute(tx);
  return found.rows;
}

/** Organisations in which something may have become late since alerts are raised. */
export async function organisationsWithLate(
  system: System,
  { since, now }: { since: Date; now: Date },
): Promise<number[]> {
  const found = await sql<{ id: number }>`
    select r.organisation_id as id from alert_reading as r
    where exists (
      select from care_case as k where k.organisation_id = r.organisation_id and k.due_at is not null and (k.tier < 2 or k.vulnerable)
        and k.due_at <= ${now} and k.due_at > greatest(r.began_at, ${since})
    )`.execute(system);
  return found.rows.map(({ id }) => id);
}

/** To whom a reminder of a promise went at an instant. */
export async function remindedMembers(
  tx: Tenant,
  organisationId: number,
  commitmentId: string,
  at: Date,
): Promise<string[]> {
  const found = await sql<{ id: string }>`
    select distinct member_id as id from commitment_reminder
    where organisation_id = ${organisationId} and commitment_id = ${commitmentId}::uuid and at = ${at}`.execute(
    tx,
  );
  return found.rows.map(({ id }) => id);
}

/** To whom a reminder of a follow-up went at an instant. */
export async function remindedOfFollowUp(
  tx: Tenant,
  organisationId: number,
  followUpId: string,
  at: Date,
): Promise<string[]> {
  const found = await sql<{ id: string }>`
    select distinct member_id as id from follow_up_reminder
    where organisation_id = ${organisationId} and follow_up_id = ${followUpId}::uuid and at = ${at}`.execute(
    tx,
  );
  return found.rows.map(({ id }) => id);
}

/** Who asked a follow-up, and who is asked now; null when it has ended, or is gone. */
export async function openFollowUp(
  tx: Tenant,
  organisationId: number,
  id: string,
): Promise<{ askerId: string; memberId: string | null; teamId: string | null } | null> {
  const found = await sql<{ askerId: string; memberId: string | null; teamId: string | null }>`
    select asker_id as "askerId", member_id as "memberId", team_id as "teamId" from follow_up
    where organisation_id = ${organisationId} and id = ${id}::uuid and ended_at is null`.execute(tx);
  return found.rows[0] ?? null;
}

/** What a reply waits for: who wrote it, the policies that ask (null: its writer), and whose own account it would leave from. Empty where it waits no more. */
export async function approvalsAsked(
  tx: Tenant,
  organisationId: number,
  replyId: string,
): Promise<{ writerId: string; policyId: string | null; ownerId: string | null }[]> {
  const found = await sql<{ writerId: string; policyId: string | null; ownerId: string | null }>`
    select r.member_id as "writerId", a.policy_id as "policyId", a.owner_id as "ownerId" from approval as a
    join reply as r on r.organisation_id = ${organisationId} and r.id = a.reply_id
    where a.organisation_id = ${organisationId} and a.reply_id = ${replyId}::uuid and a.state = 'waiting'`.execute(
    tx,
  );
  return found.rows;
}
