/** Topics: an organisation takes a starter pack or writes its own, its cases are named by them, and a member's word is what the next posts are read by. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type {
  CasePage,
  CaseRow,
  CaseView,
  FindingsView,
  TagView,
  TopicPackView,
  TopicView,
  TriedTopics,
  UnderstandingView,
} from '../../src/api/contract.ts';
import { readOnce } from '../../src/jobs/readPosts.ts';
import { readOnce as workRules } from '../../src/jobs/rules.ts';
import { topicLessons, topicsVersion } from '../../src/storage/topicLessons.ts';
import { PostReader } from '../../src/understanding/reader.ts';
import { join, type Person } from '../factories/apiServer.ts';
import { addressOf, deletion, item } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';
import { otherOrganisation } from '../factories/otherOrganisation.ts';

let open: DeskInApi;
let agent: Person;
const reader = new PostReader();
const deps = () => ({
  storage: open.server.storage,
  read: ((posts, topics) => reader.read(posts, topics)) as PostReader['read'],
  models: () => 'test',
  now: () => new Date(),
  log: () => undefined,
});
async function readAll(): Promise<void> {
  for (let n = 0; n < 3; n++) while (await readOnce(deps(), 'test/reading'));
}
let count = 0;
const write = async (by: string, text: string, root?: string) => {
  count += 1;
  const mentions = [open.desk.house.did];
  const key = root === undefined ? by : `${by}${count}`;
  const below = root === undefined ? {} : { root };
  await open.take(item({ did: `did:plc:${by}`, key, minute: count, text, mentions, ...below }));
  await readAll();
};
const rowsOf = async (query = 'view=all') => (await open.ask<CasePage>('GET', `/api/cases?${query}`)).rows;
const caseOf = async (words: string): Promise<CaseRow> => {
  const found = (await rowsOf()).find((row) => row.words?.includes(words));
  if (found === undefined) throw new Error(`no case says ${words}`);
  return found;
};
const findings = (id: string) => open.ask<FindingsView>('GET', `/api/cases/${id}/findings`);
const topics = (as = open.admin) => open.ask<TopicView[]>('GET', '/api/topics', undefined, as);
const topicOf = async (name: string): Promise<TopicView> => {
  const found = (await topics()).find((one) => one.name === name);
  if (found === undefined) throw new Error(`no topic ${name}`);
  return found;
};
/** Says of the last post of a case that it is about a topic, or is not. */
const say = async (row: CaseRow, name: string, so: boolean): Promise<CaseRow> => {
  const postId = (await findings(row.id)).posts.at(0)?.postId;
  const { id } = await topicOf(name);
  return open.ask('POST', `/api/cases/${row.id}/findings`, { postId, aspect: 'topic', name: id, so }, agent);
};
const tried = (text: string, as = open.admin) =>
  open.ask<TriedTopics>('POST', '/api/topics/try', { text }, as);
const lessons = () => open.server.storage.byKeys(1, (tx) => topicLessons(tx, 1));

beforeAll(async () => {
  open = await openDeskInApi();
  agent = await join(open.server, open.admin, 'agent', 'thabo@water.example');
});
afterAll(async () => {
  await reader.close();
  await open.server.close();
});

it('finds none before there are any, and asks nobody about them', async () => {
  await write('early', 'No water in our street since Monday');
  const row = await caseOf('since Monday');
  expect(row.tags).toEqual([]);
  expect((await findings(row.id)).posts[0]?.found.topics).toEqual([]);
  expect(await tried('No water')).toEqual({ found: [] });
  expect(await open.server.storage.byKeys(1, (tx) => topicsVersion(tx, 1))).toBe(0);
});

it('begins with a starter pack in the house’s language, which can be taken again without harm', async () => {
  const packs = await open.ask<TopicPackView[]>('GET', '/api/topic-packs');
  expect(packs.map(({ sector }) => sector)).toContain('water');
  const take = (language: string) =>
    open.ask<{ added: number }>('POST', '/api/topic-packs', { sector: 'water', language });
  const there = packs.find(({ sector }) => sector === 'water')?.topics.length;
  expect(await take('eng')).toEqual({ added: there });
  expect(await take('fra')).toEqual({ added: 0 });
  const dry = await topicOf('No water');
  expect(dry.names).toContain('Hakuna maji');
  expect(dry.examples.length).toBeGreaterThan(20);
  expect(dry.learned).toBe(0);
  expect((await open.server.ask({ method: 'GET', url: '/api/topics', as: agent })).status).toBe(200);
  const refused = await open.server.ask({
    method: 'POST',
    url: '/api/topic-packs',
    as: agent,
    payload: { sector: 'water', language: 'eng' },
  });
  expect(refused.status).toBe(403);
});

it('names the cases of posts that come in, with the words that spoke for it', async () => {
  await write('dry', 'Taps have been dry in Westlands since Monday, when will the water come back?');
  const row = await caseOf('Westlands');
  expect(row.tags).toEqual(['No water']);
  const { posts, topics: named } = await findings(row.id);
  const [found] = posts[0]?.found.topics ?? [];
  expect(named.find(({ id }) => id === found?.name)?.name).toBe('No water');
  expect(found?.because.length).toBeGreaterThan(0);
  const view = await open.ask<CaseView>('GET', `/api/cases/${row.id}`);
  expect(view.history).toContainEqual(
    expect.objectContaining({ action: 'topic_found', actor: null, particulars: { added: 'No water' } }),
  );
  expect((await rowsOf('view=queue&tag=No%20water')).map(({ id }) => id)).toEqual([row.id]);
});

it('takes the tag away when a member denies what was found, gives it when one says so, and not twice', async () => {
  const row = await caseOf('Westlands');
  expect((await say(row, 'No water', false)).tags).toEqual([]);
  expect((await say(row, 'No water', true)).tags).toEqual(['No water']);
  // Whoever takes the tag away by hand means it.
  await open.ask('POST', `/api/cases/${row.id}/tags`, { tags: [] });
  await write(
    'dry',
    'Still dry here, no water at all since Monday, nothing comes from the taps',
    addressOf('did:plc:dry', 'dry'),
  );
  expect((await caseOf('Still dry')).tags).toEqual([]);
});

it('is a tag like any other: suggested before a case has it, and asked for by a rule as the case opens', async () => {
  const tags = await open.ask<TagView[]>('GET', '/api/tags');
  expect(tags).toContainEqual({ tag: 'Water bill and payment', count: 0, topic: true });
  await open.ask('POST', '/api/rules', {
    name: 'Bills',
    when: 'opened',
    match: 'all',
    conditions: [{ is: 'tag', any: ['Water bill and payment'] }],
    acts: [{ do: 'tag', tag: 'for accounts' }],
    enabled: true,
  });
  await write(
    'billed',
    'My water bill is double this month and I never used that much, who reads the meter?',
  );
  const rules = { storage: open.server.storage, now: () => new Date(), log: () => undefined };
  while (await workRules(rules, 'test/rules'));
  expect((await caseOf('double this month')).tags).toEqual(['Water bill and payment', 'for accounts']);
});

it('goes with a case into another, and from there when it is denied', async () => {
  await write('twice', 'Hello, anybody there?');
  await write('twice', 'Taps are dry in Parklands since Monday, no water at all!', 'at://other/root');
  const [into, from] = [await caseOf('anybody'), await caseOf('Parklands')];
  expect(from.tags).toEqual(['No water']);
  await open.ask('POST', `/api/cases/${into.id}/merge`, { from: from.id });
  expect((await caseOf('Parklands')).tags).toEqual(['No water']);
  expect((await say(await caseOf('Parklands'), 'No water', false)).tags).toEqual([]);
  // Taken back, lest the next posts be read by it.
  await say(await caseOf('Parklands'), 'No water', true);
});

it('leaves a tag that somebody else set', async () => {
  await write('hand', 'We are without water for six days now, all taps are dry in Lavington');
  const row = await caseOf('Lavington');
  expect(row.tags).toEqual(['No water']);
  await write('other', 'Good afternoon to all of you');
  const calm = await caseOf('afternoon');
  await open.ask('POST', `/api/cases/${calm.id}/tags`, { tags: ['No water'] });
  expect((await say(calm, 'No water', true)).tags).toEqual(['No water']);
  expect((await say(calm, 'No water', false)).tags).toEqual(['No water']);
});

it('learns from a word: the next posts that say the same are about the same', async () => {
  const text = 'The kiosk committee keeps the padlock again, zebra zebra';
  await write('kiosk', text);
  const before = await caseOf('padlock');
  expect(before.tags).toEqual([]);
  const bill = (await topics()).find(({ name }) => name !== 'No water')?.name ?? '';
  expect((await say(before, bill, true)).tags).toEqual([bill]);
  await write('kiosk2', `${text}!`);
  expect((await rowsOf()).filter(({ words }) => words?.includes('padlock')).map(({ tags }) => tags)).toEqual([
    [bill],
    [bill],
  ]);
  expect((await topicOf(bill)).learned).toBe(1);
  const [first] = (await tried('The committee keeps the padlock of the kiosk')).found;
  expect(first?.name).toBe(bill);
  const page = await open.ask<UnderstandingView>('GET', '/api/understanding');
  expect(page.corrections).toContainEqual({ aspect: 'topic', name: bill, missed: 1, wrong: 0 });
});

it('forgets with an author, and with a post that is deleted, what was learned from them', async () => {
  const row = await caseOf('padlock');
  const learnedFrom = async (words: string) => JSON.stringify(await lessons()).includes(words);
  const version = () => open.server.storage.byKeys(1, (tx) => topicsVersion(tx, 1));
  expect(await learnedFrom('zebra')).toBe(true);
  const first = (await rowsOf()).filter(({ words }) => words?.includes('padlock')).at(-1) ?? row;
  const before = await version();
  for (const one of (await rowsOf()).filter(({ words }) => words?.includes('padlock')))
    await open.ask('POST', `/api/cases/${one.id}/erasure`, { confirm: String(one.number) });
  expect(first.id).toBeTruthy();
  expect(await learnedFrom('zebra')).toBe(false);
  expect(await version()).toBeGreaterThan(before);
  await write('gone', 'Ostriches are grazing beside the reservoir, hello there');
  const kept = await caseOf('Ostriches');
  await say(kept, 'No water', true);
  expect(await learnedFrom('Ostriches')).toBe(true);
  const then = await version();
  await open.take(deletion('did:plc:gone', 'gone'));
  expect(await learnedFrom('Ostriches')).toBe(false);
  expect(await version()).toBeGreaterThan(then);
});

it('is written by supervisors: changed by one at a time, once for each name, taken out of use', async () => {
  const input = {
    name: 'Kiosk queues',
    names: ['Foleni kioskini'],
    examples: ['Two hours of queue at the kiosk'],
  };
  const { id } = await open.ask<{ id: string }>('POST', '/api/topics', input);
  const ask = async (method: 'POST' | 'PUT', url: string, payload: object) => {
    const answer = await open.server.ask({ method, url, as: open.admin, payload });
    return [answer.status, (answer.body as { code: string }).code];
  };
  expect(await ask('POST', '/api/topics', { ...input, name: 'kiosk QUEUES' })).toEqual([
    400,
    'input_invalid',
  ]);
  expect(await ask('POST', '/api/topics', { ...input, name: 'x'.repeat(51) })).toEqual([
    400,
    'input_invalid',
  ]);
  const change = { ...input, examples: [...input.examples, 'Foleni ndefu sana kwa kiosk'], version: 1 };
  expect((await ask('PUT', `/api/topics/${id}`, change))[0]).toBe(200);
  expect(await ask('PUT', `/api/topics/${id}`, change)).toEqual([409, 'topic_changed']);
  expect(await ask('PUT', `/api/topics/${id}`, { ...change, name: 'No water', version: 2 })).toEqual([
    400,
    'input_invalid',
  ]);
  const one = await topicOf('Kiosk queues');
  expect([one.version, one.examples.length]).toEqual([2, 2]);
  expect((await tried('Foleni ndefu sana kwa kiosk')).found[0]?.id).toBe(id);
  await open.ask('DELETE', `/api/topics/${id}`);
  expect(await ask('PUT', `/api/topics/${id}`, { ...change, version: 2 })).toEqual([404, 'not_found']);
  expect((await tried('Foleni ndefu sana kwa kiosk')).found.map((found) => found.id)).not.toContain(id);
  expect((await topics()).map(({ name }) => name)).not.toContain('Kiosk queues');
  // The name is free again.
  await open.ask('POST', '/api/topics', input);
});

it('is nobody else’s: another organisation has none of them', async () => {
  const kofi = await otherOrganisation(open.server);
  expect(await topics(kofi)).toEqual([]);
  expect(await tried('No water, our taps are dry', kofi)).toEqual({ found: [] });
});

it('refuses a topic that there is not', async () => {
  const row = await caseOf('Lavington');
  const postId = (await findings(row.id)).posts[0]?.postId;
  for (const name of ['No water', '0198e2a0-0000-7000-8000-000000000001']) {
    const answer = await open.server.ask({
      method: 'POST',
      url: `/api/cases/${row.id}/findings`,
      as: agent,
      payload: { postId, aspect: 'topic', name, so: true },
    });
    expect([name, answer.status]).toEqual([name, 400]);
  }
});
