/** The terms for which words are kept, and the nights on which they were applied. What a night removes stands in retentionWork. */
import { sql } from 'kysely';
import {
  keepEverything,
  nothingRemoved,
  type RetentionCounts,
  type RetentionKind,
  type RetentionTerms,
} from '../domain/retention.ts';
import type { System, Tenant } from './database.ts';

export interface KeptTerms {
  terms: RetentionTerms;
  /** Null where nobody has said anything yet. */
  changedAt: Date | null;
  timeZone: string;
}

/** The terms of an organisation. */
export async function readTerms(tx: Tenant, organisationId: number): Promise<KeptTerms> {
  const { time_zone } = await tx
    .selectFrom('organisation')
    .select('time_zone')
    .where('id', '=', organisationId)
    .executeTakeFirstOrThrow();
  const row = await tx
    .selectFrom('retention')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst();
  if (row === undefined) return { terms: keepEverything, changedAt: null, timeZone: time_zone };
  const terms = {
    public: row.public_days,
    private: row.private_days,
    notes: row.notes_days,
    raw: row.raw_days,
    audit: row.audit_days,
  };
  return { terms, changedAt: row.changed_at, timeZone: time_zone };
}

/** Keeps other terms. */
export async function keepTerms(
  tx: Tenant,
  organisationId: number,
  terms: RetentionTerms,
  at: Date,
): Promise<void> {
  const row = {
    public_days: terms.public,
    private_days: terms.private,
    notes_days: terms.notes,
    raw_days: terms.raw,
    audit_days: terms.audit,
    changed_at: at,
  };
  await tx
    .insertInto('retention')
    .values({ organisation_id: organisationId, ...row })
    .onConflict((conflict) => conflict.column('organisation_id').doUpdateSet(row))
    .execute();
}

/** Organisations that have said something about terms, by their ids. */
export async function organisationsWithTerms(system: System): Promise<number[]> {
  const rows = await system.selectFrom('retention').select('organisation_id as id').orderBy('id').execute();
  return rows.map(({ id }) => id);
}

/** Where a night's work stands: the kind, and the last row of it that was looked at. */
export interface RunPlace {
  kind: RetentionKind | null;
  afterKey: string | null;
  afterId: string | null;
}

export interface RetentionRun extends RunPlace {
  id: string;
  beganAt: Date;
  endedAt: Date | null;
  counts: RetentionCounts;
}

const columns = [
  'id',
  'began_at as beganAt',
  'ended_at as endedAt',
  'kind',
  'after_key as afterKey',
  'after_id as afterId',
  'counts',
] as const;

/** The run that has not ended, held until the end of the transaction; null where there is none, or another program is at it. */
export async function takeOpenRun(tx: Tenant, organisationId: number): Promise<RetentionRun | null> {
  const row = await tx
    .selectFrom('retention_run')
    .select(columns)
    .where('organisation_id', '=', organisationId)
    .where('ended_at', 'is', null)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  return row ?? null;
}

/** The latest run, under way or ended. */
export async function lastRun(tx: Tenant, organisationId: number): Promise<RetentionRun | null> {
  const row = await tx
    .selectFrom('retention_run')
    .select(columns)
    .where('organisation_id', '=', organisationId)
    .orderBy('began_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** Begins a run; nothing where one is under way. */
export async function beginRun(
  tx: Tenant,
  organisationId: number,
  run: { id: string; at: Date; kind: RetentionKind },
): Promise<void> {
  await sql`
    insert into retention_run (organisation_id, id, began_at, kind, counts)
    values (${organisationId}, ${run.id}::uuid, ${run.at}, ${run.kind}, ${JSON.stringify(nothingRemoved)}::jsonb) on conflict do nothing`.execute(
    tx,
  );
}

/** Saves where a run stands; without a kind it has ended. */
export async function saveRun(
  tx: Tenant,
  organisationId: number,
  id: string,
  saved: RunPlace & { counts: RetentionCounts; at: Date },
): Promise<void> {
  await tx
    .updateTable('retention_run')
    .set({
      kind: saved.kind,
      after_key: saved.afterKey,
      after_id: saved.afterId,
      counts: JSON.stringify(saved.counts),
      ended_at: saved.kind === null ? saved.at : null,
    })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .execute();
}
