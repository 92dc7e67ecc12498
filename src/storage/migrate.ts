/** Brings the tables to this program's version: plain SQL files, in order, each in a transaction, one program at a time. */
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { Fault } from '../domain/fault.ts';

/** Written down rather than found, so that a stray file cannot become a migration. */
const migrations = [
  { version: 1, name: '0001_spine' },
  { version: 3, name: '0003_faults' },
  { version: 5, name: '0005_intake' },
  { version: 6, name: '0006_passwords' },
  { version: 7, name: '0007_search' },
  { version: 8, name: '0008_late_news' },
  { version: 9, name: '0009_mine' },
  { version: 10, name: '0010_lookups' },
  { version: 11, name: '0011_by_id' },
  { version: 12, name: '0012_fingerprints' },
  { version: 13, name: '0013_counts' },
  { version: 14, name: '0014_fingerprint_right' },
  { version: 15, name: '0015_email' },
  { version: 16, name: '0016_forms' },
  { version: 17, name: '0017_sign_in' },
  { version: 18, name: '0018_operator' },
  { version: 19, name: '0019_office_hours' },
  { version: 20, name: '0020_rearranged' },
  { version: 21, name: '0021_authors' },
  { version: 23, name: '0023_approved_texts' },
  { version: 24, name: '0024_saved_views' },
  { version: 25, name: '0025_bulk' },
  { version: 26, name: '0026_teams' },
  { version: 27, name: '0027_erasing' },
  { version: 28, name: '0028_languages' },
  { version: 29, name: '0029_tags' },
  { version: 30, name: '0030_policies' },
  { version: 31, name: '0031_abusive' },
  { version: 32, name: '0032_blocked' },
  { version: 33, name: '0033_rules' },
  { version: 34, name: '0034_abuse_limit' },
  { version: 35, name: '0035_retention' },
  { version: 36, name: '0036_praise' },
  { version: 37, name: '0037_private_moves' },
  { version: 38, name: '0038_protected' },
  { version: 39, name: '0039_rules_that_wait' },
  { version: 40, name: '0040_deleted_words' },
  { version: 41, name: '0041_block_until' },
  { version: 43, name: '0043_posts_by_time' },
  { version: 44, name: '0044_findings' },
  { version: 45, name: '0045_small_lists' },
  { version: 46, name: '0046_campaigns' },
  { version: 47, name: '0047_topics' },
  { version: 48, name: '0048_whereabouts' },
  { version: 49, name: '0049_commitments' },
  { version: 50, name: '0050_promises_page' },
  { version: 51, name: '0051_follow_ups' },
  { version: 52, name: '0052_response_record' },
  { version: 53, name: '0053_alerts' },
  { version: 54, name: '0054_front_row' },
  { version: 55, name: '0055_calls_for_complaints' },
  { version: 56, name: '0056_letterboxes' },
  { version: 57, name: '0057_spreading' },
  { version: 58, name: '0058_did_it_happen' },
  { version: 59, name: '0059_asked_without_case' },
  { version: 60, name: '0060_receiving' },
  { version: 61, name: '0061_campaigns_by_time' },
  { version: 62, name: '0062_phone' },
  { version: 63, name: '0063_money' },
  { version: 64, name: '0064_telephones' },
  { version: 65, name: '0065_delivery_keys' },
  { version: 66, name: '0066_watch_outs' },
] as const;

export const newestVersion = migrations[migrations.length - 1]?.version ?? 0;

const lockNumber = 4_127_001;

export interface Migrated {
  from: number;
  to: number;
}

export interface MigrateOptions {
  /** Stops there; the newest where it is left out. */
  upTo?: number;
  /** A restore prepares its own tables. */
  restoring?: boolean;
}

/**
 * Migrates the database at `url`. Throws Fault `database_newer` when a later program was here, `restore_incomplete` when a restore was cut short, `database_role` when
 * the roles of row-level security are missing and cannot be made.
 */
export async function migrate(
  url: string,
  onProgress: (sentence: string) => void,
  { upTo = newestVersion, restoring = false }: MigrateOptions = {},
): Promise<Migrated> {
  const client = new pg.Client({ connectionString: url, application_name: 'answerable migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockNumber]);
    if (!restoring && (await isBeingRestored(client))) throw restoreCutShort();
    await client.query(
      'create table if not exists schema_migration (version integer primary key, name text not null, applied_at timestamptz not null default now())',
    );
    const from = await currentVersion(client);
    if (from > newestVersion) {
      throw new Fault(
        'database_newer',
        `This database was written by a newer Answerable (version ${from}, this program knows ${newestVersion}). Start the newer program, or restore a backup from before the upgrade.`,
      );
    }
    await ensureRoles(client);
    for (const migration of migrations) {
      if (migration.version <= from || migration.version > upTo) continue;
      onProgress(`Preparing the tables (${migration.name})`);
      await apply(client, migration);
    }
    return { from, to: Math.max(from, upTo) };
  } finally {
    await client.end();
  }
}

/** Runs work while no program prepares tables on this database: whoever would use it waits. */
export async function holdingMigrations<T>(url: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'answerable upgrade' });
  client.on('error', () => undefined); // lost with the server: whoever waited is refused by its end
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockNumber]);
    return await work();
  } finally {
    await client.end();
  }
}

/** The fault of a database that a restore left half done. */
export function restoreCutShort(): Fault {
  return new Fault(
    'restore_incomplete',
    'A restore into this database is under way or was cut short. Run "npx answerable restore" with the same backup again: it begins anew by itself.',
  );
}

/** Stands while a restore is under way. */
export const restoreMark = 'restore_under_way';

async function isBeingRestored(client: pg.Client): Promise<boolean> {
  const found = await client.query<{ there: boolean }>(
    `select to_regclass('${restoreMark}') is not null as there`,
  );
  return found.rows[0]?.there === true;
}

async function currentVersion(client: pg.Client): Promise<number> {
  const found = await client.query<{ version: number | null }>(
    'select max(version) as version from schema_migration',
  );
  return found.rows[0]?.version ?? 0;
}

/** Since version 16 the maker of a role is a member who may not yet act as it: ask for that itself. */
const mayActAs = `pg_has_role(current_user, rolname, case when current_setting('server_version_num')::integer >= 160000 then 'set' else 'member' end)`;

async function ensureRoles(client: pg.Client): Promise<void> {
  for (const role of ['answerable_tenant', 'answerable_audit', 'answerable_spread']) {
    try {
      await ensureRole(client, role);
    } catch (cause) {
      throw new Fault(
        'database_role',
        `The database's role "${role}" is missing and this connection may not make it. As an administrator run: create role ${role} nologin; grant ${role} to current_user, with the connection's own role in place of current_user.`,
        { cause },
      );
    }
  }
}

const triesForRole = 5;

/** Roles belong to the whole server: programs of other databases on it may make and grant the same one at the same moment, and whoever loses looks again. */
async function ensureRole(client: pg.Client, role: string, tries = triesForRole): Promise<void> {
  try {
    const found = await client.query<{ member: boolean }>(
      `select ${mayActAs} as member from pg_roles where rolname = $1`,
      [role],
    );
    if (found.rows[0]?.member === true) return;
    if (found.rowCount === 0) await client.query(`create role ${role} nologin`);
    await client.query(`grant ${role} to current_user`);
  } catch (cause) {
    if (tries <= 1 || !isMadeMeanwhile(cause)) throw cause;
    await ensureRole(client, role, tries - 1);
  }
}

/** unique_violation, duplicate_object, and the nameless "tuple concurrently updated". */
function isMadeMeanwhile(error: unknown): boolean {
  return error instanceof pg.DatabaseError && ['23505', '42710', 'XX000'].includes(error.code ?? '');
}

async function apply(client: pg.Client, migration: { version: number; name: string }): Promise<void> {
  const text = await readFile(new URL(`./migrations/${migration.name}.sql`, import.meta.url), 'utf8');
  await client.query('begin');
  try {
    await client.query(text);
    await client.query('insert into schema_migration (version, name) values ($1, $2)', [
      migration.version,
      migration.name,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
