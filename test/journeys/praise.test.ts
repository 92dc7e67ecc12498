/** Praise: marked by a member, found by whom it is about and their team, counted for supervisors, thanked by an ordinary reply, gone with its words. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type {
  CasePage,
  CaseRow,
  CaseView,
  MemberView,
  PraiseCount,
  PraisePage,
  ReplyView,
} from '../../src/api/contract.ts';
import { thanksIn } from '../../src/domain/thanks.ts';
import { join, type Person } from '../factories/apiServer.ts';
import { item } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';

let open: DeskInApi;
let supervisor: Person;
let thabo: Person;
let aline: Person;
let thaboId: string;
let alineId: string;
let pumps: string;
let row: CaseRow;
let other: CaseRow;
let postId: string;
const shown = (id = row.id) => open.ask<CaseView>('GET', `/api/cases/${id}`);
const mark = (memberId: string | null, teamId: string | null = null, as = thabo, id = row.id) =>
  open.ask('PUT', `/api/cases/${id}/praise`, { postId, memberId, teamId }, as);
const praise = (as: Person) => open.ask<PraisePage>('GET', '/api/praise', undefined, as);
const counts = (as = supervisor) => open.ask<PraiseCount[]>('GET', '/api/praise/counts', undefined, as);

beforeAll(async () => {
  open = await openDeskInApi();
  supervisor = await join(open.server, open.admin, 'supervisor', 'grace@water.example');
  thabo = await join(open.server, open.admin, 'agent', 'thabo@water.example');
  aline = await join(open.server, open.admin, 'agent', 'aline@water.example');
  const members = await open.ask<MemberView[]>('GET', '/api/members');
  const idOf = (name: string) => members.find(({ email }) => email.startsWith(`${name}@`))?.id ?? '';
  [thaboId, alineId] = [idOf('thabo'), idOf('aline')];
  ({ id: pumps } = await open.ask<{ id: string }>(
    'POST',
    '/api/teams',
    { name: 'Pumps', memberIds: [alineId] },
    supervisor,
  ));
  const mentions = [open.desk.house.did];
  await open.take(
    item({ did: 'did:plc:a', key: 'a', minute: 1, text: 'Thabo was so kind', mentions }),
    item({ did: 'did:plc:b', key: 'b', minute: 2, text: 'No water here', mentions }),
  );
  [row, other] = (await open.ask<CasePage>('GET', '/api/cases?view=queue')).rows as [CaseRow, CaseRow];
  postId = (await shown()).posts[0]?.id ?? '';
});
afterAll(() => open.server.close());

it('reaches the member and the members of the team, with the post, who marked it, and its case', async () => {
  expect((await praise(thabo)).rows).toEqual([]);
  await mark(thaboId, pumps);
  const about = {
    member: { id: thaboId, name: 'The agent' },
    team: { id: pumps, name: 'Pumps' },
    by: 'The agent',
  };
  for (const who of [thabo, aline]) {
    expect((await praise(who)).rows).toMatchObject([
      {
        post: { id: postId, text: 'Thabo was so kind', praise: about },
        caseId: row.id,
        caseNumber: row.number,
        answered: false,
      },
    ]);
  }
  expect((await praise(supervisor)).rows).toEqual([]);
  const after = await shown();
  expect(after.posts[0]?.praise).toEqual(about);
  expect(after.row).toMatchObject({ state: row.state, dueAt: row.dueAt });
});

it('is counted for each member, for supervisors alone', async () => {
  expect(await counts()).toMatchObject([{ memberId: thaboId, count: 1 }]);
  await expect(counts(thabo)).rejects.toThrow(/403/);
});

it('is of somebody who is here, and of a post of the case itself', async () => {
  await expect(mark(randomUUID())).rejects.toThrow(/not here any more/);
  await expect(mark(null, randomUUID())).rejects.toThrow(/not here any more/);
  await expect(mark(thaboId, null, thabo, other.id)).rejects.toThrow(/no such post/);
  const auditor = await join(open.server, open.admin, 'auditor', 'ines@water.example');
  await expect(mark(thaboId, null, auditor)).rejects.toThrow(/403/);
});

it('is changed and taken back, and each stands in the history by ids', async () => {
  await mark(alineId);
  expect((await praise(thabo)).rows).toEqual([]);
  expect(await counts()).toMatchObject([{ memberId: alineId, count: 1 }]);
  await mark(null);
  await mark(null);
  expect((await praise(aline)).rows).toEqual([]);
  expect(await counts()).toEqual([]);
  expect((await shown()).posts[0]?.praise).toBeNull();
  const told = (await shown()).history.filter(({ action }) => action.startsWith('praise_'));
  expect(told.map(({ action, particulars }) => [action, particulars.member, particulars.team])).toEqual(
    expect.arrayContaining([
      ['praise_marked', thaboId, pumps],
      ['praise_marked', alineId, null],
      ['praise_unmarked', undefined, undefined],
    ]),
  );
  expect(told).toHaveLength(3);
});

it('is thanked by an ordinary reply, which its undo takes back', async () => {
  await mark(thaboId);
  const { rows, sequence } = await praise(thabo);
  const language = rows[0]?.post.language ?? null;
  const permissions = (await shown()).permissions;
  const accountId = permissions.find(({ allowed, mode }) => allowed && mode === 'public')?.accountId ?? '';
  const thanks = {
    replyId: randomUUID(),
    writtenOn: sequence,
    text: thanksIn(language).sentence,
    mode: 'public',
    accountId,
    postId,
  };
  const reply = await open.ask<ReplyView>('POST', `/api/cases/${row.id}/replies`, thanks, thabo);
  expect(reply.state).toBe('queued');
  expect((await praise(thabo)).rows).toMatchObject([{ answered: true }]);
  await open.ask('POST', `/api/replies/${reply.id}/withdraw`, {}, thabo);
  expect((await praise(thabo)).rows).toMatchObject([{ answered: false }]);
});

it('leaves nothing where its author is erased', async () => {
  await open.ask('POST', `/api/cases/${row.id}/erasure`, { confirm: String(row.number) });
  expect((await praise(thabo)).rows).toEqual([]);
  expect(await counts()).toEqual([]);
  expect((await shown()).posts[0]).toMatchObject({ text: null, praise: null });
});
