/** Abusive posts: marked by a member, told with their reason wherever they are shown, and their cases where they were. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CasePage, CaseRow, CaseView, MemberView, SearchPage } from '../../src/api/contract.ts';
import { join } from '../factories/apiServer.ts';
import { item } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';

let open: DeskInApi;
let agentId: string;
let row: CaseRow;
let other: CaseRow;
const queue = () => open.ask<CasePage>('GET', '/api/cases?view=queue');
const shown = (id = row.id) => open.ask<CaseView>('GET', `/api/cases/${id}`);
const mark = (reason: string | null, postId: string, id = row.id) =>
  open.ask('PUT', `/api/cases/${id}/abusive`, { postId, reason });

beforeAll(async () => {
  open = await openDeskInApi();
  await join(open.server, open.admin, 'agent', 'thabo@water.example');
  const members = await open.ask<MemberView[]>('GET', '/api/members');
  agentId = members.find(({ role }) => role === 'agent')?.id ?? '';
  const mentions = [open.desk.house.did];
  await open.take(
    item({ did: 'did:plc:a', key: 'a', minute: 1, text: 'You fools, no water again', mentions }),
    item({ did: 'did:plc:b', key: 'b', minute: 2, text: 'No water here', mentions }),
  );
  [row, other] = (await queue()).rows as [CaseRow, CaseRow];
});
afterAll(() => open.server.close());

it('are told with their reason on the case, in lists and in a search, and stay in the queue', async () => {
  const before = await shown();
  const postId = before.posts[0]?.id ?? '';
  await mark('insult', postId);
  const after = await shown();
  expect(after.posts[0]).toMatchObject({ id: postId, abusive: 'insult', text: 'You fools, no water again' });
  expect(after.row).toMatchObject({ abusive: 'insult', state: before.row.state, dueAt: before.row.dueAt });
  expect((await queue()).rows.map(({ id, abusive }) => [id, abusive])).toEqual([
    [row.id, 'insult'],
    [other.id, null],
  ]);
  const { hits } = await open.ask<SearchPage>('GET', '/api/search?q=water&before=2099-01-01T00:00:00Z');
  expect(hits.map(({ post }) => post.abusive)).toEqual([null, 'insult']);
  await mark('threat', postId);
  await mark(null, postId);
  await mark(null, postId);
  const told = (await shown()).history.filter(({ action }) => action.startsWith('abuse_'));
  expect(told.map(({ action, particulars }) => [action, particulars.reason])).toEqual(
    expect.arrayContaining([
      ['abuse_marked', 'insult'],
      ['abuse_marked', 'threat'],
      ['abuse_unmarked', undefined],
    ]),
  );
  expect(told).toHaveLength(3);
});

it('are of the case itself, and for a reason of the list', async () => {
  const postId = (await shown(other.id)).posts[0]?.id ?? '';
  await expect(mark('insult', postId)).rejects.toThrow(/404/);
  await expect(mark('insult', randomUUID())).rejects.toThrow(/404/);
  await expect(mark('ugly', postId, other.id)).rejects.toThrow(/400/);
});

it('let a case be handed off without a reason, and no other', async () => {
  const handOff = (id: string) => open.ask('POST', `/api/cases/${id}/handoff`, { memberId: agentId });
  await expect(handOff(row.id)).rejects.toThrow(/Say why/);
  await mark('hate', (await shown()).posts[0]?.id ?? '');
  await handOff(row.id);
  expect(await shown()).toMatchObject({ row: { owner: { id: agentId } }, notes: [] });
});
