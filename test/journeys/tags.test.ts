/** Tags in use: listed with their counts, found by, renamed and put together, taken back. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BulkStep, CasePage, CaseRow, TagView } from '../../src/api/contract.ts';
import { join } from '../factories/apiServer.ts';
import { item } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';

let open: DeskInApi;
let rows: CaseRow[];
const list = async () =>
  (await open.ask<TagView[]>('GET', '/api/tags')).map(({ tag, count }) => ({ tag, count }));
const tagged = async (tag: string) =>
  (await open.ask<CasePage>('GET', `/api/cases?view=all&tag=${encodeURIComponent(tag)}`)).rows.map(
    ({ number }) => number,
  );
const tag = (at: number, tags: string[]) => open.ask('POST', `/api/cases/${rows[at]?.id}/tags`, { tags });
const rename = async (from: string, to: string) => {
  const bulkId = randomUUID();
  const { cases } = await open.ask<{ cases: number }>('POST', '/api/tags/rename', { bulkId, from, to });
  const step = await open.ask<BulkStep>('POST', `/api/bulk/${bulkId}/continue`);
  expect(step.bulk.left).toBe(0);
  return { bulkId, cases };
};

beforeAll(async () => {
  open = await openDeskInApi();
  const mentions = [open.desk.house.did];
  await open.take(
    ...Array.from({ length: 6 }, (_, n) =>
      item({ did: `did:plc:a${n}`, key: `k${n}`, minute: n, text: `No water ${n}`, mentions }),
    ),
  );
  rows = (await open.ask<CasePage>('GET', '/api/cases?view=all')).rows.toReversed();
  await tag(0, ['leak', 'north']);
  await tag(1, ['leek', 'north']);
  await tag(2, ['leek', 'leak']);
  await tag(3, ['gone']);
  await tag(3, []);
});
afterAll(() => open.server.close());

it('are listed with how many cases have each; one that no case has is gone', async () => {
  expect(await list()).toEqual([
    { tag: 'leak', count: 2 },
    { tag: 'leek', count: 2 },
    { tag: 'north', count: 2 },
  ]);
  expect(await tagged('leak')).toEqual([3, 1]);
});

it('are put together under one name, and taken apart again as they were', async () => {
  const { bulkId, cases } = await rename('leek', 'leak');
  expect(cases).toBe(2);
  expect(await list()).toEqual([
    { tag: 'leak', count: 3 },
    { tag: 'north', count: 2 },
  ]);
  expect(await tagged('leak')).toEqual([3, 2, 1]);
  await tag(0, ['leak']);
  await open.ask('POST', `/api/bulk/${bulkId}/undo`);
  expect(await tagged('leak')).toEqual([3, 1]);
  expect(await tagged('leek')).toEqual([3, 2]);
  expect(await tagged('north')).toEqual([2]);
});

it('follow a case that is put into another, and its way back', async () => {
  await open.take(
    item({
      did: 'did:plc:a0',
      key: 'again',
      minute: 59,
      text: 'Still none',
      mentions: [open.desk.house.did],
    }),
  );
  const all = (await open.ask<CasePage>('GET', '/api/cases?view=all')).rows;
  const other = all.find(({ number }) => number === 7);
  await open.ask('POST', `/api/cases/${other?.id}/tags`, { tags: ['second'] });
  const { rearrangementId } = await open.ask<{ rearrangementId: string }>(
    'POST',
    `/api/cases/${rows[0]?.id}/merge`,
    {
      from: other?.id,
    },
  );
  expect(await tagged('second')).toEqual([1]);
  await open.ask('POST', `/api/rearrangements/${rearrangementId}/undo`);
  expect(await tagged('second')).toContain(7);
});

it('are renamed by those who may, to another name, where some case has it', async () => {
  const agent = await join(open.server, open.admin, 'agent', 'thabo@water.example');
  const ask = (from: string, to: string, as = open.admin) =>
    open.ask('POST', '/api/tags/rename', { bulkId: randomUUID(), from, to }, as);
  await expect(ask('leak', 'x', agent)).rejects.toThrow(/403/);
  await expect(ask('leak', 'leak')).rejects.toThrow(/another name/);
  await expect(ask('nothing', 'x')).rejects.toThrow(/No case has this tag/);
  expect(await open.ask<TagView[]>('GET', '/api/tags', undefined, agent)).not.toEqual([]);
});
