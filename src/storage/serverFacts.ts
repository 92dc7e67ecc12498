/** What the database says of itself, for the doctor. */
import type pg from 'pg';
import { schemaVersion, withClient } from './backup/catalogue.ts';
import { restoreMark } from './migrate.ts';

export interface ServerFacts {
  /** For instance "18.4". */
  version: string;
  /** Settings that decide whether something acknowledged can be lost: on or off, or one of synchronous_commit's words. */
  fsync: string;
  fullPageWrites: string;
  synchronousCommit: string;
  /** Connections that a role like ours may have in all, and those that are open now, ours among them. */
  mostConnections: number;
  connections: number;
  /** Its clock when it answered, and ours just before and after. */
  clock: Date;
  asked: { before: number; after: number };
  bytes: number;
  /** Version of our tables, 0 when there are none. */
  schema: number;
  restoring: boolean;
  /** True on a standby that only reads. */
  standby: boolean;
}

interface Row {
  version: string;
  fsync: string;
  full_page_writes: string;
  synchronous_commit: string;
  most: number;
  open: number;
  bytes: string;
  restoring: boolean;
  standby: boolean;
}

/** Asks once. Throws what `pg` throws when the database is gone. */
export function serverFacts(url: string, now: () => number): Promise<ServerFacts> {
  return withClient(url, 'doctor', async (client) => {
    const asked = { before: now(), after: 0 };
    const clock = await client.query<{ at: string }>(
      'select extract(epoch from clock_timestamp())::text as at',
    );
    asked.after = now();
    const row = await settingsOf(client);
    return {
      version: row.version,
      fsync: row.fsync,
      fullPageWrites: row.full_page_writes,
      synchronousCommit: row.synchronous_commit,
      mostConnections: row.most,
      connections: row.open,
      clock: new Date(Number(clock.rows[0]?.at) * 1000),
      asked,
      bytes: Number(row.bytes),
      schema: await schemaVersion(client),
      restoring: row.restoring,
      standby: row.standby,
    };
  });
}

async function settingsOf(client: pg.Client): Promise<Row> {
  const { rows } = await client.query<Row>(`
    select split_part(current_setting('server_version'), ' ', 1) as version, current_setting('fsync') as fsync,
      current_setting('full_page_writes') as full_page_writes, current_setting('synchronous_commit') as synchronous_commit,
      (current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer)
        as most,
      (select count(*)::integer from pg_stat_activity where usesysid is not null and coalesce(backend_type, 'client backend') = 'client backend') as open,
      pg_database_size(current_database())::text as bytes, to_regclass('${restoreMark}') is not null as restoring,
      pg_is_in_recovery() as standby`);
  const [row] = rows;
  if (row === undefined) throw new Error('the database did not answer with a row');
  return row;
}
