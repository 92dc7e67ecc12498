/**
 * Memory (PSS) of all processes of `npm start`, database and npm included, after idle minutes on a desk of a million posts, and how long a warm start takes until
 * the first page and the first answer of the API. `npm run bench memory [idle minutes] [posts] [open cases] [starts] [folder]`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { processesIn } from '../src/database/processes.ts';
import { cpuOf, endWithSignals } from './support/database.ts';
import { type Figure, percentile, printFigures } from './support/figures.ts';
import { ask, emptyRouteTimes, root, signIn } from './support/program.ts';
import { seededDesk } from './support/seed.ts';

const minutes = Number(process.argv[2] ?? 10);
const posts = Number(process.argv[3] ?? 1_000_000);
const cases = Number(process.argv[4] ?? 200_000);
const starts = Number(process.argv[5] ?? 5);

const desk = await seededDesk({ posts, cases, folder: process.argv[6] });
const port = await freePort();
const address = `http://127.0.0.1:${port}`;
const reference = percentile(await emptyRouteTimes(500), 0.95);

const first = start();
await until('/');
const cookie = await signIn(address, desk);
await stop(first);

const toPage: number[] = [];
const toApi: number[] = [];
let program: ChildProcess | undefined;
for (let i = 0; i < starts; i++) {
  if (program !== undefined) await stop(program);
  const began = performance.now();
  program = start();
  await until('/');
  toPage.push((performance.now() - began) / 1000);
  await until('/api/cases?view=queue');
  toApi.push((performance.now() - began) / 1000);
}
await new Promise((resolve) => setTimeout(resolve, minutes * 60_000));
const pids = [...family(program?.pid ?? 0), ...processesIn(join(desk.folder, 'database/cluster'))];
const memory = new Map([...new Set(pids)].map((pid) => [pid, pss(pid)]));
for (const [pid, megabytes] of [...memory].sort((a, b) => b[1] - a[1]))
  if (megabytes > 0) console.log(`  ${megabytes.toFixed(1).padStart(7)} MB  ${command(pid)}`);
const cpu = [...memory.keys()].reduce((sum, pid) => sum + cpuOf(pid), 0);

const figures: Figure[] = [
  { name: 'warm start to the first page', values: toPage, unit: 's', target: { most: 3 } },
  { name: 'warm start to the first page of the queue', values: toApi, unit: 's', target: null },
  {
    name: `PSS of all processes after ${minutes} idle minutes`,
    values: [[...memory.values()].reduce((a, b) => a + b, 0)],
    unit: 'MB',
    target: { most: 400 },
  },
  { name: 'CPU of all processes since their start', values: [cpu], unit: 's', target: null },
];
const met = printFigures(`Start and memory with ${posts.toLocaleString('en')} posts`, figures);
console.log(`  reference: an empty Fastify route, p95 ${reference.toFixed(2)} ms`);
if (program !== undefined) await stop(program);
process.exit(met ? 0 : 1);

/** `npm start`, without the pinned Node in front of the PATH, as a newcomer has it. */
function start(): ChildProcess {
  const env = { ...process.env, ANSWERABLE_DATA: desk.folder, PORT: String(port), LOG_LEVEL: 'warn' };
  const child = spawn('npm', ['start'], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'ignore'],
    detached: true,
  });
  child.once(
    'exit',
    endWithSignals(() => stop(child)),
  );
  return child;
}

/** Ctrl-C: everybody in front gets it. */
function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.on('exit', () => resolve());
    process.kill(-(child.pid ?? 0), 'SIGINT');
  });
}

/** Asks until it is answered, two minutes at most. */
async function until(path: string): Promise<void> {
  for (let tries = 0; tries < 6_000; tries++) {
    const options = path === '/' ? {} : { cookie };
    const answer = await ask(address, path, options).catch(() => null); // nobody listens yet
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${path} was not answered`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      const found = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(found));
    });
  });
}

/** A process and all that came from it. */
function family(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readOr(`/proc/${name}/stat`);
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const found = [pid];
  for (const one of found) for (const [child, parent] of parents) if (parent === one) found.push(child);
  return found;
}

/** Its share of the memory, in megabytes (proc(5), smaps_rollup). */
function pss(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(readOr(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) / 1000;
}

function command(pid: number): string {
  return readOr(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').slice(0, 90);
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // it has just ended
  }
}
