/** Views that are kept under a name: one's own, everybody's, counted, changed, removed; and lists taken along as they are narrowed. */
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CasePage, SavedViewCount, SavedViewView } from '../../src/api/contract.ts';
import { join, type Person } from '../factories/apiServer.ts';
import { item } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';

let open: DeskInApi;
let supervisor: Person;
let agent: Person;
const leaks = { name: 'Leaks', view: 'all', filter: { tag: 'leak' } };
const list = (as: Person) => open.ask<SavedViewView[]>('GET', '/api/saved-views', undefined, as);
const keep = (wanted: object, as: Person, id?: string) =>
  open.ask<{ id: string }>(
    id === undefined ? 'POST' : 'PUT',
    `/api/saved-views${id === undefined ? '' : `/${id}`}`,
    wanted,
    as,
  );
const count = (id: string, as: Person) =>
  open.ask<SavedViewCount>('GET', `/api/saved-views/${id}/count`, undefined, as);

beforeAll(async () => {
  open = await openDeskInApi();
  supervisor = await join(open.server, open.admin, 'supervisor', 'grace@water.example');
  agent = await join(open.server, open.admin, 'agent', 'thabo@water.example');
  const mentions = [open.desk.house.did];
  await open.take(
    ...['=Tap leaks', 'Tap is dry', 'Pipe burst'].map((text, n) =>
      item({ did: `did:plc:a${n}`, key: `k${n}`, minute: n, text, mentions }),
    ),
  );
  const { rows } = await open.ask<CasePage>('GET', '/api/cases?view=all');
  for (const row of rows.slice(1)) await open.ask('POST', `/api/cases/${row.id}/tags`, { tags: ['leak'] });
});
afterAll(() => open.server.close());

it('are one’s own, or everybody’s where somebody may share them', async () => {
  const { id } = await keep(leaks, agent);
  const shared = await keep({ ...leaks, shared: true }, supervisor);
  expect((await list(agent)).map((one) => [one.id, one.shared])).toEqual([
    [id, false],
    [shared.id, true],
  ]);
  expect((await list(supervisor)).map((one) => one.id)).toEqual([shared.id]);
  expect(await count(id, agent)).toEqual({ count: 2, more: false });
  await expect(count(id, supervisor)).rejects.toThrow(/404/);
  await expect(keep({ ...leaks, name: 'Mine', shared: true }, agent)).rejects.toThrow(/403/);
  for (const act of [
    () => keep({ ...leaks, name: 'Theirs' }, agent, shared.id),
    () => open.ask('DELETE', `/api/saved-views/${shared.id}`, undefined, agent),
  ])
    await expect(act()).rejects.toThrow(/403/);
  await expect(keep({ ...leaks, name: 'Theirs' }, supervisor, id)).rejects.toThrow(/404/);
});

it('have one name each, are renamed and removed', async () => {
  const mine = (await list(agent))[0];
  await expect(keep({ ...leaks, name: 'LEAKS' }, agent)).rejects.toThrow(/another name/);
  const two = await Promise.allSettled([1, 2].map(() => keep({ ...leaks, name: 'Twice' }, agent)));
  expect(two.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await keep({ ...leaks, name: 'Taps', view: 'search', words: 'tap', filter: {} }, agent, mine?.id);
  expect((await list(agent)).find(({ id }) => id === mine?.id)).toMatchObject({ name: 'Taps', words: 'tap' });
  expect(await count(mine?.id ?? '', agent)).toEqual({ count: null, more: false });
  await open.ask('DELETE', `/api/saved-views/${mine?.id}`, undefined, agent);
  expect((await list(agent)).map(({ name }) => name)).toEqual(['Twice', 'Leaks']);
});

it('are taken along as they are narrowed, without a formula, each noted', async () => {
  const take = async (url: string, as = supervisor) => {
    const answer = await open.server.ask({ url, as });
    if (answer.status !== 200) return answer.status;
    return parse(answer.text, { columns: true, bom: true }) as Record<string, string>[];
  };
  expect(await take('/api/cases/export?view=all&tag=leak')).toMatchObject([{ number: '2' }, { number: '1' }]);
  const posts = await take('/api/search/export?q=tap&tag=leak&before=2099-01-01T00:00:00Z');
  expect(posts).toMatchObject([
    { text: 'Tap is dry' },
    { text: "'=Tap leaks", network: 'bluesky', case: '1' },
  ]);
  expect(await take('/api/announcements/export')).toEqual([]);
  const acts = (await take('/api/audit/export', open.admin)) as Record<string, string>[];
  expect(
    acts.filter(({ action }) => action?.endsWith('.exported')).map(({ particulars }) => particulars),
  ).toEqual([
    '{"list":"audit"}',
    '{"list":"announcements"}',
    expect.stringContaining('"list":"search"'),
    expect.stringContaining('"tag":"leak"'),
  ]);
  for (const url of [
    '/api/cases/export',
    '/api/search/export?q=tap',
    '/api/announcements/export',
    '/api/audit/export',
  ])
    expect(await take(url, agent)).toBe(403);
  expect(await take('/api/audit/export', supervisor)).toBe(403);
  expect(await take('/api/search/export')).toBe(400);
});
