/** A call for complaints from opening to report, through the doors that people use: opened and announced, heard under the announcement, by its hashtag and by the form, answered, ended by its time, reported on, read by everybody. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlertsView, CallDetail, CallPostsPage, CaseView, FormView } from '../../src/api/contract.ts';
import { deliverNext } from '../../src/desk/replies/deliver.ts';
import { gatherOnce, lookOnce } from '../../src/jobs/keepCalls.ts';
import { followOnce } from '../../src/jobs/raiseAlerts.ts';
import { openAccount } from '../../src/storage/accountsOpened.ts';
import { join, type Person } from '../factories/apiServer.ts';
import { item } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';
import { multipart } from '../factories/formDesk.ts';
import { ScriptedNetwork } from '../factories/scriptedNetwork.ts';

const day = 86_400_000;
let open: DeskInApi;
let uwera: Person;
let agent: Person;
let auditor: Person;
let form: FormView;
let call: CallDetail;
let announcement = '';
const network = new ScriptedNetwork();

const deps = () => ({ storage: open.server.storage, now: open.server.now, log: () => undefined });
const gather = async () => {
  while (await gatherOnce(deps(), 'gatherer'));
};
/** An organisation that is new to alerts is found in the second round. */
const raise = async () => {
  for (let n = 0; n < 3; n++) while (await followOnce(deps(), 'alerts'));
};
const read = (as = uwera) => open.ask<CallDetail>('GET', `/api/complaint-calls/${call.id}`, undefined, as);
const posts = (list: string, as = uwera) =>
  open.ask<CallPostsPage>('GET', `/api/complaint-calls/${call.id}/posts?list=${list}`, undefined, as);
const visit = (more = '', headers: Record<string, string> = {}) =>
  open.server.ask({ url: `${call.page}${more}`, headers: { origin: undefined, ...headers } });
const ask = (method: 'POST' | 'PUT', url: string, as: Person, payload: object = {}) =>
  open.server.ask({ method, url, as, payload });

/** Somebody writes now. */
async function write(
  name: string,
  key: string,
  text: string,
  more: { root?: string; mentions?: string[] } = {},
): Promise<void> {
  const one = item({ did: `did:plc:${name}`, key, minute: 0, text, ...more });
  const now = open.server.now().toISOString();
  const payload = one.payload as { at: string; record: { createdAt: string } };
  payload.at = now;
  payload.record.createdAt = now;
  await open.take(one);
}

/** The next reply of ours leaves. */
async function leave(): Promise<void> {
  open.server.clock.ahead += 11_000;
  const { storage, key, now } = open.server;
  const delivered = await deliverNext({
    storage,
    channels: network.channels(),
    worker: 'sender',
    now,
    log: () => undefined,
    openAccount: (organisation, account) => openAccount(storage, key, organisation, account),
  });
  expect(delivered).toBe(true);
}

beforeAll(async () => {
  open = await openDeskInApi();
  uwera = await join(open.server, open.admin, 'executive', 'claudine.uwera@health.example');
  agent = await join(open.server, open.admin, 'agent', 'thabo@health.example');
  auditor = await join(open.server, open.admin, 'auditor', 'audit@health.example');
  form = await open.ask<FormView>('POST', '/api/forms', {
    institutionId: open.desk.institutionId,
    slug: 'clinics',
    title: 'Write to the ministry',
    topics: [],
  });
});
afterAll(() => open.server.close());

describe('a call for complaints', () => {
  it('is opened by an executive, and by nobody who may not', async () => {
    const wanted = {
      id: randomUUID(),
      institutionId: open.desk.institutionId,
      question: 'Tell me about our clinics.',
      hashtag: '#OurClinics',
      closesAt: new Date(open.server.now().getTime() + 5 * day).toISOString(),
      formId: form.id,
      signed: 'The executive, minister',
    };
    expect(await ask('POST', '/api/complaint-calls', agent, wanted)).toMatchObject({ status: 403 });
    const soon = new Date(open.server.now().getTime() + 60_000).toISOString();
    for (const wrong of [
      { hashtag: 'a b' },
      { question: '  ' },
      { closesAt: soon },
      { formId: randomUUID() },
    ])
      expect(await ask('POST', '/api/complaint-calls', uwera, { ...wanted, ...wrong })).toMatchObject({
        status: 400,
        body: { code: 'input_invalid' },
      });
    call = await open.ask<CallDetail>('POST', '/api/complaint-calls', wanted, uwera);
    expect(call).toMatchObject({ state: 'open', hashtag: 'OurClinics', counts: { heard: 0 } });
    expect((await open.ask<CallDetail>('POST', '/api/complaint-calls', wanted, uwera)).id).toBe(call.id);
    const again = await ask('POST', '/api/complaint-calls', uwera, { ...wanted, id: randomUUID() });
    expect(again).toMatchObject({ status: 409, body: { code: 'hashtag_taken' } });
    expect(await read(auditor)).toMatchObject({ id: call.id });
  });

  it('is announced, and a refused announcement says what to do and is tried again by her', async () => {
    const replyId = randomUUID();
    const said = { replyId, accountId: open.desk.house.id, text: `Tell me. #OurClinics ${call.page}` };
    const url = `/api/complaint-calls/${call.id}/announcements`;
    expect(await ask('POST', url, uwera, { ...said, text: 'x'.repeat(5_000) })).toMatchObject({
      status: 400,
      body: { code: 'reply_too_long' },
    });
    await open.ask('POST', url, said, uwera);
    const twice = await open.ask<CallDetail>('POST', url, said, uwera);
    expect(twice.announcements).toMatchObject([{ id: replyId, state: 'queued' }]);
    network.answers.push({ kind: 'refused', code: 'account_suspended', reason: 'Our account is suspended.' });
    await leave();
    expect((await read()).announcements).toMatchObject([
      { state: 'refused', reason: 'Our account is suspended.' },
    ]);
    await open.ask('POST', `/api/replies/${replyId}/retry`, {}, uwera);
    await leave();
    const [sent] = (await read()).announcements;
    expect(sent).toMatchObject({ state: 'sent' });
    announcement = sent?.networkId ?? '';
  });

  it('has a page that says how to take part, without a script, in four languages, for light and dark', async () => {
    const { status, text, headers } = await visit();
    expect(status).toBe(200);
    expect(text).toContain('Tell me about our clinics.');
    expect(text).toContain('The executive, minister');
    expect(text).toMatch(/Open until \d+ \w+ \d{4} at \d\d:\d\d/);
    expect(text).toContain('#<bdi>OurClinics</bdi>');
    expect(text).toContain('>karoowater');
    expect(text).toContain('href="/f/clinics?call=ourclinics"');
    expect(text).not.toContain('<script');
    expect(text).toContain('prefers-color-scheme:dark');
    expect(Buffer.byteLength(text)).toBeLessThan(15_000);
    expect(headers['x-robots-tag']).toBeUndefined();
    const titles = await Promise.all(
      ['en', 'fr', 'sw', 'rw'].map(
        async (lang) => /<title>([^<]+)/.exec((await visit(`?lang=${lang}`)).text)?.[1],
      ),
    );
    expect(new Set(titles).size).toBe(4);
    expect((await open.server.ask({ url: '/calls/nobody/nothing' })).status).toBe(404);
    const list = await open.server.ask({ url: call.page.replace(/\/[^/]+$/, '') });
    expect(list.text).toContain(`href="${call.page}"`);
  });

  it('gathers what stands under it, carries its hashtag, or comes by its form, each once', async () => {
    await write('amina', 'queue', 'Six hours in a queue #ourclinics');
    await write('aline', 'drugs', 'There are no drugs in Huye.', { root: announcement });
    await write('juma', 'other', 'Just talking about #clinics');
    const page = await open.server.ask({ url: `/f/clinics?call=${call.page.split('/').at(-1)}` });
    expect(page.text).toContain('Your words answer: Tell me about our clinics.');
    const id = /name="form" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    open.server.clock.ahead += 3_000;
    const slug = /name="call" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const { body, type } = await multipart({ form: id, call: slug, text: 'The nurse shouted at us.' });
    const sent = await open.server.ask({
      method: 'POST',
      url: '/f/clinics',
      payload: body,
      headers: { 'content-type': type, origin: 'null' },
    });
    expect(sent.status).toBe(303);
    await open.take();
    await gather();
    expect((await read()).counts).toMatchObject({ heard: 3, people: 3, answered: 0, waiting: 3, late: 0 });
    const { rows } = await posts('waiting');
    expect(rows.map(({ way }) => way)).toEqual(['hashtag', 'thread', 'form']);
  });

  it('is put right by whoever works on cases, which can be taken back', async () => {
    await write('pedant', 'off', 'I like this hashtag #OurClinics');
    await write('old', 'asked', 'The clinic is closed', { mentions: [open.desk.house.did] });
    await gather();
    const { rows } = await posts('all');
    const off = rows.find(({ author }) => author.startsWith('pedant'));
    const said = { postIds: [off?.postId], answers: false };
    const url = `/api/complaint-calls/${call.id}`;
    expect(await ask('PUT', `${url}/posts`, auditor, said)).toMatchObject({ status: 403 });
    await open.ask('PUT', `${url}/posts`, said, agent);
    expect((await posts('out')).rows).toMatchObject([{ postId: off?.postId, byHand: false }]);
    expect((await read()).counts.heard).toBe(3);
    await open.ask('PUT', `${url}/posts`, { ...said, answers: true }, agent);
    expect((await read()).counts.heard).toBe(4);
    await open.ask('PUT', `${url}/posts`, said, agent);
    const { rows: cases } = await open.ask<{ rows: { number: number; words: string | null }[] }>(
      'GET',
      '/api/cases?view=all&limit=200',
    );
    const closed = cases.find(({ words }) => words?.includes('is closed'));
    await open.ask('POST', `${url}/cases`, { caseNumber: closed?.number }, agent);
    expect((await read()).counts.heard).toBe(4);
    expect(await ask('POST', `${url}/cases`, agent, { caseNumber: 9_999 })).toMatchObject({ status: 404 });
  });

  it('counts what was answered, and the promise that was made', async () => {
    const [first] = (await posts('waiting')).rows.filter(({ way }) => way === 'hashtag');
    const theCase = await open.ask<CaseView>('GET', `/api/cases/${first?.caseId}`, undefined, uwera);
    const way = theCase.permissions.find(({ allowed }) => allowed);
    const me = await open.ask<{ member: { id: string } }>('GET', '/api/me', undefined, uwera);
    await open.ask(
      'POST',
      `/api/cases/${theCase.row.id}/replies`,
      {
        replyId: randomUUID(),
        text: 'Two more nurses come on Monday.',
        mode: way?.mode,
        postId: theCase.answering,
        accountId: way?.accountId,
        writtenOn: theCase.sequence,
        promise: {
          kind: 'made',
          what: 'Two more nurses',
          dueAt: new Date(open.server.now().getTime() + 3 * day).toISOString(),
          ownerId: me.member.id,
        },
      },
      uwera,
    );
    await leave();
    const { counts, promises } = await read();
    expect(counts).toMatchObject({ heard: 4, answered: 1, waiting: 3 });
    expect(counts.medianSeconds).toBeGreaterThan(0);
    expect(promises).toEqual({ made: 1, kept: 0, open: 1, late: 0, broken: 0 });
  });

  it('shows everybody the counts, and of nobody a word or a name', async () => {
    open.server.clock.ahead += 61_000;
    const { text } = await visit();
    expect(text).toMatch(/Posts heard<\/th><td>4/);
    expect(text).toMatch(/Answered<\/th><td>1/);
    expect(text).toContain('In the answers one promise was made.');
    const { body, headers } = await visit('/data.json');
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(body).toMatchObject({
      state: 'open',
      counts: { heard: 4, people: 4, answered: 1, answeredPercent: 25 },
      reports: [],
    });
    const feed = await visit('/feed.rss');
    expect(feed.headers['content-type']).toBe('application/rss+xml; charset=utf-8');
    for (const words of ['amina', 'aline', 'Six hours', 'no drugs', 'shouted'])
      for (const shown of [text, JSON.stringify(body), feed.text]) expect(shown).not.toContain(words);
  });

  it('ends by its time, and she is told that its report is due', async () => {
    open.server.clock.ahead += 5 * day;
    expect(await read()).toMatchObject({ state: 'ended' });
    await lookOnce(deps());
    await write('late', 'late', 'Only now I have a line #OurClinics');
    await gather();
    expect((await read()).counts).toMatchObject({ heard: 4, late: 1 });
    expect((await posts('late')).rows).toHaveLength(1);
    await raise();
    const { alerts } = await open.ask<AlertsView>('GET', '/api/alerts', undefined, uwera);
    expect(alerts.map(({ kind }) => kind)).toContain('call_report');
    const { text } = await visit();
    expect(text).toMatch(/Ended \d+ \w+ \d{4}/);
    expect(text).toMatch(/will stand here by \d+ \w+ \d{4}/);
    expect(text).not.toContain('How to take part');
  });

  it('ends with a report that everybody reads, whose earlier version stays', async () => {
    const url = `/api/complaint-calls/${call.id}/reports`;
    const report = { version: 1, heard: 'Long queues & no drugs.', done: 'Two more nurses from Monday on.' };
    expect(await ask('POST', url, agent, report)).toMatchObject({ status: 403 });
    // A hotline may stand there; who wrote may not by mistake.
    const named = { ...report, done: 'We rang Amina on 0788 123 456.' };
    const asked = await ask('POST', url, uwera, named);
    expect(asked).toMatchObject({
      status: 409,
      body: { code: 'shows_private', shows: ['0788 123 456', 'Amina'] },
    });
    expect(await ask('POST', url, uwera, { ...named, shows: ['Amina'] })).toMatchObject({ status: 409 });
    expect((await read()).reports).toEqual([]);
    const published = await open.ask<CallDetail>('POST', url, report, uwera);
    expect(published).toMatchObject({ state: 'reported', reports: [{ version: 1, counts: { heard: 4 } }] });
    const { text } = await visit();
    expect(text).toContain('Long queues &amp; no drugs.');
    expect(text).toContain('On that day: 4 heard, 4 people, 1 answered.');
    await raise();
    const { alerts } = await open.ask<AlertsView>('GET', '/api/alerts', undefined, uwera);
    expect(alerts.filter(({ kind }) => kind === 'call_report')).toEqual([]);
    await open.ask('POST', url, { ...report, version: 2, done: 'Three more nurses.' }, uwera);
    expect(await ask('POST', url, uwera, { ...report, version: 2 })).toMatchObject({
      status: 409,
      body: { code: 'call_moved_on' },
    });
    open.server.clock.ahead += 61_000;
    const amended = await visit();
    expect(amended.text).toContain('Three more nurses.');
    expect(amended.text).toContain('Earlier versions');
    expect(amended.text).toContain('Two more nurses from Monday on.');
    const { body } = await visit('/data.json');
    expect(body).toMatchObject({ state: 'reported', reports: [{ version: 2 }, { version: 1 }] });
    expect([...(await visit('/feed.rss')).text.matchAll(/<item>/g)]).toHaveLength(4);
  });

  it('leaves facts without words behind', async () => {
    const rows = await open.server.storage.system
      .selectFrom('history')
      .select(['action', 'particulars'])
      .where('action', 'like', 'complaint_call%')
      .execute();
    expect(new Set(rows.map(({ action }) => action))).toEqual(
      new Set([
        'complaint_call_opened',
        'complaint_call_announced',
        'complaint_call_post_in',
        'complaint_call_post_out',
        'complaint_call_ended',
        'complaint_call_report_due',
        'complaint_call_reported',
      ]),
    );
    expect(JSON.stringify(rows)).not.toMatch(/clinics|nurse|queue/i);
  });
});
