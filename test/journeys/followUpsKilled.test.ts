/** kill -9 of the program at random moments while it reminds of follow-ups: each reminder is sent once, none is left out, and nothing is closed. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { CasePage } from '../../src/api/contract.ts';
import { createTestDatabase, type TestDatabase } from '../createTestDatabase.ts';
import { type Desk, openDesk } from '../factories/deskOverHttp.ts';
import { type Answerable, startAnswerable } from '../factories/startAnswerable.ts';

const kills = Number(process.env.KILLS ?? 4);
const perRound = 25;
let database: TestDatabase;
let program: Answerable;
let desk: Desk;

beforeAll(async () => {
  database = await createTestDatabase();
  program = await startAnswerable({ databaseUrl: database.url });
  desk = await openDesk(program);
});
afterAll(async () => {
  await program?.close();
  await database?.drop();
});

const street = Array.from({ length: perRound }, (_, n) =>
  JSON.stringify({
    id: `post ${n}`,
    conversation: `author ${n}`,
    institution: 'Amazi Water Board',
    inbound: true,
    author: `author ${n}`,
    at: new Date(),
    inReplyTo: null,
    text: `Nobody answers your telephone, ${n}.`,
  }),
).join('\n');

const count = async (statement: string) => (await program.query<{ n: number }>(statement))[0]?.n ?? 0;
const reminders = () => count('select count(*)::int as n from follow_up_reminder');

it(`${kills} times: nobody is reminded twice of the same, and nothing is forgotten`, async () => {
  await desk.importArchive(street);
  const rows = await vi.waitFor(
    async () => {
      const found = (await desk.ask<CasePage>('GET', '/api/cases?view=all&limit=100')).rows;
      expect(found).toHaveLength(perRound);
      return found;
    },
    { timeout: 30_000, interval: 100 },
  );
  const memberId = randomUUID();
  await program.query(
    `insert into member (organisation_id, id, name, email, role) values (1, '${memberId}', 'Thabo', 'thabo@water.example', 'agent')`,
  );
  let inTheMiddle = 0;
  for (let round = 0; round < kills; round++) {
    for (const { id: caseId } of rows)
      await desk.ask('POST', '/api/follow-ups', {
        id: randomUUID(),
        caseId,
        memberId,
        question: 'Who answered that telephone?',
        dueAt: new Date(Date.now() + 3_000).toISOString(),
      });
    const before = await reminders();
    await vi.waitUntil(async () => (await reminders()) > before, { timeout: 30_000, interval: 5 });
    await pause(Math.random() * 200);
    await program.kill();
    inTheMiddle += await count('select (exists (select from follow_up where remind_at <= now()))::int as n');
    await program.start();
  }
  const all = kills * perRound;
  await vi.waitFor(
    async () =>
      expect(
        await count(
          `select count(distinct follow_up_id)::int as n from follow_up_reminder where key like 'due of %'`,
        ),
      ).toBe(all),
    { timeout: 60_000, interval: 200 },
  );
  const sent = await program.query<{ id: string; keys: number; facts: number }>(
    `select f.id, (select count(distinct key)::int from follow_up_reminder as r where r.follow_up_id = f.id) as keys,
       (select count(*)::int from history as h where h.subject_id = f.id and h.action = 'follow_up_reminded') as facts
     from follow_up as f where f.state = 'asked' and f.remind_at > now()`,
  );
  expect(sent).toHaveLength(all);
  expect(sent.filter(({ keys, facts }) => keys !== facts)).toEqual([]);
  expect(inTheMiddle).toBeGreaterThan(0);
  process.stderr.write(
    `follow-up kills: ${all} follow-ups, ${inTheMiddle} of ${kills} kills in their middle\n`,
  );
}, 180_000);
