/** Blocking an author: by a supervisor, with a reason, listed and counted; what they write is heard as before. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BlockedAuthor, CasePage, CaseRow, CaseView, SearchPage } from '../../src/api/contract.ts';
import { join, type Person } from '../factories/apiServer.ts';
import { hear, item, serve } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';

let open: DeskInApi;
let supervisor: Person;
let agent: Person;
let row: CaseRow;
const queue = async () => (await open.ask<CasePage>('GET', '/api/cases?view=queue')).rows;
const shown = (id = row.id) => open.ask<CaseView>('GET', `/api/cases/${id}`);
const blocked = (as = supervisor) => open.ask<BlockedAuthor[]>('GET', '/api/blocked-authors', undefined, as);
const block = (reason: string | null, as = supervisor, id = row.id) =>
  open.ask('PUT', `/api/cases/${id}/blocked`, { reason }, as);
const written = (did: string, key: string, minute: number, text: string) =>
  item({ did: `did:plc:${did}`, key, minute, text, mentions: [open.desk.house.did] });

beforeAll(async () => {
  open = await openDeskInApi();
  supervisor = await join(open.server, open.admin, 'supervisor', 'grace@water.example');
  agent = await join(open.server, open.admin, 'agent', 'thabo@water.example');
  // Heard today; what comes later is heard years from now.
  const first = [written('angry', 'a', 1, 'I know where you live'), written('calm', 'b', 2, 'No water here')];
  await hear(open.desk, open.desk.house, first, new Date());
  await serve(open.server.storage);
  row = (await queue()).find(({ author }) => author.name.startsWith('angry')) as CaseRow;
});
afterAll(() => open.server.close());

it('is for supervisors, with a reason, about an author who is there', async () => {
  await expect(block('Threats.', agent)).rejects.toThrow(/403/);
  await expect(block('  ')).rejects.toThrow(/400/);
  await expect(block('Threats.', supervisor, randomUUID())).rejects.toThrow(/404/);
  expect(await blocked()).toEqual([]);
});

it('folds what they write, and keeps, counts and queues what they write', async () => {
  const before = await shown();
  await block('Threats.');
  await block('Said twice.');
  await open.take(
    written('angry', 'c', 3, 'And the bill is wrong'),
    written('angry', 'd', 4, 'Do you hear me?'),
  );
  const after = (await queue()).map(({ author, blocked }) => [author.name.split('.')[0], blocked]);
  expect(after.filter(([name]) => name === 'calm')).toEqual([['calm', false]]);
  expect(after.filter(([name]) => name === 'angry').length).toBeGreaterThan(0);
  expect(after.filter(([name]) => name === 'angry').every(([, mark]) => mark)).toBe(true);
  expect((await shown()).row).toMatchObject({
    blocked: true,
    dueAt: before.row.dueAt,
    state: before.row.state,
  });
  expect((await shown()).posts.map(({ blocked }) => blocked)).toEqual((await shown()).posts.map(() => true));
  const { hits } = await open.ask<SearchPage>('GET', '/api/search?q=water&before=2099-01-01T00:00:00Z');
  expect(hits.map(({ post }) => post.blocked)).toEqual([false]);
  expect((await shown()).author.blocked).toMatchObject({ reason: 'Threats.' });
  expect(await blocked(agent)).toMatchObject([
    { caseId: row.id, caseNumber: row.number, reason: 'Threats.', posts: 2 },
  ]);
});

it('is taken back, and stands in the history and the audit', async () => {
  await expect(block(null, agent)).rejects.toThrow(/403/);
  await block(null);
  await block(null);
  expect(await blocked()).toEqual([]);
  const after = await shown();
  expect(after.row.blocked).toBe(false);
  expect(after.author.blocked).toBeNull();
  const acts = after.history.map(({ action }) => action).filter((action) => action.includes('blocked'));
  expect(acts.toSorted()).toEqual(['author_blocked', 'author_unblocked']);
  const audit = await open.ask<{ action: string }[]>('GET', '/api/audit');
  expect(audit.map(({ action }) => action).filter((action) => action.includes('blocked'))).toEqual([
    'author.unblocked',
    'author.blocked',
  ]);
});
