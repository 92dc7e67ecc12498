/** Protected authors: every address of the API is asked by members who are not named, and says nothing by which they would know who it is. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  CasePage,
  CaseRow,
  CaseView,
  ProtectedAuthor,
  SearchPage,
  ShownIdentity,
} from '../../src/api/contract.ts';
import { readEvents } from '../../src/api/liveEvents.ts';
import { deliverNext } from '../../src/desk/replies/deliver.ts';
import { join, type Person } from '../factories/apiServer.ts';
import { item, rows } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';
import { type AnsweringDesk, deskThatAnswers } from '../factories/deskThatAnswers.ts';
import { mark, theirId, type WrittenAuthor, writtenAuthor } from '../factories/writtenAuthor.ts';

let open: DeskInApi;
let at: AnsweringDesk;
let author: WrittenAuthor;
let supervisor: Person;
let agent: Person;
let auditor: Person;
let named: Person;
let namedId: string;
const telling = new RegExp(mark, 'i');

const idOf = async (as: Person) =>
  (await open.ask<{ member: { id: string } }>('GET', '/api/me', undefined, as)).member.id;
const protect = (reason: string | null, readers: string[] = [], as = supervisor) =>
  open.ask('PUT', `/api/cases/${author.caseId}/protected`, { reason, readers }, as);
const read = (as: Person) =>
  open.ask<ShownIdentity>('POST', `/api/cases/${author.caseId}/identity`, undefined, as);
const shown = (as = agent) => open.ask<CaseView>('GET', `/api/cases/${author.caseId}`, undefined, as);
const listed = () => open.ask<ProtectedAuthor[]>('GET', '/api/protected-authors', undefined, supervisor);

beforeAll(async () => {
  open = await openDeskInApi();
  at = await deskThatAnswers(open.server.storage, open.desk);
  author = await writtenAuthor(at, false);
  await sql`update identity set name = ${`Z${mark.slice(1)}`} where network_id = ${theirId}`.execute(
    open.server.storage.system,
  );
  // Files that are handed out under their names.
  await sql`update media set width = null`.execute(open.server.storage.system);
  supervisor = await join(open.server, open.admin, 'supervisor', 'grace@water.example');
  agent = await join(open.server, open.admin, 'agent', 'thabo@water.example');
  auditor = await join(open.server, open.admin, 'auditor', 'bongi@water.example');
  named = await join(open.server, open.admin, 'executive', 'zanele@water.example');
  namedId = await idOf(named);
  await answersACall();
});
afterAll(() => open.server.close());

/** Puts what the author wrote into a call for complaints. */
async function answersACall(): Promise<void> {
  const id = randomUUID();
  const closesAt = new Date(open.server.now().getTime() + 5 * 86_400_000).toISOString();
  const words = { question: 'Tell us of our pumps', hashtag: 'OurPumps', signed: '' };
  const call = { ...words, id, institutionId: open.desk.institutionId, closesAt, formId: null };
  await open.ask('POST', '/api/complaint-calls', call, supervisor);
  await sql`update complaint_call set opened_at = '2020-01-01', closes_at = '2099-01-01' where id = ${id}`.execute(
    open.server.storage.system,
  );
  const { posts } = await shown();
  const post = posts.find(({ direction }) => direction === 'inbound');
  await open.ask(
    'PUT',
    `/api/complaint-calls/${id}/posts`,
    { postIds: [post?.id], answers: true },
    supervisor,
  );
}

/** What stands in the place of `:id` and its kind, and what a list needs to be told. */
async function addresses(): Promise<Record<string, string[]>> {
  const [media, posts, views, followUps, calls, accounts, setUps] = await Promise.all(
    ['media', 'post', 'saved_view', 'follow_up', 'complaint_call', 'connected_account', 'account_set_up'].map(
      (table) => rows<{ id: string }>(open.desk, table),
    ),
  );
  const cases = await rows<{ id: string; number: number }>(open.desk, 'care_case');
  const ofCase = (end = '') => cases.map(({ id }) => `/api/cases/${id}${end}`);
  const ofAccount = (end: string) => accounts?.map(({ id }) => `/api/accounts/${id}/${end}`) as string[];
  return {
    '/api/cases': ['?view=all', '?view=queue', '?view=resolved'].map((query) => `/api/cases${query}`),
    '/api/cases/export': ['/api/cases/export?view=all'],
    '/api/search': ['water', mark, 'Amina', 'too'].map(
      (q) => `/api/search?q=${q}&before=2099-01-01T00:00:00Z`,
    ),
    '/api/search/export': ['/api/search/export?q=water&before=2099-01-01T00:00:00Z'],
    '/api/cases/:id': ofCase(),
    '/api/record': ['/api/record?from=2030-01-01&to=2032-01-01'],
    '/api/record.csv': ['/api/record.csv?from=2030-01-01&to=2032-01-01&by=topic'],
    '/api/record/spans': ['/api/record/spans?from=2030-01-01&to=2032-01-01'],
    '/api/cases/:id/clocks': ofCase('/clocks'),
    '/api/cases/:id/posts': posts?.flatMap(({ id }) => ofCase(`/posts?before=${id}`)) as string[],
    '/api/cases/:id/history': ofCase('/history?before=1000000'),
    '/api/cases/:id/findings': ofCase('/findings'),
    '/api/cases/:id/same-person': ofCase('/same-person'),
    '/api/cases/:id/commitments': ofCase('/commitments'),
    '/api/cases/:id/follow-ups': ofCase('/follow-ups'),
    '/api/follow-ups/:id': followUps?.map(({ id }) => `/api/follow-ups/${id}`) as string[],
    '/api/complaint-calls/:id': calls?.map(({ id }) => `/api/complaint-calls/${id}`) as string[],
    '/api/complaint-calls/:id/posts': calls?.map(
      ({ id }) => `/api/complaint-calls/${id}/posts?list=all`,
    ) as string[],
    '/api/cases/:id/erasure': ofCase('/erasure'),
    '/api/cases/:id/author-export': [`/api/cases/${author.caseId}/author-export`],
    '/api/cases/:id/move-offer': posts?.map(
      ({ id }) => `/api/cases/${author.caseId}/move-offer?postId=${id}`,
    ) as string[],
    '/api/cases/:id/permissions': posts?.map(
      ({ id }) => `/api/cases/${author.caseId}/permissions?postId=${id}`,
    ) as string[],
    '/api/cases/by-number/:number': cases.map(({ number }) => `/api/cases/by-number/${number}`),
    '/api/saved-views/:id/count': views?.map(({ id }) => `/api/saved-views/${id}/count`) as string[],
    '/api/accounts/:id/receiving': ofAccount('receiving'),
    '/api/accounts/:id/notices': ofAccount('notices'),
    '/api/set-ups/:id': setUps?.map(({ id }) => `/api/set-ups/${id}`) as string[],
    '/api/webhooks/:id/deliveries': [],
    '/api/media/:id': media?.map(({ id }) => `/api/media/${id}`) as string[],
    '/api/media/inbound/:postId/:n': posts?.map(({ id }) => `/api/media/inbound/${id}/0`) as string[],
  };
}

/** A stream that does not end (what it says is read below), and what is the same for everybody. */
const notAsked = ['/api/events', '/api/openapi.json', '/*'];

/** The routes that say the author's names to this member. */
async function tellTales(as: Person): Promise<string[]> {
  const told = new Set<string>();
  const at = await addresses();
  const routes = open.server.app.routeRights.filter(
    ({ method, url, right }) => method === 'GET' && right !== 'public' && !notAsked.includes(url),
  );
  expect(routes.length).toBeGreaterThan(50);
  for (const { url } of routes) {
    const asked = at[url] ?? (url.includes(':') ? null : [url]);
    if (asked === null) throw new Error(`say in "addresses" what ${url} names`);
    for (const address of asked) {
      const answer = await open.server.ask({ url: address, as });
      if (answer.status >= 500) throw new Error(`${address}: ${answer.text}`);
      // The bytes of a picture are the author's own; what is said beside them is ours.
      const body = url.startsWith('/api/media') ? '' : answer.text.replaceAll(`"q":"${mark}"`, '');
      if (telling.test(body) || telling.test(JSON.stringify(answer.headers))) told.add(url);
    }
  }
  const events = await readEvents(open.server, 1, 0);
  if (telling.test(JSON.stringify(events))) told.add('/api/events');
  return [...told].sort();
}

describe('a protected author', () => {
  it('is one by a supervisor’s word, with a reason, and with readers who are members', async () => {
    const before = await tellTales(supervisor);
    for (const url of [
      '/api/blocked-authors',
      '/api/bulk',
      '/api/cases',
      '/api/cases/:id',
      '/api/cases/:id/author-export',
      '/api/cases/:id/erasure',
    ])
      expect(before).toContain(url);
    for (const url of [
      '/api/cases/export',
      '/api/events',
      '/api/media/:id',
      '/api/search',
      '/api/search/export',
      '/api/tags',
    ])
      expect(before).toContain(url);
    await expect(protect('An employee.', [], agent)).rejects.toThrow(/403/);
    await expect(protect(' ')).rejects.toThrow(/400/);
    await expect(protect('An employee.', [author.caseId])).rejects.toThrow(/400.*no member/);
    await expect(read(named)).rejects.toThrow(/400.*not protected/);
    await protect(`${mark} works here.`, [namedId]);
  });

  it('is named by no address to anybody, the supervisor who did it included', async () => {
    // The admin may ask every address; an agent and whoever is named as anybody.
    for (const as of [open.admin, agent, named]) expect(await tellTales(as)).toEqual([]);
  });

  it('is seen as a case that can be found, read and answered', async () => {
    const { rows: all } = await open.ask<CasePage>('GET', '/api/cases?view=all', undefined, agent);
    const row = all.find(({ id }) => id === author.caseId) as CaseRow;
    expect(row.author).toEqual({
      name: expect.stringMatching(/^protected-[0-9a-f]{6}$/),
      handle: row.author.name,
      protected: true,
    });
    const view = await shown();
    expect(view.author.howToReach).toEqual([]);
    expect(view.author.protected).toMatchObject({ readers: [{ id: namedId }] });
    expect(view.posts.filter((post) => post.by.protected && post.pageAddress !== null)).toEqual([]);
    expect(view.posts.map(({ text }) => text).join()).toContain('Still no water at protected-');
    const search = (q: string) =>
      open.ask<SearchPage>('GET', `/api/search?q=${q}&before=2099-01-01T00:00:00Z`, undefined, agent);
    expect((await search('water')).hits.some(({ caseId }) => caseId === author.caseId)).toBe(true);
    expect((await search(mark)).hits).toEqual([]);
  });

  it('is answered, and never by the name that stands for theirs', async () => {
    await open.ask('PUT', `/api/cases/${author.caseId}/do-not-contact`, { reason: null });
    const view = await shown();
    const post = view.posts.find((one) => one.by.protected);
    const answer = { caseId: author.caseId, postId: post?.id ?? '', writtenOn: 1_000_000 } as never;
    // Some of these names look like a number.
    for (const name of [view.row.author.name, 'protected-480913'])
      await expect(at.send({ ...(answer as object), text: `Dear ${name}, sorry` })).rejects.toThrow(
        /stands for a protected author/,
      );
    const id = await at.send({ ...(answer as object), text: 'We are on our way.' });
    at.wait(11);
    at.network.answers.length = 0;
    while (await deliverNext(at.delivery()));
    expect((await at.reply(id))?.state).toBe('sent');
    expect(at.network.parcels.at(-1)?.to?.by.networkId).toBe(theirId);
  });

  it('is heard again under a new name, and nobody learns it', async () => {
    const renamed = item({
      did: theirId,
      key: 'renamed',
      minute: 50,
      text: 'Nothing yet',
      mentions: [open.desk.house.did],
    });
    Object.assign((renamed.payload as { author: object }).author, {
      handle: `new-${mark}.example`,
      name: `New ${mark}`,
    });
    await open.take(renamed);
    expect(await tellTales(agent)).toEqual([]);
    const { identities } = await read(named);
    expect(identities.map(({ name }) => name)).toContain(`New ${mark}`);
  });

  it('is read by who is named, each time written down, and by nobody else', async () => {
    for (const as of [agent, supervisor, auditor, open.admin]) await expect(read(as)).rejects.toThrow(/403/);
    const { identities, howToReach } = await read(named);
    expect(identities.map(({ networkId }) => networkId)).toContain(theirId);
    expect(howToReach).toEqual([`Ring ${mark}.`]);
    const [one] = await listed();
    expect(one).toMatchObject({ caseId: author.caseId, readers: [{ id: namedId }] });
    expect(one?.readings).toHaveLength(2);
    await expect(
      open.ask('GET', `/api/cases/${author.caseId}/author-export`, undefined, supervisor),
    ).rejects.toThrow(/403/);
    await protect('An employee.', [namedId, await idOf(supervisor)]);
    expect(
      (await open.server.ask({ url: `/api/cases/${author.caseId}/author-export`, as: supervisor })).text,
    ).toContain(`Z${mark.slice(1)}`);
    expect((await listed())[0]?.readings).toHaveLength(3);
    const audit = await open.ask<{ action: string }[]>('GET', '/api/audit', undefined, auditor);
    expect(audit.filter(({ action }) => action === 'author.identity_read')).toHaveLength(3);
  });

  it('is joined with nobody and parted from nobody meanwhile', async () => {
    await expect(
      open.ask('POST', `/api/cases/${author.caseId}/same-author`, { caseNumber: 1 }),
    ).rejects.toThrow(/400.*protected/);
    const [join] = (await shown()).author.joins;
    await expect(open.ask('POST', `/api/author-joins/${join?.id}/undo`)).rejects.toThrow(/400.*protected/);
  });

  it('has the latest names back when a supervisor takes the protection back', async () => {
    await expect(protect(null, [], agent)).rejects.toThrow(/403/);
    await protect(null);
    await protect(null);
    expect(await listed()).toEqual([]);
    const view = await shown();
    expect(view.row.author).toEqual({
      name: expect.stringMatching(telling),
      handle: expect.stringMatching(telling),
      protected: false,
    });
    expect(view.author.identities.map(({ name }) => name)).toContain(`New ${mark}`);
    expect((await tellTales(supervisor)).length).toBeGreaterThan(10);
    const acts = view.history.map(({ action }) => action).filter((action) => action.includes('protected'));
    expect(acts.toSorted()).toEqual(['author_protected', 'author_protected', 'author_unprotected']);
  });
});
