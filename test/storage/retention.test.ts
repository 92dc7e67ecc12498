/** Words go when their term is over: those of settled cases, by their kind, in the night, once, and not one batch twice. */
import { afterAll, beforeEach, expect, test } from 'vitest';
import { resolveCase } from '../../src/desk/cases/workOnCase.ts';
import { keepRetention, previewRetention, showRetention } from '../../src/desk/retention/keepRetention.ts';
import { keepEverything, type RetentionTerms } from '../../src/domain/retention.ts';
import { applyOnce } from '../../src/jobs/keepTerms.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { createTestDatabase, type TestDatabase } from '../createTestDatabase.ts';
import { hear, item, rows, serve } from '../factories/desk.ts';
import { type AnsweringDesk, deskThatAnswers } from '../factories/deskThatAnswers.ts';
import { columnsWith } from '../factories/traces.ts';
import { mark, theirId, type WrittenAuthor, writtenAuthor } from '../factories/writtenAuthor.ts';

const quiet = () => undefined;
const day = 86_400;
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

const traces = () => columnsWith(database.superuserUrl, mark);
const keep = (terms: Partial<RetentionTerms>) => keepRetention(at.acting(), { ...keepEverything, ...terms });
const batch = () => applyOnce({ storage, now: () => at.acting().now, log: quiet });
/** Everything that is to be done now; answers in how many batches. */
async function night(): Promise<number> {
  let batches = 0;
  while (await batch()) batches += 1;
  return batches;
}

/** Nothing is on its way any more, what was set aside was looked at, and every case is settled. */
async function allIsSettled(): Promise<void> {
  await storage.asSystem((tx) =>
    tx.updateTable('reply').set({ state: 'withdrawn' }).where('state', '=', 'queued').execute(),
  );
  await storage.asSystem((tx) => tx.updateTable('set_aside_item').set({ replayed_at: new Date() }).execute());
  for (const { id } of await rows<{ id: string }>(at.desk, 'care_case'))
    await resolveCase(at.acting(), id).catch((fault: { code?: string }) => {
      if (fault.code !== 'case_merged') throw fault;
    });
}

test('over their terms, words are in no column but those that say who wrote, and what members called it', async () => {
  await allIsSettled();
  at.wait(40 * day);
  const all = { public: 30, private: 30, notes: 30, raw: 30, audit: null };
  const counts = await previewRetention(at.acting(), all);
  // A note, and two follow-ups, one about its case and one about its author.
  expect(counts).toMatchObject({ notes: 3, audit: 0 });
  expect(counts.posts).toBeGreaterThan(4);
  expect(counts.raw).toBeGreaterThan(4);
  await keep(all);
  expect(await night()).toBe(0);
  at.wait(day);
  expect(await night()).toBeGreaterThan(3);
  const left = await traces();
  expect(left).toMatchInlineSnapshot(`
    [
      "author_block.reason",
      "author_mark.reason",
      "author_protection.reason",
      "bulk_act.act",
      "care_case.tags",
      "case_tag.tag",
      "conversation.thread",
      "identity.handle",
      "identity.language",
      "identity.name",
      "identity.network_id",
      "post.network_id",
      "post.parent_network_id",
      "post.quoted_network_id",
      "post.thread",
      "response_day.value",
      "response_span.tags",
      "saved_view.filter",
      "saved_view.name",
      "saved_view.words",
      "sealed_identity.handle",
      "sealed_identity.name",
      "sealed_identity.names",
      "set_aside_item.network_id",
      "set_aside_item.position",
      "set_aside_item.reason",
      "watchdog_account.handle",
      "watchdog_account.name",
    ]
  `);
  expect(await previewRetention(at.acting(), all)).toMatchObject({
    posts: 0,
    answers: 0,
    files: 0,
    notes: 0,
    raw: 0,
  });
  const { last } = await showRetention(at.acting());
  expect(last?.endedAt).not.toBeNull();
  expect(last?.counts).toMatchObject({
    posts: counts.posts,
    answers: counts.answers,
    files: counts.files,
    notes: 3,
  });
  expect(await rows(at.desk, 'audit_entry')).toContainEqual(
    expect.objectContaining({ action: 'retention.removed', member_id: null }),
  );
  // Once a night.
  expect(await night()).toBe(0);
  at.wait(day);
  expect(await night()).toBeGreaterThan(0);
});

test('words of a case that is not settled, or to which an answer is on its way, stay', async () => {
  const texts = async () =>
    (await rows<{ text: string }>(at.desk, 'post'))
      .map(({ text }) => text)
      .filter((text) => text !== '')
      .sort();
  const before = await texts();
  await keep({ public: 1, private: 1, notes: 1 });
  at.wait(40 * day);
  await night();
  expect(await texts()).toEqual(before);
  // Settled, while the answer still waits to leave.
  await resolveCase(at.acting(), written.caseId, true);
  at.wait(3 * day);
  await night();
  expect(await texts()).toEqual(before);
});

test('each kind has its own term', async () => {
  await allIsSettled();
  await keep({ private: 10 });
  at.wait(12 * day);
  await night();
  const posts = await rows<{ visibility: string; text: string; deleted_at: Date | null }>(at.desk, 'post');
  const kept = posts.filter(({ text }) => text !== '').map(({ visibility }) => visibility);
  expect(new Set(kept)).toEqual(new Set(['public']));
  expect(await rows(at.desk, 'case_link')).toEqual([]);
  expect(await rows(at.desk, 'how_to_reach')).toEqual([]);
  expect(await rows(at.desk, 'note')).not.toEqual([]);
});

test('cut short after any batch, the night goes on where it stood, and a double brings nothing back', async () => {
  await allIsSettled();
  await keep({ public: 1, private: 1, notes: 1, raw: 1 });
  at.wait(3 * day);
  let batches = 0;
  // Another program each time, as after a kill.
  for (let more = true; more; batches += 1) {
    const next = openStorage({ url: database.url, connections: 1 });
    more = await applyOnce({ storage: next, now: () => at.acting().now, log: quiet });
    await next.close();
  }
  expect(batches).toBeGreaterThan(4);
  expect(await rows(at.desk, 'retention_run')).toMatchObject([{ kind: null, counts: { notes: 3 } }]);
  await hear(at.desk, at.desk.executive, [
    item({
      did: theirId,
      key: 'first',
      version: 3,
      minute: 40,
      text: `Again ${mark}`,
      mentions: [at.desk.house.did],
    }),
  ]);
  await serve(storage);
  expect(await traces()).not.toContain('post.text');
  expect(await traces()).not.toContain('raw_item.payload');
});

test('what was changed today waits for the night, and a term that is taken back is heard at once', async () => {
  await allIsSettled();
  at.wait(40 * day);
  await keep({ public: 30 });
  expect(await night()).toBe(0);
  expect(await rows(at.desk, 'retention_run')).toEqual([]);
  at.wait(day);
  // Begun, and then taken back before its first batch.
  expect(await batch()).toBe(true);
  await keep({});
  await night();
  expect(await rows(at.desk, 'retention_run')).toMatchObject([{ kind: null, counts: { posts: 0 } }]);
  expect(await traces()).toContain('post.text');
});

test('the audit cannot be kept for less than 90 days', async () => {
  await expect(keep({ audit: 89 })).rejects.toMatchObject({ code: 'input_invalid' });
  await keep({ audit: 90 });
  at.wait(100 * day);
  await night();
  expect(await rows(at.desk, 'audit_entry')).toMatchObject([{ action: 'retention.removed' }]);
});
