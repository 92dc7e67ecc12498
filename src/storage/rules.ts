/** Automation rules: kept, ordered, retired; and how often each acted. */
import { sql } from 'kysely';
import type { Rule } from '../domain/rule.ts';
import { uuids } from './arrays.ts';
import type { Tenant } from './database.ts';
import type { StoredFact } from './history.ts';
import { retire } from './retiring.ts';

export interface KeptRule extends Rule {
  id: string;
  name: string;
  enabled: boolean;
  /** It stops itself when it acted on so many cases within an hour. */
  mostAnHour: number;
}

/** A rule at work. */
export interface WorkingRule extends KeptRule {
  /** Facts up to this one are none of its business. */
  since: number;
  /** When it was kept or turned on: a wait that was over by then is none of its business. */
  keptAt: Date;
  failures: number;
}

export interface ListedRule extends KeptRule {
  stopped: { at: Date; because: string } | null;
  /** Cases on which it acted in the last seven days, counted to `mostCounted`. */
  acted: number;
  lastActedAt: Date | null;
  /** What went wrong last, within seven days. */
  lastFailure: { at: Date; sentence: string } | null;
}

export const mostCounted = 10_000;

interface Row {
  id: string;
  name: string;
  enabled: boolean;
  /** Rules that were kept before there were waits have no hours. */
  definition: Omit<Rule, 'hours'> & Partial<Pick<Rule, 'hours'>>;
  most_an_hour: number;
  since: number;
  failures: number;
}

const kept = ({ id, name, enabled, definition, most_an_hour: mostAnHour }: Row): KeptRule => ({
  ...definition,
  hours: definition.hours ?? null,
  id,
  name,
  enabled,
  mostAnHour,
});

/** Every rule that was not retired, in the order in which they act. */
export async function listRules(tx: Tenant, organisationId: number, now: Date): Promise<ListedRule[]> {
  const week = new Date(now.getTime() - 7 * 86_400_000);
  const found = await sql<
    Row & {
      stopped_at: Date | null;
      stopped_because: string | null;
      acted: number;
      last_acted_at: Date | null;
      failed_at: Date | null;
      failure: string | null;
    }
  >`
    select r.id, r.name, r.enabled, r.definition, r.most_an_hour, r.since, r.failures, r.stopped_at, r.stopped_because,
      n.acted, l.at as last_acted_at, f.at as failed_at, f.failure
    from rule as r
    cross join lateral (
      select count(*)::integer as acted from (
        select from rule_act where organisation_id = ${organisationId} and rule_id = r.id and at > ${week} and did <> '[]'
        limit ${sql.lit(mostCounted)}
      ) as counted
    ) as n
    left join lateral (
      select at from rule_act where organisation_id = ${organisationId} and rule_id = r.id and did <> '[]' order by at desc limit 1
    ) as l on true
    left join lateral (
      select at, failure from rule_act
      where organisation_id = ${organisationId} and rule_id = r.id and at > ${week} and failure is not null order by at desc limit 1
    ) as f on true
    where r.organisation_id = ${organisationId} and r.retired_at is null order by r.place, r.id`.execute(tx);
  return found.rows.map(
    ({ stopped_at, stopped_because, acted, last_acted_at, failed_at, failure, ...row }) => ({
      ...kept(row),
      stopped:
        stopped_at === null || stopped_because === null ? null : { at: stopped_at, because: stopped_because },
      acted,
      lastActedAt: last_acted_at,
      lastFailure: failed_at === null || failure === null ? null : { at: failed_at, sentence: failure },
    }),
  );
}

/** The rules that are on, in the order in which they act. */
export async function workingRules(tx: Tenant, organisationId: number): Promise<WorkingRule[]> {
  const found = await sql<Row & { changed_at: Date }>`
    select id, name, enabled, definition, most_an_hour, since, changed_at, failures from rule
    where organisation_id = ${organisationId} and enabled and retired_at is null order by place, id`.execute(
    tx,
  );
  return found.rows.map((row) => ({
    ...kept(row),
    since: Number(row.since),
    keptAt: row.changed_at,
    failures: row.failures,
  }));
}

/**
 * Keeps a rule, new (at the end of the order) or changed; false when it was retired. Whatever happened until now is none of its business. Fails with SQLSTATE 23505
 * where another one has the name. Where no rule was on, reading begins with what comes now.
 */
export async function keepRule(
  tx: Tenant,
  organisationId: number,
  { id, name, enabled, mostAnHour, ...rule }: KeptRule,
  by: { memberId: string; at: Date },
): Promise<boolean> {
  const { when, hours, match, conditions, acts } = rule;
  const definition = JSON.stringify({ when, hours, match, conditions, acts });
  await sql`
    insert into rule_reading as r (organisation_id, read)
    select organisation_id, history from organisation_counter where organisation_id = ${organisationId}
    on conflict (organisation_id) do update set read = greatest(r.read, excluded.read)
    where not exists (select from rule where organisation_id = ${organisationId} and enabled and retired_at is null)`.execute(
    tx,
  );
  const done = await sql`
    insert into rule (organisation_id, id, name, place, enabled, definition, most_an_hour, since, changed_at, changed_by)
    select ${organisationId}, ${id}, ${name}, coalesce((select max(place) from rule where organisation_id = ${organisationId}), 0) + 1, ${enabled},
      ${definition}::jsonb, ${mostAnHour}, c.history, ${by.at}, ${by.memberId}
    from organisation_counter as c where c.organisation_id = ${organisationId}
    on conflict (organisation_id, id) do update set name = excluded.name, enabled = excluded.enabled, definition = excluded.definition,
      most_an_hour = excluded.most_an_hour, since = excluded.since, changed_at = excluded.changed_at, changed_by = excluded.changed_by,
      failures = 0, stopped_at = null, stopped_because = null
    where rule.retired_at is null`.execute(tx);
  return done.numAffectedRows === 1n;
}

/** Takes a rule out of use; false when there is none. */
export const retireRule = (tx: Tenant, organisationId: number, id: string, at: Date): Promise<boolean> =>
  retire(tx, 'rule', organisationId, id, at);

/** Sets the order in which rules act; one that is not named keeps its place behind them. */
export async function orderRules(tx: Tenant, organisationId: number, ids: readonly string[]): Promise<void> {
  await sql`
    update rule as r set place = coalesce(t.n::integer, ${ids.length} + r.place)
    from rule as one left join unnest(${uuids([...ids])}) with ordinality as t(id, n) on t.id = one.id
    where r.organisation_id = ${organisationId} and one.organisation_id = r.organisation_id and one.id = r.id`.execute(
    tx,
  );
}

/** The rules that did any of these. */
export const ruleIdsOf = (facts: readonly Pick<StoredFact, 'particulars'>[]): string[] =>
  facts.flatMap(({ particulars: { rule } }) => (typeof rule === 'string' ? [rule] : []));

/** Names of rules by id, retired ones too. */
export async function ruleNames(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('rule')
    .select(['id', 'name'])
    .where('organisation_id', '=', organisationId)
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}
