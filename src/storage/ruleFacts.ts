/** What rules see: posts with their cases, looked up by key; and what their acts may lead to. Nothing of an author's reach is read here. */
import { type RawBuilder, sql } from 'kysely';
import type { CaseState } from '../domain/case.ts';
import type { Network } from '../domain/network.ts';
import type { Visibility } from '../domain/post.ts';
import type { Severity } from '../domain/queue.ts';
import { newsFor, type RuleFacts } from '../domain/rule.ts';
import { uuids } from './arrays.ts';
import { hasOpenPromise } from './commitments.ts';
import type { Tenant } from './database.ts';

/** What a rule sees, and of which case. */
export interface SeenByRules extends RuleFacts {
  number: number;
}

interface Row {
  n: number;
  number: number;
  state: CaseState;
  severity: Severity;
  vulnerable: boolean;
  threatened: boolean;
  promised: boolean;
  tags: string[];
  unit_id: string | null;
  institution_id: string;
  owner_id: string | null;
  team_id: string | null;
  claimed: boolean;
  at: Date;
  text: string;
  network: Network;
  language: string | null;
  visibility: Visibility;
  account_id: string | null;
  first_time: boolean;
}

/** Whether the author of the case `c` has no earlier one here, under any identity that is theirs. */
const firstTime = (organisationId: number): RawBuilder<boolean> => sql`not exists (
  select from conversation as k
  join care_case as o on o.organisation_id = ${organisationId} and o.id = k.case_id
  where k.organisation_id = ${organisationId} and o.number < c.number and k.identity_id = any(array(
    select i.id from identity as i where i.organisation_id = ${organisationId} and i.id = w.author_id
    union all
    select i.id from identity as i where i.organisation_id = ${organisationId} and i.author_id = w.author_id and i.author_id <> i.id
  ))
)`;

/**
 * What rules see of each of these posts (null: the author's last one) and their cases, in their order; null where there is nothing to see: the post is gone, ours, a
 * program's, or no news; the case is part of another one.
 */
export async function seenByRules(
  tx: Tenant,
  organisationId: number,
  wanted: readonly { caseId: string; postId: string | null }[],
  { now, askFirstTime }: { now: Date; askFirstTime: boolean },
): Promise<(SeenByRules | null)[]> {
  if (wanted.length === 0) return [];
  const found = await sql<Row>`
    select t.n::integer as n, c.number, c.state, c.severity, c.vulnerable, c.threat is not null as threatened, ${hasOpenPromise(organisationId)} as promised, c.tags, c.unit_id, c.institution_id, c.owner_id, c.team_id, exists (
        select from claim where organisation_id = ${organisationId} and case_id = c.id and until > ${now}
      ) as claimed,
      p.at, p.text, p.network, p.language, p.visibility, r.account_id, ${askFirstTime ? firstTime(organisationId) : sql`false`} as first_time
    from unnest(${uuids(wanted.map((one) => one.caseId))}, ${uuids(wanted.map((one) => one.postId))}) with ordinality as t(case_id, post_id, n)
    cross join lateral (select * from care_case where organisation_id = ${organisationId} and id = t.case_id limit 1) as c
    cross join lateral (
      select * from post where organisation_id = ${organisationId} and id = coalesce(t.post_id, c.last_inbound_post_id) limit 1
    ) as p
    cross join lateral (select author_id from identity where organisation_id = ${organisationId} and id = c.identity_id limit 1) as w
    left join lateral (select account_id from raw_item where organisation_id = ${organisationId} and id = p.raw_id limit 1) as r on true
    where c.merged_into is null and p.direction = 'inbound' and not p.automatic and p.deleted_at is null and p.erased_at is null
      and p.heard_at - p.at < ${`${newsFor} milliseconds`}::interval`.execute(tx);
  const seen = new Array<SeenByRules | null>(wanted.length).fill(null);
  for (const row of found.rows) seen[row.n - 1] = seenOf(row);
  return seen;
}

function seenOf(row: Row): SeenByRules {
  const { at, text, network, language, visibility } = row;
  return {
    number: Number(row.number),
    at,
    text,
    network,
    accountId: row.account_id,
    language,
    visibility,
    firstTime: row.first_time,
    theCase: {
      state: row.state,
      severity: row.severity,
      vulnerable: row.vulnerable,
      tags: row.tags,
      unitId: row.unit_id,
      institutionId: row.institution_id,
      ownerId: row.owner_id,
      teamId: row.team_id,
      claimed: row.claimed,
      threatened: row.threatened,
      promised: row.promised,
      // Stands in the notes of what rules did, which are read where a rule acts.
      suggested: [],
    },
  };
}

/** Those of the teams that are in use; held against being retired meanwhile where the case is handed to them in this transaction. */
export async function teamsInUse(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
  hold: boolean,
): Promise<string[]> {
  if (ids.length === 0) return [];
  const found = await sql<{ id: string }>`
    select id from team where organisation_id = ${organisationId} and id = any(${uuids([...ids].sort())}) and retired_at is null
    order by id ${hold ? sql`for share` : sql``}`.execute(tx);
  return found.rows.map(({ id }) => id);
}

/** The institution of each of the units that are in use. */
export async function unitsInUse(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('unit')
    .select(['id', 'institution_id'])
    .where('organisation_id', '=', organisationId)
    .where('id', 'in', [...ids])
    .where('retired_at', 'is', null)
    .execute();
  return new Map(rows.map((row) => [row.id, row.institution_id]));
}
