/** What is written to a member alone: every address is asked by everybody else of the house, and says nothing of it. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MineView, NeedsPage } from '../../src/api/contract.ts';
import { readEvents } from '../../src/api/liveEvents.ts';
import { scopesOf } from '../../src/domain/rights.ts';
import { countOnce } from '../../src/jobs/countRecord.ts';
import { applyOnce } from '../../src/jobs/keepTerms.ts';
import { followOnce, lookAtClock } from '../../src/jobs/raiseAlerts.ts';
import { join, type Person } from '../factories/apiServer.ts';
import {
  by,
  house,
  type LetterboxDesk,
  openLetterboxDesk,
  patience,
  secret,
  telling,
} from '../factories/letterboxDesk.ts';

let colleagues: { name: string; as: Person | null; key?: string }[];
let desk: LetterboxDesk['desk'];
let uwera: Person;
let uweraId: string;
let ask: LetterboxDesk['ask'];
let page: LetterboxDesk['page'];
let line: LetterboxDesk['line'];
let alone: LetterboxDesk['alone'];
let inBox: LetterboxDesk['inBox'];
let answer: LetterboxDesk['answer'];
async function keyOf(name: string, role: 'executive' | 'admin', as: Person): Promise<string> {
  const { member } = await ask<{ member: { id: string } }>('GET', '/api/me', { as });
  const payload = { name, memberId: member.id, scopes: scopesOf(role), days: 30 };
  return (await ask<{ token: string }>('POST', '/api/keys', { as: desk.admin, payload })).token;
}

beforeAll(async () => {
  ({ desk, uwera, uweraId, ask, page, line, alone, inBox, answer } = await openLetterboxDesk());
  const colleague = (role: Parameters<typeof join>[2], name: string) =>
    join(desk.server, desk.admin, role, `${name}@water.example`);
  colleagues = [
    { name: 'an admin', as: desk.admin },
    { name: 'a supervisor', as: await colleague('supervisor', 'grace') },
    { name: 'an agent', as: await colleague('agent', 'thabo') },
    { name: 'an auditor', as: await colleague('auditor', 'bongi') },
    { name: 'another executive', as: await colleague('executive', 'zane') },
    { name: 'a program of hers', as: null, key: await keyOf('A program', 'executive', uwera) },
    { name: 'a program of an admin', as: null, key: await keyOf('Another', 'admin', desk.admin) },
  ];
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
    // She alone is told, once for a conversation, that there is something; not of what was written before it was read.
    await desk.hearAlone('uwera.example', secret, 'Are you there?', { by });
    await desk.hearAlone('uwera.example', 'before', 'Written before she connected it.', {
      at: new Date(Date.now() - 3_600_000),
    });
    await expect.poll(async () => (await alone()).length, patience).toBe(3);
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
    // That she has read it nobody else is told either.
    const facts = async () => (await readEvents(desk.server, house, 0))?.to;
    const before = await facts();
    const listed = await sql<{ id: string; key: string }>`select id, key from alert`.execute(storage.system);
    await ask('POST', '/api/alerts/acknowledge', { payload: { ids: listed.rows.map(({ id }) => id) } });
    const left = await sql`select from alert where acknowledged_at is null`.execute(storage.system);
    expect(left.rows).toEqual([]);
    expect(await facts()).toBe(before);
    expect(JSON.stringify(listed.rows)).not.toContain((await idsInBox()).post);
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

  it('is kept as long as the house keeps what is private', async () => {
    const { storage } = desk.server;
    const terms = { public: null, private: 10, notes: null, raw: null, audit: null };
    await ask('PUT', '/api/retention', { as: desk.admin, payload: terms });
    const longAgo = (days: number) => ({ at: new Date(Date.now() - days * 86_400_000) });
    await desk.hearAlone('uwera.example', 'longago', 'An old matter.', longAgo(40));
    await desk.hearAlone('uwera.example', 'goeson', 'It began long ago.', longAgo(40));
    await desk.hearAlone('uwera.example', 'goeson', 'And it goes on.');
    await expect.poll(async () => (await alone()).length, patience).toBe(6);
    const night = new Date(Date.now() + 3 * 86_400_000);
    const deps = { storage, now: () => night, log: () => undefined };
    for (let n = 0; n < 20; n++) await applyOnce(deps);
    const left = await sql<{ text: string }>`select text from post where text = 'An old matter.'`.execute(
      storage.system,
    );
    expect(left.rows).toEqual([]);
    // A conversation in which somebody still writes is no old one, however long ago it began.
    const kept = (await alone()).map(({ text }) => text);
    expect(kept).toContain('It began long ago.');
    expect(kept).toContain('And it goes on.');
    expect((await alone()).filter(({ text }) => telling.test(text ?? ''))).toHaveLength(1);
    await ask('PUT', '/api/retention', { as: desk.admin, payload: { ...terms, private: null } });
  }, 60_000);
});
