/** A list of cases taken along as a table. */
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { join } from '../factories/apiServer.ts';
import { item } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';

let open: DeskInApi;
const most = 1_203;

beforeAll(async () => {
  open = await openDeskInApi();
  const posts = Array.from({ length: most }, (_, n) =>
    item({
      did: `did:plc:stranger${n}`,
      key: `post${n}`,
      minute: n % 60,
      text: n === 7 ? '=SUM(A1) "quoted", and\na second line' : `Words ${n}`,
      mentions: [open.desk.house.did],
    }),
  );
  await open.take(...posts);
});
afterAll(() => open.server.close());

const take = (view: string, as = open.admin) =>
  open.server.ask({ url: `/api/cases/export?view=${view}`, as });
const read = (text: string) => parse(text, { columns: true, bom: true }) as Record<string, string>[];

it('holds every case of the view once, in its order, and no formula', async () => {
  const answer = await take('all');
  expect(answer.headers['content-disposition']).toMatch(
    /^attachment; filename="cases-all-\d{4}-\d\d-\d\d\.csv"$/,
  );
  const table = read(answer.text);
  const numbers = Array.from({ length: most }, (_, n) => String(most - n));
  expect(table.map(({ number }) => number)).toEqual(numbers);
  const odd = table.find(({ words }) => words?.includes('SUM'));
  expect(odd).toMatchObject({
    words: '\'=SUM(A1) "quoted", and\na second line',
    network: 'bluesky',
    state: 'new',
  });
  expect(read((await take('resolved')).text)).toEqual([]);
});

it('is audited, and only for those who may', async () => {
  const agent = await join(open.server, open.admin, 'agent', 'thabo@water.example');
  expect((await take('queue', agent)).status).toBe(403);
  const supervisor = await join(open.server, open.admin, 'supervisor', 'grace@water.example');
  expect((await take('queue', supervisor)).status).toBe(200);
  const audit = await open.ask<{ action: string; member: string; particulars: object }[]>(
    'GET',
    '/api/audit',
  );
  const taken = audit.filter(({ action }) => action === 'cases.exported');
  expect(taken[0]).toMatchObject({ member: 'The supervisor', particulars: { view: 'queue' } });
  expect(taken).toHaveLength(3);
});
