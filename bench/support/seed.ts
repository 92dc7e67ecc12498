/**
 * A full desk to measure on: a data folder as `npm start` uses it, filled by set-based SQL, kept for later runs. Constraints and indexes of the great tables are
 * built after the rows, by their own definitions, so that what is measured is what the migration made.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { startEmbeddedDatabase } from '../../src/database/embedded.ts';
import { openStorage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { copyClient } from './database.ts';
import { type Desk, makeDesk } from './desk.ts';
import { type Filling, fillings } from './seedRows.ts';
import { benchTexts } from './texts.ts';

export interface Seeded extends Desk {
  folder: string;
  posts: number;
  cases: number;
}

/** How many cases of 200 posts stand in it, as the first ones after `cases` and a fifth more. */
export const longCases = 20;
export const longCase = 200;
const texts = 100_000;
const greatTables = ['post', 'raw_item', 'history', 'conversation', 'identity'];

/** The desk of this size; filled when it is not there yet. `folder`: where it is kept, default under the system's folder for passing things. */
export async function seededDesk(wanted: {
  posts: number;
  cases: number;
  folder?: string | undefined;
}): Promise<Seeded> {
  const folder = wanted.folder ?? join(tmpdir(), `answerable-desk-${wanted.posts}-${wanted.cases}`);
  const note = join(folder, 'seeded.json');
  if (existsSync(note)) {
    const seeded = JSON.parse(readFileSync(note, 'utf8')) as Seeded;
    if (seeded.posts === wanted.posts && seeded.cases === wanted.cases) return { ...seeded, folder };
    throw new Error(`${folder} holds another desk; name another folder`);
  }
  rmSync(join(folder, 'database'), { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const seeded = await fill(folder, wanted.posts, wanted.cases);
  writeFileSync(note, JSON.stringify(seeded));
  return seeded;
}

async function fill(folder: string, posts: number, cases: number): Promise<Seeded> {
  const began = performance.now();
  const say = (what: string) =>
    console.log(`  ${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${what}`);
  // Safe or not does not matter while it is filled: a desk that was not finished is filled anew.
  const database = await startEmbeddedDatabase({
    folder: join(folder, 'database'),
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      max_wal_size: '16GB',
      shared_buffers: '1GB',
      maintenance_work_mem: '1GB',
      work_mem: '128MB',
      autovacuum: 'off',
    },
  });
  const storage = openStorage({ url: database.url, connections: 3 });
  try {
    await migrate(database.url, () => undefined);
    const seeded = { folder, posts, cases, ...(await makeDesk(storage)) };
    const client = await copyClient(storage);
    try {
      await fillTables(client, seeded, say);
    } finally {
      await client.end();
    }
    await storage.pool.query('vacuum (analyze)');
    await storage.pool.query('checkpoint').catch(() => undefined); // the program's role may not; stopping does it
    say('counted for the planner');
    return seeded;
  } finally {
    await storage.close();
    await database.stop();
  }
}

async function fillTables(client: pg.Client, seeded: Seeded, say: (what: string) => void): Promise<void> {
  await copyTexts(client);
  say('texts and people');
  const built = await takeDown(client);
  await client.query('alter table post disable trigger search_awaits_new_posts');
  for (const [name, statement] of Object.entries(fillings(fillingOf(seeded)))) {
    await client.query(statement);
    say(name);
  }
  for (const definition of built) {
    await client.query(definition);
    say(definition.slice(0, 100));
  }
  await client.query('drop table bench_text');
  await client.query('alter table post enable trigger search_awaits_new_posts');
  await listWords(client, seeded.organisationId);
  say('lists of words');
}

/** Puts all posts into the segments in which the program would have put them by now, but the last ones of them, which would stand in smaller ones. */
async function listWords(client: pg.Client, organisationId: number): Promise<void> {
  await client.query(`
    create temp table numbered as
    select id, (row_number() over (order by at) - 1) / 32768 as part from post where organisation_id = ${organisationId}`);
  await client.query('create index on numbered (part)');
  const { rows } = await client.query<{ parts: number }>('select max(part) as parts from numbered');
  for (let part = 0; part <= Number(rows[0]?.parts); part++) {
    await client.query(
      `select search_add_segment(${organisationId}, 1::smallint, (select array_agg(id) from numbered where part = ${part}))`,
    );
  }
  await client.query('drop table numbered');
}

const fillingOf = (seeded: Seeded): Filling => ({
  ...seeded,
  texts,
  longCases,
  longCase,
});

async function copyTexts(client: pg.Client): Promise<void> {
  await client.query('create unlogged table bench_text (k integer primary key, text text, language text)');
  const lines = function* () {
    let n = 0;
    for (const { text, language } of benchTexts(texts)) yield `${n++}\t${text}\t${language}\n`;
  };
  await pipeline(Readable.from(lines()), client.query(copyFrom('copy bench_text from stdin')));
  await client.query('analyze bench_text');
}

/** Takes constraints and indexes of the great tables down, and what refers to them; answers the statements that build them again. */
async function takeDown(client: pg.Client): Promise<string[]> {
  const references = await client.query(
    `select conrelid::regclass::text as table, conname, pg_get_constraintdef(oid) as definition from pg_constraint
     where confrelid = any($1::regclass[]) and contype = 'f'`,
    [greatTables],
  );
  for (const { table, conname } of references.rows) {
    await client.query(`alter table ${table} drop constraint ${conname}`);
  }
  const constraints = await client.query(
    `select conrelid::regclass::text as table, conname, pg_get_constraintdef(oid) as definition from pg_constraint
     where conrelid = any($1::regclass[]) and contype in ('p', 'u')`,
    [greatTables],
  );
  const build: string[] = [];
  for (const { table, conname, definition } of constraints.rows) {
    await client.query(`alter table ${table} drop constraint ${conname}`);
    build.push(`alter table ${table} add constraint ${conname} ${definition}`);
  }
  const indexes = await client.query(
    `select c.relname, pg_get_indexdef(i.indexrelid) as definition from pg_index as i join pg_class as c on c.oid = i.indexrelid
     where i.indrelid = any($1::regclass[])
        or (i.indrelid = 'care_case'::regclass and not i.indisprimary)`,
    [greatTables],
  );
  for (const { relname, definition } of indexes.rows) {
    await client.query(`drop index ${relname}`);
    build.push(definition);
  }
  for (const { table, conname, definition } of references.rows) {
    build.push(`alter table ${table} add constraint ${conname} ${definition}`);
  }
  return build;
}
