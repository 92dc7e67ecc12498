/**
 * kill -9 of a sending process at random moments, again and again, while it sends to the real Bluesky server: how many kills fell between the network's
 * taking a reply and our record of it, how many replies were lost, how many were sent twice. `npm run bench kills [kills]`.
 * Needs the test servers: `node test/servers/install.mjs`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { bluesky } from '../src/channels/bluesky/index.ts';
import { addAccount } from '../src/storage/accounts.ts';
import { newId } from '../src/storage/ids.ts';
import { addMember } from '../src/storage/members.ts';
import { insertQueued } from '../src/storage/replies.ts';
import { masterKey } from '../src/storage/secrets.ts';
import type { BlueskyAccount } from '../test/servers/bluesky/account.ts';
import { type Bluesky, startBluesky } from '../test/servers/startBluesky.ts';
import { type BenchDatabase, copyRate, startBenchDatabase } from './support/database.ts';
import { machineNote, printFigures } from './support/figures.ts';
import { makeOrganisation } from './support/organisation.ts';

const kills = Number(process.argv[2] ?? 1_000);
/** Always enough for four senders until the kill. */
const waiting = 12;
const secret = randomBytes(32).toString('base64');

const net = await startBluesky();
if (net === null) process.exit(1);
const database = await startBenchDatabase();
const { storage } = database;
const channel = bluesky({ fetch, now: () => new Date(), log: () => undefined });
const house = await net.createAccount({ handle: 'amaziwater' });
const desk = await openDesk(net, database, house);
const reference = await copyRate(storage);
const began = performance.now();

/** Attempts that a kill cut, each once however long it stays in doubt: those that the network had taken, and those that it had not. */
const between = new Set<string>();
const early = new Set<string>();
let made = 0;
let killsBetween = 0;
/** How long a sender lives, in milliseconds, give or take: follows the machine, so that a slow hour does not let every kill come too early. */
let life = 250;
/** None outlives the bench. */
const senders = new Set<ChildProcess>();
process.once('exit', () => {
  for (const sender of senders) sender.kill('SIGKILL');
});
let next = await spawnSender();
for (let round = 1; round <= kills; round++) {
  await fill();
  const sender = next;
  const following = spawnSender();
  sender.stdin?.write('go\n');
  await pause(life * (0.4 + Math.random()));
  sender.kill('SIGKILL');
  await once(sender, 'exit');
  // What had left by then is done by the server, and what was being committed is committed.
  await pause(60);
  const doubtful = (await inDoubt()).filter(({ attempt }) => !between.has(attempt) && !early.has(attempt));
  const there = await Promise.all(doubtful.map(({ key }) => isOnNetwork(key)));
  for (const [at, { attempt }] of doubtful.entries()) (there[at] ? between : early).add(attempt);
  if (there.includes(true)) killsBetween += 1;
  else life *= doubtful.length > 0 ? 1.15 : 0.9;
  next = await following;
  if (round % 50 === 0)
    console.log(`  ${round} kills: ${between.size} between send and record, ${early.size} before the send`);
}
next.stdin?.write('go\n');
await untilSent();
next.kill('SIGKILL');

const texts = await textsOnNetwork();
const unique = new Set(texts);
const [stored] = await rows<{ sent: number; others: number }>(
  `select count(*) filter (where state = 'sent')::int as sent, count(*) filter (where state <> 'sent')::int as others from reply`,
);
const lost = made - Math.min(unique.size, stored?.sent ?? 0);
const met = printFigures(`kill -9 of a sender, ${kills} times, ${made} replies`, [
  { name: 'kills', values: [kills], unit: '', target: null },
  {
    name: 'kills between send and record',
    values: [killsBetween],
    unit: '',
    target: { least: Math.min(100, kills / 5) },
  },
  { name: 'replies caught between send and record', values: [between.size], unit: '', target: null },
  { name: 'replies caught before the network took them', values: [early.size], unit: '', target: null },
  {
    name: 'lost (not on the network, or not recorded as sent)',
    values: [lost],
    unit: '',
    target: { most: 0 },
  },
  { name: 'sent twice', values: [texts.length - unique.size], unit: '', target: { most: 0 } },
  { name: 'time', values: [(performance.now() - began) / 1_000], unit: 's', target: null },
  { name: 'CPU of the database', values: [database.cpuSeconds()], unit: 's', target: null },
]);
machineNote({ name: 'COPY', value: reference, expected: 290_000, unit: 'rows/s' });
await database.stop();
await net.stop();
process.exit(met ? 0 : 1);

interface Desk {
  organisationId: number;
  accountId: string;
  memberId: string;
}

/** An organisation whose account of the test network can send. */
async function openDesk(
  { pds, chat }: Bluesky,
  { storage }: BenchDatabase,
  account: BlueskyAccount,
): Promise<Desk> {
  const { organisationId, institutionId } = await makeOrganisation(storage, 'Amazi Water');
  const typed = { handle: account.handle, password: await account.appPassword('bench', true), server: pds };
  const connected = await channel.connect?.try({
    ...typed,
    listening: 'none',
    appview: 'none',
    chat: chat.did,
  });
  if (connected === undefined) throw new Error('the channel cannot be connected');
  const at = new Date();
  return storage.inOrganisation(organisationId, async (tx) => {
    const memberId = await addMember(tx, organisationId, {
      name: 'Naledi Dlamini',
      email: 'naledi@water.example',
      role: 'agent',
      signInId: null,
      at,
    });
    const toAdd = { ...connected, network: 'bluesky', institutionId, at } as const;
    const accountId = await addAccount(tx, masterKey(secret), organisationId, toAdd);
    if (accountId === null) throw new Error('the account is connected already');
    return { organisationId, accountId, memberId };
  });
}

async function spawnSender(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['bench/support/sender.ts', database.url, secret], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  senders.add(child);
  child.once('exit', () => senders.delete(child));
  await once(child.stdout, 'data');
  return child;
}

/** Announcements whose undo has ended, so that there is always something to send. */
async function fill(): Promise<void> {
  const [queued] = await rows<{ n: number }>(`select count(*)::int as n from reply where state = 'queued'`);
  const { organisationId, accountId, memberId } = desk;
  await storage.inOrganisation(organisationId, async (tx) => {
    for (let more = waiting - (queued?.n ?? 0); more > 0; more--) {
      made += 1;
      const at = new Date();
      const id = newId(at.getTime());
      const nowhere = { caseId: null, conversationId: null, postId: null, writtenOn: 0, attachments: [] };
      const text = `Announcement ${String(made).padStart(6, '0')}`;
      const networkKey = channel.networkKey({ replyId: id, at });
      await insertQueued(
        tx,
        organisationId,
        { ...nowhere, id, accountId, memberId, mode: 'public', text, networkKey },
        at,
        at,
      );
    }
  });
}

/** Replies whose sender was killed between its claim and its record. */
function inDoubt(): Promise<{ key: string; attempt: string }[]> {
  return rows(
    `select network_key as key, network_key || ' ' || attempts as attempt from reply where state = 'sending'`,
  );
}

async function isOnNetwork(rkey: string): Promise<boolean> {
  const query = { repo: house.did, collection: 'app.bsky.feed.post', rkey };
  return house.call('com.atproto.repo.getRecord', null, { query }).then(
    () => true,
    (error: unknown) => {
      if (String(error).includes('RecordNotFound')) return false;
      throw error;
    },
  );
}

/** The last sender is left alone until all is sent; gives up when nothing more was sent for a minute. */
async function untilSent(): Promise<void> {
  let least = Number.POSITIVE_INFINITY;
  for (let idle = 0; idle < 60_000; idle += 500) {
    const [open] = await rows<{ n: number }>(`select count(*)::int as n from reply where state <> 'sent'`);
    const left = open?.n ?? 0;
    if (left === 0) return;
    if (left < least) idle = 0;
    least = Math.min(least, left);
    await pause(500);
  }
  console.log('  not sent:', await rows('select state, count(*)::int as n from reply group by state'));
}

async function textsOnNetwork(): Promise<string[]> {
  const texts: string[] = [];
  for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
    const at = cursor === undefined ? {} : { cursor };
    const query = { repo: house.did, collection: 'app.bsky.feed.post', limit: 100, ...at };
    const page = await house.call('com.atproto.repo.listRecords', null, { query });
    texts.push(...(page.records as { value: { text: string } }[]).map((record) => record.value.text));
    cursor = page.cursor as string | undefined;
  }
  return texts;
}

async function rows<Row extends object>(statement: string): Promise<Row[]> {
  return (await storage.pool.query(statement)).rows as Row[];
}
