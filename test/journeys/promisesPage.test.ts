/** Promises on the pages that need no sign-in: to the author on the private page, to everybody on the institution's page, as data and as a feed. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CasePage, CaseView, CommitmentView } from '../../src/api/contract.ts';
import { addressOf, item, rows } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';
import { type FormDesk, openFormDesk } from '../factories/formDesk.ts';

const day = 86_400_000;

describe('the author, on the private page', () => {
  let desk: FormDesk;
  let path: string;
  let caseId: string;
  let ownId: string;
  beforeAll(async () => {
    desk = await openFormDesk();
    ownId = (await desk.api<{ member: { id: string } }>('GET', '/api/me')).member.id;
    path = await desk.complain({ text: 'The pipe at the market has burst.' });
    const theCase = await desk.caseWith('The pipe at the market');
    caseId = theCase.row.id;
    const dueAt = new Date(desk.server.now().getTime() + day).toISOString();
    const what = 'Naledi Dlamini repairs the pipe';
    await desk.answer(theCase, 'We repair it tomorrow.', { kind: 'made', what, dueAt, ownerId: ownId });
  });
  afterAll(() => desk.close());

  const promises = () => desk.api<CommitmentView[]>('GET', `/api/cases/${caseId}/commitments`);
  const say = async (says: string, id?: string, to = path) =>
    desk.send(to, { act: 'promise', says, promise: id ?? (await promises())[0]?.id ?? '' });

  it('reads what was promised, until when, and no name of staff', async () => {
    const { text } = await desk.page(path);
    expect(text).toContain('a member of staff repairs the pipe');
    expect(text).toMatch(/To be done by \d+ \w+ \d{4} at \d\d:\d\d/);
    expect(text).toContain('Yes, it happened');
    expect(text).not.toContain('No, it did not');
    expect(text).not.toContain('Naledi Dlamini repairs');
    expect(text).toMatch(/<a href="\/promises\/[a-z0-9-]+">All promises of/);
  });

  it('says that it did not happen, which opens it again, and that it did, which nobody else can', async () => {
    const [made] = await promises();
    await desk.api('PUT' as 'POST', `/api/commitments/${made?.id}/kept`, { evidence: 'The water runs.' });
    expect((await desk.page(path)).text).toContain('What shows it:</span> The water runs.');
    expect(await say('no')).toMatchObject({ status: 303 });
    expect(await promises()).toMatchObject([{ standing: expect.stringMatching(/made|due_soon/) }]);
    expect(await say('yes')).toMatchObject({ status: 303 });
    expect(await promises()).toMatchObject([{ standing: 'kept', confirmed: true }]);
    expect(await say('no')).toMatchObject({ status: 303 });
    expect(await promises()).toMatchObject([{ standing: 'kept', confirmed: true }]);
    expect((await desk.page(path)).text).toContain('You said that it happened.');
  });

  it('takes it from the public page, and puts it back', async () => {
    await say('hide');
    const [hidden] = await promises();
    expect(hidden).toMatchObject({ hidden: true, hiddenByAuthor: true });
    // What its author does not want shown, no member shows again.
    const show = desk.api('PUT' as 'POST', `/api/commitments/${hidden?.id}/shown`, { shown: true });
    await expect(show).rejects.toThrow('Only they can show it again');
    expect((await desk.page(path)).text).toContain('its words are not shown');
    await say('show');
    expect(await promises()).toMatchObject([{ hidden: false }]);
    const { history } = await desk.api<CaseView>('GET', `/api/cases/${caseId}`);
    const told = history.filter(({ action }) => /commitment_(hidden|shown|disputed)/.test(action));
    expect(told.map(({ action, actor }) => [action, actor])).toEqual([
      ['commitment_disputed', null],
      ['commitment_hidden', null],
      ['commitment_shown', null],
    ]);
  });

  it('says nothing of a promise to somebody else, or of none', async () => {
    const other = await desk.complain({ text: 'Another street is dry.' });
    await desk.caseWith('Another street');
    const [made] = await promises();
    expect(await say('hide', made?.id, other)).toMatchObject({ status: 404 });
    expect(await say('hide', randomUUID())).toMatchObject({ status: 404 });
    expect(await say('erase', made?.id)).toMatchObject({ status: 404 });
    expect(await promises()).toMatchObject([{ hidden: false }]);
  });
});

describe('everybody, on the page of the institution', () => {
  let open: DeskInApi;
  let page: string;
  let caseId: string;
  let ours: string;
  let ownId: string;
  beforeAll(async () => {
    open = await openDeskInApi();
    ownId = (await open.ask<{ member: { id: string } }>('GET', '/api/me')).member.id;
    const { did } = open.desk.house;
    await open.take(
      item({ did: 'did:plc:amina', key: 'ask', minute: 1, text: 'No water', mentions: [did] }),
      item({ did, key: 'ours', minute: 2, text: 'We repair it.', root: addressOf('did:plc:amina', 'ask') }),
    );
    const [row] = (await open.ask<CasePage>('GET', '/api/cases?view=all')).rows;
    caseId = row?.id ?? '';
    const { posts } = await open.ask<CaseView>('GET', `/api/cases/${caseId}`);
    ours = posts.find(({ direction }) => direction === 'house')?.id ?? '';
    const [institution] = await rows<{ page: string }>(open.desk, 'institution');
    page = `/promises/${institution?.page}`;
  });
  afterAll(() => open.server.close());

  const visit = (path = '', more: Record<string, string> = {}) => {
    // What was read within the last minute is not counted anew.
    open.server.clock.ahead += 61_000;
    return open.server.ask({ url: `${page}${path}`, headers: more });
  };
  const promise = (what: string, days = 2) =>
    open.ask<CommitmentView[]>('POST', `/api/cases/${caseId}/commitments`, {
      postId: ours,
      what,
      dueAt: new Date(open.server.now().getTime() + days * day).toISOString(),
      ownerId: ownId,
    });
  const change = (id: string | undefined, what: string, body: object) =>
    open.ask('PUT', `/api/commitments/${id}/${what}`, body);

  it('has the institution’s own address, says that nothing was promised, and is found by search engines', async () => {
    expect(page).toBe('/promises/karoo-water-board');
    const { status, text, headers } = await visit();
    expect(status).toBe(200);
    expect(text).toContain('Nothing was promised so far.');
    expect(text).not.toContain('noindex');
    expect(headers['x-robots-tag']).toBeUndefined();
    expect(headers['cache-control']).toBe('public, max-age=60');
    expect(text).not.toMatch(/<script|javascript:/);
    expect(await open.server.ask({ url: '/promises/no-such-house' })).toMatchObject({ status: 404 });
    expect(await visit('?before=yesterday')).toMatchObject({ status: 404 });
    expect((await visit('/method')).text).toContain('Time alone keeps no promise.');
  });

  it('counts what was promised and shows its words without names, numbers and addresses', async () => {
    await promise('Ring Amina on 0788 123 456, says Naledi Dlamini');
    const [made] = await open.ask<CommitmentView[]>('GET', `/api/cases/${caseId}/commitments`);
    const { text } = await visit();
    expect(text).toContain('Ring the author on •••, says a member of staff');
    expect(text).not.toMatch(/0788|Dlamini/);
    await change(made?.id, 'kept', { evidence: 'https://karoowater.example/pipe by Naledi Dlamini' });
    const kept = (await visit()).text;
    expect(kept).toContain('100 % kept in time');
    expect(kept).toContain('https://karoowater.example/pipe by a member of staff');
  });

  it('leaves out the words that an author does not want shown, and those of a case in which somebody is in danger', async () => {
    const [made] = await open.ask<CommitmentView[]>('GET', `/api/cases/${caseId}/commitments`);
    await change(made?.id, 'shown', { shown: false });
    expect((await visit()).text).not.toContain('karoowater.example/pipe');
    expect((await visit()).text).toContain('Its words are not public.');
    await change(made?.id, 'shown', { shown: true });
    expect((await visit()).text).toContain('karoowater.example/pipe');
    const pool = open.server.storage.pool;
    for (const [hide, back] of [
      ["update care_case set threat = 'self'", 'update care_case set threat = null'],
      ['update identity set protected = true', 'update identity set protected = false'],
      ["update post set visibility = 'direct'", "update post set visibility = 'public'"],
    ] as const) {
      await pool.query(hide);
      const { text } = await visit();
      expect(text, hide).toContain('Its words are not public.');
      expect(text, hide).not.toContain('karoowater.example/pipe');
      expect(text, hide).toContain('100 % kept in time');
      await pool.query(back);
    }
  });

  it('gives nobody a page that another asked for by a time of their own', async () => {
    const [one] = await open.ask<CommitmentView[]>('GET', `/api/cases/${caseId}/commitments`);
    await visit(`?before=0001-01-01T00:00:00.000Z_${one?.id}`);
    const asked = await open.server.ask({ url: `${page}?before=2999-01-01T00:00:00.000Z_${one?.id}` });
    expect(asked.text).toContain('Ring the author');
  });

  it('names what is late, and what will not be kept with its reason', async () => {
    const made = await promise('Change the meter', 1);
    const late = made.find(({ what }) => what === 'Change the meter');
    open.server.clock.ahead += 2 * day;
    const { text } = await visit();
    expect(text).toContain('Late now');
    expect(text).toContain('50 % kept in time');
    await change(late?.id, 'broken', { evidence: 'No meters are left.' });
    const broken = (await visit()).text;
    expect(broken).not.toContain('Late now');
    expect(broken).toContain('Why:</span> No meters are left.');
  });

  it('is under 30 KB with the longest words, goes on behind the last, and is data and a feed beside it', async () => {
    for (let n = 0; n < 45; n++) await promise(`${n} ${'ቧንቧውን እንጠግናለን። '.repeat(120)}`.slice(0, 1_990));
    open.server.clock.ahead += 3 * day;
    const first = await visit();
    expect(Buffer.byteLength(first.text)).toBeLessThan(30_000);
    const packed = await visit('', { 'accept-encoding': 'gzip' });
    expect(packed.headers['content-encoding']).toBe('gzip');
    const seen = new Set<string>();
    for (let next: string | undefined = ''; next !== undefined; ) {
      const { text } = await visit(next);
      const list = text.slice(text.indexOf('The promises, the latest first'));
      for (const [, id] of list.matchAll(/<li class="ours" id="p-([^"]+)"/g)) seen.add(id ?? '');
      next = /href="\/promises\/[^"?]+(\?before=[^"]+)">Older/.exec(text)?.[1];
    }
    expect(seen.size).toBe(47);
    const { body, headers } = await visit('/data.json');
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(body).toMatchObject({
      institution: 'Karoo Water Board',
      everything: { made: 47, keptOnTime: 1, broken: 1, late: 45 },
      keptInTimePercent: 2,
      next: null,
    });
    const [odd] = await promise('Mend\u000b the \u0008pump', 1);
    expect(odd).toBeDefined();
    const feed = await visit('/feed.rss');
    expect(feed.text).toContain('<title>Mend the pump</title>');
    expect(feed.headers['content-type']).toBe('application/rss+xml; charset=utf-8');
    expect([...feed.text.matchAll(/<item>/g)]).toHaveLength(30);
    expect(feed.text).toMatch(/<pubDate>\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000<\/pubDate>/);
  });

  it('speaks four languages', async () => {
    const heads = await Promise.all(
      ['en', 'fr', 'sw', 'rw'].map(async (lang) => (await visit(`?lang=${lang}`)).text),
    );
    expect(heads.map((text) => /<h1>([^<]+)/.exec(text)?.[1])).toEqual([
      'What Karoo Water Board promised',
      'Ce que Karoo Water Board a promis',
      'Yale Karoo Water Board iliyoahidi',
      'Ibyo Karoo Water Board yasezeranyije',
    ]);
  });
});
