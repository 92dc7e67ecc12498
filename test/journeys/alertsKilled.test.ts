/** kill -9 of the program at random moments while it raises and tells alerts: none is forgotten, none is raised twice, and what is pushed twice has the same name, which shows it once. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../createTestDatabase.ts';
import { type Desk, openDesk } from '../factories/deskOverHttp.ts';
import { type PushService, startPushService } from '../factories/pushService.ts';
import { type Answerable, startAnswerable } from '../factories/startAnswerable.ts';

const kills = Number(process.env.KILLS ?? 6);
/** Fewer than lie unread before more are only listed. */
const perRound = 15;
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
const streetOf = (name: string): string =>
  Array.from({ length: perRound }, (_, n) =>
    JSON.stringify({
      conversation: `${name} ${n}`,
      institution: 'Amazi Water Board',
      inbound: true,
      author: `author ${name} ${n}`,
      at: new Date(),
      id: `${name} ${n}`,
      inReplyTo: null,
      text: `${name}, when does the water come?`,
    }),
  ).join('\n');

const count = async (statement: string) => (await program.query<{ n: number }>(statement))[0]?.n ?? 0;

it(`${kills} times`, async () => {
  const names = Array.from({ length: kills }, (_, n) => `member${n}@water.example`);
  for (const name of names) {
    const theirs = await desk.join('agent', name);
    await theirs('POST', '/api/me/devices', push.subscribe(name));
    const { settings } = await theirs<{ settings: object }>('GET', '/api/me/alerts');
    await theirs('PUT', '/api/me/alerts', { ...settings, quiet: null });
  }
  let inTheMiddle = 0;
  for (const [round, name] of names.entries()) {
    const before = push.came.length;
    await desk.importArchive(streetOf(name));
    // Sometimes while they are raised, sometimes while they are told.
    const seen = round % 2 === 0 ? 0 : 1 + Math.floor(Math.random() * 8);
    await vi.waitUntil(() => push.came.length >= before + seen, { timeout: 30_000, interval: 1 });
    await pause(round % 2 === 0 ? Math.random() * 400 : 0);
    await program.kill();
    inTheMiddle += await count(
      `select count(*)::int as n from alert_delivery where state in ('waiting', 'sending')`,
    );
    await program.start();
  }
  await vi.waitUntil(
    async () => new Set(push.taken.map(({ notice }) => notice.id)).size >= kills * perRound,
    { timeout: 90_000, interval: 100 },
  );
  expect(push.faults).toEqual([]);
  expect(await count(`select count(*)::int as n from alert where kind = 'names_me'`)).toBe(kills * perRound);
  await vi.waitUntil(
    async () => (await count(`select count(*)::int as n from alert_delivery where state <> 'sent'`)) === 0,
    { timeout: 60_000, interval: 100 },
  );
  const topics = new Map(push.taken.map(({ notice, topic }) => [notice.id, topic]));
  expect(topics.size).toBe(kills * perRound);
  for (const { notice, topic } of push.taken) expect(topics.get(notice.id)).toBe(topic);
  expect(new Set(topics.values()).size).toBe(topics.size);
  for (const name of names)
    expect(new Set(push.taken.filter((one) => one.name === name).map(({ notice }) => notice.id)).size).toBe(
      perRound,
    );
  // Twice at most what was under way when it was killed.
  expect(push.taken.length - topics.size).toBeLessThanOrEqual(kills * 32);
  expect(inTheMiddle).toBeGreaterThan(0);
}, 600_000);
