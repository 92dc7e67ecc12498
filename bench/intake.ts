/**
 * Intake end to end: raw item saved with its cursor, normalised, conversation, case, history, queue, under row-level security, with one `work` process beside the
 * listening one, as an installation runs it. The posts are invented beforehand, into files. `npm run bench intake [posts] [runs] [organisations]`; with
 * BENCH_READING=1 the worker reads them with the models meanwhile, too.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { saveRawItems } from '../src/storage/inbox.ts';
import { type BenchDatabase, copyRate, cpuOf, startBenchDatabase } from './support/database.ts';
import { type Figure, machineNote, median, printFigures } from './support/figures.ts';
import { readItems, writeItems } from './support/itemFile.ts';
import { makeOrganisation } from './support/organisation.ts';
import { benchItems } from './support/posts.ts';

const posts = Number(process.argv[2] ?? 1_000_000);
const runs = Number(process.argv[3] ?? 5);
const organisations = Number(process.argv[4] ?? 1);
const batch = 1_000;
/** Items that may wait before the listening process pauses. */
const mostWaiting = 20_000;

interface Run {
  rate: number;
  cpu: number;
  databaseCpu: number;
  listening: number;
  working: number;
  /** Memory of the working process at the end, as a share of what it was at a quarter. */
  growth: number;
  reference: number;
}

interface Source {
  organisationId: number;
  accountId: string;
  file: string;
}

/** The resident memory of a process in MB (proc(5), VmRSS). */
function memoryOf(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? 0) / 1_000;
}

const folder = mkdtempSync(join(tmpdir(), 'answerable-items-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** The posts of each organisation, invented once for all runs. */
function invent(): { files: string[]; items: number } {
  const share = {
    posts: Math.round(posts / organisations),
    authors: Math.round((posts * 0.4) / organisations),
    conversations: Math.round((posts * 0.6) / organisations),
  };
  const shape = { ...share, largest: Math.min(5_000, share.posts / 20), doubles: 0.05, edits: 0.02 };
  const files = Array.from({ length: organisations }, (_, i) => join(folder, `${i}.tsv`));
  const items = files.reduce((sum, file, i) => sum + writeItems(file, benchItems(shape, i + 1)), 0);
  return { files, items };
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Items that are at the desk; their counts are written with them. To count what waits would read through all that has waited. */
async function taken({ storage }: BenchDatabase): Promise<number> {
  const counted = await storage.pool.query(
    'select coalesce(sum(posts + doubles + edits + set_aside), 0)::integer as n from intake_count',
  );
  return counted.rows[0].n;
}

/** What the listening process does: saves every item with its cursor, organisation by organisation in turn. `onSaved` may hold it back. */
async function listen(
  database: BenchDatabase,
  sources: readonly Source[],
  onSaved: (saved: number) => Promise<void>,
): Promise<void> {
  const pending: Promise<void>[] = [];
  let saved = 0;
  const open = new Set(sources.map((source) => ({ ...source, items: readItems(source.file) })));
  while (open.size > 0) {
    for (const source of open) {
      const items = source.items.take(batch);
      if (items.length < batch) {
        source.items.close();
        open.delete(source);
      }
      if (items.length === 0) continue;
      saved += items.length;
      const { organisationId, accountId } = source;
      const cursor = String(saved);
      pending.push(
        saveRawItems(database.storage, {
          organisationId,
          accountId,
          source: 'bench',
          cursor,
          items,
          heardAt: new Date(),
        }),
      );
      if (pending.length >= 2) await pending.shift();
      await onSaved(saved);
    }
  }
  await Promise.all(pending);
}

function startWorker(url: string): ChildProcess & { pid: number } {
  const worker = spawn(process.execPath, ['bench/support/worker.ts', url, process.env.BENCH_WORKERS ?? '4'], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  if (worker.pid === undefined) throw new Error('the worker did not start');
  return Object.assign(worker, { pid: worker.pid });
}

async function run(files: readonly string[], items: number): Promise<Run> {
  const database = await startBenchDatabase();
  const reference = await copyRate(database.storage);
  const sources: Source[] = [];
  for (const [i, file] of files.entries())
    sources.push({ ...(await makeOrganisation(database.storage, `Water ${i}`)), file });
  const worker = startWorker(database.url);
  const before = { own: process.cpuUsage(), database: database.cpuSeconds() };
  const began = performance.now();
  let listening = 0;
  let working = 0;
  let atQuarter = 0;
  await listen(database, sources, async (saved) => {
    listening = Math.max(listening, process.memoryUsage().rss / 1e6);
    const memory = memoryOf(worker.pid);
    working = Math.max(working, memory);
    if (saved <= items / 4) atQuarter = working;
    while (saved % 10_000 < batch && saved - (await taken(database)) > mostWaiting) await pause(50);
  });
  while ((await taken(database)) < items) await pause(20);
  const seconds = (performance.now() - began) / 1000;
  const own = process.cpuUsage(before.own);
  const cpu = (own.user + own.system) / 1e6 + cpuOf(worker.pid);
  const databaseCpu = database.cpuSeconds() - before.database;
  await check(database, items);
  worker.stdin?.end();
  await new Promise((resolve) => worker.on('exit', resolve));
  await database.stop();
  const growth = working / atQuarter;
  return { rate: items / seconds, cpu, databaseCpu, listening, working, growth, reference };
}

/** Every item is accounted for and nothing is doubled. */
async function check({ storage }: BenchDatabase, items: number): Promise<void> {
  const counted = await storage.pool.query(
    'select sum(posts + doubles + edits)::integer as all, sum(posts)::integer as posts, sum(set_aside)::integer as aside from intake_count',
  );
  const stored = await storage.pool.query(
    'select (select count(*) from post)::integer as posts, (select count(*) from care_case)::integer as cases, (select count(*) from conversation)::integer as conversations',
  );
  const { all, posts: fresh, aside } = counted.rows[0];
  const { posts: rows, cases, conversations } = stored.rows[0];
  console.log(
    `  ${items} items: ${fresh} posts, ${all - fresh} doubles and edits, ${aside} set aside; ${conversations} conversations, ${cases} cases`,
  );
  if (all !== items || rows !== fresh || cases !== conversations || aside !== 0)
    throw new Error('items are missing or doubled');
}

const { files, items } = invent();
const results: Run[] = [];
for (let i = 0; i < runs; i++) results.push(await run(files, items));
const column = (of: (run: Run) => number) => results.map(of);
const figures: Figure[] = [
  {
    name: `items a second, end to end (${organisations} organisations)`,
    values: column((r) => r.rate),
    unit: 'items/s',
    target: { least: 10_000 },
  },
  { name: 'CPU of our processes', values: column((r) => r.cpu), unit: 's', target: null },
  { name: 'CPU of the database', values: column((r) => r.databaseCpu), unit: 's', target: null },
  {
    name: 'most memory of the listening process',
    values: column((r) => r.listening),
    unit: 'MB',
    target: null,
  },
  { name: 'most memory of the working process', values: column((r) => r.working), unit: 'MB', target: null },
  {
    name: 'that, as a multiple of the most in the first quarter',
    values: column((r) => r.growth),
    unit: '',
    target: { most: 1.25 },
  },
  {
    name: 'CPU an item, all processes',
    values: column((r) => ((r.cpu + r.databaseCpu) / items) * 1e6),
    unit: 'us',
    target: null,
  },
];
const met = printFigures(`Intake of ${posts.toLocaleString('en')} posts`, figures);
machineNote({ name: 'COPY', value: median(column((r) => r.reference)), expected: 290_000, unit: 'rows/s' });
process.exit(met ? 0 : 1);
