/**
 * Intake end to end: raw item saved with its cursor, normalised, conversation, case, history, queue, under row-level security, with one `work` process beside the
 * listening one, as an installation runs it. `node bench/intake.ts [posts] [runs] [organisations]`.
 */
import { spawn } from 'node:child_process';
import { saveRawItems } from '../src/storage/inbox.ts';
import { copyRate, cpuOf, startBenchDatabase } from './support/database.ts';
import { type Figure, machineNote, median, printFigures } from './support/figures.ts';
import { makeOrganisation } from './support/organisation.ts';
import { type BenchItem, benchItems } from './support/posts.ts';

const posts = Number(process.argv[2] ?? 1_000_000);
const runs = Number(process.argv[3] ?? 5);
const organisations = Number(process.argv[4] ?? 1);
const batch = 1_000;

interface Run {
  rate: number;
  cpu: number;
  databaseCpu: number;
  mostMemory: number;
  reference: number;
}

async function run(): Promise<Run> {
  const database = await startBenchDatabase();
  const { storage } = database;
  const reference = await copyRate(storage);
  const tenants = [];
  for (let i = 0; i < organisations; i++) tenants.push(await makeOrganisation(storage, `Water ${i}`));
  const worker = spawn(
    process.execPath,
    ['bench/support/worker.ts', database.url, process.env.BENCH_WORKERS ?? '2'],
    {
      stdio: ['pipe', 'inherit', 'inherit'],
    },
  );
  const before = { own: process.cpuUsage(), database: database.cpuSeconds() };
  const began = performance.now();
  let saved = 0;
  let mostMemory = 0;
  const pending: Promise<void>[] = [];
  const share = {
    posts: Math.round(posts / organisations),
    authors: Math.round((posts * 0.4) / organisations),
    conversations: Math.round((posts * 0.6) / organisations),
  };
  const sources = tenants.map((tenant, i) => ({
    tenant,
    items: benchItems(
      { ...share, largest: Math.min(5_000, share.posts / 20), doubles: 0.05, edits: 0.02 },
      i + 1,
    ),
  }));
  for (let open = sources.length; open > 0; ) {
    for (const source of sources) {
      const items = take(source.items, batch);
      if (items.length === 0) continue;
      const { organisationId, accountId } = source.tenant;
      const rows = items.map((item) => ({ key: item.key, payload: JSON.stringify(item.payload) }));
      saved += items.length;
      pending.push(
        saveRawItems(storage, {
          organisationId,
          accountId,
          source: 'bench',
          cursor: String(saved),
          items: rows,
          heardAt: new Date(),
        }),
      );
      if (items.length < batch) open -= 1;
      if (pending.length >= 2) await pending.shift();
      while (saved % 20_000 < batch && (await waiting()) > 40_000)
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    mostMemory = Math.max(mostMemory, process.memoryUsage().rss);
  }
  await Promise.all(pending);
  while ((await waiting()) > 0) await new Promise((resolve) => setTimeout(resolve, 50));
  const seconds = (performance.now() - began) / 1000;
  const own = process.cpuUsage(before.own);
  const workerCpu = cpuOf(worker.pid ?? 0);
  const databaseCpu = database.cpuSeconds() - before.database;
  await check(saved);
  worker.stdin?.end();
  await new Promise((resolve) => worker.on('exit', resolve));
  await database.stop();
  return {
    rate: saved / seconds,
    cpu: (own.user + own.system) / 1e6 + workerCpu,
    databaseCpu,
    mostMemory: mostMemory / 1e6,
    reference,
  };

  async function waiting(): Promise<number> {
    const counted = await storage.pool.query('select count(*)::integer as n from inbox_item');
    return counted.rows[0].n;
  }

  /** Every item is accounted for and nothing is doubled. */
  async function check(items: number): Promise<void> {
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
}

function take(items: Iterator<BenchItem>, most: number): BenchItem[] {
  const taken: BenchItem[] = [];
  while (taken.length < most) {
    const next = items.next();
    if (next.done) break;
    taken.push(next.value);
  }
  return taken;
}

const results: Run[] = [];
for (let i = 0; i < runs; i++) results.push(await run());
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
    values: column((r) => r.mostMemory),
    unit: 'MB',
    target: null,
  },
];
const met = printFigures(`Intake of ${posts.toLocaleString('en')} posts`, figures);
machineNote({ name: 'COPY', value: median(column((r) => r.reference)), expected: 290_000, unit: 'rows/s' });
process.exit(met ? 0 : 1);
