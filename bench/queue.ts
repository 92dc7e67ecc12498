/**
 * Queue pages, opening a case of 200 posts and reading it back, and search over HTTP, on a full desk, while 500 event streams are open and a writer makes changes; each stream's facts
 * are counted. `npm run bench queue [posts] [open cases] [runs] [streams] [folder]`. The desk is filled when it is missing, and kept.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { attachToRunning } from '../src/database/attach.ts';
import { openStorage } from '../src/storage/database.ts';
import { copyRate } from './support/database.ts';
import { type Figure, machineNote, median, percentile, printFigures } from './support/figures.ts';
import { ask, emptyRouteTimes, said, signIn, startProgram, times } from './support/program.ts';
import { longCase, longCases, seededDesk } from './support/seed.ts';
import { everybodysWord, wordOf } from './support/texts.ts';
import { startWriter } from './support/writer.ts';

const posts = Number(process.argv[2] ?? 5_000_000);
const cases = Number(process.argv[3] ?? 1_000_000);
const runs = Number(process.argv[4] ?? 5);
const streams = Number(process.argv[5] ?? 500);
const perSecond = 20;
const settling = 5_000;
const asked = Number(process.env.BENCH_ASKED ?? 50);

const desk = await seededDesk({ posts, cases, folder: process.argv[6] });
const program = await startProgram(desk.folder);
const { address } = program;
const cookie = await signIn(address, desk);
const url = await attachToRunning(join(desk.folder, 'database'));
if (url === null) throw new Error('the program has no database of its own');
const storage = openStorage({ url, connections: 4 });

const kinds = await whatIsAsked();
for (const { paths } of kinds) await times(address, paths, { cookie, count: 10 });
const quiet = await measure();

const before = (await sequence()) ?? 0;
const streaming = spawn(
  process.execPath,
  [join(import.meta.dirname, 'support/streams.ts'), address, cookie, String(streams), String(before)],
  { stdio: ['pipe', 'pipe', 'inherit'] },
);
await said(streaming, /(open): all/);
const cpu = { before: program.cpu(), began: performance.now() };
const writer = startWriter(storage, { ...desk, perSecond, seed: Date.now() % 1_000_000 });
const busy: Measured[] = [];
const references: number[] = [];
const copies: number[] = [];
for (let run = 0; run < runs; run++) {
  references.push(percentile(await emptyRouteTimes(500), 0.95));
  copies.push(await copyRate(storage, 50_000));
  // What the reference wrote is on the disk by then: it is no part of what is measured.
  await new Promise((resolve) => setTimeout(resolve, settling));
  busy.push(await measure());
}
await writer.stop();
const seconds = (performance.now() - cpu.began) / 1000;
const after = program.cpu();
const state = await heardEverywhere();

const figures: Figure[] = kinds.map(({ name, most }) => ({
  name: `${name}, p95 with ${streams} streams`,
  values: busy.map((run) => run[name] ?? Number.NaN),
  unit: 'ms',
  target: { most },
}));
for (const { name } of kinds)
  figures.push({
    name: `${name}, p95, nobody else there`,
    values: [quiet[name] ?? 0],
    unit: 'ms',
    target: null,
  });
figures.push(
  { name: 'changes written a second', values: [writer.written() / seconds], unit: '/s', target: null },
  { name: 'facts that each stream was owed', values: [state.owed], unit: '', target: null },
  { name: 'streams that lack one, or had one twice', values: [state.wrong], unit: '', target: { most: 0 } },
  {
    name: 'CPU of the program, of one core',
    values: [((after.program - cpu.before.program) / seconds) * 100],
    unit: '%',
    target: null,
  },
  {
    name: 'CPU of the database, of one core',
    values: [((after.database - cpu.before.database) / seconds) * 100],
    unit: '%',
    target: null,
  },
);
const met = printFigures(
  `A desk of ${posts.toLocaleString('en')} posts and ${cases.toLocaleString('en')} open cases`,
  figures,
);
console.log(`  reference: an empty Fastify route, p95 ${median(references).toFixed(2)} ms`);
machineNote({ name: 'COPY', value: median(copies), expected: 290_000, unit: 'rows/s' });
streaming.stdin?.end();
await storage.close();
await program.stop();
process.exit(met ? 0 : 1);

type Measured = Record<string, number>;

async function measure(): Promise<Measured> {
  const measured: Measured = {};
  for (const { name, paths } of kinds)
    measured[name] = percentile(await times(address, paths, { cookie, count: asked }), 0.95);
  return measured;
}

async function sequence(): Promise<number> {
  const { rows } = await storage.pool.query(
    'select history from organisation_counter where organisation_id = $1',
    [desk.organisationId],
  );
  return Number(rows[0].history);
}

/** Waits, half a minute at most, until nothing waits to be taken and every stream is where the history is. */
async function heardEverywhere(): Promise<{ owed: number; wrong: number }> {
  let told = { least: 0, most: 0, ended: 0, faults: 0, first: [] as string[], cpu: 0 };
  let end = 0;
  for (let tries = 0; tries < 60; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const waiting = await storage.pool.query('select count(*)::integer as n from inbox_item');
    end = await sequence();
    const next = said(streaming, /state: (.*)\n/);
    streaming.stdin?.write('?\n');
    told = JSON.parse(await next);
    if (waiting.rows[0].n === 0 && told.least === end) break;
  }
  if (told.faults + told.ended > 0 || told.least !== end) console.log('  streams:', end, told);
  return { owed: end - before, wrong: told.least === end ? told.faults + told.ended : streams };
}

/** Each kind of request with several addresses of it, and what it may take. */
async function whatIsAsked(): Promise<{ name: string; paths: string[]; most: number }[]> {
  const views = ['unowned', 'mine', 'waiting_author', 'resolved', 'all'];
  // Not the latest: earlier runs on a kept desk opened cases of one post behind them.
  const long = await storage.pool.query(
    'select id from care_case where number > $1 and organisation_id = $2 order by number limit $3',
    [Math.round(cases * 1.2), desk.organisationId, longCases],
  );
  const caseIds = long.rows.map((row) => row.id as string);
  const earlier = await earlierPages(caseIds);
  const search = (word: string) => `/api/search?q=${encodeURIComponent(word)}`;
  const refs = Array.from({ length: 20 }, (_, i) => `ref${5 * Math.floor((posts / 105) * (i + 1))}`);
  return [
    { name: 'queue, first page', paths: ['/api/cases?view=queue'], most: 20 },
    { name: 'queue, later pages', paths: await pages('queue', 10), most: 20 },
    ...views.map((view) => ({ name: `view ${view}`, paths: [`/api/cases?view=${view}`], most: 20 })),
    { name: 'counts of all views', paths: ['/api/cases/counts'], most: 20 },
    { name: 'a case of 200 posts, opened', paths: caseIds.map((id) => `/api/cases/${id}`), most: 20 },
    { name: 'a case of 200 posts, each page before', paths: earlier, most: 20 },
    { name: 'search, one post of all', paths: refs.map(search), most: 30 },
    {
      name: 'search, rare',
      paths: ['en', 'sw', 'fr'].map((language) => search(wordOf(language, 3_500))),
      most: 30,
    },
    {
      name: 'search, middling',
      paths: ['en', 'rw', 'yo'].map((language) => search(wordOf(language, 300))),
      most: 30,
    },
    {
      name: 'search, frequent',
      paths: ['en', 'sw', 'am'].map((language) => search(wordOf(language, 40))),
      most: 30,
    },
    { name: 'search, very common', paths: [everybodysWord, 'water', 'maji', 'ውሃ'].map(search), most: 30 },
    {
      name: 'search, two words',
      paths: [`${everybodysWord} water`, `maji ${wordOf('sw', 300)}`, `water ${wordOf('en', 40)}`].map(
        search,
      ),
      most: 30,
    },
    { name: 'search, narrowed without words', paths: ['/api/search?language=fr'], most: 30 },
  ];
}

/** The addresses of what comes before the posts with which each case opens, page by page. Throws where a case has not as many posts as it is said to have. */
async function earlierPages(caseIds: readonly string[]): Promise<string[]> {
  const paths: string[] = [];
  type Page = { posts: { id: string }[]; more?: boolean; morePosts?: boolean };
  for (const id of caseIds) {
    let page: Page = JSON.parse((await ask(address, `/api/cases/${id}`, { cookie })).text);
    let read = page.posts.length;
    while (page.more ?? page.morePosts) {
      const path: string = `/api/cases/${id}/posts?before=${page.posts[0]?.id}`;
      page = JSON.parse((await ask(address, path, { cookie })).text);
      read += page.posts.length;
      paths.push(path);
    }
    if (read !== longCase) throw new Error('the cases of 200 posts are not where the seed put them');
  }
  return paths;
}

async function pages(view: string, count: number): Promise<string[]> {
  const paths: string[] = [];
  let next: string | null = null;
  for (let i = 0; i <= count; i++) {
    const path: string = `/api/cases?view=${view}${next === null ? '' : `&after=${encodeURIComponent(next)}`}`;
    if (i > 0) paths.push(path);
    next = (JSON.parse((await ask(address, path, { cookie })).text) as { next: string | null }).next;
  }
  return paths;
}
