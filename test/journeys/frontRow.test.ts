/** The front row through its door: what needs an executive and why, blind to reach, set by supervisors, and what she saw told to the desk. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type {
  CasePage,
  CaseView,
  FrontLineView,
  FrontPage,
  FrontSettings,
  MemberView,
  MineView,
  NeedsPage,
} from '../../src/api/contract.ts';
import { nothingFound, type PostFinding } from '../../src/domain/finding.ts';
import { needsOf } from '../../src/insight/frontRow.ts';
import { keepFindings } from '../../src/storage/findings.ts';
import { newId } from '../../src/storage/ids.ts';
import { join, type Person } from '../factories/apiServer.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';
import { promisingOn } from '../factories/promising.ts';

let desk: BrowserDesk;
let uwera: Person;
let grace: Person;
let thabo: Person;
let uweraId = '';
const organisationId = 1;
const hour = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * hour);

async function ask<T>(
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  payload?: object,
  as: Person = uwera,
): Promise<T> {
  const answer = await desk.server.ask({ method, url, as, ...(payload === undefined ? {} : { payload }) });
  if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
  return answer.body as T;
}

const caseOf = async (author: string): Promise<CaseView> => {
  const rows = async () => (await ask<CasePage>('GET', '/api/cases?view=all', undefined, desk.admin)).rows;
  await expect.poll(async () => (await rows()).some(({ author: { name } }) => name === author)).toBe(true);
  const row = (await rows()).find(({ author: { name } }) => name === author);
  return ask<CaseView>('GET', `/api/cases/${row?.id}`, undefined, desk.admin);
};
const needs = async (hoursLater = 0) => {
  const { needs: found } = await needsOf(
    desk.server.storage,
    organisationId,
    { memberId: uweraId, name: 'The executive' },
    new Date(Date.now() + hoursLater * hour),
  );
  return found;
};
const reasonsOf = async (author: string, hoursLater = 0) => {
  const { row } = await caseOf(author);
  return (await needs(hoursLater)).find(({ caseId }) => caseId === row.id)?.reasons ?? [];
};
const find = (postId: string, found: Partial<PostFinding>) =>
  desk.server.storage.inOrganisation(organisationId, (tx) =>
    keepFindings(tx, organisationId, { at: new Date(), models: 'test' }, [
      { postId, found: { ...nothingFound(), ...found } },
    ]),
  );
const lastPost = async (author: string, direction = 'inbound') =>
  (await caseOf(author)).posts.findLast((post) => post.direction === direction)?.id ?? '';

beforeAll(async () => {
  desk = await openBrowserDesk(false);
  uwera = await join(desk.server, desk.admin, 'executive', 'uwera@water.example');
  grace = await join(desk.server, desk.admin, 'supervisor', 'grace@water.example');
  thabo = await join(desk.server, desk.admin, 'agent', 'thabo@water.example');
  const members = await ask<MemberView[]>('GET', '/api/members');
  uweraId = members.find(({ email }) => email.startsWith('uwera@'))?.id ?? '';
});
afterAll(() => desk.close());

it('is for executives and those above agents', async () => {
  await expect(ask('GET', '/api/front/posts', undefined, thabo)).rejects.toThrow(/403/);
  await expect(ask('GET', '/api/front/needs', undefined, thabo)).rejects.toThrow(/403/);
  const settings = await ask<FrontSettings>('GET', '/api/front/settings');
  await expect(ask('PUT', '/api/front/settings', settings)).rejects.toThrow(/403/);
});

it('tells what is grave once its time is over, and who asked twice', async () => {
  await desk.hear('danger', 'The wire lies on the ground.', { at: ago(3) });
  const { row } = await caseOf('danger');
  expect(await reasonsOf('danger')).toEqual([]);
  await ask('POST', `/api/cases/${row.id}/severity`, { severity: 4, vulnerable: false }, desk.admin);
  expect(await reasonsOf('danger')).toEqual(['grave']);
  await desk.hear('twice', 'No water.', { at: ago(3) });
  await desk.hear('twice', 'Hello?', { at: ago(1) });
  await expect.poll(() => reasonsOf('twice')).toEqual(['asked_again']);
});

it('tells who is named, and who watches, by settings that supervisors keep', async () => {
  await desk.hear('names', 'Does The executive ever read this?');
  expect(await reasonsOf('names')).toEqual(['named']);
  const before = await ask<FrontSettings>('GET', '/api/front/settings');
  const watchdogs = [
    { network: 'bluesky' as const, handle: '@magazine.example', name: 'Consumer Weekly' },
    { network: 'bluesky' as const, handle: 'Magazine.example', name: 'The same' },
  ];
  const kept = await ask<FrontSettings>('PUT', '/api/front/settings', { ...before, watchdogs }, grace);
  expect(kept.watchdogs).toEqual([
    { network: 'bluesky', handle: 'magazine.example', name: 'Consumer Weekly' },
  ]);
  await desk.hear('magazine', 'We follow this utility.');
  expect(await reasonsOf('magazine')).toEqual(['watchdog']);
  await desk.hear('tags', 'A week without water. @magazine.example');
  expect(await reasonsOf('tags')).toEqual(['watchdog']);
  const off = { ...kept, needs: { ...kept.needs, off: ['watchdog'] } };
  await ask('PUT', '/api/front/settings', off, grace);
  expect(await reasonsOf('tags')).toEqual([]);
  await ask('PUT', '/api/front/settings', kept, grace);
  const bad = { ...kept, needs: { ...kept.needs, incidentAuthors: 1 } };
  await expect(ask('PUT', '/api/front/settings', bad, grace)).rejects.toThrow(/400.*input_invalid/);
});

it('tells what was ignored, and who was only sent elsewhere', async () => {
  await desk.hear('asks', 'When does the water come back?', { at: ago(30) });
  await find(await lastPost('asks'), { kinds: [{ name: 'question', sure: 90, because: [] }] });
  expect(await reasonsOf('asks')).toEqual(['ignored']);
  // A member says that it is no question.
  const { row } = await caseOf('asks');
  const said = { postId: await lastPost('asks'), aspect: 'kind', name: 'question', so: false };
  await ask('POST', `/api/cases/${row.id}/findings`, said, desk.admin);
  expect(await reasonsOf('asks')).toEqual([]);

  await desk.hear('brushed', 'No water.', { at: ago(2) });
  const shown = await caseOf('brushed');
  const { accountId } = shown.permissions.find(({ allowed }) => allowed) ?? {};
  const body = {
    replyId: newId(),
    text: 'Kindly visit our office.',
    mode: 'public',
    postId: shown.answering,
    accountId,
    writtenOn: shown.sequence,
    promise: { kind: 'none' },
  };
  await ask('POST', `/api/cases/${shown.row.id}/replies`, body, desk.admin);
  await expect.poll(() => lastPost('brushed', 'house'), { timeout: 20_000 }).not.toBe('');
  await find(await lastPost('brushed', 'house'), { says: [{ name: 'brush_off', sure: 90, because: [] }] });
  expect(await reasonsOf('brushed')).toEqual([]);
  await desk.hear('brushed', 'I have no car. I wrote to you here.', { at: new Date(Date.now() + 1_000) });
  await expect.poll(() => reasonsOf('brushed')).toEqual(['brushed_off']);
});

it('tells a promise that was forgotten, and what many say', async () => {
  const made = await promisingOn(desk);
  await made.promise('promised', 'Repair the pipe', new Date(Date.now() + 2 * hour));
  expect(await reasonsOf('promised', 1)).not.toContain('promise');
  expect(await reasonsOf('promised', 3)).toContain('promise');
  const authors = ['many1', 'many2', 'many3', 'many4', 'many5'];
  for (const author of authors) await desk.hear(author, `The power is out in Ward 4, says ${author}.`);
  const lead = (await caseOf('many1')).row.id;
  const posts = await Promise.all(authors.map((author) => lastPost(author)));
  const campaign = newId();
  await desk.server.storage.asSystem(async (tx) => {
    const at = new Date();
    const row = {
      organisation_id: organisationId,
      id: campaign,
      first_at: at,
      last_at: at,
      posts: 5,
      lead_case_id: lead,
    };
    await tx.insertInto('campaign').values(row).execute();
    for (const postId of posts)
      await tx
        .insertInto('campaign_post')
        .values({ organisation_id: organisationId, post_id: postId, campaign_id: campaign })
        .execute();
  });
  expect(await reasonsOf('many1')).toEqual(['incident']);
});

it('puts what presses most first, and is blind to reach: a famous author moves nothing', async () => {
  const order = async () => (await needs(30)).map(({ caseId, reasons }) => [caseId, reasons]);
  const before = await order();
  expect(before.length).toBeGreaterThan(5);
  const { storage } = desk.server;
  await storage.asSystem(async (tx) => {
    const identities = await tx.selectFrom('identity').select('id').execute();
    for (const [n, { id }] of identities.entries())
      await tx
        .insertInto('reach')
        .values({
          organisation_id: organisationId,
          identity_id: id,
          post_id: null,
          followers: (n * 7_919_113) % 10_000_000,
          verified: n % 2 === 0,
          shares: (n * 104_729) % 50_000,
          at: new Date(),
        })
        .execute();
  });
  expect(await order()).toEqual(before);
  const page = await ask<NeedsPage>('GET', '/api/front/needs');
  expect(page.all).toBe(page.rows.length);
  expect(page.rows.every(({ post }) => post !== null)).toBe(true);
});

it('lists every post with its proof, page by page, and tells the desk what an executive saw and nobody else', async () => {
  const all: string[] = [];
  let next: string | null = '';
  while (next !== null) {
    const page: FrontPage = await ask(
      'GET',
      `/api/front/posts?limit=4${next === '' ? '' : `&after=${next}`}`,
    );
    all.push(...page.rows.map(({ id }) => id));
    next = page.next;
  }
  const line = await ask<FrontLineView>('GET', '/api/front/line');
  expect([line.heard, line.shown]).toEqual([all.length, all.length]);
  await expect(ask('GET', '/api/front/posts?after=nonsense')).rejects.toThrow(/400/);
  const postIds = all.slice(0, 3);
  expect(await ask('POST', '/api/front/seen', { postIds }, grace)).toEqual({ kept: 0 });
  expect(await ask('POST', '/api/front/seen', { postIds })).toEqual({ kept: 3 });
  expect(await ask('POST', '/api/front/seen', { postIds })).toEqual({ kept: 0 });
  const first = (await ask<FrontPage>('GET', '/api/front/posts')).rows[0];
  expect(first?.seenAt).not.toBeNull();
  const shown = await ask<CaseView>('GET', `/api/cases/${first?.caseId}`, undefined, thabo);
  expect(shown.seen).toMatchObject([{ postId: first?.id, by: 'The executive' }]);
  expect(shown.history.at(-1)).toMatchObject({ action: 'post_seen' });
});

it('remembers the rhythm that a member chose, and counts the answers that left', async () => {
  const everyDay = { answers: 1, days: [0, 1, 2, 3, 4, 5, 6], before: 1_440 };
  expect(await ask<MineView>('GET', '/api/front/mine')).toMatchObject({ rhythm: null, days: [], answers: 0 });
  const chosen = await ask<MineView>('PUT', '/api/front/rhythm', { rhythm: everyDay });
  expect(chosen.rhythm).toEqual(everyDay);
  expect(chosen.days.at(-1)).toMatchObject({ asked: true, answers: 0, kept: null });
  expect(chosen.days.at(-2)).toMatchObject({ asked: false, kept: null });
  const shown = await caseOf('twice');
  const { accountId } = shown.permissions.find(({ allowed }) => allowed) ?? {};
  const body = {
    replyId: newId(),
    text: 'I have read both of your posts.',
    mode: 'public',
    postId: shown.answering,
    accountId,
    writtenOn: shown.sequence,
    promise: { kind: 'none' },
  };
  await ask('POST', `/api/cases/${shown.row.id}/replies`, body);
  desk.server.clock.ahead += 11_000;
  const today = async () => (await ask<MineView>('GET', '/api/front/mine')).days.at(-1);
  await expect.poll(today, { timeout: 20_000 }).toMatchObject({ answers: 1, kept: true });
  expect(await ask<MineView>('GET', '/api/front/mine')).toMatchObject({
    answersToday: 1,
    promises: { mine: { made: 0 }, house: { made: 1 } },
  });
  await expect(ask('PUT', '/api/front/rhythm', { rhythm: { ...everyDay, days: [] } })).rejects.toThrow(/400/);
  expect(await ask<MineView>('PUT', '/api/front/rhythm', { rhythm: null })).toMatchObject({
    rhythm: null,
    days: [],
  });
});

it('says how many cases wait that press less and were not looked at', async () => {
  await desk.hear('of many', 'The tap drips.', { at: ago(1) });
  const { row } = await caseOf('of many');
  const counted = async () => (await ask<NeedsPage>('GET', '/api/front/needs')).beyond;
  expect(await counted()).toBe(0);
  const { system } = desk.server.storage;
  const waiting = () =>
    system
      .selectFrom('care_case')
      .select(({ fn }) => fn.countAll<string>().as('n'))
      .where('due_at', 'is not', null)
      .executeTakeFirstOrThrow();
  const before = Number((await waiting()).n);
  // Twelve hundred like it.
  await sql`insert into care_case select (jsonb_populate_record(k, jsonb_build_object('id', gen_random_uuid(), 'number', 100000 + n))).* from care_case as k, generate_series(1, 1200) as n where k.id = ${row.id}`.execute(
    system,
  );
  const beyond = await counted();
  // Five hundred that go first are looked at, and as many of no gravity.
  expect(beyond).toBeGreaterThanOrEqual(before + 1_200 - 1_000);
  expect(beyond).toBeLessThanOrEqual(before + 1_200 - 500);
  await sql`delete from care_case where number > 100000`.execute(system);
  expect(await counted()).toBe(0);
});
