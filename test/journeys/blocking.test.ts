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
const block = (reason: string | null, as = supervisor, id = row.id, until: Date | null = null) =>
  open.ask('PUT', `/api/cases/${id}/blocked`, { reason, ...(until === null ? {} : { until }) }, as);
const ahead = (hours: number) => new Date(open.server.now().getTime() + hours * 3_600_000);
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
  expect(after.filter(([name]) => name === 'calm')).toEqual([['calm', null]]);
  expect(after.filter(([name]) => name === 'angry').length).toBeGreaterThan(0);
  expect(after.filter(([name]) => name === 'angry').every(([, mark]) => mark !== null)).toBe(true);
  expect((await shown()).row).toMatchObject({
    blocked: { until: null },
    dueAt: before.row.dueAt,
    state: before.row.state,
  });
  expect((await shown()).posts.map(({ blocked }) => blocked)).toEqual(
    (await shown()).posts.map(() => ({ until: null })),
  );
  const { hits } = await open.ask<SearchPage>('GET', '/api/search?q=water&before=2099-01-01T00:00:00Z');
  expect(hits.map(({ post }) => post.blocked)).toEqual([null]);
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
  expect(after.row.blocked).toBeNull();
  expect(after.author.blocked).toBeNull();
  const acts = after.history.map(({ action }) => action).filter((action) => action.includes('blocked'));
  expect(acts.toSorted()).toEqual(['author_blocked', 'author_unblocked']);
  const audit = await open.ask<{ action: string }[]>('GET', '/api/audit');
  expect(audit.map(({ action }) => action).filter((action) => action.includes('blocked'))).toEqual([
    'author.unblocked',
    'author.blocked',
  ]);
});

it('ends by itself, everywhere and without anybody doing anything', async () => {
  await expect(block('Threats.', supervisor, row.id, ahead(-1))).rejects.toThrow(/400.*lies ahead/);
  const until = ahead(24);
  await block('Threats.', supervisor, row.id, until);
  expect((await shown()).author.blocked).toMatchObject({ until: until.toISOString(), reason: 'Threats.' });
  expect(await blocked()).toMatchObject([{ caseId: row.id, until: until.toISOString() }]);
  const told = (await shown()).history.findLast(({ action }) => action === 'author_blocked');
  expect(told?.particulars).toEqual({ until: until.toISOString() });
  const [post] = (await shown()).posts;
  const read = () => open.ask('POST', `/api/cases/${row.id}/abuse-read`, { postId: post?.id }, agent);
  await read();

  open.server.clock.ahead += 24 * 3_600_000 + 60_000;
  const after = await shown();
  expect(after.author.blocked).toBeNull();
  expect(after.row.blocked).toBeNull();
  expect(after.posts.map(({ blocked }) => blocked)).toEqual(after.posts.map(() => null));
  expect((await queue()).filter(({ blocked }) => blocked)).toEqual([]);
  expect(await blocked()).toEqual([]);
  await expect(read()).rejects.toThrow(/404/);
  const { id: memberId } = (await open.ask<{ member: { id: string } }>('GET', '/api/me', undefined, agent))
    .member;
  const silently = { memberId, reason: '' };
  await expect(open.ask('POST', `/api/cases/${row.id}/handoff`, silently)).rejects.toThrow(/400.*Say why/);
  await block(null);
  expect((await shown()).history.at(-1)?.action).not.toBe('author_unblocked');
});

it('is begun again after its end, and given another end while it stands', async () => {
  await block('Again.', supervisor, row.id, ahead(1));
  expect(await blocked()).toMatchObject([{ reason: 'Again.' }]);
  await block('For good.', supervisor, row.id);
  expect(await blocked()).toMatchObject([{ reason: 'For good.', until: null }]);
});

it('lasts for joined authors as long as the longer of their blocks, whoever is joined to whom', async () => {
  const calm = (await queue()).find(({ author }) => author.name.startsWith('calm')) as CaseRow;
  const join = async (into: CaseRow, from: CaseRow) => {
    const path = `/api/cases/${into.id}/same-author`;
    const { joinId } = await open.ask<{ joinId: string }>('POST', path, { caseNumber: from.number });
    expect(await blocked()).toMatchObject([{ reason: 'For good.', until: null }]);
    expect((await queue()).map(({ blocked }) => blocked)).toEqual(
      (await queue()).map(() => ({ until: null })),
    );
    await open.ask('POST', `/api/author-joins/${joinId}/undo`);
    await block(null, supervisor, calm.id);
    await block(null);
  };
  await block('For an hour.', supervisor, calm.id, ahead(1));
  await join(calm, row);
  await block('For an hour.', supervisor, calm.id, ahead(1));
  await block('For good.');
  await join(row, calm);
});
