/** A database for a bench: the embedded Postgres as the program starts it, in a folder of its own. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { startEmbeddedDatabase } from '../../src/database/embedded.ts';
import { processesIn } from '../../src/database/processes.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';

export interface BenchDatabase {
  folder: string;
  url: string;
  storage: Storage;
  /** CPU seconds of all its processes so far, ended ones included as far as the postmaster waited for them. */
  cpuSeconds(): number;
  stop(): Promise<void>;
}

/** Starts one, migrated and empty. */
export async function startBenchDatabase(connections = 12): Promise<BenchDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'answerable-bench-'));
  const database = await startEmbeddedDatabase({ folder });
  await migrate(database.url, () => undefined);
  const storage = openStorage({ url: database.url, connections });
  const end = async () => {
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const ended = endWithSignals(end);
  return {
    folder,
    url: database.url,
    storage,
    cpuSeconds: () => processesIn(join(folder, 'cluster')).reduce((sum, pid) => sum + cpuOf(pid), 0),
    stop: async () => {
      await storage.close();
      await end();
      ended();
    },
  };
}

const ends = new Set<() => Promise<void>>();
let listening = false;

/**
 * A bench that is told to end (Ctrl-C, a time limit), or that fails, ends what it started first: processes in a group of their own would live on. Answers how to take that back once
 * it has ended in order.
 */
export function endWithSignals(end: () => Promise<void>): () => void {
  if (!listening) {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => endAll(130));
    process.on('uncaughtException', (error) => {
      console.error(error);
      endAll(1);
    });
  }
  listening = true;
  ends.add(end);
  return () => ends.delete(end);
}

function endAll(code: number): void {
  const ending = [...ends].map((end) => end());
  ends.clear();
  Promise.allSettled(ending).then(() => process.exit(code));
}

/** CPU seconds of a process and of the children that it waited for (proc(5), fields 14 to 17 of stat). */
export function cpuOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return [11, 12, 13, 14].reduce((sum, i) => sum + Number(fields[i] ?? 0), 0) / 100;
  } catch {
    return 0; // it has just ended
  }
}

/** A client of its own for COPY, which cannot share one with statements sent ahead. Whoever asks ends it. */
export async function copyClient(storage: Storage): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: storage.pool.options.connectionString });
  await client.connect();
  return client;
}

/** The reference of the same run: rows of about 300 bytes a second through COPY into a bare table. */
export async function copyRate(storage: Storage, rows = 200_000): Promise<number> {
  const client = await copyClient(storage);
  try {
    await client.query('create temporary table reference (id bigint, words text)');
    const line = 'water has not come for a week and nobody answers the telephone '.repeat(5);
    const began = performance.now();
    const lines = function* () {
      for (let i = 0; i < rows; i += 500) {
        yield Array.from({ length: 500 }, (_, j) => `${i + j}\t${line}\n`).join('');
      }
    };
    await pipeline(Readable.from(lines()), client.query(copyFrom('copy reference from stdin')));
    const seconds = (performance.now() - began) / 1000;
    await client.query('drop table reference');
    return rows / seconds;
  } finally {
    await client.end();
  }
}
