/** The append-only history: numbered per organisation, under a row lock that lasts until commit, so that no reader can pass a late row. */
import { sql } from 'kysely';
import type { HistoryAction } from '../domain/history.ts';
import { bigints, columnsOf, documents, rowsOf, texts, uuids } from './arrays.ts';
import type { Tenant } from './database.ts';

export interface Fact {
  actorId: string | null;
  action: HistoryAction;
  caseId: string | null;
  subjectId: string | null;
  particulars?: Record<string, string | number | boolean | null>;
}

export interface Dealt {
  /** The first of the `facts` numbers that were dealt; they are consecutive. */
  firstSequence: number;
  /** The first of the `cases` numbers that were dealt. */
  firstCaseNumber: number;
}

/**
 * Deals out numbers. It locks the organisation's counter until commit: call it as late as possible and write what needs numbers right after it.
 */
export async function dealNumbers(
  tx: Tenant,
  organisationId: number,
  wanted: { facts: number; cases: number },
): Promise<Dealt> {
  const dealt = await sql<{ history: number; case_number: number }>`
    update organisation_counter set history = history + ${wanted.facts}::integer, case_number = case_number + ${wanted.cases}::integer
    where organisation_id = ${organisationId} returning history, case_number`.execute(tx);
  const row = dealt.rows[0];
  if (row === undefined) throw new Error(`organisation ${organisationId} has no counter`);
  return {
    firstSequence: Number(row.history) - wanted.facts + 1,
    firstCaseNumber: Number(row.case_number) - wanted.cases + 1,
  };
}

/** Writes facts under numbers that were dealt in this transaction, and tells the listeners once. */
export async function writeFacts(
  tx: Tenant,
  organisationId: number,
  firstSequence: number,
  facts: readonly Fact[],
  at: Date,
): Promise<void> {
  if (facts.length === 0) return;
  const last = firstSequence + facts.length - 1;
  const rows = {
    sequence: bigints(facts.map((_, n) => firstSequence + n)),
    actor_id: uuids(facts.map((f) => f.actorId)),
    action: texts(facts.map((f) => f.action)),
    case_id: uuids(facts.map((f) => f.caseId)),
    subject_id: uuids(facts.map((f) => f.subjectId)),
    particulars: documents(facts.map((f) => f.particulars ?? null)),
  };
  await sql`
    insert into history (organisation_id, at, ${columnsOf(rows)})
    select ${organisationId}::integer, ${at}::timestamptz, t.* from ${rowsOf(rows)} as t`.execute(tx);
  await sql`select pg_notify('history', ${`${organisationId}:${last}`})`.execute(tx);
}

/** Deals a number to each fact and writes them; answers the last number. For acts of members, which are few at a time. */
export async function recordFacts(
  tx: Tenant,
  organisationId: number,
  facts: readonly Fact[],
  at: Date,
): Promise<number> {
  const { firstSequence } = await dealNumbers(tx, organisationId, { facts: facts.length, cases: 0 });
  await writeFacts(tx, organisationId, firstSequence, facts, at);
  return firstSequence + facts.length - 1;
}

export interface StoredFact {
  sequence: number;
  at: Date;
  actorId: string | null;
  action: HistoryAction;
  caseId: string | null;
  subjectId: string | null;
  particulars: Record<string, unknown>;
}

export interface FactRow {
  sequence: number;
  at: Date;
  actor_id: string | null;
  action: string;
  case_id: string | null;
  subject_id: string | null;
  particulars: Record<string, unknown> | null;
}

/** A fact of a row. */
export const storedFact = (row: FactRow): StoredFact => ({
  sequence: Number(row.sequence),
  at: row.at,
  actorId: row.actor_id,
  action: row.action as HistoryAction,
  caseId: row.case_id,
  subjectId: row.subject_id,
  particulars: row.particulars ?? {},
});

const selectFacts = (tx: Tenant, organisationId: number) =>
  tx
    .selectFrom('history')
    .select(['sequence', 'at', 'actor_id', 'action', 'case_id', 'subject_id', 'particulars'])
    .where('organisation_id', '=', organisationId);

/** True where a member did this with a case at an instant or later. */
export async function isDone(
  tx: Tenant,
  organisationId: number,
  { action, actorId, caseId, since }: { action: HistoryAction; actorId: string; caseId: string; since: Date },
): Promise<boolean> {
  const row = await tx
    .selectFrom('history')
    .select('sequence')
    .where('organisation_id', '=', organisationId)
    .where('case_id', '=', caseId)
    .where('action', '=', action)
    .where('actor_id', '=', actorId)
    .where('at', '>=', since)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The last time that this was done to a case; null where it never was. */
export async function lastDone(
  tx: Tenant,
  organisationId: number,
  caseId: string,
  action: HistoryAction,
): Promise<StoredFact | null> {
  const row = await selectFacts(tx, organisationId)
    .where('case_id', '=', caseId)
    .where('action', '=', action)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : storedFact(row);
}

/** Facts after a sequence, in order, at most `most`. */
export async function factsAfter(
  tx: Tenant,
  organisationId: number,
  after: number,
  most: number,
): Promise<StoredFact[]> {
  const rows = await selectFacts(tx, organisationId)
    .where('sequence', '>', after)
    .orderBy('sequence')
    .limit(most)
    .execute();
  return rows.map(storedFact);
}

/** The facts about one case, newest last: at most the latest `most`, or the latest that come before the sequence `before`. */
export async function factsOfCase(
  tx: Tenant,
  organisationId: number,
  caseId: string,
  most: number,
  before: number | null = null,
): Promise<StoredFact[]> {
  const facts = selectFacts(tx, organisationId);
  const rows = await (before === null ? facts : facts.where('sequence', '<', before))
    // Of the cases that were put into it too. As one array: either of two conditions would read the whole history.
    .where(
      sql<boolean>`case_id = any(array(
        select ${caseId}::uuid union all select id from care_case where organisation_id = ${organisationId} and merged_into = ${caseId}::uuid
      ))`,
    )
    .orderBy('sequence', 'desc')
    .limit(most)
    .execute();
  return rows.reverse().map(storedFact);
}

/** The last number dealt and committed; 0 before the first. */
export async function lastSequence(tx: Tenant, organisationId: number): Promise<number> {
  const row = await tx
    .selectFrom('organisation_counter')
    .select('history')
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst();
  return row === undefined ? 0 : Number(row.history);
}
