/** Rules at work: the history is read on by one program at a time; what was done is noted in the transaction that does it. */
import { sql } from 'kysely';
import type { HistoryAction } from '../domain/history.ts';
import type { RuleAct } from '../domain/rule.ts';
import type { System, Tenant } from './database.ts';
import { alone, type Lookup, lookup } from './lookups.ts';
import type { Reading } from './readings.ts';
import type { WorkingRule } from './rules.ts';
import type { Lease } from './webhookWork.ts';

/** Claims an organisation whose rules have something to read; null when none has. Costs nothing where nobody has a rule. */
export async function claimReading(system: System, lease: Lease, now: Date): Promise<Reading | null> {
  const found = await sql<{ organisation_id: number; read: number }>`
    update rule_reading as r set leased_by = ${lease.worker}, lease_until = ${lease.until}
    from (
      select w.organisation_id from rule_reading as w join organisation_counter as c on c.organisation_id = w.organisation_id
      where (w.lease_until is null or w.lease_until <= ${now}) and w.read < c.history
        and exists (select from rule where organisation_id = w.organisation_id and enabled and retired_at is null)
      limit 1 for update of w skip locked
    ) as due
    where r.organisation_id = due.organisation_id returning r.organisation_id, r.read`.execute(system);
  const [row] = found.rows;
  return row === undefined ? null : { organisationId: row.organisation_id, read: Number(row.read) };
}

/** A fact for which rules may wait. */
export interface RuleFact {
  sequence: number;
  at: Date;
  action: HistoryAction;
  caseId: string;
  /** The post. Null where a member opened the case again. */
  postId: string | null;
}

/** The facts of these actions behind `after`, in order, of a window of as many facts; and up to which one the window reached. */
export async function factsForRules(
  tx: Tenant,
  organisationId: number,
  { after, actions, window }: { after: number; actions: readonly HistoryAction[]; window: number },
): Promise<{ facts: RuleFact[]; seen: number; last: number }> {
  const counter = await tx
    .selectFrom('organisation_counter')
    .select('history')
    .where('organisation_id', '=', organisationId)
    .executeTakeFirstOrThrow();
  const last = Number(counter.history);
  const seen = Math.min(last, after + window);
  if (actions.length === 0 || seen <= after) return { facts: [], seen, last };
  const rows = await tx
    .selectFrom('history')
    .select(['sequence', 'at', 'action', 'case_id', 'subject_id'])
    .where('organisation_id', '=', organisationId)
    .where('sequence', '>', after)
    .where('sequence', '<=', seen)
    .where('action', 'in', [...actions])
    .orderBy('sequence')
    .execute();
  const facts = rows.flatMap((row) =>
    row.case_id === null
      ? []
      : [
          {
            sequence: Number(row.sequence),
            at: row.at,
            action: row.action as HistoryAction,
            caseId: row.case_id,
            postId: row.subject_id,
          },
        ],
  );
  return { facts, seen, last };
}

/** The number of the last fact before an instant. Numbers rise with time, so it is looked for by halving. */
export async function sequenceBefore(tx: Tenant, organisationId: number, at: Date): Promise<number> {
  const { rows } = await sql<{ sequence: number }>`
    with recursive halving as (
      select 0::bigint as low, history as high from organisation_counter where organisation_id = ${organisationId}
      union all
      select case when early then middle else low end, case when early then high else middle - 1 end
      from (
        select low, high, (low + high + 1) / 2 as middle, (
          select h.at < ${at} from history as h where h.organisation_id = ${organisationId} and h.sequence = (low + high + 1) / 2
        ) as early
        from halving where low < high
      ) as half
    )
    select low as sequence from halving where low >= high`.execute(tx);
  return Number(rows[0]?.sequence ?? 0);
}

/** What rules did to a case. */
export interface DidBefore {
  ruleId: string;
  event: number;
  at: Date;
  did: RuleAct[];
}

/** Everything that rules did to a case until now. */
export const didBeforeLookup = (organisationId: number, caseId: string): Lookup<DidBefore[]> =>
  lookup(
    sql<DidBefore>`
      select rule_id as "ruleId", event, at, did from rule_act
      where organisation_id = ${organisationId} and case_id = ${caseId}::uuid`,
    (rows) => rows.map((row) => ({ ...row, at: new Date(row.at) })),
  );

/** The same by itself. */
export const didBefore = (tx: Tenant, organisationId: number, caseId: string): Promise<DidBefore[]> =>
  alone(tx, didBeforeLookup(organisationId, caseId));

/** When the case was answered last; null: never. */
export async function lastAnswerAt(tx: Tenant, organisationId: number, caseId: string): Promise<Date | null> {
  const row = await tx
    .selectFrom('care_case')
    .select('last_house_at')
    .where('organisation_id', '=', organisationId)
    .where('id', '=', caseId)
    .executeTakeFirst();
  return row?.last_house_at ?? null;
}

/** Notes what a rule did because of an event (nothing, where it only looked), and counts its failures in a row. */
export async function noteAct(
  tx: Tenant,
  organisationId: number,
  act: { caseId: string; event: number; rule: WorkingRule; at: Date; did: RuleAct[]; failure: string | null },
): Promise<void> {
  const { caseId, event, rule, at, did, failure } = act;
  await tx
    .insertInto('rule_act')
    .values({
      organisation_id: organisationId,
      case_id: caseId,
      event,
      rule_id: rule.id,
      at,
      did: JSON.stringify(did),
      failure,
    })
    .execute();
  if (failure === null && (rule.failures === 0 || did.length === 0)) return;
  await sql`
    update rule set failures = ${failure === null ? sql`0` : sql`failures + 1`}
    where organisation_id = ${organisationId} and id = ${rule.id}`.execute(tx);
}

/** On how many cases a rule acted since, counted to `most`. */
export async function actsSince(
  tx: Tenant,
  organisationId: number,
  ruleId: string,
  since: Date,
  most: number,
): Promise<number> {
  const counted = await sql<{ n: number }>`
    select count(*)::integer as n from (
      select from rule_act where organisation_id = ${organisationId} and rule_id = ${ruleId} and at > ${since} and did <> '[]' limit ${most}
    ) as counted`.execute(tx);
  return counted.rows[0]?.n ?? 0;
}

/** Turns a rule off that has to stop, with the reason; false when it was off already. */
export async function stopRule(
  tx: Tenant,
  organisationId: number,
  ruleId: string,
  because: string,
  at: Date,
): Promise<boolean> {
  const stopped = await tx
    .updateTable('rule')
    .set({ enabled: false, stopped_at: at, stopped_because: because })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', ruleId)
    .where('enabled', '=', true)
    .executeTakeFirst();
  return stopped.numUpdatedRows > 0n;
}
