/** Topics in the tables: their limits under two who write at once, and what they are learned from. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eraseAuthor } from '../../src/desk/authors/eraseAuthor.ts';
import { correctFinding } from '../../src/desk/cases/correctFinding.ts';
import { keepTopic, retireTopicFor, takePack } from '../../src/desk/topics/editTopics.ts';
import { nothingFound } from '../../src/domain/finding.ts';
import { mostLearned, mostTopics } from '../../src/domain/topic.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { keepFindings } from '../../src/storage/findings.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { learnedCounts, topicLessons, topicsVersion } from '../../src/storage/topicLessons.ts';
import { listTopics } from '../../src/storage/topics.ts';
import { createTestDatabase, type TestDatabase } from '../createTestDatabase.ts';
import { hear, item, rows, serve } from '../factories/desk.ts';
import { type AnsweringDesk, deskThatAnswers } from '../factories/deskThatAnswers.ts';

let database: TestDatabase;
let storage: Storage;
let at: AnsweringDesk;
let of: number;

beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.url, () => undefined);
  storage = openStorage({ url: database.url, connections: 4 });
  at = await deskThatAnswers(storage);
  of = at.desk.organisationId;
});
afterAll(async () => {
  await storage.close();
  await database.drop();
});

const write = (name: string, examples: string[] = []) =>
  keepTopic(at.acting(), { id: null, version: null, name, names: [], examples });
const topics = () => storage.inOrganisation(of, (tx) => listTopics(tx, of));
const lesson = async (id: string) =>
  (await storage.byKeys(of, (tx) => topicLessons(tx, of))).find((one) => one.id === id);
const version = () => storage.byKeys(of, (tx) => topicsVersion(tx, of));
const outcomes = async (tries: Promise<unknown>[]) =>
  (await Promise.allSettled(tries)).map(({ status }) => status).sort();

test('two who give topics one name at once make one of them', async () => {
  expect(await outcomes([write('No water'), write('no WATER'), write('Leak')])).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
  ]);
  const change = (id: string, of: number) =>
    keepTopic(at.acting(), { id, version: of, name: 'Dirty water', names: [], examples: [] });
  const [one, other] = await topics();
  expect(await outcomes([change(one?.id ?? '', 1), change(other?.id ?? '', 1)])).toEqual([
    'fulfilled',
    'rejected',
  ]);
  const before = await version();
  for (const { id } of await topics()) await retireTopicFor(at.acting(), id);
  expect(await version()).toBe(before + 2);
  expect(await topics()).toEqual([]);
});

test('what members said of posts is learned, the last word of each, and gone with its author', async () => {
  const id = await write('No water', ['Dry taps']);
  const other = await write('Bill');
  const [post] = await rows<{ id: string }>(at.desk, 'post');
  const [theCase] = await rows<{ id: string; number: number }>(at.desk, 'care_case');
  const postId = post?.id ?? '';
  await storage.inOrganisation(of, (tx) =>
    keepFindings(tx, of, { at: new Date(), models: 'test' }, [{ postId, found: nothingFound() }]),
  );
  const say = (name: string, so: boolean) =>
    correctFinding(at.acting(), theCase?.id ?? '', postId, { aspect: 'topic', name, so });
  await say(id, true);
  expect(await lesson(id)).toEqual({ id, names: ['No water'], examples: ['Dry taps', 'No water.'], not: [] });
  at.wait(1);
  await say(id, false);
  await say(other, true);
  expect(await lesson(id)).toEqual({ id, names: ['No water'], examples: ['Dry taps'], not: ['No water.'] });
  expect((await lesson(other))?.examples).toEqual(['No water.']);
  const counts = await storage.byKeys(of, (tx) => learnedCounts(tx, of, [id, other]));
  expect([counts.get(id), counts.get(other)]).toEqual([1, 1]);
  const before = await version();
  await eraseAuthor(at.acting(), theCase?.id ?? '', String(theCase?.number));
  expect(await lesson(id)).toEqual({ id, names: ['No water'], examples: ['Dry taps'], not: [] });
  expect(await version()).toBeGreaterThan(before);
});

test('of many posts the latest are learned', async () => {
  const id = await write('Much corrected');
  const { house } = at.desk;
  const posts = Array.from({ length: mostLearned + 20 }, (_, n) =>
    item({ did: 'did:plc:many', key: `k${n}`, minute: 40, text: `post ${n + 1}`, mentions: [house.did] }),
  );
  await hear(at.desk, house, posts);
  await serve(storage);
  await sql`
    insert into finding_correction (organisation_id, id, post_id, aspect, name, so, by, at, was)
    select ${of}::integer, gen_random_uuid(), id, 'topic', ${id}, true, ${at.naledi}::uuid, now() + substr(text, 6)::integer * interval '1 second', false
    from post where organisation_id = ${of} and text like 'post %'`.execute(storage.system);
  const learned = (await lesson(id))?.examples ?? [];
  expect(learned).toHaveLength(mostLearned);
  expect(learned).toContain(`post ${mostLearned + 20}`);
  expect(learned).not.toContain('post 20');
});

test('an organisation has so many topics and no more, also when two add the last one', async () => {
  const there = (await topics()).length;
  await sql`
    insert into topic (organisation_id, id, name, created_at, changed_at, changed_by)
    select ${of}, gen_random_uuid(), 'topic ' || n, now(), now(), ${at.naledi}::uuid from generate_series(1, ${mostTopics - there - 1}) as n`.execute(
    storage.system,
  );
  await expect(takePack(at.acting(), 'water', 'eng')).rejects.toMatchObject({ code: 'input_invalid' });
  expect(await outcomes([write('last'), write('one too many')])).toEqual(['fulfilled', 'rejected']);
  expect(await topics()).toHaveLength(mostTopics);
});
