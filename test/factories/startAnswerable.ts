/** The program itself as a child process: started, spoken to over HTTP, killed without warning, started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { programRole } from '../../src/database/roles.ts';
import { addressOver, socketFolderOf } from '../../src/database/socketFolder.ts';
import { folderOfDatabases } from '../roomInMemory.ts';
import { compiled, programFile } from './program.ts';

const root = join(import.meta.dirname, '../..');

export interface AnswerableOptions {
  /** Left out: the embedded database in the data folder. */
  databaseUrl?: string;
  environment?: Record<string, string>;
}

export interface Answerable {
  folder: string;
  /** Where the console is; another one after every start. */
  address(): string;
  /** The one-time link that was printed at the last start. */
  link(): string;
  /** Everything that was printed since the last start. */
  said(): string;
  /** One statement in its database. */
  query<Row extends pg.QueryResultRow>(statement: string, values?: unknown[]): Promise<Row[]>;
  /** kill -9 of the program; with `database` of its embedded Postgres in the same moment. */
  kill(what?: { database: boolean }): Promise<void>;
  /** Starts it again after it was killed; resolves when it is ready. */
  start(): Promise<void>;
  /** Ends it in order; answers the exit code. */
  stop(): Promise<number | null>;
  /** Ends it and takes its data folder away. */
  close(): Promise<void>;
}

interface Running {
  child: ChildProcess;
  said: string;
  ended: Promise<unknown>;
}

/** Starts all roles in one process on a data folder of its own and a free port. */
export async function startAnswerable(options: AnswerableOptions = {}): Promise<Answerable> {
  const folder = await mkdtemp(join(folderOfDatabases(), 'answerable-run-'));
  const url =
    options.databaseUrl ?? addressOver(socketFolderOf(join(folder, 'database')), programRole, programRole);
  let running = await launch(folder, options);
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (running.child.exitCode === null && running.child.signalCode === null) running.child.kill(signal);
    await running.ended;
    return running.child.exitCode;
  };
  return {
    folder,
    address: () => /ready at (\S+)/.exec(running.said)?.[1] ?? '',
    link: () => /: (http\S+#token=\S+)/.exec(running.said)?.[1] ?? '',
    said: () => running.said,
    query: (statement, values) => query(url, statement, values),
    async kill(what) {
      if (what?.database) process.kill(postmasterOf(folder), 'SIGKILL');
      await end('SIGKILL');
    },
    async start() {
      running = await launch(folder, options);
    },
    stop: () => end('SIGTERM'),
    async close() {
      await end('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Nothing that a test started outlives the test. */
const programs = new Set<ChildProcess>();
process.once('exit', () => {
  for (const program of programs) program.kill('SIGKILL');
});

async function launch(folder: string, options: AnswerableOptions): Promise<Running> {
  const environment = {
    ...compiled,
    PATH: process.env.PATH,
    PORT: '0',
    LOG_LEVEL: 'warn',
    ANSWERABLE_DATA: folder,
    ...(options.databaseUrl === undefined ? {} : { DATABASE_URL: options.databaseUrl }),
    ...options.environment,
  };
  const child = spawn(process.execPath, [programFile], { cwd: root, env: environment });
  programs.add(child);
  child.once('exit', () => programs.delete(child));
  const running: Running = { child, said: '', ended: once(child, 'exit') };
  await new Promise<void>((resolve, reject) => {
    const hear = (data: Buffer) => {
      running.said += data;
      if (process.env.SHOW_PROGRAM) process.stderr.write(data);
      if (running.said.includes('Ctrl-C stops everything.')) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`the program ended with ${code}: ${running.said}`)));
  });
  return running;
}

async function query<Row extends pg.QueryResultRow>(
  url: string,
  statement: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  // A database that is killed meanwhile is told by the statement itself.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(statement, values)).rows;
  } finally {
    await client.end();
  }
}

function postmasterOf(folder: string): number {
  const note = readFileSync(join(folder, 'database', 'cluster', 'postmaster.pid'), 'utf8');
  return Number(note.split('\n')[0]);
}
