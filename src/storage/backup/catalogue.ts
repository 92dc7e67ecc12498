/** What the database's own catalogue says of our tables. A backup holds what is there, whatever version made it. */
import pg from 'pg';
import { restoreMark } from '../migrate.ts';

export interface TableShape {
  name: string;
  /** In the order of the catalogue, without those that the database computes itself. */
  columns: string[];
  /** What it takes on the disk, its indexes left out. */
  diskBytes: number;
}

export interface SequenceState {
  name: string;
  last: string;
  called: boolean;
}

/** Written by each migration's transaction, and made anew by a restore. */
export const versionTable = 'schema_migration';

/** Rows of the moment: who is signed in, who runs. Left out, so that a stolen backup opens no session and a restored one has no ghosts. */
export const momentary = ['session', 'verification', 'rate_limit', 'running_role'];

/** Not what an extension brought into the schema. */
export const isOurs = (oid: string): string =>
  `not exists (select from pg_depend as d where d.objid = ${oid} and d.deptype = 'e')`;

/** Limits of the database for ordinary statements do not hold for copying all of it. */
export const withoutLimits =
  'set local statement_timeout = 0; set local lock_timeout = 0; set local idle_in_transaction_session_timeout = 0';

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Every table of ours, in the order of its name. */
export async function tablesOf(client: pg.Client): Promise<TableShape[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; bytes: string }>(`
    select c.relname as name, pg_table_size(c.oid) as bytes, coalesce(array_agg(a.attname::text order by a.attnum)
      filter (where a.attnum > 0 and not a.attisdropped and a.attgenerated = ''), '{}') as columns
    from pg_class as c join pg_attribute as a on a.attrelid = c.oid
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and ${isOurs('c.oid')}
      and c.relname not in ('${versionTable}', '${restoreMark}')
    group by c.oid, c.relname order by c.relname`);
  return rows.map(({ name, columns, bytes }) => ({ name, columns, diskBytes: Number(bytes) }));
}

/** Where every sequence stands now; never behind what is in the rows of an older snapshot. */
export async function sequencesOf(client: pg.Client): Promise<SequenceState[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class as c where c.relnamespace = current_schema()::regnamespace and c.relkind = 'S' order by 1`,
  );
  const states: SequenceState[] = [];
  for (const { name } of rows) {
    const read = await client.query<{ last: string; called: boolean }>(
      `select last_value::text as last, is_called as called from ${quoted(name)}`,
    );
    const [state] = read.rows;
    if (state !== undefined) states.push({ name, ...state });
  }
  return states;
}

/** The version of the tables, 0 for a database that has none of ours. */
export async function schemaVersion(client: pg.Client): Promise<number> {
  const there = await client.query<{ there: boolean }>(
    `select to_regclass('${versionTable}') is not null as there`,
  );
  if (there.rows[0]?.there !== true) return 0;
  const read = await client.query<{ version: number | null }>(
    `select max(version) as version from ${versionTable}`,
  );
  return read.rows[0]?.version ?? 0;
}

/** Runs work on a client of its own, which ends with it. */
export async function withClient<T>(
  url: string,
  name: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: `answerable ${name}` });
  client.on('error', () => undefined); // a connection lost later also fails the awaited query
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
