/** What a restored desk must not do: send what went out since, show what was deleted since. */
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { settleRestored } from '../../src/cli/backup/settle.ts';
import { checkNext } from '../../src/desk/replies/check.ts';
import { deliverNext } from '../../src/desk/replies/deliver.ts';
import { keepErasures } from '../../src/jobs/keepErasures.ts';
import { checkBackup } from '../../src/storage/backup/checkBackup.ts';
import { restoreBackup } from '../../src/storage/backup/restoreBackup.ts';
import { writeBackup } from '../../src/storage/backup/writeBackup.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { erasuresName, readErasures } from '../../src/storage/erasuresFile.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../createTestDatabase.ts';
import { deletion, hear, item, rows, serve, tablesWith } from '../factories/desk.ts';
import { type AnsweringDesk, deskThatAnswers } from '../factories/deskThatAnswers.ts';
import { started } from '../factories/scriptedNetwork.ts';

const quiet = () => undefined;
let folder: string;
let storage: Storage;
let at: AnsweringDesk;
let database: TestDatabase;
const folders: string[] = [];
const made: TestDatabase[] = [];
const opened: Storage[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'answerable-settles-'));
  folders.push(folder);
  database = await createTestDatabase();
  made.push(database);
  await migrate(database.url, quiet);
  storage = openStorage({ url: database.url, connections: 4 });
  opened.push(storage);
  at = await deskThatAnswers(storage);
});
afterAll(async () => {
  for (const one of opened) await one.close();
  for (const one of made) await one.drop();
  for (const one of folders) await rm(one, { recursive: true, force: true });
});

/** Backs up now; restores later into a new database, as the command does. */
async function backedUp(): Promise<
  (erasures?: string) => Promise<{ desk: AnsweringDesk['desk']; settled: unknown }>
> {
  const path = join(folder, 'now.backup');
  const takenAt = new Date(started + 1_000);
  await writeBackup({ url: database.url, path, program: '0.0.0', at: takenAt });
  return async (erasures = join(folder, erasuresName)) => {
    const other = await createEmptyDatabase();
    made.push(other);
    let settled: unknown;
    await restoreBackup({
      url: other.url,
      backup: await checkBackup(path),
      tell: quiet,
      settle: async () => {
        settled = await settleRestored(other.url, takenAt, erasures, new Date(started + 60_000));
      },
    });
    const again = openStorage({ url: other.url, connections: 4 });
    opened.push(again);
    await rm(path, { force: true });
    return { desk: { ...at.desk, storage: again }, settled };
  };
}

test('a reply that went out after the backup is found and not sent again', async () => {
  const id = await at.send();
  const restore = await backedUp();
  at.wait(11);
  expect(await deliverNext(at.delivery())).toBe(true);
  expect(at.network.sends).toBe(1);
  const { desk, settled } = await restore();
  expect(settled).toMatchObject({ held: 1 });
  at.wait(60);
  const deps = { ...at.delivery(), storage: desk.storage };
  expect(await deliverNext(deps)).toBe(false);
  expect(await checkNext(deps)).toBe(true);
  expect(await deliverNext(deps)).toBe(false);
  expect(at.network.sends).toBe(1);
  const [reply] = await rows<{ id: string; state: string; network_id: string | null }>(desk, 'reply');
  expect(reply).toMatchObject({ id, state: 'sent', network_id: expect.stringContaining('key-') });
});

test('a reply that had not gone out is sent once, where the network can be asked', async () => {
  await at.send();
  const { desk } = await (await backedUp())();
  at.wait(120);
  const deps = { ...at.delivery(), storage: desk.storage };
  expect(await deliverNext(deps)).toBe(false);
  await checkNext(deps);
  expect(await deliverNext(deps)).toBe(true);
  expect(at.network.sends).toBe(1);
  expect(await rows(desk, 'reply')).toMatchObject([{ state: 'sent' }]);
  const facts = await rows<{ action: string }>(desk, 'history');
  expect(facts.map(({ action }) => action)).toContain('reply_unknown');
});

test('where a network takes no keys, a person is asked', async () => {
  at.network.keyed = false;
  await at.send();
  const { desk } = await (await backedUp())();
  at.wait(120);
  const deps = { ...at.delivery(), storage: desk.storage };
  await checkNext(deps);
  expect(await deliverNext(deps)).toBe(false);
  expect(await rows(desk, 'reply')).toMatchObject([{ state: 'unknown' }]);
  expect(at.network.sends).toBe(0);
});

const words = 'Zanzibarquartz is what I was promised.';

async function complain(key: string): Promise<void> {
  const { desk } = at;
  const mentions = [desk.house.did];
  await hear(desk, desk.house, [item({ did: 'did:plc:zuri', key, minute: 40, text: words, mentions })]);
}

async function deletePost(key: string): Promise<void> {
  await hear(at.desk, at.desk.house, [deletion('did:plc:zuri', key)]);
  await serve(storage);
}

test('what its author deleted after the backup is erased again, and its case follows', async () => {
  await complain('gone');
  await serve(storage);
  const restore = await backedUp();
  await deletePost('gone');
  expect(await keepErasures(storage, folder)).toBe(1);
  const { desk, settled } = await restore();
  expect(settled).toMatchObject({ erased: 1, unreadable: 0 });
  expect(await tablesWith(desk.storage, 'Zanzibarquartz')).toEqual([]);
  const state = async (of: AnsweringDesk['desk']) =>
    (await rows<{ number: number; tier: number | null }>(of, 'care_case'))
      .map(({ number, tier }) => [number, tier])
      .sort();
  expect(await state(desk)).toEqual(await state(at.desk));
  const facts = await rows<{ sequence: number; action: string }>(desk, 'history');
  expect(facts.filter(({ action }) => action === 'post_deleted')).toHaveLength(1);
  expect(facts.map(({ sequence }) => Number(sequence)).sort((a, b) => a - b)).toEqual(
    facts.map((_, n) => n + 1),
  );
});

test('a post that waited in the inbox when the backup was taken does not come to the desk either', async () => {
  await complain('waits');
  const restore = await backedUp();
  await serve(storage);
  await deletePost('waits');
  await keepErasures(storage, folder);
  const { desk } = await restore();
  await serve(desk.storage);
  expect(await tablesWith(desk.storage, 'Zanzibarquartz')).toEqual([]);
});

test('the file is written once, goes on after a restore, and a lost one is written anew', async () => {
  await complain('one');
  await complain('two');
  await serve(storage);
  await deletePost('one');
  expect(await keepErasures(storage, folder)).toBe(1);
  expect(await keepErasures(storage, folder)).toBe(0);
  const restore = await backedUp();
  await deletePost('two');
  expect(await keepErasures(storage, folder)).toBe(1);
  const { desk } = await restore();
  // Erased again, they have new numbers there, and are written once more rather than never.
  expect(await keepErasures(desk.storage, folder)).toBe(1);
  await rm(join(folder, erasuresName));
  expect(await keepErasures(storage, folder)).toBe(2);
});

test('a line that was cut short costs no other', async () => {
  await complain('one');
  await complain('two');
  await serve(storage);
  await deletePost('one');
  await keepErasures(storage, folder);
  const path = join(folder, erasuresName);
  await appendFile(path, '{"erased":"post","organ');
  await deletePost('two');
  await keepErasures(storage, folder);
  const batches = [];
  for await (const batch of readErasures(path)) batches.push(batch);
  expect(batches.flatMap(({ posts }) => posts)).toHaveLength(2);
  expect(batches.reduce((sum, { unreadable }) => sum + unreadable, 0)).toBe(1);
  expect((await readFile(path, 'utf8')).endsWith('\n')).toBe(true);
});
