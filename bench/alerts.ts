/**
 * From the network's write to the alert at the push service, which decrypts it as a browser does: posts are saved as a listener saves them, every tenth names a member, and
 * each of them has a browser. The program is a process of its own. `npm run bench alerts [seconds] [a second]`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attachToRunning } from '../src/database/attach.ts';
import { openStorage } from '../src/storage/database.ts';
import { newId } from '../src/storage/ids.ts';
import { addSubscription } from '../src/storage/pushSubscriptions.ts';
import { loadMasterKey } from '../src/storage/secrets.ts';
import { startPushService } from '../test/factories/pushService.ts';
import { copyRate, cpuOf } from './support/database.ts';
import { makeDesk } from './support/desk.ts';
import { type Figure, machineNote, percentile, printFigures } from './support/figures.ts';
import type { BenchItem } from './support/posts.ts';
import { emptyRouteTimes, startProgram } from './support/program.ts';
import { startWriter } from './support/writer.ts';

const seconds = Number(process.argv[2] ?? 30);
const perSecond = Number(process.argv[3] ?? 100);
const namingEvery = 10;
/** So many that nobody has twenty unread ones. */
const members = Math.ceil((seconds + 5) * perSecond) / namingEvery / 10;
const patience = 10_000;

process.env.ANSWERABLE_PRIVATE_HOSTS = '127.0.0.1';
const folder = mkdtempSync(join(tmpdir(), 'answerable-alerts-'));
const program = await startProgram(folder);
const url = await attachToRunning(join(folder, 'database'));
if (url === null) throw new Error('the program has no database of its own');
const storage = openStorage({ url, connections: 6 });
const desk = await makeDesk(storage);
const push = await startPushService();
const names = await joinMembers(Math.ceil(members));
const copies = await copyRate(storage);
const reference = percentile(await emptyRouteTimes(1_000), 0.95);

await phase(5); // the first seconds of a new program are everybody's
const seen = await phase(seconds);

const figures: Figure[] = [
  {
    name: 'write to the push service, p50',
    values: [percentile(seen.delays, 0.5)],
    unit: 'ms',
    target: null,
  },
  {
    name: 'write to the push service, p95',
    values: [percentile(seen.delays, 0.95)],
    unit: 'ms',
    target: { most: 2_000 },
  },
  { name: 'the longest', values: [Math.max(...seen.delays)], unit: 'ms', target: null },
  {
    name: 'alerts that came, of those that were due',
    values: [(100 * seen.delays.length) / seen.due],
    unit: '%',
    target: { least: 100 },
  },
  { name: 'alerts that came twice', values: [seen.twice], unit: '', target: { most: 0 } },
  { name: 'alerts', values: [seen.due], unit: '', target: null },
  { name: 'CPU of the program', values: [seen.cpu.program], unit: 's', target: null },
  { name: 'CPU of the database', values: [seen.cpu.database], unit: 's', target: null },
  { name: 'CPU of this bench', values: [cpuOf(process.pid)], unit: 's', target: null },
];
const met = printFigures(`Alerts: ${perSecond} posts a second for ${seconds} s`, figures);
console.log(`  reference: an empty Fastify route, p95 ${reference.toFixed(2)} ms`);
machineNote({ name: 'COPY', value: copies, expected: 290_000, unit: 'rows/s' });
await storage.close();
await push.close();
await program.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(met && push.faults.length === 0 ? 0 : 1);

/** Members who are here, each with a browser and without quiet hours. */
async function joinMembers(count: number): Promise<string[]> {
  const key = await loadMasterKey({ folder });
  const made: string[] = [];
  for (let n = 0; n < count; n++) {
    const [id, signIn] = [newId(), newId()];
    const name = `Amina Bench${n}`;
    const email = `amina${n}@karoo-water.example`;
    await storage.pool.query('insert into sign_in (id, name, email) values ($1, $2, $3)', [
      signIn,
      name,
      email,
    ]);
    await storage.pool.query(
      `insert into member (organisation_id, id, name, email, role, sign_in_id) values ($1, $2, $3, $4, 'agent', $5)`,
      [desk.organisationId, id, name, email, signIn],
    );
    await storage.pool.query(
      `insert into alert_setting (organisation_id, member_id, ways, exceptions, digest_days, shows_words, changed_at)
       values ($1, $2, '{"names_me":["push"]}', '{}', '{}', true, now())`,
      [desk.organisationId, id],
    );
    const { endpoint, keys } = push.subscribe(name);
    await storage.inOrganisation(desk.organisationId, (tx) =>
      addSubscription(tx, key, desk.organisationId, {
        memberId: id,
        device: 'Bench',
        subscription: { endpoint, ...keys },
        at: new Date(),
      }),
    );
    made.push(name);
  }
  return made;
}

interface Phase {
  /** Milliseconds from right before the save to the message at the push service. */
  delays: number[];
  due: number;
  twice: number;
  cpu: { program: number; database: number };
}

async function phase(lasting: number): Promise<Phase> {
  const dueAt = new Map<string, number>();
  const before = program.cpu();
  const seed = Math.floor(Math.random() * 1e9);
  let count = 0;
  const onWrite = (item: BenchItem) => {
    const payload = item.payload as { at: string; record: { text: string; createdAt: string } };
    payload.at = payload.record.createdAt = new Date().toISOString();
    count += 1;
    if (count % namingEvery !== 0) return;
    const mark = `mark${seed}x${count}`;
    const name = names[(count / namingEvery) % names.length];
    payload.record.text = `${mark} ${name} ${payload.record.text}`.slice(0, 300);
    dueAt.set(mark, Date.now());
  };
  const began = push.taken.length;
  const writer = startWriter(storage, { ...desk, perSecond, seed, conversations: 1_000_000, onWrite });
  await new Promise((resolve) => setTimeout(resolve, lasting * 1_000));
  await writer.stop();
  const until = Date.now() + patience;
  while (push.taken.length - began < dueAt.size && Date.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 50));
  const after = program.cpu();
  const came = push.taken.slice(began);
  const delays = new Map<string, number>();
  for (const { notice, at } of came) {
    const mark = /mark\d+x\d+/.exec(notice.body)?.[0] ?? '';
    const from = dueAt.get(mark);
    if (from !== undefined && !delays.has(mark)) delays.set(mark, at - from);
  }
  return {
    delays: [...delays.values()],
    due: dueAt.size,
    twice: came.length - new Set(came.map(({ notice }) => notice.id)).size,
    cpu: { program: after.program - before.program, database: after.database - before.database },
  };
}
