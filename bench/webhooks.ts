/**
 * Networks that call: WhatsApp's signed requests against the program as `npm start` runs it (its database, its workers beside): verified, stored and acknowledged a second, and
 * how long an acknowledgement takes. After each run every acknowledged message is counted in the database. `npm run bench webhooks [seconds] [runs] [connections]`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { attachToRunning } from '../src/database/attach.ts';
import { addAccount } from '../src/storage/accounts.ts';
import { openStorage } from '../src/storage/database.ts';
import { receivingAddresses } from '../src/storage/receivingAddress.ts';
import { loadMasterKey } from '../src/storage/secrets.ts';
import { copyRate, cpuOf } from './support/database.ts';
import { makeDesk } from './support/desk.ts';
import { machineNote, percentile, printFigures } from './support/figures.ts';
import { emptyRouteTimes, said, startProgram } from './support/program.ts';

const seconds = Number(process.argv[2] ?? 5);
const runs = Number(process.argv[3] ?? 5);
const connections = Number(process.argv[4] ?? 48);
const appSecret = 'a secret for measuring only';
const phone = '106540352242922';

const folder = mkdtempSync(join(tmpdir(), 'answerable-webhooks-'));
const program = await startProgram(folder);
const url = await attachToRunning(join(folder, 'database'));
if (url === null) throw new Error('the program has no database of its own');
const storage = openStorage({ url, connections: 3 });
const webhook = await connectAccount();
const copies = await copyRate(storage);
const reference = percentile(await emptyRouteTimes(1_000), 0.95);
const caller = spawn(
  process.execPath,
  [join(import.meta.dirname, 'support/caller.ts'), webhook, appSecret, phone, String(connections)],
  { stdio: ['pipe', 'pipe', 'inherit'] },
);
await said(caller, /ready: (yes)/);
const lines = createInterface({ input: caller.stdout });

await run('warm', 3); // the first seconds of a new program are everybody's
const rates: number[] = [];
const slow: number[] = [];
const middle: number[] = [];
let [acknowledged, refused] = [await settled(), 0];
const cpuBefore = program.cpu();
let missing = 0;
for (let n = 0; n < runs; n++) {
  const seen = await run(`run${n}`, seconds);
  rates.push(seen.taken.length / seen.seconds);
  slow.push(percentile(seen.taken, 0.99));
  middle.push(percentile(seen.taken, 0.5));
  refused += seen.refused;
  const before = acknowledged;
  acknowledged = await settled();
  missing += seen.taken.length - (acknowledged - before);
}
const cpu = program.cpu();
const figures = [
  { name: 'verified, stored and acknowledged', values: rates, unit: '/s', target: { least: 3_000 } },
  { name: 'an acknowledgement, p50', values: middle, unit: 'ms', target: null },
  { name: 'an acknowledgement, p99', values: slow, unit: 'ms', target: { most: 50 } },
  { name: 'acknowledged and not in the database', values: [missing], unit: '', target: { most: 0 } },
  { name: 'not acknowledged', values: [refused], unit: '', target: null },
  { name: 'CPU of the program', values: [cpu.program - cpuBefore.program], unit: 's', target: null },
  { name: 'CPU of the database', values: [cpu.database - cpuBefore.database], unit: 's', target: null },
  { name: 'CPU of the caller', values: [cpuOf(caller.pid ?? 0)], unit: 's', target: null },
];
const met = printFigures(`Webhooks: ${connections} connections for ${seconds} s, ${runs} runs`, figures);
console.log(`  reference: an empty Fastify route, p95 ${reference.toFixed(2)} ms`);
machineNote({ name: 'COPY', value: copies, expected: 290_000, unit: 'rows/s' });
caller.stdin.end();
await storage.close();
await program.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(met ? 0 : 1);

/** An account of WhatsApp; answers where it is called. */
async function connectAccount(): Promise<string> {
  const { organisationId, institutionId } = await makeDesk(storage);
  const key = await loadMasterKey({ folder });
  const account = {
    institutionId,
    network: 'whatsapp',
    networkId: phone,
    handle: '+250 788 000 001',
    name: null,
    settings: {},
    secret: { appSecret, token: 'none' },
    lacks: [],
    at: new Date(),
  } as const;
  const accountId = await storage.inOrganisation(organisationId, (tx) =>
    addAccount(tx, key, organisationId, account),
  );
  const token = receivingAddresses(key).tokenOf({ organisationId, accountId: accountId ?? '', turn: 0 });
  return `${program.address}/in/${token}`;
}

interface Run {
  taken: number[];
  refused: number;
  seconds: number;
}

async function run(name: string, length: number): Promise<Run> {
  caller.stdin.write(`${name} ${length}\n`);
  const line = await nextLine(caller, lines);
  return JSON.parse(line) as Run;
}

function nextLine(child: ChildProcess, from: Interface): Promise<string> {
  return new Promise((resolve, reject) => {
    from.once('line', resolve);
    child.once('exit', () => reject(new Error('the caller ended')));
  });
}

/** Messages in the database once all that was stored has been taken to the desk: the next run begins with nothing behind it. */
async function settled(): Promise<number> {
  for (;;) {
    const { rows } = await storage.pool.query<{ waiting: string; posts: string }>(
      `select (select count(*) from inbox_item) as waiting, (select count(*) from post where network = 'whatsapp') as posts`,
    );
    const [row] = rows;
    if (row !== undefined && Number(row.waiting) === 0) return Number(row.posts);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
