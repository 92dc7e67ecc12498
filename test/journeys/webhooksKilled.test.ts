/** The whole program is killed while it tells a webhook: nothing is skipped, and what comes twice has the same id. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../createTestDatabase.ts';
import { type Desk, openDesk } from '../factories/deskOverHttp.ts';
import { type HookReceiver, startHookReceiver } from '../factories/hookReceiver.ts';
import { type Answerable, startAnswerable } from '../factories/startAnswerable.ts';

let database: TestDatabase;
let program: Answerable;
let receiver: HookReceiver;
let desk: Desk;

beforeAll(async () => {
  [database, receiver] = await Promise.all([createTestDatabase(), startHookReceiver()]);
  program = await startAnswerable({
    databaseUrl: database.url,
    environment: { ANSWERABLE_PRIVATE_HOSTS: '127.0.0.1' },
  });
  desk = await openDesk(program);
});
afterAll(async () => {
  await program?.close();
  await receiver?.close();
  await database?.drop();
});

/** So many facts, written as the program writes them: the numbers dealt under the counter's lock. */
async function happen(facts: number): Promise<number> {
  const [row] = await program.query<{ history: string }>(
    `with dealt as (update organisation_counter set history = history + $1 returning organisation_id, history),
       written as (
         insert into history (organisation_id, sequence, at, action, particulars)
         select organisation_id, n, now(), 'case_opened', '{}' from dealt, generate_series(dealt.history - $1 + 1, dealt.history) as n
       )
     select history from dealt`,
    [facts],
  );
  return Number(row?.history);
}

it('kill -9 in the middle of telling, several times', async () => {
  const { secret } = await desk.ask<{ secret: string }>('POST', '/api/webhooks', {
    name: 'Warehouse',
    address: receiver.address,
    actions: ['case_opened'],
  });
  receiver.secret = secret;
  const first = (await happen(1)) - 1;
  let last = first + 1;
  for (const kills of [1, 2, 3]) {
    last = await happen(120);
    const before = receiver.told.length;
    // In the middle of an answer: it was heard, and cannot have been noted.
    await vi.waitUntil(() => receiver.told.length >= before + 25 * kills, { timeout: 30_000, interval: 5 });
    await program.kill();
    await program.start();
  }
  await vi.waitUntil(() => receiver.taken.some((told) => told.sequence === last), {
    timeout: 60_000,
    interval: 50,
  });
  const numbers = receiver.taken.map((told) => told.sequence);
  expect([...new Set(numbers)]).toEqual(Array.from({ length: last - first }, (_, n) => first + 1 + n));
  // Told twice at most where it was killed, and then under the same id.
  expect(numbers.length - new Set(numbers).size).toBeLessThanOrEqual(3);
  const ids = new Map(receiver.taken.map((told) => [told.sequence, told.id]));
  for (const told of receiver.taken) expect(ids.get(told.sequence)).toBe(told.id);
  expect(receiver.taken.every((told) => told.signed)).toBe(true);
  expect(await desk.ask('GET', '/api/webhooks')).toMatchObject([{ state: 'on', told: last, tries: 0 }]);
});
