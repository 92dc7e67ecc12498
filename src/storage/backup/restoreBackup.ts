/**
 * Restores a checked backup into an empty database: tables of the backup's version, its rows in one transaction, proofs, then on to this program's version. A mark stands in the
 * database until all of it is done; a restore that was cut short begins anew.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Fault } from '../../domain/fault.ts';
import { migrate, newestVersion, restoreMark } from '../migrate.ts';
import { quoted, tablesOf, withClient, withoutLimits } from './catalogue.ts';
import { type CheckedBackup, readPart } from './checkBackup.ts';
import { clearRemains, refuseFullDatabase } from './emptyDatabase.ts';
import { putFencesUp, takeFencesDown } from './indexes.ts';
import { type Manifest, rowsIn } from './manifest.ts';

export interface RestoreOptions {
  url: string;
  backup: CheckedBackup;
  signal?: AbortSignal;
  tell: (sentence: string) => void;
  onProgress?: (progress: { table: string; rows: number; of: number; read: number; bytes: number }) => void;
  /** Hears of each index that is built. */
  onStep?: (sentence: string) => void;
  /** What is done with the rows before the mark goes: whatever must never be seen undone. */
  settle?: () => Promise<void>;
}

export interface Restored {
  rows: number;
  tables: number;
  /** Versions of the tables in the backup and now. */
  from: number;
  to: number;
}

/** Restores. Throws Fault `database_newer` (the backup is a newer program's), `database_not_empty`, `backup_damaged`, `disk_full`. */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { url, backup } = options;
  const { schema } = backup.manifest;
  if (schema > newestVersion) throw newerBackup(backup.manifest);
  return withClient(url, 'restore', async (client) => {
    await beTheOnlyOne(client, options.tell);
    await refuseFullDatabase(client);
    await client.query(
      `create table if not exists ${restoreMark} (began_at timestamptz not null default now())`,
    );
    await clearRemains(client);
    await fillAndSettle(client, options);
    await client.query(`drop table ${restoreMark}`);
    const tables = backup.manifest.tables.length;
    return { rows: rowsIn(backup.manifest), tables, from: schema, to: newestVersion };
  });
}

const lockNumber = 4_127_002;

/** Two restores into one database would clear each other away. One that was killed is noticed by the database within seconds, also while it builds an index. */
async function beTheOnlyOne(client: pg.Client, tell: (sentence: string) => void): Promise<void> {
  await client.query("set client_connection_check_interval = '2s'");
  const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [
    lockNumber,
  ]);
  if (rows[0]?.mine === true) return;
  tell('Waiting for the end of another restore into this database.');
  await client.query('select pg_advisory_lock($1)', [lockNumber]);
}

async function fillAndSettle(client: pg.Client, options: RestoreOptions): Promise<void> {
  const { url, backup, tell } = options;
  await migrate(url, tell, { upTo: backup.manifest.schema, restoring: true });
  await inOneTransaction(client, () => load(client, options));
  await migrate(url, tell, { restoring: true });
  await options.settle?.();
  await client.query('analyze');
}

function newerBackup({ schema, program }: Manifest): Fault {
  return new Fault(
    'database_newer',
    `This backup was made by a newer Answerable (${program}, tables of version ${schema}; this program knows ${newestVersion}). Restore it with that program.`,
  );
}

async function inOneTransaction(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query('begin');
  try {
    await work();
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback').catch(() => undefined); // the connection may be what broke
    const code = (cause as { code?: string }).code ?? '';
    if (code === '53100') {
      throw new Fault(
        'disk_full',
        'The disk of the database is full. Make space, then run the same restore again: it begins anew.',
        {
          cause,
        },
      );
    }
    if (code.startsWith('23')) throw doesNotFit(cause);
    throw cause;
  }
}

function doesNotFit(cause: unknown): Fault {
  const { table = '', constraint = '' } = cause as { table?: string; constraint?: string };
  return new Fault(
    'backup_damaged',
    `The rows of this backup do not fit together: ${constraint} of ${table} does not hold. Nothing was restored. Take an older backup.`,
    { cause },
  );
}

async function load(client: pg.Client, options: RestoreOptions): Promise<void> {
  const { backup, signal, tell, onProgress } = options;
  const { manifest, path } = backup;
  const names = (await tablesOf(client)).map(({ name }) => name);
  await client.query(`${withoutLimits}; set local maintenance_work_mem = '256MB'`);
  const fences = await takeFencesDown(client, names);
  // What migrations write of their own comes from the backup too.
  await client.query(`truncate ${names.map(quoted).join(', ')}`);
  const all = rowsIn(manifest);
  const bytes = manifest.tables.reduce((sum, table) => sum + table.bytes, 0);
  let [rows, read] = [0, 0];
  const file = await open(path, 'r');
  try {
    for (const table of manifest.tables) {
      const onRead = (more: number) => {
        signal?.throwIfAborted();
        read += more;
        onProgress?.({ table: table.name, rows, of: all, read, bytes });
      };
      await fill(client, table, textOf(file, backup, table, onRead));
      rows += table.rows;
    }
  } finally {
    await file.close();
  }
  await setSequences(client, manifest);
  await putFencesUp(client, fences, names, options.onStep ?? (() => undefined));
  tell('Counting the rows');
  await proveCounts(client, manifest);
}

const decompress = promisify(zstdDecompress);

async function* textOf(
  file: FileHandle,
  backup: CheckedBackup,
  table: Manifest['tables'][number],
  onRead: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  for (const part of table.parts) {
    const text = await decompress(await readPart(file, backup, part));
    onRead(text.length);
    yield text;
  }
}

async function fill(
  client: pg.Client,
  { name, columns }: Manifest['tables'][number],
  text: AsyncIterable<Buffer>,
): Promise<void> {
  const into = client.query(copyFrom(`copy ${quoted(name)} (${columns.map(quoted).join(', ')}) from stdin`));
  await pipeline(Readable.from(text), into);
}

async function setSequences(client: pg.Client, { sequences }: Manifest): Promise<void> {
  for (const { name, last, called } of sequences) {
    await client.query('select setval(to_regclass($1), $2::bigint, $3)', [quoted(name), last, called]);
  }
}

/** Counted in the tables themselves, by the database. */
async function proveCounts(client: pg.Client, manifest: Manifest): Promise<void> {
  for (const { name, rows } of manifest.tables) {
    const counted = await client.query<{ n: string }>(`select count(*) as n from ${quoted(name)}`);
    const n = Number(counted.rows[0]?.n);
    if (n === rows) continue;
    throw new Fault(
      'backup_damaged',
      `The backup says that ${name} has ${rows} rows, but ${n} arrived. Nothing was restored. Take another copy of it, or an older backup.`,
    );
  }
}
