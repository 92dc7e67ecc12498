/** Follow-ups about no case: asked straight of a member, or about an author. The same life as any other, read by those alone between whom they stand; and files, behind the same walls. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type {
  AlertsView,
  CasePage,
  CaseView,
  FollowUpFileView,
  FollowUpsPage,
  FollowUpView,
  MemberView,
} from '../../src/api/contract.ts';
import { readEvents } from '../../src/api/liveFeed.ts';
import { remindFollowUpsOnce } from '../../src/jobs/remindFollowUps.ts';
import { alertingIn } from '../factories/alerting.ts';
import { join, type Person } from '../factories/apiServer.ts';
import { item } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';

let open: DeskInApi;
/** The chief executive asks; Thabo is asked; Zanele is his superior; Jean has nothing to do with it. */
let uwera: Person;
let thabo: Person;
let zanele: Person;
let jean: Person;
let auditor: Person;
const ids: Record<string, string> = {};
let amina: string;

const day = 86_400_000;
const now = () => open.server.now();
const ahead = (days: number) => new Date(now().getTime() + days * day).toISOString();
const ask = (more: object = {}, as = uwera) =>
  open.ask<FollowUpView>(
    'POST',
    '/api/follow-ups',
    {
      id: randomUUID(),
      about: 'other',
      memberId: ids.thabo,
      question: 'How often does the Limbe depot stand idle?',
      dueAt: ahead(2),
      ...more,
    },
    as,
  );
const put = (one: FollowUpView, what: string, payload: object, as: Person) =>
  open.ask<FollowUpView>('PUT', `/api/follow-ups/${one.id}/${what}`, payload, as);
const read = (one: FollowUpView, as: Person) =>
  open.ask<FollowUpView>('GET', `/api/follow-ups/${one.id}`, undefined, as);
const listed = async (as: Person, query = '') =>
  (await open.ask<FollowUpsPage>('GET', `/api/follow-ups${query}`, undefined, as)).rows.map(({ id }) => id);
const ofCase = (caseId: string, as: Person) =>
  open.ask<FollowUpView[]>('GET', `/api/cases/${caseId}/follow-ups`, undefined, as);
const upload = async (name: string, payload: Buffer, as: Person) => {
  const url = `/api/follow-ups/files?name=${encodeURIComponent(name)}`;
  const headers = { 'content-type': 'application/octet-stream' };
  const answer = await open.server.ask({ method: 'POST', url, as, payload, headers });
  return { ...answer, file: answer.body as FollowUpFileView };
};
const fetched = (address: string, as: Person) => open.server.ask({ url: address, as });
const pdf = Buffer.from('%PDF-1.7\nThe rota of the night desk');

beforeAll(async () => {
  open = await openDeskInApi();
  uwera = await join(open.server, open.admin, 'executive', 'uwera@water.example');
  thabo = await join(open.server, open.admin, 'agent', 'thabo@water.example');
  zanele = await join(open.server, open.admin, 'agent', 'zanele@water.example');
  jean = await join(open.server, open.admin, 'agent', 'jean@water.example');
  auditor = await join(open.server, open.admin, 'auditor', 'auditor@water.example');
  for (const { id, email } of await open.ask<MemberView[]>('GET', '/api/members'))
    ids[email.split('@')[0] ?? ''] = id;
  const place = { superiorId: ids.zanele, timeZone: 'Africa/Kigali', week: null, deputyId: null };
  await open.ask('PUT', `/api/rota/${ids.thabo}`, place);
  const { did } = open.desk.house;
  await open.take(
    item({ did: 'did:plc:amina', key: 'ask', minute: 1, text: 'Your depot laughed', mentions: [did] }),
    item({ did: 'did:plc:juma', key: 'ask', minute: 2, text: 'No water in Limbe', mentions: [did] }),
  );
  const { rows } = await open.ask<CasePage>('GET', '/api/cases?view=all');
  await alertingIn(open.server).run();
  amina = rows.find(({ words }) => words?.includes('depot'))?.id ?? '';
});
afterAll(() => open.server.close());

it('is asked straight of a member, and lives as any other: late, brought up, reported, closed by whoever asked', async () => {
  const one = await ask({ dueAt: ahead(1) });
  expect(one).toMatchObject({ about: { kind: 'other' }, state: 'asked', isAsker: true });
  expect(await listed(thabo)).toEqual([one.id]);
  const look = () => remindFollowUpsOnce({ storage: open.server.storage, now, log: () => undefined });
  open.server.clock.ahead += 2 * day + 60_000;
  await look();
  await look();
  expect(await listed(zanele, '?list=told_me')).toEqual([one.id]);
  expect(await read(one, zanele)).toMatchObject({ overdue: true, mayGive: true });
  await alertingIn(open.server).run();
  const { alerts } = await open.ask<AlertsView>('GET', '/api/alerts', undefined, thabo);
  expect(alerts.filter(({ kind }) => kind === 'follow_up').length).toBeGreaterThan(0);
  const words = 'Every night from ten.';
  const suggested = put(one, 'report', { words, suggestion: 'We are sorry.' }, thabo);
  await expect(suggested).rejects.toThrow('no case here');
  await put(one, 'report', { words }, thabo);
  open.server.clock.ahead += 9 * day;
  await look();
  expect(await read(one, uwera)).toMatchObject({ state: 'reported', endedAt: null });
  expect(await put(one, 'report-accepted', { acts: 2 }, uwera)).toMatchObject({ state: 'done' });
});

it('is read by those alone between whom it stands, and by who oversees all; others hear no names', async () => {
  const end = (await lastEvents(0))?.to ?? 0;
  const one = await ask();
  for (const as of [uwera, thabo, zanele, auditor, open.admin])
    expect((await read(one, as)).question).toContain('Limbe depot');
  await expect(read(one, jean)).rejects.toThrow('404');
  for (const [what, body] of [
    ['accepted', {}],
    ['report', { words: 'Me.' }],
    ['asked', { memberId: ids.zanele }],
    ['withdrawn', { words: 'No.' }],
  ] as const)
    await expect(put(one, what, body, jean)).rejects.toThrow('404');
  for (const list of ['to_me', 'by_me', 'told_me'])
    expect(await listed(jean, `?list=${list}&standing=open`)).not.toContain(one.id);
  await expect(open.ask('GET', '/api/follow-ups/all', undefined, jean)).rejects.toThrow('403');
  const [fact] = (await lastEvents(end))?.facts ?? [];
  expect(fact).toMatchObject({ action: 'follow_up_asked', actor: null, subjectId: null, particulars: {} });
  // Given away, it is still read by who did something about it.
  await put(one, 'accepted', {}, thabo);
  await put(one, 'asked', { memberId: ids.jean }, thabo);
  expect((await read(one, thabo)).isAsked).toBe(false);
  expect(await read(one, jean)).toMatchObject({ isAsked: true });
  await put(one, 'withdrawn', { words: 'I saw it myself.' }, uwera);
});
const lastEvents = (after: number) => readEvents({ storage: open.server.storage, now }, 1, after);

it('is asked about an author, beside their cases, and goes with what they are joined to', async () => {
  const id = randomUUID();
  const one = await ask({ id, about: 'author', caseId: amina, question: 'Is she the one who rang?' });
  expect(one.about).toMatchObject({ kind: 'author', caseId: amina, author: { protected: false } });
  // Sent twice it is one; anything else under its name is refused.
  await ask({ id, about: 'author', caseId: amina, question: 'Is she the one who rang?', dueAt: one.dueAt });
  await expect(ask({ id, dueAt: one.dueAt })).rejects.toThrow('otherwise');
  expect((await ofCase(amina, thabo)).map((it) => it.id)).toEqual([id]);
  expect(await ofCase(amina, jean)).toEqual([]);
  const { history } = await open.ask<CaseView>('GET', `/api/cases/${amina}`, undefined, jean);
  expect(history.filter(({ action }) => action.startsWith('follow_up'))).toEqual([]);
  await expect(ask({ about: 'author' })).rejects.toThrow('one of their cases');
  await expect(ask({ caseId: amina })).rejects.toThrow('neither');
  await expect(ask({ about: 'author', caseId: randomUUID() })).rejects.toThrow('404');
  await put(one, 'withdrawn', { words: 'She rang again.' }, uwera);
});

it('says of a protected author no more than everybody reads', async () => {
  const { row } = await open.ask<CaseView>('GET', `/api/cases/${amina}`);
  const name = row.author.handle;
  const one = await ask({ about: 'author', caseId: amina, question: `Does ${name} work for us?` });
  await open.ask('PUT', `/api/cases/${amina}/protected`, {
    reason: 'She works here.',
    readers: [ids.uwera],
  });
  const shown = await read(one, thabo);
  expect(shown.about).toMatchObject({ author: { protected: true } });
  expect(JSON.stringify(shown)).not.toContain(name);
  await open.ask('PUT', `/api/cases/${amina}/protected`, { reason: null, readers: [] });
  await put(one, 'withdrawn', { words: 'No.' }, uwera);
});

it('carries any usual file, told by its bytes, handed out as a download to those who may read the follow-up', async () => {
  const asked = await upload('Rota ‮fdp.exe', pdf, uwera);
  expect(asked.file).toMatchObject({ name: 'Rota fdp.exe.pdf', type: 'application/pdf', picture: false });
  // Until it is attached it is the one's who uploaded it.
  expect((await fetched(asked.file.address, uwera)).status).toBe(200);
  expect((await fetched(asked.file.address, open.admin)).status).toBe(404);
  await expect(ask({ files: [asked.file.id] }, open.admin)).rejects.toThrow('Attach it again');
  const one = await ask({ files: [asked.file.id] });
  expect(one.acts[0]?.files).toEqual([asked.file]);
  const sheet = await upload('Calls.csv', Buffer.from('who,when\nThabo,22:14\n'), thabo);
  const after = await put(one, 'report', { words: 'See the calls.', files: [sheet.file.id] }, thabo);
  expect(after.acts[1]?.files).toMatchObject([{ name: 'Calls.csv', type: 'text/csv', bytes: 21 }]);
  const got = await fetched(sheet.file.address, uwera);
  expect(got.bytes.toString()).toContain('Thabo,22:14');
  expect(got.headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'x-content-type-options': 'nosniff',
    'content-disposition': `attachment; filename="Calls.csv"; filename*=UTF-8''Calls.csv`,
    'cache-control': 'private, max-age=0',
  });
  expect(String(got.headers['content-security-policy'])).toContain('sandbox');
  for (const { address } of [asked.file, sheet.file]) {
    expect((await fetched(address, zanele)).status).toBe(200);
    expect((await fetched(address, jean)).status).toBe(404);
  }
  await put(one, 'report-accepted', { acts: 2 }, uwera);
});

it('refuses in a sentence with a code what is too large, too much, or would run', async () => {
  const sent = async (name: string, payload: Buffer) => {
    const { status, body } = await upload(name, payload, uwera);
    return { status, code: (body as { code?: string }).code };
  };
  expect(await sent('page.html', Buffer.from('<script>alert(1)</script>'))).toEqual({
    status: 400,
    code: 'media_refused',
  });
  expect((await sent('picture.svg', Buffer.from('<svg/>'))).code).toBe('media_refused');
  expect(await sent('film.mp4', Buffer.alloc(11 * 1_048_576))).toEqual({
    status: 413,
    code: 'media_too_large',
  });
  const files: string[] = [];
  for (let n = 0; n < 5; n++) files.push((await upload(`${n}.pdf`, pdf, uwera)).file.id);
  await expect(ask({ files })).rejects.toThrow('400');
});

it('goes with its author: words and files are erased, and nothing about them is asked any more', async () => {
  const { file } = await upload('Letter.pdf', pdf, uwera);
  const one = await ask({ about: 'author', caseId: amina, question: 'Who is she?', files: [file.id] });
  const { names } = await open.ask<{ names: string[] }>('GET', `/api/cases/${amina}/erasure`);
  await open.ask('POST', `/api/cases/${amina}/erasure`, { confirm: names[0] });
  expect(await read(one, uwera)).toMatchObject({ question: null, state: 'asked' });
  expect((await fetched(file.address, uwera)).status).toBe(404);
  await expect(ask({ about: 'author', caseId: amina })).rejects.toThrow('erased before');
  // That it was asked, and stands, stays: only a person closes it.
  await put(one, 'withdrawn', { words: 'She left.' }, uwera);
});
