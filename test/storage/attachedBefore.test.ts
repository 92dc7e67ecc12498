/** Pictures that were attached before files were: each finds its follow-up in a database that is brought up to date. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../src/storage/migrate.ts';
import { createEmptyDatabase, type TestDatabase } from '../createTestDatabase.ts';

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createEmptyDatabase();
  client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

test('a picture of before names its follow-up, and others none', async () => {
  await migrate(database.url, () => undefined, { upTo: 58 });
  const [followUp, attached, other, member] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  // What they belong to is left out.
  await client.query('set session_replication_role = replica');
  for (const id of [attached, other])
    await client.query(
      `insert into media (organisation_id, id, type, bytes, width, height, at) values (1, $1, 'image/png', 'it', 1, 1, now())`,
      [id],
    );
  await client.query(
    `insert into follow_up (organisation_id, id, case_id, asker_id, member_id, question, asked_at, due_at, state, remind_at)
    values (1, $1, gen_random_uuid(), $2, $2, 'Who?', now(), now(), 'asked', now())`,
    [followUp, member],
  );
  await client.query(
    `insert into follow_up_act (organisation_id, follow_up_id, number, kind, at, by, due_at, to_member, pictures)
    values (1, $1, 1, 'asked', now(), $2, now(), $2, $3)`,
    [followUp, member, [attached]],
  );
  await migrate(database.url, () => undefined);
  const { rows } = await client.query<{ id: string; held: string | null }>(
    'select id, follow_up_id as held from media',
  );
  const held = Object.fromEntries(rows.map((row) => [row.id, row.held]));
  expect(held).toEqual({ [attached]: followUp, [other]: null });
  const found = await client.query(
    'select about, files from follow_up join follow_up_act on follow_up_id = id',
  );
  expect(found.rows).toEqual([{ about: 'case', files: [attached] }]);
});
