/** Backup and restore as an operator uses them: beside a running program, killed at any moment, with a full disk. */
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkBackup } from '../../src/storage/backup/checkBackup.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../createTestDatabase.ts';
import { writeArchive } from '../factories/archives.ts';
import { contentOf } from '../factories/backups.ts';
import { command } from '../factories/command.ts';
import { startAnswerable } from '../factories/startAnswerable.ts';
import { folderOfDatabases } from '../roomInMemory.ts';

let folder: string;
let full: TestDatabase;
const databases: TestDatabase[] = [];
const settingsOf = (database: TestDatabase) => ({
  DATABASE_URL: database.url,
  ANSWERABLE_DATA: join(folder, 'data'),
});

beforeAll(async () => {
  folder = await mkdtemp(join(folderOfDatabases(), 'answerable-backups-'));
  full = await createTestDatabase();
  databases.push(full);
  const archive = join(folder, 'archive.ndjson');
  await writeArchive(archive, 25_000, 6_000);
  expect(await command(settingsOf(full), ['import', archive]).ended).toMatchObject({ code: 0 });
});
afterAll(async () => {
  for (const database of databases) await database.drop();
  await rm(folder, { recursive: true, force: true });
});

async function emptyFolder(name: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  return path;
}

test('a backup killed at random moments leaves nothing that looks whole and is not', async () => {
  const place = await emptyFolder('killed');
  let kills = 0;
  for (let n = 0; n < 8; n++) {
    const backup = command(settingsOf(full), ['backup', place]);
    await Promise.race([pause(300 + Math.random() * 1_200), backup.ended]);
    if (backup.child.kill('SIGKILL')) kills += 1;
    await backup.ended;
    for (const name of await readdir(place)) {
      if (!name.endsWith('.backup')) continue;
      await checkBackup(join(place, name));
      await rm(join(place, name));
    }
  }
  expect(kills).toBeGreaterThan(0);
  for (const name of await readdir(place)) await utimes(join(place, name), 0, 0);
  // What was left over an hour ago is swept by the next one on a schedule.
  expect(await command(settingsOf(full), ['backup', place, '--keep', '1']).ended).toMatchObject({ code: 0 });
  expect(await readdir(place)).toEqual([expect.stringMatching(/^answerable-\d{8}T\d{6}Z\.backup$/)]);
});

test('a restore killed at random moments begins anew and ends with every row', async () => {
  const path = join(folder, 'whole.backup');
  expect(await command(settingsOf(full), ['backup', path]).ended).toMatchObject({ code: 0 });
  const target = await createEmptyDatabase();
  databases.push(target);
  let kills = 0;
  for (let code: number | null = null; code !== 0; ) {
    const restore = command(settingsOf(target), ['restore', path]);
    if (kills < 5) {
      await Promise.race([pause(400 + Math.random() * 2_500), restore.ended]);
      if (restore.child.exitCode === null && restore.child.kill('SIGKILL')) kills += 1;
    }
    const ended = await restore.ended;
    ({ code } = ended);
    if (code === 1) throw new Error(ended.err);
  }
  expect(await contentOf(target.url)).toEqual(await contentOf(full.url));
  expect(await command(settingsOf(target), ['restore', path]).ended).toMatchObject({
    code: 1,
    err: expect.stringContaining('not empty'),
  });
});

test('a full disk ends a backup with one sentence and leaves nothing', async () => {
  const place = await emptyFolder('small');
  const { code, err, out } = await command(settingsOf(full), ['backup', place], 'ulimit -f 100;').ended;
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain('is full: this backup was given up and nothing of it is left');
  expect(await readdir(place)).toEqual([]);
});

test('a changed byte is named before anything is written', async () => {
  const path = join(folder, 'spoilt.backup');
  await command(settingsOf(full), ['backup', path]).ended;
  const bytes = await readFile(path);
  const place = (await checkBackup(path)).offsets.get('tables/history/00001.copy.zst') ?? 0;
  bytes[place + 9] = (bytes[place + 9] ?? 0) ^ 4;
  await writeFile(path, bytes);
  const verified = await command(settingsOf(full), ['backup', '--verify', path]).ended;
  expect(verified).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('tables/history/00001.copy.zst'),
  });
  const target = await createEmptyDatabase();
  databases.push(target);
  const restored = await command(settingsOf(target), ['restore', path]).ended;
  expect(restored).toMatchObject({ code: 1, err: expect.stringContaining('Nothing was restored.') });
  expect(await contentOf(target.url)).toEqual({});
});

test('of backups on a schedule the newest stay', async () => {
  const place = await emptyFolder('schedule');
  const others = ['notes.txt', 'answerable-mine.backup'];
  const old = [1, 2, 3].map((day) => `answerable-2020010${day}T000000Z.backup`);
  for (const name of [...others, ...old]) await writeFile(join(place, name), '');
  const { code, err } = await command(settingsOf(full), ['backup', `${place}/`, '--keep', '2']).ended;
  expect({ code }).toEqual({ code: 0 });
  expect(err).toContain(`Removed older ones: ${old[1]}, ${old[0]}.`);
  const names = (await readdir(place)).sort();
  expect(names).toHaveLength(4);
  expect(names).toEqual(expect.arrayContaining([...others, old[2]]));
});

test('a backup beside the running program is restored into an empty data folder, with its key', async () => {
  const program = await startAnswerable();
  const path = join(folder, 'beside.backup');
  const fresh = join(folder, 'fresh');
  try {
    const archive = join(folder, 'small.ndjson');
    await writeArchive(archive, 900, 200);
    const here = { ANSWERABLE_DATA: program.folder };
    expect(await command(here, ['import', archive]).ended).toMatchObject({ code: 0 });
    const backup = await command(here, ['backup', path, '--with-key']).ended;
    expect(backup).toMatchObject({ code: 0, out: `${path}\n` });
    const whole = await command(here, ['backup', '--verify', path]).ended;
    expect(whole).toMatchObject({ code: 0, out: expect.stringContaining('with the key') });
    const restored = await command({ ANSWERABLE_DATA: fresh }, ['restore', path]).ended;
    expect(restored).toMatchObject({ code: 0, out: expect.stringContaining('every table was counted') });
    expect(await readFile(join(fresh, 'key'))).toEqual(await readFile(join(program.folder, 'key')));
    const reports = await Promise.all(
      [program.folder, fresh].map(
        (data) => command({ ANSWERABLE_DATA: data }, ['report', 'responses', '--json']).ended,
      ),
    );
    expect(reports[0]?.out).toContain('Umoja Water');
    expect(reports[1]?.out).toBe(reports[0]?.out);
    // Where a program runs, nothing is restored.
    expect(await command(here, ['restore', path]).ended).toMatchObject({
      code: 1,
      err: expect.stringContaining('is running on'),
    });
  } finally {
    await program.close();
  }
});
