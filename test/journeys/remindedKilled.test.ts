/** kill -9 of two programs at random moments, with clocks put forward and back: nothing that is promised, asked or told is forgotten, sent twice or ended by time. `npm run bench reminders 100` kills more often. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../createTestDatabase.ts';
import { faultsOf, throughKills } from '../factories/throughKills.ts';

const kills = Number(process.env.KILLS ?? 6);
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9));
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

it(`${kills} times`, async () => {
  const seen = await throughKills({ databaseUrl: database.url, kills, seed });
  expect({ seed, faults: faultsOf(seen) }).toEqual({ seed, faults: [] });
  // It was not idle.
  expect(seen.promises.reminders).toBeGreaterThan(0);
  expect(seen.followUps.reminders).toBeGreaterThan(0);
  expect(seen.pushes.alerts).toBeGreaterThan(kills);
  expect(seen.letters.came).toBeGreaterThan(kills);
}, 600_000);
