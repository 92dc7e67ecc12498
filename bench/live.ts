/**
 * From the network double's write to the row painted in Chromium: posts are saved as a listener saves them, the console is open on the newest cases, and the page
 * notes when each post's words stand in it and are painted. First alone, then with a burst in another organisation. `npm run bench live [seconds] [a second] [burst]`.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { attachToRunning } from '../src/database/attach.ts';
import { openStorage } from '../src/storage/database.ts';
import { browserCpu, buildConsole, openBrowser } from './support/browser.ts';
import { copyRate, cpuOf } from './support/database.ts';
import { makeDesk } from './support/desk.ts';
import { type Figure, machineNote, percentile, printFigures } from './support/figures.ts';
import { writeItems } from './support/itemFile.ts';
import { makeOrganisation } from './support/organisation.ts';
import { type BenchItem, benchItems } from './support/posts.ts';
import { emptyRouteTimes, said, signIn, startProgram } from './support/program.ts';
import { startWriter } from './support/writer.ts';

const seconds = Number(process.argv[2] ?? 30);
const perSecond = Number(process.argv[3] ?? 100);
const burst = Number(process.argv[4] ?? 50_000);

await buildConsole();
const folder = mkdtempSync(join(tmpdir(), 'answerable-live-'));
const program = await startProgram(folder);
const url = await attachToRunning(join(folder, 'database'));
if (url === null) throw new Error('the program has no database of its own');
const storage = openStorage({ url, connections: 6 });
const desk = await makeDesk(storage);
const other = await makeOrganisation(storage, 'Savanna Power');
const copies = await copyRate(storage);
const reference = percentile(await emptyRouteTimes(1_000), 0.95);
const browser = await openBrowser();
const page = await openConsole();
/** When each post came through a bare event stream beside the console's: what the program takes, without the browser. */
const heardAt = new Map<string, number>();
await listen();

await phase(5, 0); // the first seconds of a new program and page are everybody's
const alone = await phase(seconds, 0);
const beside = await phase(seconds, burst);

const painted = (seen: Phase) => [100 * (seen.delays.length / seen.written)];
const figures: Figure[] = [
  { name: 'write to painted row, p50', values: [percentile(alone.delays, 0.5)], unit: 'ms', target: null },
  {
    name: 'write to painted row, p95',
    values: [percentile(alone.delays, 0.95)],
    unit: 'ms',
    target: { most: 300 },
  },
  {
    name: 'the same beside a burst, p50',
    values: [percentile(beside.delays, 0.5)],
    unit: 'ms',
    target: null,
  },
  {
    name: 'the same beside a burst, p95',
    values: [percentile(beside.delays, 0.95)],
    unit: 'ms',
    target: null,
  },
  {
    name: 'p95 beside a burst, times the p95 alone',
    values: [percentile(beside.delays, 0.95) / percentile(alone.delays, 0.95)],
    unit: '',
    target: { most: 1.5 },
  },
  {
    name: 'write to the beginning of its batch, p95',
    values: [percentile(alone.taken, 0.95)],
    unit: 'ms',
    target: null,
  },
  {
    name: 'its batch begun, beside a burst',
    values: [percentile(beside.taken, 0.95)],
    unit: 'ms',
    target: null,
  },
  {
    name: 'write to a bare event stream, p95',
    values: [percentile(alone.heard, 0.95)],
    unit: 'ms',
    target: null,
  },
  { name: 'the same beside a burst', values: [percentile(beside.heard, 0.95)], unit: 'ms', target: null },
  { name: 'posts in a batch, mean', values: [alone.written / alone.batches], unit: '', target: null },
  { name: 'the same beside a burst', values: [beside.written / beside.batches], unit: '', target: null },
  { name: 'posts that were seen painted', values: painted(alone), unit: '%', target: { least: 99 } },
  { name: 'the same beside a burst', values: painted(beside), unit: '%', target: null },
  {
    name: 'items of the burst taken to the desk meanwhile',
    values: [beside.burstTaken],
    unit: '',
    target: null,
  },
  { name: 'CPU of the program', values: [alone.cpu.program], unit: 's', target: null },
  { name: 'CPU of the database', values: [alone.cpu.database], unit: 's', target: null },
  { name: 'CPU of the program beside a burst', values: [beside.cpu.program], unit: 's', target: null },
  { name: 'CPU of the database beside a burst', values: [beside.cpu.database], unit: 's', target: null },
  { name: 'CPU of the browser', values: [alone.cpu.browser], unit: 's', target: null },
  { name: 'CPU of the browser beside a burst', values: [beside.cpu.browser], unit: 's', target: null },
  { name: 'CPU of this bench', values: [cpuOf(process.pid)], unit: 's', target: null },
];
const met = printFigures(
  `Live: ${perSecond} posts a second for ${seconds} s, burst of ${burst.toLocaleString('en')}`,
  figures,
);
console.log(`  reference: an empty Fastify route, p95 ${reference.toFixed(2)} ms`);
machineNote({ name: 'COPY', value: copies, expected: 290_000, unit: 'rows/s' });
await browser.close();
await storage.close();
await program.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(met ? 0 : 1);

interface Phase {
  delays: number[];
  heard: number[];
  taken: number[];
  batches: number;
  written: number;
  burstTaken: number;
  cpu: { program: number; database: number; browser: number };
}

/** Writes for so long; answers how long each post took from right before its save to its painting, in milliseconds. */
async function phase(lasting: number, burstItems: number): Promise<Phase> {
  const writtenAt = new Map<string, number>();
  const bursting = burstItems > 0 ? await startBurst(burstItems) : null;
  const before = { ...program.cpu(), browser: browserCpu() };
  const seed = Math.floor(Math.random() * 1e9);
  const onWrite = (item: BenchItem) => {
    const mark = `mark${seed}x${writtenAt.size}`;
    const { record } = item.payload as { record: { text: string } };
    record.text = `${mark} ${record.text}`.slice(0, 300);
    writtenAt.set(mark, Date.now());
  };
  const writer = startWriter(storage, { ...desk, perSecond, seed, conversations: 1_000_000, onWrite });
  bursting?.begin();
  await new Promise((resolve) => setTimeout(resolve, lasting * 1000));
  await writer.stop();
  const burstTaken = await takenOf(other.organisationId);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const after = { ...program.cpu(), browser: browserCpu() };
  const paintedAt = (await page.evaluate('window.painted')) as Record<string, number>;
  await bursting?.ended;
  const delays = [...writtenAt].flatMap(([mark, at]) =>
    paintedAt[mark] === undefined ? [] : [paintedAt[mark] - at],
  );
  const heard = [...writtenAt].flatMap(([mark, at]) =>
    heardAt.has(mark) ? [(heardAt.get(mark) ?? 0) - at] : [],
  );
  const cpu = {
    program: after.program - before.program,
    database: after.database - before.database,
    browser: after.browser - before.browser,
  };
  const { taken, batches } = await takenAfter(`mark${seed}x`);
  return { delays, heard, taken, batches, written: writtenAt.size, burstTaken, cpu };
}

/** Starts somebody else's burst; its end is waited for by whoever started it. */
async function startBurst(items: number): Promise<{ begin(): void; ended: Promise<void> }> {
  const file = join(folder, 'burst.items');
  const shape = {
    posts: items,
    authors: items * 0.4,
    conversations: items * 0.6,
    largest: 500,
    doubles: 0.05,
    edits: 0.02,
  };
  writeItems(file, benchItems(shape, 7));
  const { organisationId, accountId } = other;
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'support/burst.ts'), url ?? '', String(organisationId), accountId, file],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  await said(child, /(ready): yes/);
  return { begin: () => child.stdin?.write('go\n'), ended };
}

/** How long after its heading each post's batch was begun, in milliseconds, and how many batches there were. */
async function takenAfter(mark: string): Promise<{ taken: number[]; batches: number }> {
  const found = await storage.pool.query(
    `select extract(epoch from h.at - p.heard_at) * 1000 as after, h.at from post as p
     join conversation as c on c.organisation_id = p.organisation_id and c.id = p.conversation_id
     join history as h on h.organisation_id = p.organisation_id and h.case_id = c.case_id and h.action = 'case_opened'
     where p.organisation_id = $1 and p.text like $2 || '%'`,
    [desk.organisationId, mark],
  );
  return {
    taken: found.rows.map((row) => Number(row.after)),
    batches: new Set(found.rows.map((row) => Number(row.at))).size,
  };
}

async function takenOf(organisationId: number): Promise<number> {
  const counted = await storage.pool.query(
    'select coalesce(sum(posts + doubles + edits), 0)::integer as n from intake_count where organisation_id = $1',
    [organisationId],
  );
  return counted.rows[0].n;
}

async function listen(): Promise<void> {
  const cookie = await signIn(program.address, desk);
  await new Promise<void>((resolve, reject) => {
    get(`${program.address}/api/events`, { agent: false, headers: { cookie } }, (response) => {
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        for (const [mark] of text.matchAll(/mark\d+x\d+/g))
          if (!heardAt.has(mark)) heardAt.set(mark, Date.now());
      });
      response.on('error', () => undefined); // the program ends before this stream
      resolve();
    }).on('error', reject);
  });
}

/** The console as the first member, on all cases, the newest first; high enough that a row is not pushed out of sight within a frame. */
async function openConsole(): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1400, height: 1_600 },
    baseURL: program.address,
  });
  const cookie = await signIn(program.address, desk);
  await context.addCookies(
    cookie.split('; ').map((pair) => {
      const at = pair.indexOf('=');
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url: program.address };
    }),
  );
  const shown = await context.newPage();
  const answer = await shown.goto('/inbox/all');
  if (answer?.ok() !== true) throw new Error(`the console answered ${answer?.status()}`);
  await shown.waitForSelector('main');
  await shown.evaluate(watch());
  return shown;
}

/** In the page, as text since its types are not this program's: after a change the next frame is drawn; what runs right after it runs when it is painted. */
function watch(): string {
  return `(() => {
  window.painted = {};
  const after = new MessageChannel();
  let waiting = [];
  after.port1.onmessage = () => {
    const now = Date.now();
    for (const mark of waiting) window.painted[mark] ??= now;
    waiting = [];
  };
  let asked = false;
  const look = () => {
    asked = false;
    for (const line of document.querySelectorAll('[role=option] p')) {
      const mark = /^mark\\d+x\\d+/.exec(line.textContent ?? '')?.[0];
      if (mark !== undefined && window.painted[mark] === undefined) waiting.push(mark);
    }
    after.port2.postMessage(0);
  };
  new MutationObserver(() => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(look);
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
})()`;
}
