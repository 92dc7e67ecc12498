/** Backups of a living database, and what a restore makes of them. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { checkBackup } from '../../src/storage/backup/checkBackup.ts';
import { restoreBackup } from '../../src/storage/backup/restoreBackup.ts';
import { writeBackup } from '../../src/storage/backup/writeBackup.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { addMedia } from '../../src/storage/media.ts';
import { migrate, newestVersion } from '../../src/storage/migrate.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../createTestDatabase.ts';
import { asking, contentOf, fencesOf } from '../factories/backups.ts';
import { deletion, hear, item, serve } from '../factories/desk.ts';
import { type AnsweringDesk, deskThatAnswers } from '../factories/deskThatAnswers.ts';
import { withDatabases } from './servers.ts';

const quiet = () => undefined;
const takenAt = new Date(Date.UTC(2031, 0, 4, 12));
let folder: string;
const made: TestDatabase[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'answerable-backup-'));
});
afterAll(async () => {
  for (const database of made) await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** An empty database on the server of this name. */
async function empty(serverName: string): Promise<TestDatabase> {
  const database = await createEmptyDatabase(inject('servers').find(({ name }) => name === serverName));
  made.push(database);
  return database;
}

async function backup(url: string, name: string): Promise<string> {
  const path = join(folder, `${name.replaceAll(/\W+/g, '-')}-${made.length}.backup`);
  await writeBackup({ url, path, program: '0.0.0', at: takenAt });
  return path;
}

async function restore(path: string, url: string): Promise<void> {
  await restoreBackup({ url, backup: await checkBackup(path), tell: quiet });
}

const strange = 'Tabs\t, lines\n, \\N, \\., quotes "\' and 💧 \u2028 that must all come back.';

withDatabases((database, serverName) => {
  let storage: Storage;
  let at: AnsweringDesk;

  beforeAll(async () => {
    await migrate(database().url, quiet);
    storage = openStorage({ url: database().url, connections: 6 });
    at = await deskThatAnswers(storage);
    const { desk } = at;
    const more = Array.from({ length: 60 }, (_, n) =>
      item({
        did: `did:plc:author${n % 7}`,
        key: `more${n}`,
        minute: n % 50,
        text: n === 3 ? strange : `Complaint ${n}.`,
        mentions: [desk.house.did],
      }),
    );
    await hear(desk, desk.house, [...more, deletion('did:plc:author4', 'more4')]);
    await serve(storage);
    await at.send();
    const bytes = Buffer.from(Array.from({ length: 3_000 }, (_, n) => n % 256));
    const picture = { address: null, type: 'image/png', bytes, width: 1, height: 1, at: takenAt };
    await storage.inOrganisation(desk.organisationId, (tx) => addMedia(tx, desk.organisationId, picture));
  });
  afterAll(() => storage.close());

  test.each(inject('servers').map(({ name }) => [name]))(
    'every row, index, proof and trigger comes back on %s',
    async (target) => {
      const path = await backup(database().url, `whole ${serverName} ${target}`);
      const other = await empty(target);
      await restore(path, other.url);
      expect(await contentOf(other.url)).toEqual(await contentOf(database().url));
      const fresh = await empty(target);
      await migrate(fresh.url, quiet);
      expect(await fencesOf(other.url)).toEqual(await fencesOf(fresh.url));
    },
  );

  test('the restored desk goes on where the other stood', async () => {
    const other = await empty(serverName);
    await restore(await backup(database().url, `on ${serverName}`), other.url);
    const again = openStorage({ url: other.url, connections: 4 });
    const desk = { ...at.desk, storage: again };
    const before = await asking(other.url, (client) => client.query('select max(id) as id from raw_item'));
    await hear(desk, desk.house, [
      item({ did: 'did:plc:late', key: 'late', minute: 55, text: 'Still none.', mentions: [desk.house.did] }),
    ]);
    await serve(again);
    const after = await asking(other.url, (client) => client.query('select max(id) as id from raw_item'));
    expect(Number(after.rows[0].id)).toBeGreaterThan(Number(before.rows[0].id));
    const words = await again.inOrganisation(
      desk.organisationId,
      async (tx) =>
        (await tx.selectFrom('post').select('text').where('text', '=', 'Still none.').execute()).length,
    );
    expect(words).toBe(1);
    await again.close();
  });

  test('nobody who was signed in is in it', async () => {
    await asking(database().url, (client) =>
      client.query(
        `insert into rate_limit (id, key, count, last_request) values ('r', 'tokenzanzibar', 1, 1)`,
      ),
    );
    const { manifest } = await checkBackup(await backup(database().url, `moment ${serverName}`));
    expect(manifest.leftOut).toContain('session');
    expect(manifest.tables.map(({ name }) => name)).not.toContain('rate_limit');
    expect(manifest.key).toBeNull();
  });

  test('a backup taken while posts come is of one moment: numbers without gaps, everything refers to what is there', async () => {
    const busy = new AbortController();
    const { desk } = at;
    const write = async () => {
      for (let n = 0; !busy.signal.aborted; n++) {
        const text = `While it is backed up, ${n}.`;
        await hear(desk, desk.house, [
          item({
            did: `did:plc:busy${n % 5}`,
            key: `busy${n}`,
            minute: 40,
            text,
            mentions: [desk.house.did],
          }),
        ]);
        await serve(storage);
      }
    };
    const writing = write();
    const paths: string[] = [];
    for (let n = 0; n < 3; n++) paths.push(await backup(database().url, `busy ${serverName} ${n}`));
    busy.abort();
    await writing;
    let last = 0;
    for (const path of paths) {
      const other = await empty(serverName);
      await restore(path, other.url);
      const [facts] = await asking(other.url, async (client) => {
        const { rows } = await client.query(`select
          (select count(*)::int from history) as facts, (select max(sequence)::int from history) as last,
          (select history::int from organisation_counter) as dealt, (select count(*)::int from post where conversation_id is null and deleted_at is null) as unplaced,
          (select count(*)::int from post p where conversation_id is not null and not exists (select from conversation c where c.id = p.conversation_id)) as lost,
          (select count(*)::int from inbox_item i where not exists (select from raw_item r where r.id = i.raw_id)) as without,
          (select last_value::int from raw_item_id) - (select max(id)::int from raw_item) as ahead`);
        return rows;
      });
      expect(facts).toMatchObject({ unplaced: 0, lost: 0, without: 0 });
      expect([facts.last, facts.dealt]).toEqual([facts.facts, facts.facts]);
      expect(facts.ahead).toBeGreaterThanOrEqual(0);
      expect(facts.facts).toBeGreaterThanOrEqual(last);
      last = facts.facts;
    }
  });

  test('tables of an older program are brought to the version of this one', async () => {
    const older = await empty(serverName);
    await migrate(older.url, quiet, { upTo: 11 });
    await asking(older.url, async (client) => {
      await client.query(`insert into organisation (name, kind) values ('Umoja Water', 'institution')`);
      await client.query(`insert into post (organisation_id, id, network, network_id, thread, direction, visibility, hearing, text, at, heard_at, revision)
        values (1, gen_random_uuid(), 'archive', 'old', 'old', 'inbound', 'public', 'watched', 'From before.', now(), now(), 'a')`);
    });
    const other = await empty(serverName);
    await restore(await backup(older.url, `older ${serverName}`), other.url);
    const { rows } = await asking(other.url, (client) =>
      client.query(`select text, fingerprint = network_fingerprint(network, network_id) as known,
        (select max(version) from schema_migration) as version from post`),
    );
    expect(rows).toEqual([{ text: 'From before.', known: true, version: newestVersion }]);
  });

  test('nothing is overwritten, and nothing starts on what is half restored', async () => {
    const path = await backup(database().url, `full ${serverName}`);
    await expect(restore(path, database().url)).rejects.toMatchObject({ code: 'database_not_empty' });
    const strangers = await empty(serverName);
    await asking(strangers.url, (client) => client.query('create table invoices (id integer)'));
    await expect(restore(path, strangers.url)).rejects.toMatchObject({ code: 'database_not_empty' });

    const other = await empty(serverName);
    const cut = restoreBackup({
      url: other.url,
      backup: await checkBackup(path),
      tell: quiet,
      settle: () => Promise.reject(new Error('the power went')),
    });
    await expect(cut).rejects.toThrow('the power went');
    await expect(migrate(other.url, quiet)).rejects.toMatchObject({ code: 'restore_incomplete' });
    await expect(backup(other.url, 'half')).rejects.toMatchObject({ code: 'restore_incomplete' });
    await restore(path, other.url);
    expect(await contentOf(other.url)).toEqual(await contentOf(database().url));
  });
});

test('a changed byte anywhere is noticed, and so is a missing end', async () => {
  const database = await createTestDatabase();
  made.push(database);
  await migrate(database.url, quiet);
  const storage = openStorage({ url: database.url });
  await deskThatAnswers(storage);
  await storage.close();
  const path = await backup(database.url, 'bytes');
  const whole = await readFile(path);
  const spoilt = join(folder, 'spoilt.backup');
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (place, change) => {
      const bytes = Buffer.from(whole);
      bytes[place] = (bytes[place] ?? 0) ^ change;
      await writeFile(spoilt, bytes);
      await expect(checkBackup(spoilt)).rejects.toMatchObject({ code: 'backup_damaged' });
    }),
    { numRuns: 200 },
  );
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
      await writeFile(spoilt, whole.subarray(0, length));
      await expect(checkBackup(spoilt)).rejects.toMatchObject({ code: 'backup_damaged' });
    }),
    { numRuns: 100 },
  );
  await writeFile(spoilt, Buffer.concat([whole, Buffer.alloc(512)]));
  await expect(checkBackup(spoilt)).rejects.toMatchObject({ code: 'backup_damaged' });
  expect(await checkBackup(path)).toMatchObject({ bytes: whole.length });
});

test('the part that a changed byte lies in is named', async () => {
  const database = await createTestDatabase();
  made.push(database);
  await migrate(database.url, quiet);
  const storage = openStorage({ url: database.url });
  await deskThatAnswers(storage);
  await storage.close();
  const path = await backup(database.url, 'named');
  const { offsets } = await checkBackup(path);
  const bytes = await readFile(path);
  const name = 'tables/post/00001.copy.zst';
  const place = (offsets.get(name) ?? 0) + 5;
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  await writeFile(path, bytes);
  await expect(checkBackup(path)).rejects.toMatchObject({ sentence: expect.stringContaining(name) });
});
