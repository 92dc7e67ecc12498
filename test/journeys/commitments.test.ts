/** Commitments: what an answer promises is noted with it, what we said elsewhere is written down, each is kept, given up, given to another and hidden through the API. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { z } from 'zod';
import type {
  BulkPreview,
  CasePage,
  CaseRow,
  CaseView,
  CommitmentsPage,
  CommitmentView,
  MemberView,
  ReplyView,
} from '../../src/api/contract.ts';
import { join, type Person } from '../factories/apiServer.ts';
import { addressOf, item, rows } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';

let open: DeskInApi;
let thabo: Person;
let guest: Person;
let thaboId: string;
let adminId: string;
let caseId: string;
let asked: string;
let ours: string;

const day = 86_400_000;
const ahead = (days: number) => new Date(Date.now() + days * day).toISOString();
const ofCase = () => open.ask<CommitmentView[]>('GET', `/api/cases/${caseId}/commitments`);
const byHand = (more: object = {}) =>
  open.ask<CommitmentView[]>(
    'POST',
    `/api/cases/${caseId}/commitments`,
    { postId: ours, what: 'Repair the pipe', dueAt: ahead(2), ownerId: thaboId, ...more },
    thabo,
  );

beforeAll(async () => {
  open = await openDeskInApi();
  thabo = await join(open.server, open.admin, 'agent', 'thabo@water.example');
  guest = await join(open.server, open.admin, 'guest_agent', 'agency@water.example');
  const members = await open.ask<MemberView[]>('GET', '/api/members');
  thaboId = members.find(({ email }) => email.startsWith('thabo@'))?.id ?? '';
  adminId = (await open.ask<{ member: { id: string } }>('GET', '/api/me')).member.id;
  const { did } = open.desk.house;
  await open.take(
    item({ did: 'did:plc:amina', key: 'ask', minute: 1, text: 'No water', mentions: [did] }),
    item({
      did,
      key: 'ours',
      minute: 2,
      text: 'We will repair it.',
      root: addressOf('did:plc:amina', 'ask'),
    }),
  );
  const [row] = (await open.ask<CasePage>('GET', '/api/cases?view=all')).rows;
  caseId = row?.id ?? '';
  const { posts } = await open.ask<CaseView>('GET', `/api/cases/${caseId}`);
  asked = posts.find(({ direction }) => direction === 'inbound')?.id ?? '';
  ours = posts.find(({ direction }) => direction === 'house')?.id ?? '';
});
afterAll(() => open.server.close());

it('is written down of what we said elsewhere, and stands with its owner and date', async () => {
  expect(await ofCase()).toEqual([]);
  const [made, ...others] = await byHand();
  expect(others).toEqual([]);
  expect(made).toMatchObject({
    caseId,
    what: 'Repair the pipe',
    ownerId: thaboId,
    standing: 'made',
    evidence: null,
  });
  expect(await ofCase()).toEqual([made]);
  expect(await open.ask('GET', '/api/commitments/mine', undefined, thabo)).toEqual([made]);
  expect(await open.ask('GET', '/api/commitments/mine')).toEqual([]);
});

it('is refused for a date that has passed, for nobody here, and for what the author said', async () => {
  await expect(byHand({ dueAt: ahead(-1) })).rejects.toThrow('input_invalid');
  await expect(byHand({ ownerId: randomUUID() })).rejects.toThrow('not a member');
  await expect(byHand({ postId: asked })).rejects.toThrow('choose a post of ours');
  await expect(byHand({ what: '  ' })).rejects.toThrow('what is promised');
});

it('is given to another, hidden, kept with evidence, and then refuses to end again', async () => {
  const [made] = await ofCase();
  const change = (what: string, payload: object, as = thabo) =>
    open.ask<CommitmentView>('PUT', `/api/commitments/${made?.id}/${what}`, payload, as);
  expect(await change('owner', { ownerId: adminId })).toMatchObject({ ownerId: adminId });
  expect(await change('shown', { shown: false })).toMatchObject({ hidden: true });
  await expect(change('kept', { evidence: 'Done' }, guest)).rejects.toThrow('403');
  expect(await change('kept', { evidence: 'https://karoowater.example/pipe' })).toMatchObject({
    standing: 'kept',
    confirmed: false,
    evidence: 'https://karoowater.example/pipe',
  });
  await expect(change('broken', { evidence: 'No' })).rejects.toThrow('commitment_ended');
  const { history } = await open.ask<CaseView>('GET', `/api/cases/${caseId}`);
  expect(history.map(({ action }) => action).filter((action) => action.startsWith('commitment_'))).toEqual([
    'commitment_made',
    'commitment_given',
    'commitment_hidden',
    'commitment_kept',
  ]);
});

it('keeps its case from being resolved until somebody says what becomes of it', async () => {
  await byHand({ what: 'Ring back' });
  const resolve = (more = '') => open.ask<CaseRow>('POST', `/api/cases/${caseId}/resolve${more}`, {}, thabo);
  await expect(resolve()).rejects.toThrow('promises_open');
  await expect(resolve('?promises=gone')).rejects.toThrow('input_invalid');
  const foreseen = await open.ask<z.infer<typeof BulkPreview>>(
    'POST',
    '/api/bulk/preview',
    { act: { do: 'resolve' }, cases: [caseId] },
    thabo,
  );
  expect(foreseen.told).toMatchObject([{ outcome: 'refused' }]);
  expect(await resolve('?promises=stay')).toMatchObject({ state: 'resolved' });
  const { history } = await open.ask<CaseView>('GET', `/api/cases/${caseId}`);
  expect(history.at(-1)).toMatchObject({ action: 'case_resolved', particulars: { promises: 1 } });
  await open.ask('POST', `/api/cases/${caseId}/reopen`, {}, thabo);
  const opened = (await ofCase()).find(({ what }) => what === 'Ring back');
  await open.ask('PUT', `/api/commitments/${opened?.id}/broken`, { evidence: 'Number unknown' }, thabo);
  expect(await resolve()).toMatchObject({ state: 'resolved' });
});

it('is in the ledger, by who keeps it, by topic and as it stands, a page at a time', async () => {
  const list = (query: string) => open.ask<CommitmentsPage>('GET', `/api/commitments?${query}`);
  for (const what of ['Mend one', 'Mend two', 'Mend three'])
    await byHand({ what, dueAt: ahead(what.length) });
  const first = await list('limit=2');
  expect(first.rows.map(({ what }) => what)).toEqual(['Mend one', 'Mend two']);
  const second = await list(`limit=2&after=${first.next}`);
  expect(second).toMatchObject({ rows: [{ what: 'Mend three', caseNumber: 1 }], next: null });
  expect(first.ledger).toMatchObject({ made: 5, keptOnTime: 1, broken: 1, open: 3, late: 0 });
  const kept = await list('list=kept');
  expect(kept.rows).toMatchObject([{ what: 'Repair the pipe', page: 'karoo-water-board' }]);
  expect((await list(`owner=${adminId}`)).ledger).toMatchObject({ made: 1, keptOnTime: 1 });
  await open.ask('POST', `/api/cases/${caseId}/tags`, { tags: ['pipes'] });
  expect((await list('tag=pipes')).rows).toHaveLength(3);
  expect((await list('tag=bills')).ledger.made).toBe(0);
  expect((await list(`team=${randomUUID()}`)).rows).toEqual([]);
  await expect(list('after=yesterday')).rejects.toThrow('Start at the first page');
  const take = async (query = '') => {
    const url = `/api/commitments/export${query}`;
    const { text, status } = await open.server.ask({ url, as: open.admin });
    return status === 200 ? text.trim().split(/\r?\n/) : [];
  };
  const taken = await take();
  expect(taken[0]).toContain('case,institution,what,owner');
  expect(taken).toHaveLength(6);
  expect(taken.filter((line) => line.includes(',kept,'))).toHaveLength(1);
  expect(await take('?tag=pipes')).toHaveLength(1 + 3 + 2);
  expect(await take('?tag=bills')).toHaveLength(1);
});

it('is noted with an answer that is on its way, and not made before that has left', async () => {
  const before = await ofCase();
  const { sequence } = await open.ask<CaseView>('GET', `/api/cases/${caseId}`);
  const replyId = randomUUID();
  const answer = {
    replyId,
    postId: asked,
    accountId: open.desk.house.id,
    mode: 'public',
    text: 'I will ring you tomorrow.',
    writtenOn: sequence,
  };
  // Its writer has said nothing of what it promises.
  await expect(open.ask('POST', `/api/cases/${caseId}/replies`, answer)).rejects.toThrow('promise_unsaid');
  const sent = await open.ask<ReplyView>('POST', `/api/cases/${caseId}/replies`, {
    ...answer,
    promise: { kind: 'made', what: 'Ring Amina', dueAt: ahead(1), ownerId: adminId },
  });
  expect(sent.state).toBe('queued');
  expect(await ofCase()).toEqual(before);
  expect(await rows(open.desk, 'reply_promise')).toMatchObject([
    { reply_id: replyId, kind: 'made', what: 'Ring Amina' },
  ]);
});
