/** Lists and searches that are narrowed, over HTTP. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CasePage, CaseRow, SearchPage } from '../../src/api/contract.ts';
import { item } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';

let open: DeskInApi;
let rows: CaseRow[];
const list = (query: string) => open.ask<CasePage>('GET', `/api/cases?${query}`);
const search = (query: string) =>
  open.ask<SearchPage>('GET', `/api/search?before=2099-01-01T00:00:00Z&${query}`);

beforeAll(async () => {
  open = await openDeskInApi();
  const mentions = [open.desk.house.did];
  await open.take(
    ...['Tap leaks', 'Tap is dry', 'Pipe burst'].map((text, n) =>
      item({ did: `did:plc:a${n}`, key: `k${n}`, minute: n, text, mentions }),
    ),
  );
  rows = (await list('view=all')).rows;
  await open.ask('POST', `/api/cases/${rows[0]?.id}/tags`, { tags: ['no water', 'leak'] });
  await open.ask('POST', `/api/cases/${rows[1]?.id}/severity`, { severity: 3, vulnerable: false });
});
afterAll(() => open.server.close());

it('hold what passes all that is asked, and say that they are whole', async () => {
  const tagged = await list('view=queue&tag=no%20water');
  expect(tagged.rows.map(({ id }) => id)).toEqual([rows[0]?.id]);
  expect(tagged).toMatchObject({ cut: false, next: null });
  expect((await list('view=all&severity=3&owner=none')).rows.map(({ id }) => id)).toEqual([rows[1]?.id]);
  expect((await list('view=all&severity=3&tag=leak')).rows).toEqual([]);
  expect((await list('view=all&answered=no&network=bluesky')).rows).toHaveLength(3);
});

it('narrow a search with words and without', async () => {
  expect((await search('q=tap')).hits).toHaveLength(2);
  expect((await search('q=tap&severity=3')).hits.map(({ caseId }) => caseId)).toEqual([rows[1]?.id]);
  expect((await search('tag=leak')).hits.map(({ caseId }) => caseId)).toEqual([rows[0]?.id]);
});

it('take words that no database keeps for others that nobody has', async () => {
  const status = async (method: 'GET' | 'DELETE', url: string) =>
    (await open.server.ask({ method, url, as: open.admin })).status;
  expect(await status('GET', '/api/cases?view=all&tag=a%00b')).toBe(200);
  expect(await status('GET', '/api/search?q=a%00b')).toBe(200);
  expect(await status('DELETE', '/api/sessions/a%00b')).toBe(404);
});

it.each([
  '/api/search',
  '/api/search?q=%20',
  '/api/search?q=tap&state=lost',
  '/api/cases?from=2026-02-30',
  '/api/cases?owner=thabo',
])('refuse %s in words', async (url) => {
  const answer = await open.server.ask({ url, as: open.admin });
  expect(answer).toMatchObject({ status: 400, body: { code: 'input_invalid' } });
});
