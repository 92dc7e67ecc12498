/** What is written to a member alone: every address is asked by everybody else of the house, and says nothing of it, until she hands it over. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type {
  AccountView,
  CasePage,
  CaseView,
  FrontLineView,
  FrontPage,
  MineView,
  NeedsPage,
  RecordView,
  ReplyView,
} from '../../src/api/contract.ts';
import { readEvents } from '../../src/api/liveEvents.ts';
import { scopesOf } from '../../src/domain/rights.ts';
import { countOnce } from '../../src/jobs/countRecord.ts';
import { applyOnce } from '../../src/jobs/keepTerms.ts';
import { followOnce, lookAtClock } from '../../src/jobs/raiseAlerts.ts';
import { join, type Person } from '../factories/apiServer.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';

/** Of her words, her author's name and handle, and where it stands on the network. */
const secret = 'hushquartz';
const telling = new RegExp(secret, 'i');
const house = 1;

let desk: BrowserDesk;
let uwera: Person;
let uweraId: string;
let own: AccountView;
let colleagues: { name: string; as: Person | null; key?: string }[];

interface Asked {
  as?: Person;
  payload?: object;
}
async function ask<T>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  { as = uwera, payload }: Asked = {},
): Promise<T> {
  const answer = await desk.server.ask({ method, url, as, ...(payload === undefined ? {} : { payload }) });
  if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${answer.text}`);
  return answer.body as T;
}
const page = (as = uwera) => ask<FrontPage>('GET', '/api/front/posts', { as });
const line = (as = uwera) => ask<FrontLineView>('GET', '/api/front/line', { as });
const alone = async () => (await page()).rows.filter((row) => row.own);
const inBox = (id: string, as = uwera) => ask<CaseView>('GET', `/api/cases/${id}?letterbox=1`, { as });
const cutOff = (isCut: boolean) =>
  ask('PUT', `/api/accounts/${own.id}/cut-off`, { payload: { cutOff: isCut } });
const patience = { timeout: 15_000 };

async function connect(readsDirect: boolean): Promise<AccountView> {
  const me = await ask<{ institutions: { id: string }[] }>('GET', '/api/me');
  const fields = { handle: 'uwera.example', password: 'right-app-password' };
  const payload = { network: 'bluesky', institutionId: me.institutions[0]?.id, fields, readsDirect };
  return ask<AccountView>('POST', '/api/accounts/own', { payload });
}

async function answer(caseId: string, text: string): Promise<ReplyView> {
  const { answering, sequence, permissions } = await inBox(caseId);
  const way = permissions.find(({ allowed, mode }) => allowed || mode === 'direct');
  return ask<ReplyView>('POST', `/api/cases/${caseId}/replies?letterbox=1`, {
    payload: {
      replyId: randomUUID(),
      memberId: uweraId,
      text,
      mode: 'direct',
      postId: answering,
      accountId: way?.accountId,
      writtenOn: sequence,
      promise: { kind: 'none' },
    },
  });
}

beforeAll(async () => {
  desk = await openBrowserDesk(false);
  uwera = await join(desk.server, desk.admin, 'executive', 'uwera@water.example');
  uweraId = (await ask<{ member: { id: string } }>('GET', '/api/me')).member.id;
  own = await connect(true);
  const key = await desk.server.ask({
    method: 'POST',
    url: '/api/keys',
    as: desk.admin,
    payload: { name: 'A program', memberId: uweraId, scopes: scopesOf('executive'), days: 30 },
  });
  const others = await desk.server.ask({
    method: 'POST',
    url: '/api/keys',
    as: desk.admin,
    payload: {
      name: 'Another',
      memberId: (await ask<{ member: { id: string } }>('GET', '/api/me', { as: desk.admin })).member.id,
      scopes: scopesOf('admin'),
      days: 30,
    },
  });
  colleagues = [
    { name: 'an admin', as: desk.admin },
    { name: 'a supervisor', as: await join(desk.server, desk.admin, 'supervisor', 'grace@water.example') },
    { name: 'an agent', as: await join(desk.server, desk.admin, 'agent', 'thabo@water.example') },
    { name: 'an auditor', as: await join(desk.server, desk.admin, 'auditor', 'bongi@water.example') },
    { name: 'another executive', as: await join(desk.server, desk.admin, 'executive', 'zane@water.example') },
    { name: 'a program of hers', as: null, key: (key.body as { token: string }).token },
    { name: 'a program of an admin', as: null, key: (others.body as { token: string }).token },
  ];
  await desk.hear('lerato', 'The tap is dry.');
  await desk.hearAlone('uwera.example', secret, `My ${secret} is at stake.`, {
    by: { networkId: `did:plc:${secret}`, handle: `${secret}.example`, name: `Ms ${secret}` },
  });
  await vi.waitFor(async () => expect(await alone()).toHaveLength(1), patience);
  const every = { storage: desk.server.storage, now: () => new Date(), log: () => undefined };
  await countOnce(every, 'test');
  await followOnce(every, 'test');
}, 60_000);
afterAll(() => desk.close());

/** Every id of what stands in her letterbox: by none of them anybody else finds anything. */
async function idsInBox(): Promise<Record<'case' | 'post' | 'account' | 'identity' | 'member', string>> {
  const found = await sql<Record<'case' | 'post' | 'account' | 'identity' | 'member', string>>`
    select k.id as case, p.id as post, a.id as account, k.identity_id as identity, l.box_member_id as member
    from letterbox as l join care_case as k on k.organisation_id = l.box_id join post as p on p.organisation_id = l.box_id
    join connected_account as a on a.organisation_id = l.box_id limit 1`.execute(desk.server.storage.system);
  const [row] = found.rows;
  if (row === undefined) throw new Error('nothing was written to her alone');
  return row;
}

/** The addresses of all routes that are asked for something, with whatever id of hers fits. */
async function everyAddress(method: 'GET'): Promise<string[]> {
  const ids = await idsInBox();
  const skipped = ['/api/events', '/api/openapi.json', '/*'];
  const routes = desk.server.app.routeRights.filter(
    (one) => one.method === method && one.right !== 'public' && !skipped.includes(one.url),
  );
  expect(routes.length).toBeGreaterThan(50);
  const days = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);
  const queries: Record<string, string[]> = {
    '/api/cases': ['?view=all', '?view=queue', '?view=resolved', '?view=mine'],
    '/api/cases/export': ['?view=all'],
    '/api/search': [`?q=${secret}`, '?q=stake', '?q=tap'],
    '/api/search/export': [`?q=${secret}`],
    '/api/record': [`?from=${days(-3)}&to=${days(3)}&by=member`],
    '/api/record.csv': [`?from=${days(-3)}&to=${days(3)}&by=topic`],
    '/api/record/spans': [`?from=${days(-3)}&to=${days(3)}`],
    '/api/cases/:id/posts': [`?before=${ids.post}`],
    '/api/cases/:id/history': ['?before=1000000'],
    '/api/cases/:id/permissions': [`?postId=${ids.post}`],
    '/api/cases/:id/move-offer': [`?postId=${ids.post}`],
  };
  return routes.flatMap(({ url }) => {
    const address = url
      .replace(':number', '1')
      .replace(':postId', ids.post)
      .replace(':n', '0')
      .replace(':id', /account/.test(url) ? ids.account : /member/.test(url) ? ids.member : ids.case);
    return (queries[url] ?? ['']).flatMap((query) => [
      `${address}${query}`,
      `${address}${query}${query === '' ? '?' : '&'}letterbox=1`,
    ]);
  });
}

/** The addresses at which somebody reads something of hers. */
async function tellTales({ as, key }: (typeof colleagues)[number]): Promise<string[]> {
  const ids = await idsInBox();
  const told: string[] = [];
  for (const url of await everyAddress('GET')) {
    const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
    const answered = await desk.server.ask({ url, headers, ...(as === null ? {} : { as }) });
    if (answered.status >= 500) throw new Error(`${url}: ${answered.text}`);
    const said = `${answered.text.replaceAll(`"q":"${secret}"`, '')} ${JSON.stringify(answered.headers)}`;
    const names = [ids.post, ids.identity].some((id) => said.includes(id) && !url.includes(id));
    if (telling.test(said) || names || (said.includes(ids.case) && !url.includes(ids.case))) told.push(url);
  }
  return told;
}

describe('what is written to a member alone', () => {
  it('stands on her front row, and needs her, and the line proves it beside the house’s', async () => {
    const [row] = await alone();
    expect(row).toMatchObject({ own: true, visibility: 'direct', text: `My ${secret} is at stake.` });
    expect((await page()).rows).toHaveLength(2);
    const needs = await ask<NeedsPage>('GET', '/api/front/needs');
    expect(needs.rows.map(({ own: isOwn, reasons }) => [isOwn, reasons])).toContainEqual([true, ['named']]);
    expect(await line()).toMatchObject({
      heard: 1,
      shown: 1,
      own: { heard: 1, shown: 1, handedOver: 0, waiting: 0, setAside: 0 },
    });
  });

  it('is nobody else’s: no address says a word of it, whoever of the house asks', async () => {
    for (const one of colleagues) expect([one.name, await tellTales(one)]).toEqual([one.name, []]);
    expect(JSON.stringify(await readEvents(desk.server, house, 0))).not.toMatch(telling);
    // Counted for nobody but her, and on neither side of the line.
    expect(await line(desk.admin)).toMatchObject({ heard: 1, shown: 1, own: null });
    // The test would see it: she herself finds it at some of these addresses.
    expect((await tellTales({ name: 'she', as: uwera })).length).toBeGreaterThan(2);
  }, 240_000);

  it('stands in no row of the house’s, and nothing of the house follows it', async () => {
    const { storage } = desk.server;
    const tables = await sql<{ name: string }>`
      select distinct table_name as name from information_schema.columns join information_schema.tables using (table_schema, table_name)
      where table_schema = 'public' and table_type = 'BASE TABLE' and column_name = 'organisation_id'`.execute(
      storage.system,
    );
    for (const { name } of tables.rows) {
      const found = await sql<{ row: unknown }>`
        select to_jsonb(t) as row from ${sql.table(name)} as t where t.organisation_id = ${house}`.execute(
        storage.system,
      );
      expect([name, telling.test(JSON.stringify(found.rows))]).toEqual([name, false]);
    }
    const { organisation_id: box } = await storage.system
      .selectFrom('care_case')
      .select('organisation_id')
      .where('organisation_id', '<>', house)
      .executeTakeFirstOrThrow();
    // She alone is told, once, that there is something.
    const deps = { storage, now: () => new Date(), log: () => undefined };
    await lookAtClock(deps);
    await lookAtClock(deps);
    const alerts = await storage.system
      .selectFrom('alert')
      .select(['organisation_id', 'member_id', 'kind', 'case_id', 'escalate_at'])
      .execute();
    expect(alerts).toEqual([
      { organisation_id: house, member_id: uweraId, kind: 'names_me', case_id: null, escalate_at: null },
    ]);
    expect(box).not.toBe(house);
  });

  it('is answered from her own account, which counts in her rhythm, and cannot be claimed, handed off or noted', async () => {
    const [row] = await alone();
    const caseId = row?.caseId ?? '';
    const before = (await ask<MineView>('GET', '/api/front/mine')).answers;
    const { state } = await answer(caseId, 'I am looking into it myself.');
    expect(state).toBe('queued');
    await expect
      .poll(() => desk.sent.map(({ text, mode }) => [text, mode]), { timeout: 20_000 })
      .toContainEqual(['I am looking into it myself.', 'direct']);
    await expect
      .poll(async () => (await ask<MineView>('GET', '/api/front/mine')).answers, patience)
      .toBe(before + 1);
    for (const url of [
      'claim',
      'resolve',
      'note',
      'handoff',
      'severity',
      'merge',
      'split',
      'same-author',
      'presence',
    ])
      await expect(
        ask('POST', `/api/cases/${caseId}/${url}?letterbox=1`, { payload: { text: 'x' } }),
      ).rejects.toThrow(/403/);
    await expect(inBox(caseId, desk.admin)).rejects.toThrow(/404/);
    for (const { as, key } of colleagues.slice(4))
      expect(
        (
          await desk.server.ask({
            url: `/api/cases/${caseId}?letterbox=1`,
            ...(as === null ? {} : { as }),
            headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
          })
        ).status,
      ).toBeGreaterThan(399);
  }, 60_000);

  it('is sealed while she is gone, is read no more and is hers again when she is back', async () => {
    const states = async () =>
      (
        await desk.server.storage.system
          .selectFrom('connected_account')
          .select(['state', 'cut_off_at'])
          .where('hears_public', '=', false)
          .execute()
      ).map(({ state, cut_off_at }) => [state, cut_off_at !== null]);
    expect(await states()).toEqual([['listening', false]]);
    await cutOff(true);
    expect(await states()).toEqual([['listening', true]]);
    const [row] = await alone();
    await expect(answer(row?.caseId ?? '', 'Too late.')).rejects.toThrow(/reply_not_permitted/);
    await cutOff(false);
    const system = desk.server.storage.system;
    const gone = (at: Date | null) =>
      system.updateTable('member').set({ left_at: at }).where('id', '=', uweraId).execute();
    await gone(new Date());
    await sql`select letterbox_accounts_follow(${house})`.execute(system);
    expect(await states()).toEqual([['paused', false]]);
    await expect(page()).rejects.toThrow(/401/);
    await gone(null);
    await cutOff(true);
    await cutOff(false);
    expect(await states()).toEqual([['listening', false]]);
    expect(await alone()).toHaveLength(1);
  });

  it('is kept as long as the house keeps what is private', async () => {
    const { storage } = desk.server;
    const terms = { public: null, private: 10, notes: null, raw: null, audit: null };
    await ask('PUT', '/api/retention', { as: desk.admin, payload: terms });
    await desk.hearAlone('uwera.example', 'longago', 'An old matter.', {
      at: new Date(Date.now() - 40 * 86_400_000),
    });
    await expect.poll(async () => (await alone()).length, patience).toBe(2);
    const [old] = (await alone()).filter(({ text }) => text === 'An old matter.');
    expect(old?.waitingSince).not.toBeNull();
    await sql`update care_case set state_at = now() - interval '30 days' where id = ${old?.caseId}`.execute(
      storage.system,
    );
    const night = new Date(Date.now() + 3 * 86_400_000);
    const deps = { storage, now: () => night, log: () => undefined };
    for (let n = 0; n < 20; n++) await applyOnce(deps);
    const left = await sql<{ text: string }>`select text from post where text = 'An old matter.'`.execute(
      storage.system,
    );
    expect(left.rows).toEqual([]);
    expect((await alone()).filter(({ text }) => telling.test(text ?? ''))).toHaveLength(1);
    await ask('PUT', '/api/retention', { as: desk.admin, payload: { ...terms, private: null } });
  }, 60_000);
});

describe('what she hands over', () => {
  it('is taken back until the undo is over, comes to the desk with what was said, and goes on coming', async () => {
    const [row] = (await alone()).filter(({ text }) => telling.test(text ?? ''));
    const caseId = row?.caseId ?? '';
    const url = `/api/letterbox/cases/${caseId}/hand-over`;
    await ask('POST', url, { payload: {} });
    await ask('DELETE', url);
    for (const { as } of colleagues.slice(0, 1))
      await expect(ask('POST', url, { as: as ?? uwera, payload: {} })).rejects.toThrow(/404/);
    // A bad line repeats it.
    const asked = await ask('POST', url, { payload: {} });
    expect(await ask('POST', url, { payload: {} })).toEqual(asked);
    await sql`update handed_over set due_at = now() - interval '1 second'`.execute(
      desk.server.storage.system,
    );
    const cases = async () => (await ask<CasePage>('GET', '/api/cases?view=all', { as: desk.admin })).rows;
    await expect.poll(async () => (await cases()).length, patience).toBe(2);
    const [given] = (await cases()).filter(({ author }) => telling.test(author.name));
    const read = () => ask<CaseView>('GET', `/api/cases/${given?.id}`, { as: desk.admin });
    const shown = await read();
    expect(shown.posts.map(({ text, direction, by }) => [direction, text, by.member ?? null])).toEqual([
      ['inbound', `My ${secret} is at stake.`, null],
      ['house', 'I am looking into it myself.', 'The executive'],
    ]);
    expect(shown.history.map(({ action }) => action)).toContain('case_handed_over');
    // A colleague answers from her account with her yes, and from nowhere else.
    expect(
      shown.permissions.filter(({ allowed }) => allowed).map(({ accountHandle }) => accountHandle),
    ).toEqual(['uwera.example']);
    await expect(ask('DELETE', url)).rejects.toThrow(/reply_left/);
    await expect(ask('POST', url, { payload: {} })).rejects.toThrow(/case_merged/);
    expect((await alone()).filter(({ text }) => telling.test(text ?? ''))).toEqual([]);
    expect(await line()).toMatchObject({ heard: 2, shown: 2, own: { handedOver: 1 } });
    const { own: counts } = await line();
    expect(counts?.heard).toBe((counts?.shown ?? 0) + (counts?.handedOver ?? 0));
    await desk.hearAlone('uwera.example', secret, 'And now?', {
      by: { networkId: `did:plc:${secret}`, handle: `${secret}.example`, name: `Ms ${secret}` },
    });
    await expect.poll(async () => (await read()).posts.length, patience).toBe(3);
    await expect.poll(async () => (await line()).heard, patience).toBe(3);
    expect((await read()).row.state).toBe('waiting_us');
    // She answers on the desk now. Her letterbox hears it as well, and it counts once.
    const answers = async () => (await ask<MineView>('GET', '/api/front/mine')).answers;
    const before = await answers();
    const now = await ask<CaseView>('GET', `/api/cases/${given?.id}`);
    const way = now.permissions.find(({ allowed }) => allowed);
    const reply = {
      replyId: randomUUID(),
      memberId: uweraId,
      text: 'Soon.',
      mode: 'direct',
      postId: now.answering,
      accountId: way?.accountId,
      writtenOn: now.sequence,
      promise: { kind: 'none' },
    };
    await ask('POST', `/api/cases/${given?.id}/replies`, { payload: reply });
    await expect.poll(answers, patience).toBe(before + 1);
    await desk.hearAlone('uwera.example', secret, 'Soon.', {
      direction: 'house',
      networkId: `at://sent/${reply.replyId}`,
      by: { networkId: own.handle, handle: 'uwera.example', name: null },
      conversationWith: `did:plc:${secret}`,
    });
    await expect
      .poll(async () => (await inBox(caseId)).posts.map(({ text }) => text), patience)
      .toContain('Soon.');
    expect(await answers()).toBe(before + 1);
  }, 60_000);

  it('is erased here and in her letterbox, and does not come back', async () => {
    const { storage } = desk.server;
    const cases = (await ask<CasePage>('GET', '/api/cases?view=all', { as: desk.admin })).rows;
    const given = cases.find(({ author }) => telling.test(author.name));
    await ask('POST', `/api/cases/${given?.id}/erasure`, {
      as: desk.admin,
      payload: { confirm: String(given?.number) },
    });
    for (const table of ['post', 'identity', 'reply', 'raw_item']) {
      const found = await sql<{
        row: unknown;
      }>`select to_jsonb(t) as row from ${sql.table(table)} as t`.execute(storage.system);
      expect([table, telling.test(JSON.stringify(found.rows))]).toEqual([table, false]);
    }
    await desk.hearAlone('uwera.example', secret, 'Written before.', {
      at: new Date(Date.now() - 3_600_000),
      by: { networkId: `did:plc:${secret}`, handle: `${secret}.example`, name: `Ms ${secret}` },
    });
    await expect
      .poll(async () => (await sql`select from inbox_item`.execute(storage.system)).rows.length, patience)
      .toBe(0);
    expect((await alone()).map(({ text }) => text)).not.toContain('Written before.');
  }, 60_000);
});

it('her own mailbox and messages count in her rhythm, whichever program she wrote with; what a program wrote does not', async () => {
  const answers = async () => (await ask<MineView>('GET', '/api/front/mine')).answers;
  const before = await answers();
  const byHer = {
    direction: 'house',
    by: { networkId: own.handle, handle: 'uwera.example', name: null },
    conversationWith: 'did:plc:mailed',
  } as const;
  await desk.hearAlone('uwera.example', 'mailed', 'Can you help?');
  await desk.hearAlone('uwera.example', 'mailed', 'I can, from my own mail program.', byHer);
  await desk.hearAlone('uwera.example', 'mailed', 'I am away.', { ...byHer, automatic: true });
  await expect.poll(answers, patience).toBe(before + 1);
  // The figures of it are hers alone, and of nothing of the house's.
  const date = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const period = `/api/record?from=${date(-1)}&to=${date(1)}`;
  const every = { storage: desk.server.storage, now: () => new Date(), log: () => undefined };
  while (await countOnce(every, 'test'));
  const hers = await ask<RecordView>('GET', `${period}&letterbox=1`);
  expect(hers.totals.first).toMatchObject({ count: 2, answered: 2 });
  for (const { as, key } of colleagues) {
    const asked = {
      url: `${period}&letterbox=1`,
      ...(key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } }),
    };
    expect((await desk.server.ask(as === null ? asked : { ...asked, as })).status).toBeGreaterThanOrEqual(
      400,
    );
  }
  // Of a colleague's days nothing is to be seen.
  expect((await ask<MineView>('GET', '/api/front/mine', { as: desk.admin })).answers).toBe(0);
});

it('an author who must not be written to is not written to by her either', async () => {
  const by = { networkId: 'did:plc:lerato', handle: 'lerato.example', name: 'lerato' };
  await desk.hearAlone('uwera.example', 'lerato', 'Do you read this?', { by });
  await expect
    .poll(async () => (await alone()).map(({ text }) => text), patience)
    .toContain('Do you read this?');
  const [row] = (await alone()).filter(({ text }) => text === 'Do you read this?');
  const cases = (await ask<CasePage>('GET', '/api/cases?view=all', { as: desk.admin })).rows;
  const theirs = cases.find(({ author }) => author.name === 'lerato');
  await ask('PUT', `/api/cases/${theirs?.id}/do-not-contact`, {
    as: desk.admin,
    payload: { reason: 'She asked us to stop.' },
  });
  const { permissions } = await inBox(row?.caseId ?? '');
  expect(permissions.map(({ allowed }) => allowed)).not.toContain(true);
  expect(permissions[0]?.reason).toContain('She asked us to stop.');
});

it('she stops it being read, and what was read stays hers; somebody else’s account is none of hers', async () => {
  expect((await connect(true)).readsDirect).toBe(true);
  const seenBy = async (as: Person) =>
    (await ask<AccountView[]>('GET', '/api/accounts', { as })).find(({ id }) => id === own.id)?.readsDirect;
  expect([await seenBy(uwera), await seenBy(desk.admin)]).toEqual([true, false]);
  await ask('DELETE', `/api/accounts/${own.id}/direct`);
  expect(await seenBy(uwera)).toBe(false);
  expect((await alone()).length).toBeGreaterThan(0);
  await connect(true);
  await ask('PUT', `/api/accounts/${own.id}/owner`, { as: desk.admin, payload: { memberId: null } });
  const left = await desk.server.storage.system
    .selectFrom('connected_account')
    .select('state')
    .where('hears_public', '=', false)
    .where('state', '<>', 'removed')
    .execute();
  expect(left).toEqual([]);
});
