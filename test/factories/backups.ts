/** Looks into a database as a whole, to compare what was backed up with what was restored. */
import { createHash } from 'node:crypto';
import pg from 'pg';
import { momentary } from '../../src/storage/backup/catalogue.ts';

/** A client for one look. */
export async function asking<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Of every table of ours the number of rows and a digest of all of them, whatever their order. */
export function contentOf(url: string): Promise<Record<string, string>> {
  return asking(url, async (client) => {
    const content: Record<string, string> = {};
    const tables = await client.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
    );
    for (const { name } of tables.rows.filter((row) => !momentary.includes(row.name))) {
      if (name === 'schema_migration') continue;
      // As JSON, since an older version's columns may stand in another order.
      const { rows } = await client.query<{ row: string }>(
        `select to_jsonb(t)::text as row from "${name}" as t`,
      );
      const digest = createHash('sha256')
        .update(
          rows
            .map(({ row }) => row)
            .sort()
            .join('\n'),
        )
        .digest('hex');
      content[name] = `${rows.length} rows ${digest.slice(0, 16)}`;
    }
    return content;
  });
}

/** Indexes, constraints, triggers and policies by their definitions. */
export function fencesOf(url: string): Promise<string[]> {
  return asking(url, async (client) => {
    const { rows } = await client.query<{ line: string }>(`
      select indexdef as line from pg_indexes where schemaname = 'public'
      union all select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated
        from pg_constraint where connamespace = 'public'::regnamespace
      union all select tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text from pg_trigger where not tgisinternal
      union all select tablename || ' ' || policyname || ' ' || coalesce(qual, '') from pg_policies
      order by 1`);
    return rows.map(({ line }) => line);
  });
}
