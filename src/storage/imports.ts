/** Imports of archives: how far a file was read stands in the same transaction as the rows that were read. */
import { sql } from 'kysely';
import type { System, Tenant } from './database.ts';
import { newId } from './ids.ts';
import { addRawItems, type ItemToSave } from './inbox.ts';
import { addIntakeCounts, noCounts } from './intakeCounts.ts';
import { keepInstitutions } from './organisations.ts';

export interface ArchiveImport {
  id: string;
  accountId: string;
  name: string;
  bytes: number;
  readBytes: number;
  readLines: number;
  unreadableLines: number;
  startedAt: Date;
  finishedAt: Date | null;
}

const columns = [
  'id',
  'account_id as accountId',
  'name',
  'bytes',
  'read_bytes as readBytes',
  'read_lines as readLines',
  'unreadable_lines as unreadableLines',
  'started_at as startedAt',
  'finished_at as finishedAt',
] as const;

/** The organisations that there are, in the order they were made; letterboxes are none. */
export async function listOrganisations(system: System): Promise<{ id: number; name: string }[]> {
  return system
    .selectFrom('organisation as o')
    .select(['o.id', 'o.name'])
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('letterbox as l').select('l.box_id').whereRef('l.box_id', '=', 'o.id'))),
    )
    .orderBy('o.id')
    .execute();
}

/** Makes an organisation with nothing but its name and its counter: the first run takes it over. */
export async function makeBareOrganisation(system: System, name: string, at: Date): Promise<number> {
  const row = await system
    .insertInto('organisation')
    .values({ name, kind: 'institution', created_at: at })
    .returning('id')
    .executeTakeFirstOrThrow();
  await system.insertInto('organisation_counter').values({ organisation_id: row.id }).execute();
  return row.id;
}

/**
 * The account that stands for the organisation's archives, made at the first import. `institution` is used then, where the organisation has
 * none of its own yet.
 */
export async function archiveAccount(
  tx: Tenant,
  organisationId: number,
  institution: string,
  at: Date,
): Promise<string> {
  const known = await findArchiveAccount(tx, organisationId);
  if (known !== null) return known;
  await sql`
    insert into connected_account (organisation_id, id, institution_id, network, network_id, handle, created_at)
    values (${organisationId}, ${newId(at.getTime())}, ${await ownInstitution(tx, organisationId, institution)},
      'archive', 'archive', 'archive', ${at})
    on conflict (organisation_id, network, network_id) where state <> 'removed' do nothing`.execute(tx);
  const made = await findArchiveAccount(tx, organisationId);
  if (made === null) throw new Error('the archive account was removed while it was made');
  return made;
}

async function findArchiveAccount(tx: Tenant, organisationId: number): Promise<string | null> {
  const row = await tx
    .selectFrom('connected_account')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('network', '=', 'archive')
    .where('state', '<>', 'removed')
    .executeTakeFirst();
  return row?.id ?? null;
}

async function ownInstitution(tx: Tenant, organisationId: number, name: string): Promise<string> {
  const own = await tx
    .selectFrom('institution')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('own', '=', true)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  if (own !== undefined) return own.id;
  const made = (await keepInstitutions(tx, organisationId, [name])).get(name);
  if (made === undefined) throw new Error('the institution was not kept');
  return made;
}

/** The import of this very file, new or under way or finished. */
export async function beginImport(
  tx: Tenant,
  organisationId: number,
  file: { accountId: string; fingerprint: string; name: string; bytes: number; at: Date },
): Promise<ArchiveImport> {
  await tx
    .insertInto('archive_import')
    .values({
      organisation_id: organisationId,
      id: newId(file.at.getTime()),
      account_id: file.accountId,
      fingerprint: file.fingerprint,
      name: file.name,
      bytes: file.bytes,
      started_at: file.at,
    })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'account_id', 'fingerprint']).doNothing())
    .execute();
  return tx
    .selectFrom('archive_import')
    .select(columns)
    .where('organisation_id', '=', organisationId)
    .where('account_id', '=', file.accountId)
    .where('fingerprint', '=', file.fingerprint)
    .executeTakeFirstOrThrow();
}

/** The latest imports, newest first. */
export async function listImports(
  tx: Tenant,
  organisationId: number,
  most: number,
): Promise<ArchiveImport[]> {
  return tx
    .selectFrom('archive_import')
    .select(columns)
    .where('organisation_id', '=', organisationId)
    .orderBy('started_at', 'desc')
    .limit(most)
    .execute();
}

export interface ImportStep {
  from: { bytes: number };
  to: { bytes: number; lines: number };
  items: readonly ItemToSave[];
  unreadable: readonly { payload: string; reason: string; position: string }[];
  at: Date;
}

/** Thrown when another process has read on in the same file meanwhile: nothing of this step is saved. */
export class ReadElsewhere extends Error {}

/** Saves rows, what could not be read, and how far the file was read; one transaction of the caller's. Throws ReadElsewhere. */
export async function saveImportStep(
  tx: Tenant,
  organisationId: number,
  theImport: Pick<ArchiveImport, 'id' | 'accountId'>,
  step: ImportStep,
): Promise<void> {
  const moved = await sql`
    update archive_import set read_bytes = ${step.to.bytes}::bigint, read_lines = ${step.to.lines}::bigint,
      unreadable_lines = unreadable_lines + ${step.unreadable.length}
    where organisation_id = ${organisationId} and id = ${theImport.id} and read_bytes = ${step.from.bytes}::bigint
      and finished_at is null`.execute(tx);
  if (moved.numAffectedRows !== 1n) throw new ReadElsewhere('another process reads this file');
  await keepUnreadable(tx, organisationId, theImport.accountId, step);
  const { items, at: heardAt } = step;
  await addRawItems(tx, {
    organisationId,
    accountId: theImport.accountId,
    source: null,
    cursor: null,
    items,
    heardAt,
  });
}

async function keepUnreadable(
  tx: Tenant,
  organisationId: number,
  accountId: string,
  step: ImportStep,
): Promise<void> {
  if (step.unreadable.length === 0) return;
  await sql`
    with given as materialized (
      select nextval('raw_item_id') as id, t.payload, t.reason, t.position
      from unnest(${step.unreadable.map((row) => row.payload)}::text[], ${step.unreadable.map((row) => row.reason)}::text[],
        ${step.unreadable.map((row) => row.position)}::text[]) as t(payload, reason, position)
    ), raw as (
      insert into raw_item (organisation_id, id, account_id, key, payload, heard_at)
      select ${organisationId}::integer, id, ${accountId}::uuid, '', payload, ${step.at}::timestamptz from given
    )
    insert into set_aside_item (organisation_id, raw_id, account_id, reason, position, set_aside_at)
    select ${organisationId}::integer, id, ${accountId}::uuid, reason, position, ${step.at}::timestamptz from given`.execute(
    tx,
  );
  const counts = { ...noCounts(), set_aside: step.unreadable.length };
  await addIntakeCounts(tx, organisationId, step.at, new Map([[accountId, counts]]));
}

/** The file was read to its end. */
export async function finishImport(tx: Tenant, organisationId: number, id: string, at: Date): Promise<void> {
  await tx
    .updateTable('archive_import')
    .set({ finished_at: at })
    .where('organisation_id', '=', organisationId)
    .where('id', '=', id)
    .where('finished_at', 'is', null)
    .execute();
}

/** Posts, and doubles and later versions of them, that this account ever brought in. */
export async function countTaken(
  tx: Tenant,
  organisationId: number,
  accountId: string,
): Promise<{ posts: number; again: number }> {
  const row = await sql<{ posts: number; again: number }>`
    select coalesce(sum(posts), 0)::integer as posts, coalesce(sum(doubles + edits), 0)::integer as again
    from intake_count where organisation_id = ${organisationId} and account_id = ${accountId}`.execute(tx);
  return row.rows[0] ?? { posts: 0, again: 0 };
}

/** The newest raw item of the organisation: what was saved up to now has an id up to this one. */
export async function newestRawItem(tx: Tenant, organisationId: number): Promise<number> {
  const row = await tx
    .selectFrom('raw_item')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? 0;
}

/** How many items up to that one still wait to be taken to the desk, counted to `most` and no further. */
export async function waitingUpTo(
  tx: Tenant,
  organisationId: number,
  rawId: number,
  most: number,
): Promise<number> {
  const counted = await sql<{ n: number }>`
    select count(*)::integer as n from (
      select 1 from inbox_item where organisation_id = ${organisationId} and raw_id <= ${rawId}::bigint limit ${most}
    ) as counted`.execute(tx);
  return counted.rows[0]?.n ?? 0;
}
