/** Approval: where a policy asks, an answer waits for somebody else's yes, who sees what happened to the case meanwhile. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type {
  ApprovalsView,
  CasePage,
  CaseRow,
  CaseView,
  MemberView,
  PolicyView,
  ReplyView,
} from '../../src/api/contract.ts';
import { join, type Person } from '../factories/apiServer.ts';
import { deletion, item } from '../factories/desk.ts';
import { type DeskInApi, openDeskInApi } from '../factories/deskInApi.ts';

let open: DeskInApi;
let grace: Person;
let uwera: Person;
let thabo: Person;
let agency: Person;
let people: MemberView[];
let row: CaseRow;
let authors = 0;
let policy = '';
const idOf = (email: string) => people.find((one) => one.email.startsWith(`${email}@`))?.id ?? '';
const money = {
  name: 'Money',
  topics: [],
  roles: [],
  amount: { hundredths: 500_000, currency: 'KES' },
  by: { kind: 'superior' },
  enabled: true,
};
const read = (as = open.admin) => open.ask<CaseView>('GET', `/api/cases/${row.id}`, undefined, as);
const approvals = (as: Person) => open.ask<ApprovalsView>('GET', '/api/approvals', undefined, as);
const waiting = async (as: Person) => (await approvals(as)).toApprove.map(({ reply }) => reply.id);
async function send(
  text: string,
  as = thabo,
  how = 'replies',
  replyId = randomUUID() as string,
): Promise<ReplyView> {
  const { answering, sequence } = await read();
  const body = {
    replyId,
    text,
    mode: 'public',
    postId: answering,
    accountId: open.desk.house.id,
    writtenOn: sequence,
    promise: { kind: 'none' },
  };
  return open.ask('POST', `/api/cases/${row.id}/${how}`, body, as);
}
const approve = (id: string, as: Person, more: object = {}) =>
  open.ask<ReplyView>('POST', `/api/replies/${id}/approve`, more, as);
const sendBack = (id: string, as: Person) =>
  open.ask<ReplyView>('POST', `/api/replies/${id}/send-back`, { reason: 'Say when.' }, as);
const stateOf = async (id: string) => (await read(thabo)).replies.find((one) => one.id === id)?.state;
const refusalOf = (id: string, as: Person, payload: object = {}) =>
  open.server.ask({ method: 'POST', url: `/api/replies/${id}/approve`, as, payload });
const place = (email: string, superior: string) =>
  open.ask('PUT', `/api/rota/${idOf(email)}`, {
    superiorId: idOf(superior),
    timeZone: 'UTC',
    week: null,
    deputyId: null,
  });

beforeAll(async () => {
  open = await openDeskInApi();
  grace = await join(open.server, open.admin, 'supervisor', 'grace@water.example');
  uwera = await join(open.server, open.admin, 'executive', 'uwera@water.example');
  thabo = await join(open.server, open.admin, 'agent', 'thabo@water.example');
  agency = await join(open.server, open.admin, 'guest_agent', 'agency@water.example');
  people = await open.ask<MemberView[]>('GET', '/api/members');
  await place('thabo', 'grace');
  await place('agency', 'grace');
  policy = (await open.ask<{ id: string }>('POST', '/api/policies', money, grace)).id;
});
afterAll(() => open.server.close());
beforeEach(async () => {
  authors += 1;
  const text = 'You owe me.';
  await open.take(
    item({ did: `did:plc:a${authors}`, key: 'ask', minute: authors, text, mentions: [open.desk.house.did] }),
  );
  row = (await open.ask<CasePage>('GET', '/api/cases?view=all')).rows[0] as CaseRow;
});

it('is asked for by the policy whose words hold, told with who may give it, and by nothing else', async () => {
  const [kept] = await open.ask<PolicyView[]>('GET', '/api/policies', undefined, thabo);
  expect(kept).toMatchObject({ name: 'Money', approvers: [{ id: idOf('grace') }] });
  expect(await send('You get KES 4,999 back.')).toMatchObject({ state: 'queued' });
  const asked = await send('You get KES 5,000 back.');
  expect(asked).toMatchObject({ state: 'awaiting_approval', sendAt: null });
  expect(await waiting(grace)).toEqual([asked.id]);
  expect(await waiting(uwera)).toEqual([]);
  expect((await approvals(thabo)).own).toMatchObject([
    {
      reply: { id: asked.id },
      asks: [
        { policy: 'Money', when: 'from KES 5000', state: 'waiting', approvers: [{ id: idOf('grace') }] },
      ],
    },
  ]);
  await expect(approve(asked.id, thabo)).rejects.toThrow(/403.*Nobody approves their own/);
  await expect(approve(asked.id, uwera)).rejects.toThrow(/403.*approval of others/);
  expect(await approve(asked.id, grace)).toMatchObject({ state: 'queued' });
  // The same yes by a bad line changes nothing.
  expect(await approve(asked.id, grace)).toMatchObject({ state: 'queued' });
  const shown = await read();
  expect(shown.history.slice(-3).map(({ action, actor }) => [action, actor?.name])).toEqual([
    ['approval_asked', 'The agent'],
    ['approval_given', 'The supervisor'],
    ['reply_queued', 'The agent'],
  ]);
  expect(JSON.stringify(shown.history)).not.toContain('5,000');
});

it('is refused with a reason: the writer has it as a draft again, and asks again when it is sent', async () => {
  const asked = await send('You get KES 6,000.');
  expect(await sendBack(asked.id, grace)).toMatchObject({ state: 'draft' });
  expect((await read(thabo)).draft).toMatchObject({ id: asked.id, text: 'You get KES 6,000.' });
  expect((await approvals(thabo)).own.find(({ reply }) => reply.id === asked.id)?.asks).toMatchObject([
    { state: 'sent_back', reason: 'Say when.', by: { name: 'The supervisor' } },
  ]);
  await expect(approve(asked.id, grace)).rejects.toThrow(/409.*sent it back already/);
  expect(await send('You get KES 6,000 on Monday.', thabo, 'replies', asked.id)).toMatchObject({
    state: 'awaiting_approval',
  });
  expect(await approve(asked.id, grace)).toMatchObject({
    state: 'queued',
    text: 'You get KES 6,000 on Monday.',
  });
});

it('may change the words, and what was written first is kept', async () => {
  const asked = await send('You get KES 7,000.');
  expect(await approve(asked.id, grace, { text: 'You get KES 7,000 on Monday.' })).toMatchObject({
    state: 'queued',
    text: 'You get KES 7,000 on Monday.',
    member: { id: idOf('thabo') },
  });
  expect((await read()).history.find(({ action }) => action === 'approval_given')?.particulars).toMatchObject(
    { changed: true },
  );
});

it('shows how the case moved meanwhile, until whoever approves has seen it', async () => {
  const asked = await send('You get KES 8,000.');
  await open.ask('POST', `/api/cases/${row.id}/assign`, { memberId: idOf('uwera') }, uwera);
  const refused = await refusalOf(asked.id, grace);
  expect(refused).toMatchObject({
    status: 409,
    body: { code: 'case_moved', moves: [{ action: 'case_assigned', by: 'The executive' }] },
  });
  const { sequence } = refused.body as { sequence: number };
  await open.ask('POST', `/api/cases/${row.id}/resolve`, {}, uwera);
  const again = await refusalOf(asked.id, grace, { despite: sequence });
  expect(again).toMatchObject({
    status: 409,
    body: { moves: [{ action: 'case_assigned' }, { action: 'case_resolved' }] },
  });
  expect(await stateOf(asked.id)).toBe('awaiting_approval');
  const seen = (again.body as { sequence: number }).sequence;
  expect(await approve(asked.id, grace, { despite: seen })).toMatchObject({ state: 'queued' });
});

it('is impossible once the post that is answered was deleted', async () => {
  const asked = await send('You get KES 8,500.');
  await open.take(deletion(`did:plc:a${authors}`, 'ask'));
  const refused = await refusalOf(asked.id, grace);
  expect(refused).toMatchObject({
    status: 409,
    body: { moves: [{ action: 'post_deleted' }, { action: 'case_resolved' }] },
  });
  const { sequence } = refused.body as { sequence: number };
  await expect(approve(asked.id, grace, { despite: sequence })).rejects.toThrow(/was deleted/);
  expect(await sendBack(asked.id, grace)).toMatchObject({ state: 'draft' });
});

it('is given by one of two who say so at once, and the other is told', async () => {
  await open.ask('PUT', `/api/policies/${policy}`, { ...money, by: { kind: 'role', role: 'supervisor' } });
  const second = await join(open.server, open.admin, 'supervisor', 'second@water.example');
  const asked = await send('You get KES 9,000.');
  const both = await Promise.allSettled([approve(asked.id, grace), approve(asked.id, second)]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { message: expect.stringMatching(/409.*approval_decided.*approved it already/) },
  });
  expect((await read()).replies.filter(({ state }) => state === 'queued')).toHaveLength(1);
});

it('needs the yes of every policy that asks, and of the others anew where the words were changed', async () => {
  const other = await open.ask<{ id: string }>('POST', '/api/policies', {
    ...money,
    name: 'Promises',
    amount: null,
    topics: ['promise'],
    by: { kind: 'role', role: 'executive' },
  });
  await open.ask('POST', `/api/cases/${row.id}/tags`, { tags: ['Promise'] });
  const asked = await send('You get KES 9,500.');
  expect(await approve(asked.id, uwera)).toMatchObject({ state: 'awaiting_approval' });
  // The supervisor changes what the executive had said yes to.
  expect(await approve(asked.id, grace, { text: 'You get KES 9,500 on Monday.' })).toMatchObject({
    state: 'awaiting_approval',
  });
  expect(await waiting(uwera)).toEqual([asked.id]);
  expect(await approve(asked.id, uwera)).toMatchObject({
    state: 'queued',
    text: 'You get KES 9,500 on Monday.',
  });
  await open.ask('DELETE', `/api/policies/${other.id}`);
});

it('lets a guest agent ask, who never sends', async () => {
  await expect(send('We are sorry.', agency)).rejects.toThrow(/403/);
  const asked = await send('We are sorry.', agency, 'ask-approval');
  expect(asked).toMatchObject({ state: 'awaiting_approval' });
  await expect(approve(asked.id, agency)).rejects.toThrow(/403/);
  expect(await approve(asked.id, grace)).toMatchObject({ state: 'queued', member: { id: idOf('agency') } });
});

it('is not needed any more once the writer took the answer back', async () => {
  const asked = await send('You get KES 9,900.');
  expect(
    await open.ask<ReplyView>('POST', `/api/replies/${asked.id}/withdraw`, undefined, thabo),
  ).toMatchObject({ state: 'draft' });
  expect(await waiting(grace)).not.toContain(asked.id);
  await expect(approve(asked.id, grace)).rejects.toThrow(/took it back/);
});

it('leaves a draft behind that is dropped, or sent under another id, and what was decided about it stays', async () => {
  const asked = await send('You get KES 6,500.');
  await sendBack(asked.id, grace);
  const again = await send('You get KES 6,500 on Friday.');
  expect(again).toMatchObject({ state: 'awaiting_approval' });
  expect(again.id).not.toBe(asked.id);
  expect(await stateOf(asked.id)).toBe('withdrawn');
  await open.ask('POST', `/api/replies/${again.id}/withdraw`, undefined, thabo);
  const { answering } = await read(thabo);
  const empty = { text: '', mode: 'public', postId: answering, accountId: open.desk.house.id };
  expect(await open.ask('PUT', `/api/cases/${row.id}/draft`, empty, thabo)).toBeNull();
  expect((await read(thabo)).draft).toBeNull();
  expect((await approvals(thabo)).own.map(({ reply }) => reply.id)).not.toContain(again.id);
  await expect(approve(again.id, grace)).rejects.toThrow(/took it back\. There/);
});

it('goes by policies that can be kept: named once, with somebody who can approve', async () => {
  await expect(open.ask('POST', '/api/policies', { ...money, name: 'MONEY' })).rejects.toThrow(
    /another name/,
  );
  const guest = { ...money, name: 'Guests', by: { kind: 'role', role: 'guest_agent' } };
  await expect(open.ask('POST', '/api/policies', guest)).rejects.toThrow(/approves nothing/);
  await expect(
    open.ask('POST', '/api/policies', { ...guest, by: { kind: 'member', memberId: randomUUID() } }),
  ).rejects.toThrow(/not a member here/);
  await expect(open.ask('POST', '/api/policies', { ...money, name: 'x' }, thabo)).rejects.toThrow(/403/);
  await expect(open.ask('DELETE', `/api/policies/${randomUUID()}`)).rejects.toThrow(/404/);
  const off = { ...money, enabled: false };
  await open.ask('PUT', `/api/policies/${policy}`, off);
  expect(await send('You get KES 50,000.')).toMatchObject({ state: 'queued' });
});
