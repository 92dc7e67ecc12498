/** Rules that wait: which organisations have any, which cases waited so long, and what keeps a case from being acted on now. */
import { type RawBuilder, sql } from 'kysely';
import { type RuleWait, ruleWaits } from '../domain/ruleWait.ts';
import { texts } from './arrays.ts';
import type { System, Tenant } from './database.ts';

/** An organisation whose waits are to be looked at. */
export interface WaitsToLook {
  organisationId: number;
  /** Waits that came to their length until then were looked at; null: none yet. */
  seen: Date | null;
}

/** The next organisation whose waits are due to be looked at; nobody else looks at them before `next`. Null when there is none. */
export async function claimWaits(
  system: System,
  { now, next }: { now: Date; next: Date },
): Promise<WaitsToLook | null> {
  const found = await sql<{ organisation_id: number; waits_seen: Date | null }>`
    update rule_reading as r set waits_at = ${next}
    from (
      select w.organisation_id from rule_reading as w
      where (w.waits_at is null or w.waits_at <= ${now}) and exists (
        select from rule where organisation_id = w.organisation_id and enabled and retired_at is null and definition->>'when' = any(${texts([...ruleWaits])})
      )
      limit 1 for update of w skip locked
    ) as due
    where r.organisation_id = due.organisation_id returning r.organisation_id, r.waits_seen`.execute(system);
  const [row] = found.rows;
  return row === undefined ? null : { organisationId: row.organisation_id, seen: row.waits_seen };
}

/** Notes up to which instant waits were looked at. */
export async function noteWaitsSeen(tx: Tenant, organisationId: number, seen: Date): Promise<void> {
  await tx
    .updateTable('rule_reading')
    .set({ waits_seen: seen })
    .where('organisation_id', '=', organisationId)
    .execute();
}

/** Waits that began after the one and not after the other instant; for us, those of the queue's tiers whose place is due until then. */
export interface Began {
  after: Date;
  until: Date;
  /** Danger and safety, or the rest; both where the author is waited for. */
  grave: boolean | null;
  /** No case of such a wait has a later place in the queue. */
  dueUntil: Date;
}

export interface WaitingCase {
  caseId: string;
  /** When the wait began, in milliseconds since 1970. */
  since: number;
}

/** The number under which what is done because of a wait is noted. */
export const eventOfWait = (since: number): number => 0 - since;

const milliseconds = (column: RawBuilder<unknown>) => sql`(extract(epoch from ${column}) * 1000)::bigint`;

/**
 * So many of the cases that began to wait within these ranges, and all that began with the last of them, in the order of their beginnings. `notedBy`: without those of which
 * this rule has a note for this wait.
 */
export async function casesThatWait(
  tx: Tenant,
  organisationId: number,
  {
    wait,
    ranges,
    notedBy,
    most,
  }: { wait: RuleWait; ranges: readonly Began[]; notedBy: string | null; most: number },
): Promise<WaitingCase[]> {
  const found = await sql<{ id: string; since: number }>`
    select c.id, ${milliseconds(sql`c.since`)} as since from (${sql.join(
      ranges.map((range) =>
        wait === 'waiting_us' ? forUs(organisationId, range) : forAuthor(organisationId, range),
      ),
      sql` union all `,
    )}) as c
    where ${notedBy}::uuid is null or not exists (
      select from rule_act as a
      where a.organisation_id = ${organisationId} and a.case_id = c.id and a.rule_id = ${notedBy}::uuid and a.event = 0 - ${milliseconds(sql`c.since`)}
    )
    order by c.since fetch first ${sql.lit(most)} rows with ties`.execute(tx);
  return found.rows.map((row) => ({ caseId: row.id, since: Number(row.since) }));
}

const forAuthor = (organisationId: number, { after, until }: Began) => sql`
  select id, state_at as since from care_case
  where organisation_id = ${organisationId} and state = 'waiting_author' and state_at > ${after} and state_at <= ${until} and merged_into is null`;

/** A place in the queue is never due before its wait began: so the queue's own index finds it. */
const forUs = (organisationId: number, { after, until, grave, dueUntil }: Began) => sql`
  select id, waiting_since as since from care_case
  where organisation_id = ${organisationId} and tier = any(${grave === true ? sql`'{-1,0,1}'::smallint[]` : sql`'{2}'::smallint[]`})
    and due_at > ${after} and due_at <= ${dueUntil} and waiting_since > ${after} and waiting_since <= ${until} and merged_into is null`;

/** True while a colleague is on the case, or an answer of ours is under way: no rule that waits acts meanwhile. */
export async function isHeld(
  tx: Tenant,
  organisationId: number,
  caseId: string,
  now: Date,
): Promise<boolean> {
  const found = await sql<{ held: boolean }>`
    select exists (
      select from claim where organisation_id = ${organisationId} and case_id = ${caseId}::uuid and until > ${now}
    ) or exists (
      select from reply where organisation_id = ${organisationId} and case_id = ${caseId}::uuid
        and state in ('awaiting_approval', 'queued', 'sending', 'later', 'unknown')
    ) as held`.execute(tx);
  return found.rows[0]?.held === true;
}
