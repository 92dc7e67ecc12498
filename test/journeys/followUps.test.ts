/** Follow-ups through the API: the whole life of one, who may do what, walls, what comes by itself when nobody does anything, and two who act at once. */
import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type {
  CasePage,
  CaseView,
  FollowUpOffer,
  FollowUpsPage,
  FollowUpView,
  MemberView,
} from '../../src/api/contract.ts';
import { remindFollowUpsOnce } from '../../src/jobs/remindFollowUps.ts';
import { join, type Person } from '../factories/apiServer.ts';
import { item } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';
import { otherOrganisation } from '../factories/otherOrganisation.ts';

let open: DeskInApi;
/** The chief executive asks; Thabo is asked; Zanele is his superior. */
let uwera: Person;
let thabo: Person;
let zanele: Person;
let guest: Person;
let auditor: Person;
const ids: Record<string, string> = {};
let caseId: string;
let postId: string;
let nightDesk: string;

const day = 86_400_000;
const now = () => open.server.now();
const ahead = (days: number) => new Date(now().getTime() + days * day).toISOString();
const look = () => remindFollowUpsOnce({ storage: open.server.storage, now, log: () => undefined });

const ask = (more: object = {}, as = uwera) =>
  open.ask<FollowUpView>(
    'POST',
    '/api/follow-ups',
    {
      id: randomUUID(),
      postId,
      memberId: ids.thabo,
      question: 'Who answered that telephone?',
      dueAt: ahead(2),
      ...more,
    },
    as,
  );
const put = (one: FollowUpView, what: string, payload: object, as: Person) =>
  open.ask<FollowUpView>('PUT', `/api/follow-ups/${one.id}/${what}`, payload, as);
const listed = async (as: Person, query = '') =>
  (await open.ask<FollowUpsPage>('GET', `/api/follow-ups${query}`, undefined, as)).rows.map(({ id }) => id);
const pressing = async (as: Person) =>
  (await open.ask<{ count: number }>('GET', '/api/follow-ups/pressing', undefined, as)).count;

beforeAll(async () => {
  open = await openDeskInApi();
  uwera = await join(open.server, open.admin, 'executive', 'uwera@water.example');
  thabo = await join(open.server, open.admin, 'agent', 'thabo@water.example');
  zanele = await join(open.server, open.admin, 'agent', 'zanele@water.example');
  guest = await join(open.server, open.admin, 'guest_agent', 'agency@water.example');
  auditor = await join(open.server, open.admin, 'auditor', 'auditor@water.example');
  for (const { id, email } of await open.ask<MemberView[]>('GET', '/api/members'))
    ids[email.split('@')[0] ?? ''] = id;
  const place = { superiorId: ids.zanele, timeZone: 'Africa/Kigali', week: null, deputyId: null };
  await open.ask('PUT', `/api/rota/${ids.thabo}`, place);
  const team = { name: 'Night desk', memberIds: [ids.thabo, ids.agency] };
  nightDesk = (await open.ask<{ id: string }>('POST', '/api/teams', team)).id;
  const { did } = open.desk.house;
  await open.take(
    item({ did: 'did:plc:amina', key: 'ask', minute: 1, text: 'Your hotline laughed', mentions: [did] }),
  );
  const [row] = (await open.ask<CasePage>('GET', '/api/cases?view=all')).rows;
  caseId = row?.id ?? '';
  const { posts } = await open.ask<CaseView>('GET', `/api/cases/${caseId}`);
  postId = posts[0]?.id ?? '';
});
afterAll(() => open.server.close());

it('is offered whom to ask, and the next working day', async () => {
  const offer = await open.ask<FollowUpOffer>('GET', '/api/follow-ups/offer', undefined, uwera);
  const offered = offer.members.map(({ id }) => id);
  expect(offered).toContain(ids.thabo);
  expect(offered).not.toContain(ids.uwera);
  expect(offered).not.toContain(ids.auditor);
  expect(offer.teams).toEqual([{ id: nightDesk, name: 'Night desk' }]);
  expect(new Date(offer.dueAt).getTime()).toBeGreaterThan(now().getTime());
});

it('is asked from a post, taken up, reported, sent back, reported again and closed by whoever asked', async () => {
  const one = await ask();
  expect(one).toMatchObject({
    about: { kind: 'case', caseId, postId },
    asker: { id: ids.uwera },
    member: { id: ids.thabo },
    state: 'asked',
    overdue: false,
    isAsked: false,
    isAsker: true,
  });
  expect(await listed(thabo)).toEqual([one.id]);
  expect(await listed(uwera)).toEqual([]);
  expect(await listed(uwera, '?list=by_me')).toEqual([one.id]);
  expect(await pressing(thabo)).toBe(1);
  expect(await put(one, 'accepted', {}, thabo)).toMatchObject({ state: 'accepted', isAsked: true });
  expect(await pressing(thabo)).toBe(0);
  const suggestion = 'We are sorry. The night desk was wrong.';
  const reported = await put(one, 'report', { words: 'It was the night desk.', suggestion }, thabo);
  expect(reported).toMatchObject({ state: 'reported' });
  expect(await pressing(uwera)).toBe(1);
  expect(await put(one, 'sent-back', { words: 'Who of them?', acts: 3 }, uwera)).toMatchObject({
    state: 'sent_back',
  });
  expect(await pressing(thabo)).toBe(1);
  await put(one, 'report', { words: 'Jean did.' }, thabo);
  // A page that was left open since the first report.
  await expect(put(one, 'report-accepted', { acts: 3 }, uwera)).rejects.toThrow('follow_up_moved_on');
  const done = await put(one, 'report-accepted', { acts: 5 }, uwera);
  expect(done).toMatchObject({ state: 'done', lateSince: null });
  expect(done.acts.map(({ kind, words }) => [kind, words])).toEqual([
    ['asked', null],
    ['accepted', null],
    ['reported', 'It was the night desk.'],
    ['sent_back', 'Who of them?'],
    ['reported', 'Jean did.'],
    ['report_accepted', null],
  ]);
  expect(done.acts[2]).toMatchObject({ suggestion, by: { id: ids.thabo } });
  expect(await listed(thabo)).toEqual([]);
  expect(await listed(thabo, '?standing=closed')).toEqual([one.id]);
  const { history } = await open.ask<CaseView>('GET', `/api/cases/${caseId}`, undefined, thabo);
  const own = history.filter(({ action }) => action.startsWith('follow_up_'));
  expect(own.map(({ action }) => action.slice('follow_up_'.length))).toEqual([
    'asked',
    'accepted',
    'reported',
    'sent_back',
    'reported',
    'report_accepted',
  ]);
  // What was said stands in rows that can be erased, never in the history.
  expect(JSON.stringify(own)).not.toMatch(/telephone|night|Jean/i);
});

it('carries pictures with the question and the report', async () => {
  const png = await sharp({ create: { width: 20, height: 30, channels: 3, background: '#eee' } })
    .png()
    .toBuffer();
  const upload = async (as: Person) => {
    const how = { method: 'POST', url: '/api/media', as, payload: png } as const;
    const answer = await open.server.ask({ ...how, headers: { 'content-type': 'image/png' } });
    return (answer.body as { mediaId: string }).mediaId;
  };
  const [asked, reported] = [await upload(uwera), await upload(thabo)];
  const one = await ask({ files: [asked] });
  const after = await put(one, 'report', { words: 'See the book.', files: [reported] }, thabo);
  expect(after.acts.map(({ files }) => files.map(({ id }) => id))).toEqual([[asked], [reported]]);
  await expect(ask({ files: [randomUUID()] })).rejects.toThrow('Attach it again');
  await expect(ask({ files: Array.from({ length: 5 }, () => asked) })).rejects.toThrow('400');
  await expect(ask({ files: [asked] })).rejects.toThrow('Attach it again');
  const two = await ask();
  const again = { words: 'It.', files: [asked] };
  await expect(put(two, 'report', again, thabo)).rejects.toThrow('Attach it again');
  await put(two, 'withdrawn', { words: 'Not needed.' }, uwera);
  await put(one, 'report-accepted', { acts: 2 }, uwera);
});

it('refuses what makes no sense, and who may not', async () => {
  await expect(ask({ dueAt: ahead(-1) })).rejects.toThrow('has passed');
  await expect(ask({ question: '  ' })).rejects.toThrow('what you want to know');
  await expect(ask({ memberId: ids.uwera })).rejects.toThrow('somebody else');
  await expect(ask({ memberId: ids.auditor })).rejects.toThrow('only reads');
  await expect(ask({ memberId: randomUUID() })).rejects.toThrow('not a member');
  await expect(ask({ memberId: null })).rejects.toThrow('a member or a team');
  await expect(ask({ teamId: nightDesk })).rejects.toThrow('a member or a team');
  await expect(ask({ memberId: null, teamId: randomUUID() })).rejects.toThrow('no such team');
  const idle = { name: 'Auditors', memberIds: [ids.auditor] };
  const nobodys = (await open.ask<{ id: string }>('POST', '/api/teams', idle)).id;
  await expect(ask({ memberId: null, teamId: nobodys })).rejects.toThrow('Nobody in this team');
  const { teams } = await open.ask<FollowUpOffer>('GET', '/api/follow-ups/offer', undefined, uwera);
  expect(teams.map(({ id }) => id)).toEqual([nightDesk]);
  await expect(ask({ postId: randomUUID() })).rejects.toThrow('404');
  await expect(ask({ postId: undefined })).rejects.toThrow('which case or post');
  await expect(ask({}, auditor)).rejects.toThrow('403');
  await expect(ask({}, guest)).rejects.toThrow('403');
  const one = await ask();
  await expect(put(one, 'accepted', {}, zanele)).rejects.toThrow('not_permitted');
  await expect(put(one, 'report', { words: 'Me.' }, uwera)).rejects.toThrow('not_permitted');
  await expect(put(one, 'report', { words: ' ' }, thabo)).rejects.toThrow('what you found out');
  await expect(put(one, 'date', { dueAt: ahead(9) }, thabo)).rejects.toThrow('not_permitted');
  await expect(put(one, 'withdrawn', { words: 'No.' }, thabo)).rejects.toThrow('not_permitted');
  await expect(put(one, 'report-accepted', { acts: 1 }, uwera)).rejects.toThrow('follow_up_moved_on');
  await expect(put(one, 'date', { dueAt: ahead(-1) }, uwera)).rejects.toThrow('has passed');
  await expect(put(one, 'withdrawn', { words: '' }, uwera)).rejects.toThrow('not needed any more');
  await expect(open.ask('GET', '/api/follow-ups/all', undefined, thabo)).rejects.toThrow('403');
  expect(await put(one, 'date', { dueAt: ahead(9) }, uwera)).toMatchObject({ state: 'asked' });
  expect(await put(one, 'withdrawn', { words: 'I rang myself.' }, uwera)).toMatchObject({
    state: 'withdrawn',
  });
  await expect(put(one, 'report', { words: 'Late.' }, thabo)).rejects.toThrow('is closed');
  const all = await open.ask<FollowUpsPage>('GET', '/api/follow-ups/all?standing=closed', undefined, auditor);
  expect(all.rows.map(({ id }) => id)).toContain(one.id);
});

it('is asked of a team: whoever takes it up has it, a guest agent, too; it is given on', async () => {
  const one = await ask({ memberId: null, teamId: nightDesk });
  expect(await listed(guest)).toEqual([one.id]);
  expect(await listed(thabo)).toEqual([one.id]);
  expect(await put(one, 'accepted', {}, guest)).toMatchObject({ member: { id: ids.agency } });
  expect(await listed(thabo)).toEqual([]);
  await expect(put(one, 'accepted', {}, thabo)).rejects.toThrow('follow_up_moved_on');
  const given = await put(one, 'asked', { memberId: ids.zanele }, thabo);
  expect(given).toMatchObject({ state: 'asked', member: { id: ids.zanele }, team: null });
  await expect(put(one, 'asked', { memberId: ids.uwera }, zanele)).rejects.toThrow('somebody else');
  await put(one, 'report', { words: 'Nobody was there.' }, zanele);
  await put(one, 'report-accepted', { acts: 4 }, uwera);
});

it('comes to whoever asked, then to superiors, while nobody reports; and is closed by nobody but them', async () => {
  const one = await ask({ dueAt: ahead(1) });
  const told = async () => {
    await look();
    const { history } = await open.ask<CaseView>('GET', `/api/cases/${caseId}`);
    const fact = history.findLast(({ action }) => action === 'follow_up_reminded');
    return { up: fact?.particulars.up, zanele: (await listed(zanele, '?list=told_me')).length };
  };
  open.server.clock.ahead += day + 60_000;
  expect(await told()).toEqual({ up: 0, zanele: 0 });
  expect(await open.ask('GET', `/api/follow-ups/${one.id}`)).toMatchObject({ overdue: true, state: 'asked' });
  expect(await listed(uwera, '?list=by_me&standing=overdue')).toEqual([one.id]);
  expect(await pressing(uwera)).toBe(1);
  expect(await pressing(zanele)).toBe(0);
  open.server.clock.ahead += day;
  expect(await told()).toEqual({ up: 1, zanele: 1 });
  expect(await pressing(zanele)).toBe(1);
  // Whoever it was brought to cannot report or close it, but give it to somebody who will.
  await expect(put(one, 'withdrawn', { words: 'No.' }, zanele)).rejects.toThrow('not_permitted');
  await put(one, 'asked', { memberId: ids.agency }, zanele);
  await put(one, 'asked', { memberId: ids.thabo }, uwera);
  open.server.clock.ahead += 9 * day;
  await look();
  expect(await open.ask('GET', `/api/follow-ups/${one.id}`)).toMatchObject({ state: 'asked', endedAt: null });
  await put(one, 'report', { words: 'At last.' }, thabo);
  expect(await pressing(zanele)).toBe(0);
  await put(one, 'report-accepted', { acts: 4 }, uwera);
});

it('two who act at once: one is first, the other reads why not', async () => {
  const one = await ask();
  await put(one, 'report', { words: 'It was Jean.' }, thabo);
  const both = await Promise.allSettled([
    put(one, 'report-accepted', { acts: 2 }, uwera),
    put(one, 'sent-back', { words: 'Sure?', acts: 2 }, uwera),
  ]);
  const refused = both.flatMap((done) => (done.status === 'rejected' ? [String(done.reason)] : []));
  expect(refused).toEqual([expect.stringContaining('follow_up_moved_on')]);
});

it('goes on in pages', async () => {
  const made: string[] = [];
  for (const days of [3, 1, 2]) made.push((await ask({ dueAt: ahead(days) }, open.admin)).id);
  const list = '/api/follow-ups?list=by_me&limit=2';
  const first = await open.ask<FollowUpsPage>('GET', list);
  expect(first.rows.map(({ id }) => id)).toEqual([made[1], made[2]]);
  expect(first.counts).toEqual({ waiting: 3, overdue: 0, reported: 0 });
  const second = await open.ask<FollowUpsPage>(
    'GET',
    `${list}&after=${encodeURIComponent(first.next ?? '')}`,
  );
  expect(second.rows.map(({ id }) => id)).toEqual([made[0]]);
  expect(second.next).toBeNull();
  await expect(open.ask('GET', `${list}&after=nowhere`)).rejects.toThrow('Start at the first page');
});

it('is decided by whoever asked, not by their superior who is asked; and by others once whoever asked only reads', async () => {
  const mine = await ask({ memberId: ids.zanele }, thabo);
  await expect(put(mine, 'withdrawn', { words: 'No.' }, zanele)).rejects.toThrow('not_permitted');
  await expect(put(mine, 'date', { dueAt: ahead(9) }, zanele)).rejects.toThrow('not_permitted');
  await put(mine, 'report', { words: 'I did.' }, zanele);
  await open.ask('PATCH', `/api/members/${ids.thabo}`, { role: 'auditor' });
  const accept = (as: Person) => put(mine, 'report-accepted', { acts: 2 }, as);
  await expect(accept(thabo)).rejects.toThrow('403');
  await expect(accept(zanele)).rejects.toThrow('not_permitted');
  const all = await open.ask<FollowUpView>('GET', `/api/follow-ups/${mine.id}`, undefined, open.admin);
  expect(all).toMatchObject({ isAsker: true });
  await look();
  expect(await listed(open.admin, '?list=told_me')).toEqual([mine.id]);
  expect(await accept(open.admin)).toMatchObject({ state: 'done' });
  await open.ask('PATCH', `/api/members/${ids.thabo}`, { role: 'agent' });
});

it('is nowhere for another organisation', async () => {
  const kofi = await otherOrganisation(open.server);
  const one = await ask();
  await expect(open.ask('GET', `/api/follow-ups/${one.id}`, undefined, kofi)).rejects.toThrow('404');
  await expect(put(one, 'report', { words: 'Mine.' }, kofi)).rejects.toThrow('404');
  await expect(ask({}, kofi)).rejects.toThrow('404');
  expect(await listed(kofi)).toEqual([]);
  const all = await open.ask<FollowUpsPage>('GET', '/api/follow-ups/all', undefined, kofi);
  expect(all.rows).toEqual([]);
});

it('names a protected author to nobody, wherever a member wrote their name', async () => {
  const [mine] = (await open.ask<CaseView>('GET', `/api/cases/${caseId}`)).author.identities;
  const handle = mine?.handle ?? '';
  const one = await ask({ question: `What did ${handle} say?` });
  await put(one, 'report', { words: `${handle} rang at six.`, suggestion: `Dear ${handle}` }, thabo);
  const protection = { reason: 'Works here.', readers: [ids.uwera] };
  await open.ask('PUT', `/api/cases/${caseId}/protected`, protection);
  const texts = [
    JSON.stringify(await open.ask('GET', `/api/follow-ups/${one.id}`, undefined, thabo)),
    JSON.stringify(await open.ask('GET', `/api/cases/${caseId}/follow-ups`, undefined, thabo)),
  ];
  for (const text of texts) {
    expect(text).toContain('rang at six');
    expect(text).not.toContain(handle);
  }
});
