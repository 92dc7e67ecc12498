/** What the models find in posts makes a case as grave as it is; a member's word holds instead; a threat goes to who is trained for it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type {
  CasePage,
  CaseRow,
  CaseView,
  FindingsView,
  MemberView,
  UnderstandingView,
} from '../../src/api/contract.ts';
import type { PostAsRead } from '../../src/desk/cases/readPosts.ts';
import { readOnce } from '../../src/jobs/readPosts.ts';
import { PostReader } from '../../src/understanding/reader.ts';
import { join, type Person } from '../factories/apiServer.ts';
import { addressOf, item } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';

let open: DeskInApi;
let thabo: Person;
let thaboId: string;
const reader = new PostReader();
const shown: PostAsRead[] = [];
const deps = () => ({
  storage: open.server.storage,
  read: (posts: readonly PostAsRead[]) => {
    shown.push(...posts);
    return reader.read(posts);
  },
  models: () => 'test',
  now: () => new Date(),
  log: () => undefined,
});
/** Reads until nothing is left; an organisation that is new is found in the second round. */
async function readAll(): Promise<void> {
  for (let n = 0; n < 3; n++) while (await readOnce(deps(), 'test/reading'));
}
const queue = async () => (await open.ask<CasePage>('GET', '/api/cases?view=queue')).rows;
const caseOf = async (words: string) => {
  const found = (await queue()).find((row) => row.words?.includes(words));
  if (found === undefined) throw new Error(`no case says ${words}`);
  return found;
};
const findings = (id: string) => open.ask<FindingsView>('GET', `/api/cases/${id}/findings`);
const say = (row: CaseRow, postId: string, aspect: string, name: string, so: boolean, as = open.admin) =>
  open.ask<CaseRow>('POST', `/api/cases/${row.id}/findings`, { postId, aspect, name, so }, as);

beforeAll(async () => {
  open = await openDeskInApi();
  thabo = await join(open.server, open.admin, 'agent', 'thabo@water.example');
  const members = await open.ask<MemberView[]>('GET', '/api/members');
  thaboId = members.find(({ email }) => email === 'thabo@water.example')?.id ?? '';
  await open.ask('PUT', '/api/understanding/threats', { memberIds: [thaboId], helpline: null });
  const mentions = [open.desk.house.did];
  await open.take(
    item({ did: 'did:plc:a', key: 'a', minute: 1, text: 'When do you open on Saturday?', mentions }),
    item({
      did: 'did:plc:b',
      key: 'b',
      minute: 2,
      text: 'My baby is not breathing, the ambulance does not come! We are in Westlands, Nairobi.',
      mentions,
    }),
    item({
      did: 'did:plc:c',
      key: 'c',
      minute: 3,
      text: 'You cut my water again. I want to die, tonight I will kill myself.',
      mentions,
    }),
  );
  await readAll();
});
afterAll(async () => {
  await reader.close();
  await open.server.close();
});

it('puts a threat first, then the danger, and gives the threat to whoever is trained for it', async () => {
  const rows = await queue();
  expect(rows.map(({ threat, severity, vulnerable }) => [threat, severity, vulnerable])).toEqual([
    ['self', 4, false],
    [null, 4, true],
    [null, 0, false],
  ]);
  expect(rows[0]?.owner?.id).toBe(thaboId);
  const view = await open.ask<CaseView>('GET', `/api/cases/${rows[0]?.id}`);
  expect(view.history.map(({ action, actor }) => [action, actor])).toContainEqual(['threat_found', null]);
});

it('shows what was found with the words that caused it, and what can be offered', async () => {
  const row = await caseOf('ambulance');
  const { posts } = await findings(row.id);
  const [one] = posts;
  expect(one?.found.severity?.name).toBe('danger');
  expect(one?.found.language.name).toBe('eng');
  expect(one?.found.places.map(({ region }) => region)).toEqual(['Nairobi']);
  expect(one?.found.vulnerable.map(({ name }) => name)).toContain('infant');
  const text = 'My baby is not breathing, the ambulance does not come! We are in Westlands, Nairobi.';
  const words = (one?.found.vulnerable ?? []).flatMap(({ because }) =>
    because.map(([from, to]) => text.slice(from, to)),
  );
  expect(words.join(' ')).toContain('baby');
});

it('lets a member’s word hold instead, moves the case at once, and keeps the word', async () => {
  const row = await caseOf('Saturday');
  const postId = (await findings(row.id)).posts[0]?.postId ?? '';
  const after = await say(row, postId, 'severity', 'safety', true, thabo);
  expect(after.severity).toBe(3);
  expect((await queue()).map(({ id }) => id).indexOf(row.id)).toBe(2);
  expect((await say(row, postId, 'severity', 'safety', false)).severity).toBe(0);
  const said = (await findings(row.id)).posts[0]?.said;
  expect(said?.map(({ name, so, by }) => [name, so, by.name])).toEqual([
    ['safety', true, 'The agent'],
    ['safety', false, 'Naledi Dlamini'],
  ]);
  await readAll();
  const page = await open.ask<UnderstandingView>('GET', '/api/understanding');
  expect(page.read).toBe(3);
  expect(page.behind).toBe(0);
  expect(page.corrections).toContainEqual({ aspect: 'severity', name: 'safety', missed: 1, wrong: 0 });
  expect(page.cards.map(({ name }) => name)).toContain('service');
});

it('refuses what a post cannot be, and a post that is not there', async () => {
  const row = await caseOf('Saturday');
  const postId = (await findings(row.id)).posts[0]?.postId ?? '';
  const ask = (payload: object) =>
    open.server.ask({ method: 'POST', url: `/api/cases/${row.id}/findings`, payload, as: open.admin });
  const refused = await ask({ postId, aspect: 'severity', name: 'terrible', so: true });
  expect([refused.status, (refused.body as { code: string }).code]).toEqual([400, 'input_invalid']);
  const gone = await ask({ postId: row.id, aspect: 'severity', name: 'danger', so: true });
  expect([gone.status, (gone.body as { code: string }).code]).toEqual([404, 'not_found']);
});

it('leaves what a member set by hand as it is when a finding is denied', async () => {
  const row = await caseOf('Saturday');
  const postId = (await findings(row.id)).posts[0]?.postId ?? '';
  const set = { severity: 2, vulnerable: true, sequence: row.sequence };
  await open.ask('POST', `/api/cases/${row.id}/severity`, set);
  expect(await say(row, postId, 'vulnerable', 'infant', true)).toMatchObject({
    severity: 2,
    vulnerable: true,
  });
  expect(await say(row, postId, 'vulnerable', 'infant', false)).toMatchObject({
    severity: 2,
    vulnerable: true,
  });
  expect(await say(row, postId, 'severity', 'danger', true)).toMatchObject({ severity: 4 });
  expect(await say(row, postId, 'severity', 'danger', false)).toMatchObject({
    severity: 2,
    vulnerable: true,
  });
});

it('does not settle a threat together with others, by bulk', async () => {
  const row = await caseOf('tonight');
  const told = await open.ask<{ cases: { outcome: string; sentence: string | null }[] }>(
    'POST',
    '/api/bulk/preview',
    { act: { do: 'resolve' }, cases: [row.id] },
  );
  expect(JSON.stringify(told)).toContain('Somebody threatens in it');
});

it('reads a later version anew, and never makes a case less grave by itself', async () => {
  const mentions = [open.desk.house.did];
  await open.take(
    item({ did: 'did:plc:b', key: 'b2', minute: 9, text: 'Thank you, he is fine now.', mentions }),
  );
  await readAll();
  const row = (await queue()).find(({ words }) => words?.includes('fine now'));
  expect(row === undefined || row.severity === 4 || row.inboundPosts === 1).toBe(true);
});

it('takes a threat back where a member says that it is none', async () => {
  const row = await caseOf('tonight');
  const postId = (await findings(row.id)).posts[0]?.postId ?? '';
  const after = await say(row, postId, 'threat', 'self', false, thabo);
  expect(after.threat).toBeNull();
});

it('reads what an answer of ours does, when its promise is due and by whom, and keeps a member’s word on it', async () => {
  const did = open.desk.house.did;
  await open.take(
    item({
      did: 'did:plc:d',
      key: 'd',
      minute: 4,
      text: 'No water in Kilimani since Monday.',
      mentions: [did],
    }),
  );
  await readAll();
  const row = await caseOf('Kilimani');
  const at = (await open.ask<CaseView>('GET', `/api/cases/${row.id}`)).posts[0]?.networkId ?? '';
  const text = 'We are sorry about this. Our team will restore your water by tomorrow 3pm.';
  await open.take(item({ did, key: 'h', minute: 6, text, root: at, parent: at }));
  await readAll();
  const answer = (await findings(row.id)).posts.find(({ found }) => found.says.length > 0);
  expect(answer?.found.says.map(({ name }) => name)).toEqual(expect.arrayContaining(['apology', 'promise']));
  // Tomorrow of the day on which it was said, on the organisation's clock.
  expect(answer?.found.promised).toMatchObject({ exact: 'minute', due: '2031-01-05T13:00:00.000Z' });
  const owner = answer?.found.owner;
  expect(owner?.by).toBe('team');
  expect(owner?.because.map(([from, to]) => text.slice(from, to))).toEqual(['Our team']);
  expect(answer?.found.kinds).toEqual([]);
  const postId = answer?.postId ?? '';
  await say(row, postId, 'says', 'apology', false);
  await say(row, postId, 'says', 'next_step', true);
  const said = (await findings(row.id)).posts.find((one) => one.postId === postId)?.said;
  expect(said?.map(({ name, so }) => [name, so])).toEqual([
    ['apology', false],
    ['next_step', true],
  ]);
  expect((await open.ask<CaseView>('GET', `/api/cases/${row.id}`)).row.severity).toBe(row.severity);
});

it('finds a place where the author says that they live when the post names none, and takes names for those of the country', async () => {
  const living = (did: string, home: string, text: string, key = 'home') => {
    const root = key === 'home' ? {} : { root: addressOf(did, 'home') };
    const post = item({ did, key, minute: 30, text, mentions: [open.desk.house.did], ...root });
    Object.assign((post.payload as { author: object }).author, { home });
    return post;
  };
  await open.take(
    living('did:plc:h', 'Nakuru, Kenya', 'No light here since the morning.'),
    living('did:plc:i', 'Nakuru, Kenya', 'No light at Westlands, Nairobi.'),
  );
  await readAll();
  const places = async (words: string) =>
    (await findings((await caseOf(words)).id)).posts[0]?.found.places.map(({ region, from }) => [
      region,
      from,
    ]);
  expect(await places('since the morning')).toEqual([['Nakuru', 'home']]);
  expect(await places('Westlands, Nairobi')).toEqual([['Nairobi', 'text']]);
  expect(new Set(shown.map(({ country }) => country))).toEqual(new Set(['ZA']));
  // Where a protected author lives is told by nothing but their words, from then on.
  const row = await caseOf('since the morning');
  await open.ask('PUT', `/api/cases/${row.id}/protected`, { reason: 'An employee.', readers: [] });
  expect(await places('since the morning')).toEqual([]);
  await open.take(living('did:plc:h', 'Nakuru, Kenya', 'Still no light here since the evening.', 'more'));
  await readAll();
  const read = (await findings(row.id)).posts.map(({ found }) => found.places);
  expect(read).toEqual([[], []]);
  await open.ask('PUT', `/api/cases/${row.id}/protected`, { reason: null, readers: [] });
  expect((await findings(row.id)).posts.map(({ found }) => found.places.length).sort()).toEqual([0, 1]);
});
