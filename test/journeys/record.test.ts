/** The response record over HTTP: what members and authors did stands in it, can be looked into and taken along, and single members' figures are not everybody's. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CasePage, CaseView, MemberView, RecordView, SpansPage } from '../../src/api/contract.ts';
import { countOnce } from '../../src/jobs/countRecord.ts';
import { join, type Person } from '../factories/apiServer.ts';
import { addressOf, at, deletion, item } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';

let open: DeskInApi;
let thabo: Person;
let auditor: Person;
let thaboId: string;
let cases: CasePage['rows'];

const day = 86_400_000;
/** Ten days ago, at six. */
const began = Math.floor(Date.now() / day) * day - 10 * day + day / 4;
const base = (began - at(0).getTime()) / 60_000;
const date = (days: number) => new Date(began + days * day).toISOString().slice(0, 10);
const month = `from=${date(-3)}&to=${date(6)}`;
const record = (more = '', as?: Person) =>
  open.ask<RecordView>('GET', `/api/record?${month}${more}`, undefined, as);
const spans = (more = '', as?: Person) =>
  open.ask<SpansPage>('GET', `/api/record/spans?${month}${more}`, undefined, as);
const count = async () => {
  const deps = { storage: open.server.storage, now: open.server.now, log: () => undefined };
  await countOnce(deps, 'test');
  while (await countOnce(deps, 'test'));
};
const caseOf = (author: string) => cases.find(({ author: by }) => by.handle.startsWith(author))?.id ?? '';

beforeAll(async () => {
  open = await openDeskInApi();
  thabo = await join(open.server, open.admin, 'agent', 'thabo@water.example');
  auditor = await join(open.server, open.admin, 'auditor', 'audit@water.example');
  const members = await open.ask<MemberView[]>('GET', '/api/members');
  thaboId = members.find(({ email }) => email.startsWith('thabo@'))?.id ?? '';
  const { did } = open.desk.house;
  const asks = (author: string, minute: number) =>
    item({
      did: `did:plc:${author}`,
      key: 'ask',
      minute: base + minute,
      text: `No water at ${author}`,
      mentions: [did],
    });
  const answers = (author: string, minute: number) =>
    item({
      did,
      key: `to-${author}`,
      minute: base + minute,
      text: 'Sorry.',
      root: addressOf(`did:plc:${author}`, 'ask'),
    });
  await open.take(asks('amina', 1), asks('aline', 2), asks('juma', 3), asks('zawadi', 1_450));
  await open.take(answers('amina', 31), answers('aline', 92));
  cases = (await open.ask<CasePage>('GET', '/api/cases?view=all')).rows;
  await open.ask('POST', `/api/cases/${caseOf('amina')}/tags`, { tags: ['water'] });
  await open.ask('POST', `/api/cases/${caseOf('juma')}/assign`, { memberId: thaboId });
  await count();
});
afterAll(() => open.server.close());

it('counts who was answered and who was not, and says how far it is', async () => {
  const { state, totals, series, table } = await record();
  expect(state).toMatchObject({ recounting: false });
  expect(totals.first).toMatchObject({
    count: 4,
    answered: 2,
    share: 0.5,
    median: (30 + 90) * 30,
    settled: 0,
  });
  // Half are answered by the second answer, and the other half wait far behind it.
  expect(totals.first.likely).toMatchObject({ median: 5_400, low: 1_800, high: null });
  expect(totals.resolution).toMatchObject({ count: 4, answered: 0, median: null });
  expect(series).toHaveLength(10);
  expect(series.filter(({ figures }) => figures.count > 0)).toMatchObject([
    { from: date(0), figures: { count: 3, answered: 2 } },
    { from: date(1), figures: { count: 1, answered: 0 } },
  ]);
  expect(table).toMatchObject([{ value: 'bluesky', name: null, figures: { count: 4 } }]);
});

it('tells apart by topic and member, whom an unanswered case belongs to included', async () => {
  expect((await record('&by=topic')).table.map(({ value, figures }) => [value, figures.count])).toEqual([
    ['', 3],
    ['water', 1],
  ]);
  const members = (await record('&by=member')).table;
  expect(members.find(({ value }) => value === thaboId)).toMatchObject({
    name: 'The agent',
    figures: { count: 1, answered: 0 },
  });
  const water = await record('&dimension=topic&value=water');
  expect(water.totals.first).toMatchObject({ count: 1, answered: 1, median: 1_800 });
});

it('opens the very cases and posts behind a figure, page by page', async () => {
  const first = await spans('&limit=3');
  const rest = await spans(`&limit=3&after=${encodeURIComponent(first.next ?? '')}`);
  expect([...first.rows, ...rest.rows].map(({ author }) => author.split('.')[0])).toEqual([
    'zawadi',
    'juma',
    'aline',
    'amina',
  ]);
  expect(rest.next).toBeNull();
  const [answered] = (await spans('&state=answered&dimension=topic&value=water')).rows;
  expect(answered).toMatchObject({
    caseId: caseOf('amina'),
    clock: 1_800,
    words: 'No water at amina',
    onTime: true,
  });
  const { posts } = await open.ask<CaseView>('GET', `/api/cases/${caseOf('amina')}`);
  expect(posts.map(({ id }) => id)).toEqual([answered?.begunPostId, answered?.endedPostId]);
  expect((await spans('&state=waiting')).rows).toHaveLength(2);
  await expect(spans('&after=nonsense')).rejects.toThrow('input_invalid');
  await expect(record('&from=2041-02-01')).rejects.toThrow();
  await expect(record('&dimension=team&value=repairs')).rejects.toThrow('input_invalid');
  await expect(record('&dimension=executive')).rejects.toThrow('input_invalid');
});

it('leaves as CSV, which is audited', async () => {
  const csv = async (more: string) =>
    (await open.server.ask({ url: `/api/record.csv?${month}${more}`, as: open.admin })).text;
  const lines = (await csv('&by=topic')).trim().split('\r\n');
  expect(lines[0]).toContain('topic,name,count,answered');
  expect(lines.slice(1).map((line) => line.split(',').slice(0, 4))).toEqual([
    ['', '', '3', '1'],
    ['water', '', '1', '1'],
  ]);
  expect((await csv('&table=days')).trim().split('\r\n')).toHaveLength(11);
  const audit = await open.ask<{ action: string }[]>('GET', '/api/audit');
  expect(audit.filter(({ action }) => action === 'list.exported')).toHaveLength(2);
});

it('shows an agent the house and their own figures, and an auditor everybody’s', async () => {
  const own = await record('&by=member', thabo);
  expect(own.totals.first.count).toBe(4);
  expect(own.table.map(({ value }) => value)).toEqual([thaboId]);
  expect((await spans(`&dimension=member&value=${thaboId}`, thabo)).rows).toHaveLength(1);
  await expect(spans(`&dimension=member&value=${randomUUID()}`, thabo)).rejects.toThrow('not_permitted');
  await expect(record('&dimension=executive', thabo)).rejects.toThrow('not_permitted');
  expect((await record('&by=member', auditor)).table.length).toBeGreaterThan(1);
  const guest = await join(open.server, open.admin, 'guest_agent', 'agency@water.example');
  await expect(record('', guest)).rejects.toThrow('not_permitted');
});

it('follows what happens: a settled case, a deleted post, another answer', async () => {
  await open.ask('POST', `/api/cases/${caseOf('juma')}/resolve`);
  await open.take(deletion('did:plc:zawadi', 'ask', base + 1_500));
  await count();
  const { totals } = await record();
  expect(totals.first).toMatchObject({ count: 3, answered: 2, settled: 1 });
  expect(totals.resolution).toMatchObject({ count: 3, answered: 1 });
  expect((await spans('&state=waiting')).rows).toMatchObject([{ settled: true, member: 'The agent' }]);
});

it('masks a protected author in what lies behind it', async () => {
  await open.ask('PUT', `/api/cases/${caseOf('aline')}/protected`, {
    reason: 'Fears for her job.',
    readers: [],
  });
  await count();
  const { rows } = await spans('&state=answered', auditor);
  expect(JSON.stringify(rows)).not.toContain('aline.example');
  expect(rows).toHaveLength(2);
});
