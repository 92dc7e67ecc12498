/** An older state is brought forward: tables of an older program, and data files of an older Postgres. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Binaries, embeddedBinaries } from '../../src/database/binaries.ts';
import { clusterVersion } from '../../src/database/cluster.ts';
import { startEmbeddedDatabase } from '../../src/database/embedded.ts';
import { checkBackup } from '../../src/storage/backup/checkBackup.ts';
import { migrate, newestVersion } from '../../src/storage/migrate.ts';
import { asking } from '../factories/backups.ts';
import { command } from '../factories/command.ts';
import { folderOfDatabases } from '../roomInMemory.ts';

const debian = '/usr/lib/postgresql/15/bin';
const older: Binaries = { postgres: join(debian, 'postgres'), initdb: join(debian, 'initdb'), version: 15 };
const fixture = join(import.meta.dirname, '../fixtures/tables-11.backup');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(folderOfDatabases(), 'answerable-upgrade-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A data folder as an older program left it: tables of version 11 with a post, made by this Postgres. */
async function olderData(name: string, binaries: Binaries): Promise<string> {
  const data = join(folder, name);
  const database = await startEmbeddedDatabase({ folder: join(data, 'database'), binaries });
  await migrate(database.url, () => undefined, { upTo: 11 });
  await asking(database.url, async (client) => {
    await client.query(`insert into organisation (name, kind) values ('Umoja Water', 'institution')`);
    await client.query('insert into organisation_counter (organisation_id) values (1)');
    await client.query(`insert into post (organisation_id, id, network, network_id, thread, direction, visibility, hearing, text, at, heard_at, revision)
      select 1, gen_random_uuid(), 'archive', 'old ' || n, 'old', 'inbound', 'public', 'watched', 'From before ' || n, now(), now(), 'a' from generate_series(1, 5000) as n`);
    await client.query(
      `insert into sign_in (id, name, email) values ('s', 'Naledi', 'naledi@water.example')`,
    );
    await client.query(
      `insert into session (id, expires_at, token, sign_in_id) values ('x', now() + interval '1 day', 't', 's')`,
    );
  });
  await database.stop();
  return data;
}

/** How many posts are there, with their fingerprints, and the version of the tables. */
async function look(data: string): Promise<unknown> {
  const database = await startEmbeddedDatabase({ folder: join(data, 'database') });
  try {
    const { rows } = await asking(database.url, (client) =>
      client.query(`select count(*)::int as posts, (select max(version) from schema_migration) as version, (select count(*)::int from session) as sessions
        from post where fingerprint = network_fingerprint(network, network_id)`),
    );
    return rows[0];
  } finally {
    await database.stop();
  }
}

const everything = { posts: 5_000, version: newestVersion, sessions: 1 };

test('tables of an older program are brought forward with a backup first, also when it is killed in between', async () => {
  const data = await olderData('tables', embeddedBinaries());
  for (let kills = 0; kills < 3; kills++) {
    const upgrade = command({ ANSWERABLE_DATA: data }, ['upgrade']);
    await Promise.race([pause(500 + 900 * kills), upgrade.ended]);
    upgrade.child.kill('SIGKILL');
    await upgrade.ended;
  }
  expect(await command({ ANSWERABLE_DATA: data }, ['upgrade']).ended).toMatchObject({ code: 0 });
  expect(await look(data)).toEqual(everything);
  const names = (await readdir(join(data, 'backups'))).filter((name) => name.endsWith('.backup'));
  expect(names.length).toBeGreaterThan(0);
  expect((await checkBackup(join(data, 'backups', names[0] ?? ''))).manifest.schema).toBe(11);
  const again = await command({ ANSWERABLE_DATA: data }, ['upgrade']).ended;
  expect(again).toMatchObject({ code: 0, err: expect.stringContaining('there is nothing to do') });
});

test('a backup that an older commit wrote is restored and brought forward', async () => {
  const data = join(folder, 'fixture');
  const restored = await command({ ANSWERABLE_DATA: data }, ['restore', fixture]).ended;
  expect(restored).toMatchObject({ code: 0, out: expect.stringContaining('brought from version 11') });
  const report = await command({ ANSWERABLE_DATA: data }, ['report', 'responses', '--json']).ended;
  expect(JSON.parse(report.out)).toEqual([
    {
      institution: 'Umoja Water',
      conversations: 40,
      answered: expect.any(Number),
      medianMinutes: expect.any(Number),
    },
  ]);
});

test.skipIf(!existsSync(older.postgres))(
  'data files of an older Postgres are moved, whenever the move is killed, and the old ones stay until told',
  async () => {
    const data = await olderData('cluster', older);
    const settings = { ANSWERABLE_DATA: data };
    const start = await command(settings, []).ended;
    expect(start).toMatchObject({ code: 1, err: expect.stringContaining('Run "npx answerable upgrade"') });
    for (let kills = 0; kills < 4; kills++) {
      const upgrade = command(settings, ['upgrade']);
      await Promise.race([pause(1_000 + 1_700 * kills), upgrade.ended]);
      upgrade.child.kill('SIGKILL');
      await upgrade.ended;
    }
    const last = await command(settings, ['upgrade']).ended;
    expect(last).toMatchObject({ code: 0 });
    expect(clusterVersion(join(data, 'database'))).toBe(embeddedBinaries().version);
    expect(await look(data)).toEqual(everything);
    expect(existsSync(join(data, 'database', 'cluster.postgres-15', 'PG_VERSION'))).toBe(true);
    expect(existsSync(join(data, 'database.upgrading'))).toBe(false);
    await command(settings, ['upgrade', '--forget-old']).ended;
    expect(existsSync(join(data, 'database', 'cluster.postgres-15'))).toBe(false);
    expect(await look(data)).toEqual(everything);
  },
);

test('without the older Postgres the command says how to get it', async () => {
  const data = join(folder, 'missing');
  await mkdir(join(data, 'database', 'cluster'), { recursive: true });
  await writeFile(join(data, 'database', 'cluster', 'PG_VERSION'), '17\n');
  const ended = await command({ ANSWERABLE_DATA: data }, ['upgrade', '--postgres', join(folder, 'nowhere')])
    .ended;
  expect(ended).toMatchObject({
    code: 1,
    err: expect.stringContaining(`npm install --prefix ${data}/postgres-17`),
  });
});
