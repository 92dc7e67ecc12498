/** Everything kept about an author is given to them: each place where their words stand is in the export, or has a reason why not. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eraseAuthor, previewErasure } from '../../src/desk/authors/eraseAuthor.ts';
import { exportAuthor } from '../../src/desk/authors/exportAuthor.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { createTestDatabase, type TestDatabase } from '../createTestDatabase.ts';
import { type AnsweringDesk, deskThatAnswers } from '../factories/deskThatAnswers.ts';
import { columnsWith } from '../factories/traces.ts';
import { mark, theirPost, type WrittenAuthor, writtenAuthor } from '../factories/writtenAuthor.ts';

type Row = Record<string, unknown>;
type Exported = Record<string, Row[]> & { counts: Row; caseNumber: number };

let database: TestDatabase;
let storage: Storage;
let at: AnsweringDesk;
let written: WrittenAuthor;
let text: string;
let exported: Exported;

async function take(): Promise<string> {
  const { parts } = await exportAuthor(at.acting(), written.caseId);
  let whole = '';
  for await (const part of parts) whole += part;
  return whole;
}

beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.url, () => undefined);
  storage = openStorage({ url: database.url, connections: 4 });
  at = await deskThatAnswers(storage);
  written = await writtenAuthor(at);
  text = await take();
  exported = JSON.parse(text) as Exported;
});
afterAll(async () => {
  await storage?.close();
  await database?.drop();
});

/** Where each column stands in the export. */
const standsAt: Record<string, [part: string, field: string]> = {
  'approval.reason': ['answers', 'approvals'],
  'approval.written': ['answers', 'approvals'],
  'author_block.reason': ['marks', 'reason'],
  'author_mark.reason': ['marks', 'reason'],
  'author_protection.reason': ['marks', 'reason'],
  'care_case.tags': ['cases', 'tags'],
  'case_link.author': ['privatePages', 'networkId'],
  'case_link.thread': ['privatePages', 'thread'],
  'commitment.what': ['promises', 'what'],
  'commitment_act.evidence': ['promises', 'acts'],
  'conversation.thread': ['conversations', 'thread'],
  'delivery_news.reason': ['answers', 'onItsWay'],
  'follow_up.question': ['followUps', 'question'],
  'follow_up_act.suggestion': ['followUps', 'acts'],
  'follow_up_act.words': ['followUps', 'acts'],
  'how_to_reach.words': ['identities', 'howToReach'],
  'identity.handle': ['identities', 'handle'],
  'identity.language': ['identities', 'language'],
  'identity.name': ['identities', 'name'],
  'identity.network_id': ['identities', 'networkId'],
  'media.address': ['media', 'address'],
  'media.bytes': ['media', 'base64'],
  'media.name': ['media', 'name'],
  'note.text': ['notes', 'text'],
  'post.media': ['posts', 'media'],
  'post.network_id': ['posts', 'networkId'],
  'post.parent_network_id': ['posts', 'answers'],
  'post.text': ['posts', 'text'],
  'post_whereabouts.field': ['posts', 'statedPlaces'],
  'post_whereabouts.home': ['posts', 'statedPlaces'],
  'post_finding.found': ['posts', 'found'],
  'post.thread': ['posts', 'thread'],
  'raw_item.key': ['asReceived', 'key'],
  'raw_item.payload': ['asReceived', 'payload'],
  'hidden_post.reason': ['posts', 'hiddenByUs'],
  'reply_promise.what': ['promises', 'what'],
  'reply.attachments': ['answers', 'attachments'],
  'reply.reason': ['answers', 'reason'],
  'reply.text': ['answers', 'text'],
  'reply.typed': ['answers', 'asTyped'],
  'set_aside_item.network_id': ['setAside', 'networkId'],
  'sealed_identity.handle': ['identities', 'handle'],
  'sealed_identity.name': ['identities', 'name'],
  'sealed_identity.names': ['identities', 'formerNames'],
  'set_aside_item.position': ['setAside', 'position'],
  'set_aside_item.reason': ['setAside', 'reason'],
};

/** What is not given, and why. */
const notGiven: Record<string, string> = {
  'bulk_act.act': 'written about many cases at once, those of others among them; a tag stands in the case',
  'case_tag.tag': 'the same tags as in the case',
  'post.handle': 'what the network needs for an answer: it names the post and the thread, which are given',
  'post.quoted_network_id': 'of posts of others that quote theirs',
  'post.revision': 'the network’s name of a version of a post that is given',
  'response_day.value': 'counts by tag; a tag stands in the case',
  'response_span.tags': 'the same tags as in the case',
  'saved_view.filter': 'what a member searches for',
  'saved_view.name': 'what a member searches for',
  'saved_view.words': 'what a member searches for',
  'watchdog_account.handle': 'a setting of the house: who watches it',
  'watchdog_account.name': 'a setting of the house: who watches it',
  'search_word.word': 'lists made from posts that are given',
};

const wordsAt = (part: string, field: string): string =>
  (exported[part] ?? [])
    .map((row) => {
      const value = row[field];
      return field === 'base64'
        ? Buffer.from(String(value), 'base64').toString('latin1')
        : JSON.stringify(value);
    })
    .join(' ');

test('every column with their words is in the export, or has a reason why not', async () => {
  const holding = await columnsWith(database.superuserUrl, mark);
  expect(holding.length).toBeGreaterThan(20);
  const missing = holding.filter((column) => {
    if (column in notGiven) return false;
    const [part, field] = standsAt[column] ?? ['', ''];
    return !wordsAt(part, field).includes(mark);
  });
  // A new column: export it, or say above why it is not given.
  expect(missing).toEqual([]);
  const known = [...Object.keys(standsAt), ...Object.keys(notGiven)];
  expect(known.filter((column) => !holding.includes(column))).toEqual([]);
});

test('gives as much as an erasure would take', async () => {
  const { counts } = await previewErasure(at.acting(), written.caseId);
  expect(exported.counts).toEqual(counts);
  expect(exported.caseNumber).toBe(written.caseNumber);
  expect(exported.identities).toHaveLength(counts.identities);
  expect(exported.cases).toHaveLength(counts.cases);
  expect(exported.notes).toHaveLength(counts.notes);
  expect(exported.privatePages).toHaveLength(counts.links);
  const inbound = exported.posts?.filter(({ direction, deletedAt }) => direction === 'inbound' && !deletedAt);
  expect(inbound).toHaveLength(counts.posts);
});

test('gives what was before an edit, that something was deleted, and each file once', () => {
  expect(exported.posts?.find(({ networkId }) => networkId === theirPost)?.text).toBe(
    `Still no water at ${mark}.`,
  );
  expect(wordsAt('asReceived', 'payload')).toContain('No water at');
  const regretted = exported.posts?.find(({ networkId }) => String(networkId).endsWith('/regretted'));
  expect(regretted).toMatchObject({ text: '', deletedAt: expect.any(String) });
  const files = (exported.media ?? []).map(({ id }) => id);
  expect(files.length).toBeGreaterThan(2);
  expect(new Set(files).size).toBe(files.length);
});

test('gives nothing of others, no token, no member', () => {
  for (const hidden of ['amina', 'Here too', written.token, 'tokenHash', 'pinHash', 'Zola'])
    expect(text, hidden).not.toContain(hidden);
});

test('is audited by the number of the case, and changes nothing', async () => {
  const before = await columnsWith(database.superuserUrl, mark);
  expect(JSON.parse(await take())).toMatchObject({ counts: exported.counts });
  expect(await columnsWith(database.superuserUrl, mark)).toEqual(before);
  const audit = await storage.asSystem((tx) =>
    tx.selectFrom('audit_entry').select('particulars').where('action', '=', 'author.exported').execute(),
  );
  expect(audit).toEqual([
    { particulars: { case: written.caseNumber } },
    { particulars: { case: written.caseNumber } },
  ]);
});

test('of an author who was erased there is nothing to give', async () => {
  await eraseAuthor(at.acting(), written.caseId, String(written.caseNumber));
  await expect(take()).rejects.toMatchObject({ code: 'input_invalid' });
});
