/** An author is erased: found nowhere, in no column of no table, and nothing brings them back. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { settleRestored } from '../../src/cli/backup/settle.ts';
import { eraseAuthor, previewErasure } from '../../src/desk/authors/eraseAuthor.ts';
import { resolveCase } from '../../src/desk/cases/workOnCase.ts';
import type { UnitResponse } from '../../src/domain/responseTime.ts';
import { keepErasures } from '../../src/jobs/keepErasures.ts';
import { checkBackup } from '../../src/storage/backup/checkBackup.ts';
import { restoreBackup } from '../../src/storage/backup/restoreBackup.ts';
import { writeBackup } from '../../src/storage/backup/writeBackup.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { erasuresName } from '../../src/storage/erasuresFile.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { conversationResponses, threadResponses } from '../../src/storage/responses.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../createTestDatabase.ts';
import { asking } from '../factories/backups.ts';
import { type Desk, deletion, hear, item, rows, serve } from '../factories/desk.ts';
import { type AnsweringDesk, deskThatAnswers } from '../factories/deskThatAnswers.ts';
import { columnsWith, wordColumns } from '../factories/traces.ts';
import { mark, theirId, theirPost, type WrittenAuthor, writtenAuthor } from '../factories/writtenAuthor.ts';
import { cannotHold } from './wordsOfNobody.ts';

const quiet = () => undefined;
let database: TestDatabase;
let storage: Storage;
let at: AnsweringDesk;
let written: WrittenAuthor;
const made: TestDatabase[] = [];
const opened: Storage[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
  made.push(database);
  await migrate(database.url, quiet);
  storage = openStorage({ url: database.url, connections: 4 });
  opened.push(storage);
  at = await deskThatAnswers(storage);
  written = await writtenAuthor(at);
});
afterAll(async () => {
  for (const one of opened) await one.close();
  for (const one of made) await one.drop();
});

const erase = () => eraseAuthor(at.acting(), written.caseId, String(written.caseNumber));
const traces = (of = database) => columnsWith(of.superuserUrl, mark);

test('every column that can hold words holds theirs before, or cannot hold an author’s', async () => {
  const holding = new Set(await traces());
  const columns = await asking(database.superuserUrl, wordColumns);
  const unjudged = columns
    .map(({ table, column }) => [table, `${table}.${column}`] as const)
    .filter(([table, column]) => !holding.has(column) && !(table in cannotHold) && !(column in cannotHold))
    .map(([, column]) => column);
  // A new column: let writtenAuthor write into it, or say in wordsOfNobody why no author's words can stand there.
  expect(unjudged).toEqual([]);
  const wrong = Object.keys(cannotHold).filter(
    (name) => holding.has(name) || [...holding].some((c) => c.startsWith(`${name}.`)),
  );
  expect(wrong).toEqual([]);
});

/** Amina, who wrote in their thread, has her answer. */
async function aminaIsAnswered(): Promise<void> {
  const cases = await rows<{ id: string; identity_id: string; state: string }>(at.desk, 'care_case');
  const [amina] = (await rows<{ id: string; network_id: string }>(at.desk, 'identity')).filter(
    ({ network_id }) => network_id === 'did:plc:amina',
  );
  for (const { id, identity_id } of cases) if (identity_id === amina?.id) await resolveCase(at.acting(), id);
}

test('erased, they are found in no column of no table', async () => {
  await aminaIsAnswered();
  const before = await traces();
  expect(before.length).toBeGreaterThan(20);
  expect(before).toContain('media.bytes');
  const { counts } = await previewErasure(at.acting(), written.caseId);
  expect(counts).toMatchObject({ identities: 2, cases: 3, posts: 5, links: 1, notes: 1 });
  expect(await erase()).toEqual(counts);
  expect(await traces()).toEqual([]);
});

test('what members and models found in their words is forgotten with them', async () => {
  expect(await rows(at.desk, 'abusive_post')).toMatchObject([{ reason: 'threat' }]);
  expect(await rows(at.desk, 'praise')).toHaveLength(1);
  expect(await rows(at.desk, 'post_finding')).toHaveLength(1);
  expect(await rows(at.desk, 'finding_correction')).toHaveLength(1);
  await erase();
  expect(await rows(at.desk, 'abusive_post')).toEqual([]);
  expect(await rows(at.desk, 'praise')).toEqual([]);
  expect(await rows(at.desk, 'post_finding')).toEqual([]);
  expect(await rows(at.desk, 'finding_correction')).toEqual([]);
});

test('while another author waits in their thread, only what her answer needs names it', async () => {
  await erase();
  expect(await traces()).toEqual(['post.handle']);
});

/** Threads are listed by their names, which change. */
const inOrder = (responses: readonly UnitResponse[]) =>
  [...responses].sort((a, b) => (a.milliseconds ?? -1) - (b.milliseconds ?? -1));

test('what the case says stays: its number, its times, its counts, and how fast it was answered', async () => {
  const facts = async () =>
    (await rows<Record<string, unknown>>(at.desk, 'care_case'))
      .map(({ number, first_inbound_at, last_inbound_at, first_house_at, inbound_posts, severity }) => ({
        number,
        first_inbound_at,
        last_inbound_at,
        first_house_at,
        inbound_posts,
        severity,
      }))
      .sort((a, b) => Number(a.number) - Number(b.number));
  const times = () =>
    storage.inOrganisation(at.desk.organisationId, async (tx) => [
      inOrder(await threadResponses(tx, at.desk.organisationId)),
      inOrder(await conversationResponses(tx, at.desk.organisationId)),
    ]);
  const [before, responses] = [await facts(), await times()];
  await erase();
  expect(await facts()).toEqual(before);
  expect(await times()).toEqual(responses);
  const cases = await rows<{ id: string; state: string; tier: number | null }>(at.desk, 'care_case');
  expect(cases.find(({ id }) => id === written.caseId)).toMatchObject({ state: 'resolved', tier: null });
});

test('a reply that waited is called back, and one that is just leaving is waited for', async () => {
  await storage.asSystem((tx) =>
    tx
      .updateTable('reply')
      .set({ state: 'sending', lease_until: new Date(Date.now() + 1e12) })
      .where('state', '=', 'queued')
      .execute(),
  );
  await expect(erase()).rejects.toMatchObject({ code: 'reply_left' });
  expect(await traces()).toContain('post.text');
  await storage.asSystem((tx) =>
    tx
      .updateTable('reply')
      .set({ lease_until: new Date(0) })
      .where('state', '=', 'sending')
      .execute(),
  );
  await erase();
  const states = (await rows<{ state: string }>(at.desk, 'reply')).map(({ state }) => state).sort();
  expect(states).toEqual(['sent', 'withdrawn', 'withdrawn']);
});

test('nothing but the name or the number confirms it, and it is done once', async () => {
  await expect(eraseAuthor(at.acting(), written.caseId, 'yes')).rejects.toMatchObject({
    code: 'input_invalid',
  });
  expect(await traces()).toContain('post.text');
  // The name as it is shown: of who is protected, the one that stands for theirs.
  const { names } = await previewErasure(at.acting(), written.caseId);
  const standIn = names.find((name) => name.startsWith('protected-')) ?? '';
  await eraseAuthor(at.acting(), written.formCaseId, ` @${standIn.toUpperCase()}`);
  await expect(erase()).rejects.toMatchObject({ code: 'input_invalid' });
});

describe('late news', () => {
  beforeEach(async () => {
    await aminaIsAnswered();
    await erase();
  });
  const theirs = (key: string, more: Partial<Parameters<typeof item>[0]> = {}) =>
    item({ did: theirId, key, minute: 40, text: `Again ${mark}`, mentions: [at.desk.house.did], ...more });

  test('a double, a later version, a deletion and what was never heard before bring nothing back', async () => {
    const before = (await rows(at.desk, 'post')).length;
    await hear(at.desk, at.desk.executive, [
      theirs('first'),
      theirs('first', { version: 2 }),
      theirs('unheard'),
      theirs('deep', { root: theirPost }),
      deletion(theirId, 'first'),
    ]);
    await serve(storage);
    expect(await traces()).toEqual([]);
    expect(await rows(at.desk, 'post')).toHaveLength(before);
  });

  test('what they write afterwards is a new author’s', async () => {
    const after = (at.acting().now.getTime() - Date.UTC(2031, 0, 4, 6, 0)) / 60_000 + 5;
    await hear(at.desk, at.desk.house, [theirs('anew', { minute: after, text: 'Back again.' })]);
    await serve(storage);
    const found = await rows<{ text: string; identity_id: string }>(at.desk, 'post');
    const [post] = found.filter(({ text }) => text === 'Back again.');
    const identities = await rows<{ id: string; erased_at: Date | null; network_id: string }>(
      at.desk,
      'identity',
    );
    expect(identities.find(({ id }) => id === post?.identity_id)).toMatchObject({
      erased_at: null,
      network_id: theirId,
    });
    // And may be forgotten again.
    const [conversation] = (
      await rows<{ case_id: string; identity_id: string }>(at.desk, 'conversation')
    ).filter(({ identity_id }) => identity_id === post?.identity_id);
    at.wait(600);
    await eraseAuthor(at.acting(), conversation?.case_id ?? '', theirId.slice(8).concat('.example'));
    expect(await traces()).toEqual([]);
  });

  test('others go on in their thread, in the case that they have', async () => {
    await hear(at.desk, at.desk.house, [
      item({
        did: 'did:plc:amina',
        key: 'more',
        minute: 50,
        text: 'Thank you.',
        root: theirPost,
        mentions: [at.desk.house.did],
      }),
    ]);
    await serve(storage);
    const posts = await rows<{ text: string; conversation_id: string; thread: string }>(at.desk, 'post');
    const [more] = posts.filter(({ text }) => text === 'Thank you.');
    expect(posts.filter(({ conversation_id }) => conversation_id === more?.conversation_id)).toHaveLength(2);
    expect(more?.thread).toMatch(/^erased:/);
  });
});

test('a batch that is being taken in meanwhile leaves nothing behind, whoever is first', async () => {
  await aminaIsAnswered();
  const posts = Array.from({ length: 40 }, (_, n) =>
    item({
      did: theirId,
      key: `meanwhile-${n}`,
      minute: 44,
      text: `Meanwhile ${mark}`,
      mentions: [at.desk.house.did],
    }),
  );
  await hear(at.desk, at.desk.house, posts);
  await Promise.all([serve(storage), erase()]);
  await serve(storage);
  expect(await traces()).toEqual([]);
});

test('a restored backup erases them again, and what waited in it does not come to the desk', async () => {
  await aminaIsAnswered();
  const folder = await mkdtemp(join(tmpdir(), 'answerable-erasing-'));
  const path = join(folder, 'now.backup');
  try {
    await hear(at.desk, at.desk.house, [
      item({ did: theirId, key: 'waits', minute: 44, text: `Waits ${mark}`, mentions: [at.desk.house.did] }),
    ]);
    const takenAt = at.acting().now;
    await writeBackup({ url: database.url, path, program: '0.0.0', at: takenAt });
    await erase();
    expect(await keepErasures(storage, folder)).toBe(1);
    expect(await keepErasures(storage, folder)).toBe(0);
    expect(await readFile(join(folder, erasuresName), 'utf8')).not.toContain(mark);
    const other = await createEmptyDatabase();
    made.push(other);
    let settled: unknown;
    await restoreBackup({
      url: other.url,
      backup: await checkBackup(path),
      tell: quiet,
      settle: async () => {
        expect((await traces(other)).length).toBeGreaterThan(20);
        settled = await settleRestored(
          other.url,
          takenAt,
          join(folder, erasuresName),
          new Date(takenAt.getTime() + 60_000),
        );
      },
    });
    expect(settled).toMatchObject({ authors: 1, unreadable: 0 });
    const again = openStorage({ url: other.url, connections: 4 });
    opened.push(again);
    await serve(again);
    expect(await traces(other)).toEqual([]);
    const desk: Desk = { ...at.desk, storage: again };
    const restored = await rows<{ id: string; by: string }>(desk, 'erasure');
    expect(restored).toMatchObject(
      await rows<{ id: string; by: string }>(at.desk, 'erasure').then((kept) =>
        kept.map(({ id, by }) => ({ id, by })),
      ),
    );
    // A double from the network, after the restore.
    await hear(desk, desk.house, [
      item({
        did: theirId,
        key: 'first',
        minute: 40,
        text: `No water at ${mark}`,
        mentions: [desk.house.did],
      }),
    ]);
    await serve(again);
    expect(await traces(other)).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
