import pg from 'pg';
import { Fault } from '../domain/fault.ts';
import { attachToRunning } from './attach.ts';
import { type EmbeddedDatabase, startEmbeddedDatabase } from './embedded.ts';
import type { OnDatabaseEvent } from './event.ts';

export interface ConnectOptions {
  /** DATABASE_URL, when it is set. */
  databaseUrl?: string | undefined;
  /** Where the embedded database lives. Not touched when `databaseUrl` is given. */
  folder: string;
  /** For short-lived commands: where a living program has the folder, use its database rather than refuse. */
  attach?: boolean;
  onProgress?: OnDatabaseEvent;
}

export interface FoundDatabase {
  url: string;
  /** Null when the database is not ours to stop. */
  embedded: EmbeddedDatabase | null;
  stop(): Promise<void>;
}

/** Checks the database of DATABASE_URL, or starts the embedded one when there is none. Throws a Fault. */
export async function connectOrStart(options: ConnectOptions): Promise<FoundDatabase> {
  const { databaseUrl, folder, onProgress } = options;
  if (databaseUrl) {
    await checkDatabase(databaseUrl);
    return { url: databaseUrl, embedded: null, stop: () => Promise.resolve() };
  }
  const running = options.attach ? await attachToRunning(folder) : null;
  if (running !== null) return { url: running, embedded: null, stop: () => Promise.resolve() };
  const embedded = await startEmbeddedDatabase({ folder, ...(onProgress ? { onProgress } : {}) });
  return { url: embedded.url, embedded, stop: () => embedded.stop() };
}

const oldestPromised = 15;
const patience = 10_000;

/**
 * Connects once. Throws a Fault with one sentence: `settings_invalid` (no address of a Postgres),
 * `database_unreachable`, `database_refused` (name, password, rights), `database_missing`, `database_too_old`.
 * No sentence holds the password.
 */
export async function checkDatabase(databaseUrl: string, oldest = oldestPromised): Promise<void> {
  const where = placeOf(databaseUrl);
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: patience });
  client.on('error', () => undefined); // a connection lost later also fails the awaited query
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number }>(
      "select current_setting('server_version_num')::int / 10000 as version",
    );
    const version = rows[0]?.version ?? 0;
    if (version < oldest) throw tooOld(where, version, oldest);
  } catch (error) {
    throw error instanceof Fault ? error : connectionFault(error, where);
  } finally {
    await client.end().catch(() => undefined); // it may never have begun
  }
}

interface Where {
  server: string;
  database: string;
  role: string;
}

function placeOf(databaseUrl: string): Where {
  const wrong = (cause?: unknown) =>
    new Fault(
      'settings_invalid',
      'DATABASE_URL is not the address of a Postgres. Write it as postgresql://name:password@host:5432/database.',
      { cause },
    );
  if (!/^postgres(ql)?:\/\//.test(databaseUrl)) throw wrong();
  try {
    const client = new pg.Client({ connectionString: databaseUrl });
    const { host, port, database, user } = client;
    return {
      server: host.startsWith('/') ? host : `${host}:${port}`,
      database: database ?? '',
      role: user ?? '',
    };
  } catch (error) {
    throw wrong(error);
  }
}

function tooOld(where: Where, version: number, oldest: number): Fault {
  return new Fault(
    'database_too_old',
    `The database at ${where.server} is Postgres ${version}; Answerable needs ${oldest} or newer. Upgrade it, or name another with DATABASE_URL.`,
  );
}

function connectionFault(cause: unknown, where: Where): Fault {
  const code = (cause as { code?: string }).code ?? '';
  const { server, database, role } = where;
  const from = 'Check DATABASE_URL.';
  if (code === '28P01' || code === '28000') {
    return new Fault(
      'database_refused',
      `The database at ${server} refuses "${role}" with this password. ${from}`,
      { cause },
    );
  }
  if (code === '3D000') {
    const sentence = `There is no database "${database}" at ${server}. Create it, or name another in DATABASE_URL.`;
    return new Fault('database_missing', sentence, { cause });
  }
  if (code === '42501') {
    const sentence = `"${role}" may not connect to the database "${database}" at ${server}. Grant it that right.`;
    return new Fault('database_refused', sentence, { cause });
  }
  if (code === '53300') {
    const sentence = `The database at ${server} has no free connection. Raise its max_connections, or end other programs.`;
    return new Fault('database_refused', sentence, { cause });
  }
  return new Fault(
    'database_unreachable',
    `The database at ${server} cannot be reached. Is it running? ${from}`,
    { cause },
  );
}
