/**
 * Writes a backup of everything as it was in one moment: COPY of every table within one snapshot, while the program goes on. The same for the embedded database and for one of
 * the operator's own; docs/decisions/0017 says why it is not a copy of the files.
 */
import { promisify } from 'node:util';
import { constants, zstdCompress } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { Fault } from '../../domain/fault.ts';
import { restoreCutShort, restoreMark } from '../migrate.ts';
import {
  isOurs,
  momentary,
  quoted,
  schemaVersion,
  sequencesOf,
  type TableShape,
  tablesOf,
  versionTable,
  withClient,
  withoutLimits,
} from './catalogue.ts';
import { type BackupFile, beginBackupFile } from './file.ts';
import { keyName, type Manifest, type Part } from './manifest.ts';

export interface BackupOptions {
  url: string;
  path: string;
  program: string;
  at: Date;
  /** The master key in base64, where it is to lie in the file too. */
  key?: string | null;
  /** Rows of the moment too, for moving to another server in one go. */
  everything?: boolean;
  signal?: AbortSignal;
  onProgress?: (progress: BackupProgress) => void;
}

export interface BackupProgress {
  table: string;
  /** Tables done and all tables. */
  done: number;
  tables: number;
  /** Bytes of COPY's text read so far, and about how many there will be. */
  read: number;
  expected: number;
  written: number;
}

export interface WrittenBackup {
  path: string;
  bytes: number;
  manifest: Manifest;
}

/** Bytes of text in one part; two parts are compressed side by side. */
const partBytes = 8 * 1024 * 1024;
const sideBySide = 2;

/**
 * Writes the backup to `path`, which appears whole or not at all. Throws Fault `input_invalid` (a file of that name), `disk_full`, `restore_incomplete`, `not_found` (nothing to
 * back up), or AbortError.
 */
export async function writeBackup(options: BackupOptions): Promise<WrittenBackup> {
  return withClient(options.url, 'backup', async (client) => {
    const tables = await holdStill(client);
    const file = await beginBackupFile(options.path, options.at);
    try {
      const manifest = await copyEverything(client, tables, file, options);
      const bytes = await file.finish(manifest);
      return { path: options.path, bytes, manifest };
    } finally {
      await file.giveUp();
    }
  });
}

/**
 * Opens the snapshot. The tables are locked against being altered (not against being written) before it is taken: a table that a migration writes anew would look empty to an
 * older snapshot.
 */
async function holdStill(client: pg.Client): Promise<TableShape[]> {
  for (;;) {
    const names = (await namesOf(client)).map(quoted);
    if (names.length === 0) throw nothingThere();
    await client.query(`begin isolation level repeatable read read only; ${withoutLimits}`);
    try {
      await client.query(`lock table ${names.join(', ')} in access share mode`);
      const tables = await tablesOf(client);
      const now = new Set(await namesOf(client));
      if (now.has(restoreMark)) throw restoreCutShort();
      if (now.size === names.length) return tables;
    } catch (error) {
      if ((error as { code?: string }).code !== '42P01') throw error; // a table went in between
    }
    await client.query('rollback');
  }
}

async function namesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class as c where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and ${isOurs('c.oid')} order by 1`,
  );
  const names = rows.map(({ name }) => name);
  return names.includes(versionTable) ? names : [];
}

function nothingThere(): Fault {
  return new Fault(
    'not_found',
    'This database has no tables of Answerable: there is nothing to back up. Check ANSWERABLE_DATA and DATABASE_URL.',
  );
}

async function copyEverything(
  client: pg.Client,
  tables: readonly TableShape[],
  file: BackupFile,
  options: BackupOptions,
): Promise<Manifest> {
  const leftOut = options.everything === true ? [] : momentary;
  const kept = tables.filter(({ name }) => !leftOut.includes(name));
  const copied: Manifest['tables'] = [];
  const told = { read: 0, expected: kept.reduce((sum, table) => sum + table.diskBytes, 0) };
  for (const [done, table] of kept.entries()) {
    const onRead = (bytes: number) => {
      told.read += bytes;
      const where = { table: table.name, done, tables: kept.length };
      options.onProgress?.({ ...where, ...told, written: file.size() });
    };
    copied.push(await copyTable(client, table, file, options.signal, onRead));
  }
  const sequences = await sequencesOf(client);
  const key = options.key == null ? null : await file.add(keyName, Buffer.from(options.key));
  const version = await client.query<{ server_version: string }>('show server_version');
  return {
    form: 1,
    program: options.program,
    schema: await schemaVersion(client),
    postgres: version.rows[0]?.server_version ?? '',
    takenAt: options.at.toISOString(),
    tables: copied,
    sequences,
    leftOut: [...leftOut],
    key,
  };
}

async function copyTable(
  client: pg.Client,
  { name, columns }: TableShape,
  file: BackupFile,
  signal: AbortSignal | undefined,
  onRead: (bytes: number) => void,
): Promise<Manifest['tables'][number]> {
  const rows = client.query(copyTo(`copy ${quoted(name)} (${columns.map(quoted).join(', ')}) to stdout`));
  const parts = partsOf(name, file);
  let bytes = 0;
  for await (const chunk of rows as AsyncIterable<Buffer>) {
    // The rest of the answer is still on its way: the connection is given up with it.
    signal?.throwIfAborted();
    bytes += chunk.length;
    onRead(chunk.length);
    await parts.take(chunk);
  }
  return { name, columns, rows: rows.rowCount ?? 0, bytes, parts: await parts.end() };
}

const compress = promisify(zstdCompress);
const level = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };

/** Cuts a stream into parts, compresses some side by side and writes them in order. */
function partsOf(
  table: string,
  file: BackupFile,
): { take(chunk: Buffer): Promise<void>; end(): Promise<Part[]> } {
  const parts: Part[] = [];
  const underWay: Promise<Buffer>[] = [];
  let [chunks, size]: [Buffer[], number] = [[], 0];
  const writeFirst = async () => {
    const content = await underWay.shift();
    if (content === undefined) return;
    const number = String(parts.length + 1).padStart(5, '0');
    parts.push(await file.add(`tables/${table}/${number}.copy.zst`, content));
  };
  const cut = async () => {
    const packed = compress(Buffer.concat(chunks), level);
    packed.catch(() => undefined); // heard of where it is awaited
    underWay.push(packed);
    [chunks, size] = [[], 0];
    if (underWay.length >= sideBySide) await writeFirst();
  };
  return {
    async take(chunk) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= partBytes) await cut();
    },
    async end() {
      if (size > 0) await cut();
      while (underWay.length > 0) await writeFirst();
      return parts;
    },
  };
}
