/** Follow-ups about no case: asked straight of a member, or about an author. The same life as any other, read by those alone between whom they stand; and files, behind the same walls. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
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
import { item, rows } from '../factories/desk.ts';
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
  const reminders = async () =>
    (
      await rows<{ follow_up_id: string; member_id: string; key: string; turn: number }>(
        open.desk,
        'follow_up_reminder',
      )
    )
      .filter((reminder) => reminder.follow_up_id === one.id)
      .map(({ turn, member_id, key }) => ({ turn, to: member_id, name: `${member_id} ${key}` }));
  const remindedIn = async (turn: number) =>
    [...new Set((await reminders()).filter((it) => it.turn === turn).map(({ to }) => to))].sort();
  expect(await remindedIn(0)).toEqual([ids.thabo, ids.uwera, ids.zanele].sort());
  const words = 'Every night from ten.';
  const suggested = put(one, 'report', { words, suggestion: 'We are sorry.' }, thabo);
  await expect(suggested).rejects.toThrow('no case here');
  await put(one, 'report', { words }, thabo);
  open.server.clock.ahead += 9 * day;
  await look();
  expect(await read(one, uwera)).toMatchObject({ state: 'reported', endedAt: null });
  // The report reminds whoever asked, and nobody of it once it is closed.
  expect(await remindedIn(1)).toContain(ids.uwera);
  expect(await put(one, 'report-accepted', { acts: 2 }, uwera)).toMatchObject({ state: 'done' });
  const sent = (await reminders()).map(({ name }) => name);
  expect(new Set(sent).size).toBe(sent.length);
  open.server.clock.ahead += 30 * day;
  await look();
  expect((await reminders()).length).toBe(sent.length);
  open.server.clock.ahead -= 30 * day;
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
  const { sequence, at, ...told } = fact ?? { sequence: 0, at: '' };
  const unsaid = { actor: null, rule: null, caseId: null, subjectId: null, particulars: {} };
  expect(told).toEqual({ action: 'follow_up_asked', ...unsaid });
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

it('takes what was called pictures before, and gives back what is left out', async () => {
  const [one, two] = [await upload('a.pdf', pdf, uwera), await upload('b.pdf', pdf, uwera)];
  const asked = await ask({ pictures: [one.file.id] });
  expect(asked.acts[0]?.files).toEqual([one.file]);
  const leaveOut = (id: string, as: Person) =>
    open.ask('DELETE', `/api/follow-ups/files/${id}`, undefined, as);
  await expect(leaveOut(two.file.id, thabo)).rejects.toThrow('404');
  await leaveOut(two.file.id, uwera);
  await expect(leaveOut(two.file.id, uwera)).rejects.toThrow('404');
  await expect(leaveOut(one.file.id, uwera)).rejects.toThrow('404');
  expect((await fetched(one.file.address, thabo)).status).toBe(200);
  await put(
    asked,
    'report',
    { words: 'See both.', pictures: [(await upload('c.pdf', pdf, thabo)).file.id] },
    thabo,
  );
  expect((await read(asked, uwera)).acts[1]?.files).toHaveLength(1);
  await put(asked, 'report-accepted', { acts: 2 }, uwera);
});

it('is no business of a program by its maker’s key, unless that oversees all', async () => {
  const made = async (...scopes: string[]) => {
    const key = { name: 'Reporting', scopes, days: 30 };
    return (await open.ask<{ token: string }>('POST', '/api/keys', key)).token;
  };
  const sent = (token: string, method: 'GET' | 'POST' | 'PUT', url: string, payload?: object) => {
    const headers = { authorization: `Bearer ${token}`, origin: undefined } as unknown as Record<
      string,
      string
    >;
    return open.server.ask({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
  };
  const { file } = await upload('Letter.pdf', pdf, open.admin);
  const one = await ask({ files: [file.id] }, open.admin);
  const token = await made('cases.read', 'cases.work');
  expect((await sent(token, 'GET', `/api/follow-ups/${one.id}`)).status).toBe(404);
  expect((await sent(token, 'GET', file.address)).status).toBe(404);
  expect((await sent(token, 'GET', '/api/follow-ups?list=by_me')).text).not.toContain(one.id);
  expect((await sent(token, 'PUT', `/api/follow-ups/${one.id}/withdrawn`, { words: 'No.' })).status).toBe(
    404,
  );
  const other = { id: randomUUID(), about: 'other', memberId: ids.thabo, question: 'Who?', dueAt: ahead(1) };
  expect((await sent(token, 'POST', '/api/follow-ups', other)).status).toBe(403);
  const overseeing = await made('cases.read', 'followUps.read');
  expect((await sent(overseeing, 'GET', `/api/follow-ups/${one.id}`)).status).toBe(200);
  expect((await sent(overseeing, 'GET', file.address)).status).toBe(200);
  await put(one, 'withdrawn', { words: 'I saw it myself.' }, open.admin);
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
  // Whatever is left lying: somebody who uploads without end is stopped.
  const answers: number[] = [];
  for (let n = 0; n < 20; n++) answers.push((await upload(`${n}.pdf`, pdf, uwera)).status);
  expect([answers[0], answers.at(-1)]).toEqual([200, 429]);
  await sql`delete from media where follow_up_by is not null and follow_up_id is null`.execute(
    open.server.storage.system,
  );
});

it('goes with its author: words and files are erased, and nothing about them is asked any more', async () => {
  const { file } = await upload('Letter.pdf', pdf, uwera);
  const one = await ask({ about: 'author', caseId: amina, question: 'Who is she?', files: [file.id] });
  const { names } = await open.ask<{ names: string[] }>('GET', `/api/cases/${amina}/erasure`);
  await open.ask('POST', `/api/cases/${amina}/erasure`, { confirm: names[0] });
  expect(await read(one, uwera)).toMatchObject({ question: null, state: 'asked' });
  expect((await fetched(file.address, uwera)).status).toBe(404);
  await expect(ask({ about: 'author', caseId: amina })).rejects.toThrow('erased before');
  // That it was asked, and stands, stays: only a person closes it, and nothing more is written about them.
  await expect(put(one, 'report', { words: 'It was she.' }, thabo)).rejects.toThrow('was erased');
  const closed = await put(one, 'withdrawn', { words: 'She left.' }, uwera);
  expect(closed).toMatchObject({ state: 'withdrawn', acts: [{}, { words: null }] });
});
