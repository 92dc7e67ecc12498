/** At a start the leases of killed programs on this machine are freed, and nobody else's. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freeLeasesOfTheDead, programName } from '../../src/listening/leases.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { claimLanes } from '../../src/storage/inbox.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { createTestDatabase, type TestDatabase } from '../createTestDatabase.ts';

let database: TestDatabase;
let storage: Storage;

beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.url, () => undefined);
  storage = openStorage({ url: database.url, connections: 2 });
});
afterAll(async () => {
  await storage.close();
  await database.drop();
});

/** The name that a program had which is no more. */
async function nameOfTheDead(): Promise<string> {
  const say = "import('./src/listening/leases.ts').then((leases) => console.log(leases.programName()))";
  const child = spawn(process.execPath, ['-e', say], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [name] = await once(child.stdout, 'data');
  await once(child, 'exit');
  return String(name).trim();
}

const holders = async () =>
  (await storage.pool.query('select lane, leased_by from inbox_lane order by lane')).rows.map(
    (row: { leased_by: string | null }) => row.leased_by,
  );

test('a lane of a killed program is free at once; those of living programs and other machines are kept', async () => {
  const alive = `${programName()}/0`;
  const elsewhere = 'another-machine pid:[1]/77/0123456789ab/0';
  const samePid = programName().replace(/\/[0-9a-f]{12}$/, '/0123456789ab');
  for (const [lane, holder] of [`${await nameOfTheDead()}/1`, alive, elsewhere, samePid].entries()) {
    await storage.pool.query('insert into inbox_lane (organisation_id, lane, written) values (1, $1, 1)', [
      lane,
    ]);
    expect(
      await claimLanes(storage.system, holder, { seconds: 30, most: 1, beside: 1, except: [] }),
    ).toMatchObject({
      lanes: [{ lane }],
    });
  }
  const told: string[] = [];
  await freeLeasesOfTheDead(storage, (event) => told.push(event));
  expect(await holders()).toEqual([null, alive, elsewhere, null]);
  expect(told).toEqual(['leases_of_killed_programs_freed']);
  expect(
    await claimLanes(storage.system, alive, { seconds: 30, most: 1, beside: 1, except: [] }),
  ).toMatchObject({
    lanes: [{ lane: 0 }],
  });
});
