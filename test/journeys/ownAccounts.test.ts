/** A member's own account: only they speak from it, a colleague with their yes to that very answer, and one step lets nothing leave from it. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type {
  AccountView,
  ApprovalsView,
  CasePage,
  CaseRow,
  CaseView,
  MemberView,
  PermissionView,
  ReplyView,
} from '../../src/api/contract.ts';
import { join, type Person } from '../factories/apiServer.ts';
import { type BrowserDesk, openBrowserDesk } from '../factories/browserDesk.ts';

let desk: BrowserDesk;
let uwera: Person;
let thabo: Person;
let grace: Person;
let own: AccountView;
let row: CaseRow;
let authors = 0;

async function ask<T>(
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  payload?: object,
  as: Person = desk.admin,
): Promise<T> {
  const answer = await desk.server.ask({ method, url, as, ...(payload === undefined ? {} : { payload }) });
  if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
  return answer.body as T;
}
const institution = async (as: Person) =>
  (await ask<{ institutions: { id: string }[] }>('GET', '/api/me', undefined, as)).institutions[0]?.id;
const read = (as: Person = desk.admin) => ask<CaseView>('GET', `/api/cases/${row.id}`, undefined, as);
const cutOff = (isCut: boolean, as: Person = uwera) =>
  ask<AccountView>('PUT', `/api/accounts/${own.id}/cut-off`, { cutOff: isCut }, as);

async function send(as: Person, text: string, accountId = own.id): Promise<ReplyView> {
  const { answering, sequence } = await read(as);
  const body = {
    replyId: randomUUID(),
    text,
    mode: 'public',
    postId: answering,
    accountId,
    writtenOn: sequence,
    promise: { kind: 'none' },
  };
  return ask<ReplyView>('POST', `/api/cases/${row.id}/replies`, body, as);
}
const waiting = async (as: Person) =>
  (await ask<ApprovalsView>('GET', '/api/approvals', undefined, as)).toApprove.map(({ reply }) => reply.id);

beforeAll(async () => {
  desk = await openBrowserDesk(false);
  uwera = await join(desk.server, desk.admin, 'executive', 'uwera@water.example');
  thabo = await join(desk.server, desk.admin, 'agent', 'thabo@water.example');
  grace = await join(desk.server, desk.admin, 'supervisor', 'grace@water.example');
  const fields = { handle: 'uwera.example', password: 'right-app-password' };
  own = await ask<AccountView>(
    'POST',
    '/api/accounts/own',
    { network: 'bluesky', institutionId: await institution(uwera), fields },
    uwera,
  );
});
afterAll(() => desk.close());
beforeEach(async () => {
  authors += 1;
  desk.sent.length = 0;
  await desk.hear(`author${authors}`, 'A week without water.');
  const newest = async () => (await ask<CasePage>('GET', '/api/cases?view=all')).rows[0];
  await expect.poll(async () => (await newest())?.author.name, { timeout: 10_000 }).toBe(`author${authors}`);
  row = (await newest()) as CaseRow;
});

it('is connected by its owner, is named as theirs, and comes first for them and last for colleagues', async () => {
  expect(own.owner).toMatchObject({ name: 'The executive' });
  const handles = async (as: Person) =>
    (await read(as)).permissions
      .filter(({ mode }) => mode === 'public')
      .map(({ accountHandle }) => accountHandle);
  expect(await handles(uwera)).toEqual(['uwera.example', 'water.example']);
  expect(await handles(thabo)).toEqual(['water.example', 'uwera.example']);
  const note = ({ permissions }: { permissions: PermissionView[] }) =>
    permissions.find(({ accountHandle }) => accountHandle === 'uwera.example')?.note;
  expect(note(await read(thabo))).toMatch(/own account of The executive.*waits for their yes/);
  expect(note(await read(uwera))).toBeNull();
});

it('sends what its owner writes at once, with their own signature', async () => {
  await desk.server.ask({ method: 'PATCH', url: '/api/me', as: uwera, payload: { signature: '^Claudine' } });
  const sent = await send(uwera, 'I called the number myself.');
  expect(sent).toMatchObject({ state: 'queued', text: 'I called the number myself. ^Claudine' });
  await ask('POST', `/api/replies/${sent.id}/withdraw`, {}, uwera);
});

it('sends what a colleague writes with its owner’s yes alone, and says that it was written for them', async () => {
  const asked = await send(thabo, 'She has read your post.');
  expect(asked).toMatchObject({
    state: 'awaiting_approval',
    text: 'She has read your post. ^The agent for The executive',
  });
  expect([await waiting(uwera), await waiting(grace), await waiting(desk.admin)]).toEqual([
    [asked.id],
    [],
    [],
  ]);
  await expect(ask('POST', `/api/replies/${asked.id}/approve`, {}, grace)).rejects.toThrow(/403/);
  await expect(ask('POST', `/api/replies/${asked.id}/approve`, {}, desk.admin)).rejects.toThrow(/403/);
  const said = await ask<ReplyView>(
    'POST',
    `/api/replies/${asked.id}/approve`,
    { text: 'I have read your post.' },
    uwera,
  );
  expect(said).toMatchObject({
    state: 'queued',
    text: 'I have read your post. ^The agent for The executive',
  });
  await expect
    .poll(() => desk.sent.map(({ text }) => text), { timeout: 20_000 })
    .toEqual(['I have read your post. ^The agent for The executive']);
});

it('needs a policy’s yes besides, and its owner’s to the words as they go out', async () => {
  const members = await ask<MemberView[]>('GET', '/api/members');
  const graceId = members.find(({ email }) => email.startsWith('grace@'))?.id;
  const policy = {
    name: 'Money',
    topics: [],
    roles: [],
    amount: { hundredths: 500_000, currency: 'KES' },
    by: { kind: 'member', memberId: graceId },
    enabled: true,
  };
  await ask('POST', '/api/policies', policy);
  const asked = await send(thabo, 'You get KES 6,000 back.');
  expect(await ask('POST', `/api/replies/${asked.id}/approve`, {}, uwera)).toMatchObject({
    state: 'awaiting_approval',
  });
  // Other words than those to which the owner said yes.
  const changed = { text: 'You get KES 7,000 back.' };
  expect(await ask('POST', `/api/replies/${asked.id}/approve`, changed, grace)).toMatchObject({
    state: 'awaiting_approval',
  });
  expect([await waiting(uwera), await waiting(grace)]).toEqual([[asked.id], []]);
  expect(await ask('POST', `/api/replies/${asked.id}/approve`, {}, uwera)).toMatchObject({ state: 'queued' });
  await ask('POST', `/api/replies/${asked.id}/withdraw`, {}, thabo);
});

it('lets nothing leave once it is cut off: what waited is held and told, and nobody writes from it', async () => {
  const queued = await send(uwera, 'This must not go out.');
  expect(await cutOff(true)).toMatchObject({ cutOffAt: expect.any(String) });
  await expect(send(uwera, 'Nor this.')).rejects.toThrow(/reply_not_permitted.*cut off/);
  await expect(
    ask('POST', '/api/announcements', {
      replyId: randomUUID(),
      accountId: own.id,
      text: 'Nor that.',
      attachments: [],
    }),
  ).rejects.toThrow(/reply_not_permitted/);
  const state = async () => (await read(uwera)).replies.find(({ id }) => id === queued.id);
  await expect.poll(async () => (await state())?.state, { timeout: 20_000 }).toBe('refused');
  expect(await state()).toMatchObject({ reason: expect.stringMatching(/cut off before it left/) });
  expect(desk.sent).toEqual([]);
  await expect(cutOff(false, thabo)).rejects.toThrow(/403/);
  expect(await cutOff(false)).toMatchObject({ cutOffAt: null });
  expect(desk.sent).toEqual([]);
});

it('is given and taken by an admin, not while others’ answers are on their way from it, and never by its colleague', async () => {
  const accounts = await ask<AccountView[]>('GET', '/api/accounts');
  const house = accounts.find(({ handle }) => handle === 'water.example');
  const members = await ask<MemberView[]>('GET', '/api/members');
  const uweraId = members.find(({ email }) => email.startsWith('uwera@'))?.id;
  const give = (memberId: string | null | undefined, as: Person = desk.admin, id = house?.id) =>
    ask<AccountView>('PUT', `/api/accounts/${id}/owner`, { memberId }, as);
  await expect(give(uweraId, grace)).rejects.toThrow(/403/);
  await send(thabo, 'From the house.', house?.id);
  await expect(give(uweraId)).rejects.toThrow(/409.*on their way/);
  await expect.poll(() => desk.sent.length, { timeout: 20_000 }).toBe(1);
  // What has left is recorded a moment later.
  await expect.poll(() => give(uweraId).catch(() => null)).toMatchObject({ owner: { id: uweraId } });
  expect(await give(null)).toMatchObject({ owner: null });
  await expect(give(randomUUID())).rejects.toThrow(/404/);
});

it('lets nothing of a colleague’s leave from an account that became somebody’s own on the way', async () => {
  const accounts = await ask<AccountView[]>('GET', '/api/accounts');
  const house = accounts.find(({ handle }) => handle === 'water.example');
  const queued = await send(thabo, 'From the house, as I thought.', house?.id);
  const { storage } = desk.server;
  const owned = (memberId: string | null) =>
    storage.system
      .updateTable('connected_account')
      .set({ member_id: memberId })
      .where('id', '=', house?.id ?? '')
      .execute();
  await owned(own.owner?.id ?? null);
  const state = async () => (await read()).replies.find(({ id }) => id === queued.id);
  await expect.poll(async () => (await state())?.state, { timeout: 20_000 }).toBe('refused');
  expect(await state()).toMatchObject({ reason: expect.stringMatching(/became a colleague’s own/) });
  expect(desk.sent).toEqual([]);
  await owned(null);
});

it('is approved as it was read: other words than those that were shown are not', async () => {
  const asked = await send(thabo, 'She has read your post.');
  const approve = (shown: string) =>
    ask<ReplyView>('POST', `/api/replies/${asked.id}/approve`, { shown }, uwera);
  await expect(approve('She has read your letter.')).rejects.toThrow(/409.*approval_decided.*changed since/);
  expect(await approve(asked.text)).toMatchObject({ state: 'queued' });
  await ask('POST', `/api/replies/${asked.id}/withdraw`, {}, thabo);
});

it('is nobody’s who approves nothing, no longer read in private, and cut off when its owner leaves', async () => {
  const guest = await join(desk.server, desk.admin, 'guest_agent', 'agency@water.example');
  const bongi = await join(desk.server, desk.admin, 'executive', 'bongi@water.example');
  const members = await ask<MemberView[]>('GET', '/api/members');
  const idOf = (name: string) => members.find(({ email }) => email.startsWith(`${name}@`))?.id;
  const give = (memberId: string | undefined | null) =>
    ask<AccountView>('PUT', `/api/accounts/${own.id}/owner`, { memberId });
  await expect(give(idOf('agency'))).rejects.toThrow(/400.*approves no answers/);
  expect(await ask('GET', '/api/me', undefined, guest)).toMatchObject({ member: { role: 'guest_agent' } });
  expect(await give(idOf('bongi'))).toMatchObject({ owner: { id: idOf('bongi') }, readsDirect: false });
  // Whoever owned it before says nothing about it any more.
  await expect(cutOff(true)).rejects.toThrow(/403/);
  expect(await cutOff(true, bongi)).toMatchObject({ cutOffAt: expect.any(String) });
  await cutOff(false, bongi);
  await desk.server.ask({
    method: 'PATCH',
    url: `/api/members/${idOf('bongi')}`,
    as: desk.admin,
    payload: { left: true },
  });
  const after = (await ask<AccountView[]>('GET', '/api/accounts')).find(({ id }) => id === own.id);
  expect(after?.cutOffAt).not.toBeNull();
  expect(await give(null)).toMatchObject({ owner: null, readsDirect: false });
});

it('is sent by nobody in another’s name who uses the same device', async () => {
  const shown = await read();
  const body = {
    replyId: randomUUID(),
    memberId: own.owner?.id,
    text: 'Kept on her phone.',
    mode: 'public',
    postId: shown.answering,
    accountId: shown.permissions[0]?.accountId,
    writtenOn: shown.sequence,
    promise: { kind: 'none' },
  };
  await expect(ask('POST', `/api/cases/${row.id}/replies`, body, thabo)).rejects.toThrow(
    /401.*Somebody else wrote/,
  );
});
