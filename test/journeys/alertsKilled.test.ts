/** kill -9 of the program at random moments while it raises and tells alerts: none is forgotten, none is raised twice, and what is pushed twice has the same name, which shows it once. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { AlertsView } from '../../src/api/contract.ts';
import { createTestDatabase, type TestDatabase } from '../createTestDatabase.ts';
import { type Desk, openDesk } from '../factories/deskOverHttp.ts';
import { type PushService, startPushService } from '../factories/pushService.ts';
import { type Answerable, startAnswerable } from '../factories/startAnswerable.ts';

const kills = Number(process.env.KILLS ?? 4);
/** Fewer than lie unread before more are only listed. */
const perRound = 15;
/** More are not let in from one address at once. */
const mostMembers = 10;
let database: TestDatabase;
let program: Answerable;
let push: PushService;
let desk: Desk;

beforeAll(async () => {
  [database, push] = await Promise.all([createTestDatabase(), startPushService()]);
  program = await startAnswerable({
    databaseUrl: database.url,
    environment: { ANSWERABLE_PRIVATE_HOSTS: '127.0.0.1' },
  });
  desk = await openDesk(program);
});
afterAll(async () => {
  await program?.close();
  await push?.close();
  await database?.drop();
});

/** What authors write now to a member by name. */
const streetOf = (name: string, round: number): string =>
  Array.from({ length: perRound }, (_, n) =>
    JSON.stringify({
      conversation: `street ${round} ${n}`,
      institution: 'Amazi Water Board',
      inbound: true,
      author: `author ${round} ${n}`,
      at: new Date(),
      id: `post ${round} ${n}`,
      inReplyTo: null,
      text: `${name}, when does the water come?`,
    }),
  ).join('\n');

const count = async (condition: string) =>
  (await program.query<{ n: number }>(`select count(*)::int as n from ${condition}`))[0]?.n ?? 0;
const untold = (name: string) =>
  count(
    `alert_delivery as d join alert as a on a.id = d.alert_id join member as m on m.id = a.member_id where d.state <> 'sent' and m.name = '${name}'`,
  );
const patience = { timeout: 90_000, interval: 100 };

/** Members who are named, each with a browser and without quiet hours; answers how each asks. */
async function named(): Promise<[string, Desk['ask']][]> {
  const members: [string, Desk['ask']][] = [];
  for (let n = 0; n < Math.min(kills, mostMembers); n++) {
    const name = `member${n}@water.example`;
    const theirs = await desk.join('agent', name);
    await theirs('POST', '/api/me/devices', push.subscribe(name));
    const { settings } = await theirs<{ settings: object }>('GET', '/api/me/alerts');
    await theirs('PUT', '/api/me/alerts', { ...settings, quiet: null });
    members.push([name, theirs]);
  }
  return members;
}

/** They have read all that was told to them. */
async function read([name, theirs]: [string, Desk['ask']]): Promise<void> {
  await vi.waitUntil(async () => (await untold(name)) === 0, patience);
  const { alerts } = await theirs<AlertsView>('GET', '/api/alerts');
  const ids = alerts.map(({ id }) => id);
  if (ids.length > 0) await theirs('POST', '/api/alerts/acknowledge', { ids });
}

it(`${kills} times`, async () => {
  const members = await named();
  let inTheMiddle = 0;
  for (let round = 0; round < kills; round++) {
    const member = members[round % members.length]!;
    if (round >= members.length) await read(member);
    const before = push.came.length;
    await desk.importArchive(streetOf(member[0], round));
    // Sometimes while they are raised, sometimes while they are told.
    const seen = round % 2 === 0 ? 0 : 1 + Math.floor(Math.random() * 8);
    await vi.waitUntil(() => push.came.length >= before + seen, { timeout: 30_000, interval: 1 });
    await pause(round % 2 === 0 ? Math.random() * 400 : 0);
    await program.kill();
    inTheMiddle += await count(`alert_delivery where state in ('waiting', 'sending')`);
    await program.start();
  }
  const raised = () => count(`alert where kind = 'names_me'`);
  await vi.waitUntil(async () => (await raised()) >= kills * perRound, patience);
  for (const [name] of members) await vi.waitUntil(async () => (await untold(name)) === 0, patience);
  expect(push.faults).toEqual([]);
  expect(await raised()).toBe(kills * perRound);
  const topics = new Map(push.taken.map(({ notice, topic }) => [notice.id, topic]));
  expect(topics.size).toBe(kills * perRound);
  for (const { notice, topic } of push.taken) expect(topics.get(notice.id)).toBe(topic);
  expect(new Set(topics.values()).size).toBe(topics.size);
  // Twice at most what was under way when it was killed.
  expect(push.taken.length - topics.size).toBeLessThanOrEqual(kills * 32);
  expect(inTheMiddle).toBeGreaterThan(0);
}, 1_800_000);
