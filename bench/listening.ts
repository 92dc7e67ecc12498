/**
 * Fifty connected accounts listening in one process: eight on a real network of Bluesky (Jetstream), fourteen on the double of a Mastodon server (streams), ten binds to an operator (SMPP), ten on doubles of X (streams and
 * questions), eight numbers of WhatsApp (called by us as Meta calls). Each hears a post a second; all of them are counted in the database, and the memory of the program is read once a second.
 * `npm run bench listening [seconds] [a second and account]`. Needs the test servers: `node test/servers/install.mjs`; without them Bluesky's share listens on Mastodon.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { attachToRunning } from '../src/database/attach.ts';
import { openStorage } from '../src/storage/database.ts';
import { loadMasterKey } from '../src/storage/secrets.ts';
import { copyRate } from './support/database.ts';
import { makeDesk } from './support/desk.ts';
import { connectFifty } from './support/fifty.ts';
import { machineNote, percentile, printFigures } from './support/figures.ts';
import { emptyRouteTimes, startProgram } from './support/program.ts';

const seconds = Number(process.argv[2] ?? 60);
const perSecond = Number(process.argv[3] ?? 1);
const patience = 60_000;

const folder = mkdtempSync(join(tmpdir(), 'answerable-listening-'));
const program = await startProgram(folder);
const url = await attachToRunning(join(folder, 'database'));
if (url === null) throw new Error('the program has no database of its own');
const storage = openStorage({ url, connections: 3 });
const { organisationId, institutionId } = await makeDesk(storage);
const copies = await copyRate(storage);
const reference = percentile(await emptyRouteTimes(1_000), 0.95);
const before = megabytes();
const key = await loadMasterKey({ folder });
const networks = await connectFifty(storage, {
  organisationId,
  institutionId,
  key,
  address: program.address,
});
await networks.untilListening();

const cpuBefore = program.cpu();
const memory: number[] = [];
let written = 0;
for (let second = 0; second < seconds; second++) {
  const ends = performance.now() + 1_000;
  for (let n = 0; n < perSecond; n++) written += await networks.writeToAll();
  memory.push(megabytes());
  await pause(Math.max(0, ends - performance.now()));
}
const heard = await untilHeard(written);
memory.push(megabytes());
const cpu = program.cpu();
await sayWhereFrom();
const figures = [
  { name: 'accounts that heard something', values: [await accountsHeard()], unit: '', target: { least: 50 } },
  { name: 'posts written to them', values: [written], unit: '', target: null },
  { name: 'lost or doubled', values: [Math.abs(written - heard)], unit: '', target: { most: 0 } },
  { name: 'memory of the program before, RSS', values: [before], unit: 'MB', target: null },
  { name: 'memory while they are heard, RSS', values: memory, unit: 'MB', target: { most: 400 } },
  { name: 'most memory since its start', values: [most()], unit: 'MB', target: { most: 400 } },
  { name: 'CPU of the program', values: [cpu.program - cpuBefore.program], unit: 's', target: null },
  { name: 'CPU of the database', values: [cpu.database - cpuBefore.database], unit: 's', target: null },
];
const met = printFigures(`Fifty accounts in one process, ${seconds} s: ${networks.what}`, figures);
console.log(`  reference: an empty Fastify route, p95 ${reference.toFixed(2)} ms`);
machineNote({ name: 'COPY', value: copies, expected: 290_000, unit: 'rows/s' });
await storage.close();
await program.stop();
await networks.close();
rmSync(folder, { recursive: true, force: true });
process.exit(met ? 0 : 1);

/** Resident memory of the program without its database (proc(5), status). */
function megabytes(): number {
  return memoryOf('VmRSS');
}
function most(): number {
  return memoryOf('VmHWM');
}
function memoryOf(field: string): number {
  const status = readFileSync(`/proc/${program.pid}/status`, 'utf8');
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 1_000;
}

/** Posts in the database once as many are there as were written, or a minute has passed without. */
async function untilHeard(wanted: number): Promise<number> {
  const until = performance.now() + patience;
  for (;;) {
    const { rows } = await storage.pool.query<{ n: number }>(
      `select count(*)::int as n from post where direction = 'inbound'`,
    );
    const n = rows[0]?.n ?? 0;
    if (n >= wanted || performance.now() > until) return n;
    await pause(500);
  }
}

async function accountsHeard(): Promise<number> {
  return (await heardBy()).reduce((sum, { accounts }) => sum + accounts, 0);
}

/** Posts and accounts of each network. */
async function heardBy(): Promise<{ network: string; posts: number; accounts: number }[]> {
  const { rows } = await storage.pool.query<{ network: string; posts: number; accounts: number }>(
    `select p.network, count(*)::int as posts, count(distinct r.account_id)::int as accounts
    from post as p join raw_item as r on r.organisation_id = p.organisation_id and r.id = p.raw_id
    where p.direction = 'inbound' group by p.network order by p.network`,
  );
  return rows;
}

/** Which network lost some is seen at a glance. */
async function sayWhereFrom(): Promise<void> {
  for (const { network, posts, accounts } of await heardBy())
    console.log(`  ${network}: ${posts} posts heard by ${accounts} accounts`);
}
