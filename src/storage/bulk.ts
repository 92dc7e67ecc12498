/** Acts on many cases: what they are, and what became of each case. */
import { sql } from 'kysely';
import type { Before, BulkAct, BulkFacts, Outcome } from '../domain/bulk.ts';
import { uuids } from './arrays.ts';
import { hasOpenPromise } from './commitments.ts';
import type { Tenant } from './database.ts';

export interface NumberedFacts extends BulkFacts {
  id: string;
  number: number;
}

/** What is known of these cases, in their order; unknown ids are left out. */
export async function bulkFacts(
  tx: Tenant,
  organisationId: number,
  ids: readonly string[],
  by: { memberId: string; now: Date },
): Promise<NumberedFacts[]> {
  const found = await sql<NumberedFacts>`
    select c.id, c.number, c.state, c.state_at as "stateAt", c.waiting_since as "waitingSince", c.owner_id as "ownerId", c.team_id as "teamId", c.tags, c.unit_id as "unitId",
      c.institution_id as "institutionId", c.merged_into is not null as merged, m.name as "claimedBy",
      exists (
        select from reply as r where r.organisation_id = ${organisationId} and r.case_id = c.id
          and r.state in ('awaiting_approval', 'queued', 'sending', 'later', 'unknown')
      ) as "answerUnderWay", c.threat is not null as threatened, ${hasOpenPromise(organisationId)} as promised
    from unnest(${uuids([...ids])}) with ordinality as t(id, place)
    cross join lateral (select * from care_case where organisation_id = ${organisationId} and id = t.id limit 1) as c
    left join claim as l on l.organisation_id = ${organisationId} and l.case_id = c.id and l.until > ${by.now} and l.member_id <> ${by.memberId}::uuid
    left join member as m on m.organisation_id = ${organisationId} and m.id = l.member_id
    order by t.place`.execute(tx);
  return found.rows.map((row) => ({ ...row, number: Number(row.number) }));
}

export interface StoredBulk {
  id: string;
  act: BulkAct;
  by: { id: string; name: string };
  at: Date;
  undoneAt: Date | null;
  total: number;
  left: number;
  changed: number;
  refused: number;
  /** Of those that were changed: not taken back yet. */
  standing: number;
}

/** Notes an act and its cases; false when there is one of this id. */
export async function insertBulk(
  tx: Tenant,
  organisationId: number,
  bulk: { id: string; act: BulkAct; by: string; at: Date; cases: readonly string[] },
): Promise<boolean> {
  const made = await sql`
    insert into bulk_act (organisation_id, id, act, by, at)
    values (${organisationId}, ${bulk.id}::uuid, ${JSON.stringify(bulk.act)}::jsonb, ${bulk.by}::uuid, ${bulk.at})
    on conflict do nothing`.execute(tx);
  if (made.numAffectedRows !== 1n) return false;
  await sql`
    insert into bulk_case (organisation_id, bulk_id, place, case_id)
    select ${organisationId}::integer, ${bulk.id}::uuid, t.place, t.id
    from unnest(${uuids([...bulk.cases])}) with ordinality as t(id, place)`.execute(tx);
  return true;
}

/** The latest acts, or the one of this id. */
export async function listBulks(
  tx: Tenant,
  organisationId: number,
  wanted: { id: string } | { most: number },
): Promise<StoredBulk[]> {
  const which =
    'id' in wanted ? sql`and id = ${wanted.id}::uuid` : sql`order by at desc limit ${wanted.most}`;
  const found = await sql<Omit<StoredBulk, 'by'> & { byId: string; byName: string }>`
    with acts as materialized (select * from bulk_act where organisation_id = ${organisationId} ${which})
    select a.id, a.act, a.by as "byId", m.name as "byName", a.at, a.undone_at as "undoneAt", n.*
    from acts as a
    join member as m on m.organisation_id = ${organisationId} and m.id = a.by
    cross join lateral (
      select count(*)::integer as total, (count(*) filter (where outcome is null))::integer as left,
        (count(*) filter (where outcome = 'changed'))::integer as changed, (count(*) filter (where outcome = 'refused'))::integer as refused,
        (count(*) filter (where outcome = 'changed' and undo is null))::integer as standing
      from bulk_case as b where b.organisation_id = ${organisationId} and b.bulk_id = a.id
    ) as n
    order by a.at desc`.execute(tx);
  return found.rows.map(({ byId, byName, ...rest }) => ({ ...rest, by: { id: byId, name: byName } }));
}

export interface BulkCase {
  place: number;
  caseId: string;
  before: Before | null;
}

/** The next cases that nothing became of yet; with `undo` those that were changed and not taken back. */
export async function nextOfBulk(
  tx: Tenant,
  organisationId: number,
  wanted: { id: string; undo: boolean; most: number },
): Promise<BulkCase[]> {
  const open = wanted.undo ? sql`outcome = 'changed' and undo is null` : sql`outcome is null`;
  const found = await sql<BulkCase>`
    select place, case_id as "caseId", before from bulk_case
    where organisation_id = ${organisationId} and bulk_id = ${wanted.id}::uuid and ${open} order by place limit ${wanted.most}`.execute(
    tx,
  );
  return found.rows;
}

/** Holds one case of an act; false when somebody else got to it first. */
export async function holdOfBulk(
  tx: Tenant,
  organisationId: number,
  wanted: { id: string; place: number; undo: boolean },
): Promise<boolean> {
  const open = wanted.undo ? sql`undo is null` : sql`outcome is null`;
  const found = await sql`
    select 1 from bulk_case where organisation_id = ${organisationId} and bulk_id = ${wanted.id}::uuid and place = ${wanted.place} and ${open} for update`.execute(
    tx,
  );
  return found.rows.length === 1;
}

export interface Became {
  id: string;
  place: number;
  outcome: Outcome;
  sentence: string | null;
  before: Before | null;
}

/** Writes what became of a case. */
export async function writeOutcome(tx: Tenant, organisationId: number, became: Became): Promise<void> {
  await sql`
    update bulk_case set outcome = ${became.outcome}, sentence = ${became.sentence},
      before = ${became.before === null ? null : JSON.stringify(became.before)}::jsonb
    where organisation_id = ${organisationId} and bulk_id = ${became.id}::uuid and place = ${became.place}`.execute(
    tx,
  );
}

/** Writes what became of taking it back. */
export async function writeUndo(tx: Tenant, organisationId: number, became: Became): Promise<void> {
  await sql`
    update bulk_case set undo = ${became.outcome === 'refused' ? 'refused' : 'changed'}, undo_sentence = ${became.sentence}
    where organisation_id = ${organisationId} and bulk_id = ${became.id}::uuid and place = ${became.place}`.execute(
    tx,
  );
}

/** Says that an act is being taken back. */
export async function markBulkUndone(
  tx: Tenant,
  organisationId: number,
  undone: { id: string; by: string; at: Date },
): Promise<void> {
  await sql`
    update bulk_act set undone_at = coalesce(undone_at, ${undone.at}::timestamptz), undone_by = coalesce(undone_by, ${undone.by}::uuid)
    where organisation_id = ${organisationId} and id = ${undone.id}::uuid`.execute(tx);
}
