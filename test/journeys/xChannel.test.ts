/** X through the desk's own doors: an account is set up, X calls, the author is answered by the program where X allows it and by hand where it does not. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import type { CasePage, CaseView, ReplyView, SetUpView, TriedView } from '../../src/api/contract.ts';
import { x } from '../../src/channels/x/index.ts';
import { checkNext } from '../../src/desk/replies/check.ts';
import { deliverNext } from '../../src/desk/replies/deliver.ts';
import type { DeliveryDeps } from '../../src/desk/replies/parcel.ts';
import { drainInbox } from '../../src/listening/work.ts';
import { openAccount } from '../../src/storage/accountsOpened.ts';
import { type ApiServer, firstRun, type Person, startApi } from '../factories/apiServer.ts';
import { channels } from '../factories/desk.ts';
import { callProof } from '../factories/x/proofs.ts';
import { XDouble } from '../factories/x/xDouble.ts';

const clock = { ahead: 0 };
const now = () => new Date(Date.now() + clock.ahead);
const built = { ...channels, x: x({ fetch, now, log: () => undefined }) };
let double: XDouble;
let server: ApiServer;
let admin: Person;
let begun: SetUpView;

beforeAll(async () => {
  double = await new XDouble().open();
  double.world.now = now;
  server = await startApi({ deps: { channels: built }, clock });
  admin = await firstRun(server);
  const me = await ask<{ institutions: { id: string }[] }>('GET', '/api/me');
  begun = await ask('POST', '/api/set-ups', { network: 'x', institutionId: me.institutions[0]?.id });
});
afterAll(async () => {
  await server.close();
  await double.close();
});

async function ask<T>(method: 'GET' | 'POST' | 'PUT', url: string, payload?: object): Promise<T> {
  const answer = await server.ask({ method, url, as: admin, ...(payload === undefined ? {} : { payload }) });
  if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${answer.text}`);
  return answer.body as T;
}

/** As X calls, signed with the app's secret. */
async function call(body: unknown, secret = double.keys.consumerSecret): Promise<number> {
  const payload = JSON.stringify(body);
  const url = new URL(begun.webhooks[0]?.address ?? '').pathname;
  const headers = {
    host: 'desk.test',
    'content-type': 'application/json',
    'x-twitter-webhooks-signature': callProof(secret, payload),
  };
  return (await server.app.inject({ method: 'POST', url, payload, headers })).statusCode;
}

async function hear(type: string, payload: unknown, includes: unknown = {}): Promise<void> {
  const data = { event_uuid: '1', filter: { user_id: double.us.id }, event_type: type, payload, includes };
  expect(await call({ data })).toBe(200);
  const deps = { storage: server.storage, channels: built, worker: 'test', now, log: () => undefined };
  await drainInbox(deps, () => undefined);
}

async function caseOf(words: string): Promise<CaseView> {
  const { rows } = await ask<z.infer<typeof CasePage>>('GET', '/api/cases?view=all');
  const row = rows.find((one) => one.words?.includes(words));
  return ask('GET', `/api/cases/${row?.id}`);
}

function answer(shown: CaseView, text: string, byHand: boolean): Promise<ReplyView> {
  const { accountId } = shown.permissions[0] ?? {};
  const [postId, writtenOn] = [shown.answering, shown.sequence];
  const body = {
    replyId: randomUUID(),
    text,
    mode: 'public',
    accountId,
    postId,
    attachments: [],
    writtenOn,
    byHand,
  };
  return ask('POST', `/api/cases/${shown.row.id}/replies`, body);
}

const delivery = (): DeliveryDeps => ({
  storage: server.storage,
  channels: built,
  worker: 'sender',
  now,
  log: () => undefined,
  openAccount: (organisationId, accountId) =>
    openAccount(server.storage, server.key, organisationId, accountId),
});

async function deliver(): Promise<void> {
  clock.ahead += 15_000;
  while (await deliverNext(delivery()));
}
const replyOf = async (words: string) => (await caseOf(words)).replies.at(-1);

test('the account is set up step by step, and tried before it is saved', async () => {
  const { consumerKey, consumerSecret, accessToken, accessSecret } = double.keys;
  const fields = { consumerKey, consumerSecret, accessToken, accessSecret, server: double.address };
  const typed = await ask<SetUpView>('PUT', `/api/set-ups/${begun.id}`, { fields });
  expect(typed.steps.length).toBeGreaterThan(2);
  expect(typed.webhooks.map(({ address }) => address?.endsWith('/back'))).toEqual([false, true]);
  const tried = await ask<TriedView>('POST', `/api/set-ups/${begun.id}/try`);
  expect(tried).toMatchObject({
    handle: 'water_care',
    checks: expect.arrayContaining(['This is @water_care.']),
  });
  await ask('POST', `/api/set-ups/${begun.id}/connect`);
});

test('X asks whether we know the secret, and is told', async () => {
  const { pathname } = new URL(begun.webhooks[0]?.address ?? '');
  const answer = await server.app.inject({
    method: 'GET',
    url: `${pathname}?crc_token=word`,
    headers: { host: 'desk.test' },
  });
  expect(answer.json()).toEqual({ response_token: callProof(double.keys.consumerSecret, 'word') });
});

test('a mention becomes a case, is answered by the program, and its price is said', async () => {
  const author = double.world.person('kofi', { id: '900', name: 'Kofi' });
  const post = double.world.write(author, '@water_care no water here');
  await hear('post.mention.create', double.world.postView(post), double.world.includes([post]));
  await hear('post.mention.create', double.world.postView(post), double.world.includes([post]));
  expect(await call({ data: {} }, 'another')).toBe(401);
  const shown = await caseOf('no water here');
  expect(shown.posts).toHaveLength(1);
  expect(shown.permissions[0]).toMatchObject({
    allowed: true,
    byHand: null,
    price: { micros: 10_000, currency: 'USD' },
  });
  await answer(shown, 'We are on our way.', false);
  await deliver();
  expect(await replyOf('no water here')).toMatchObject({ state: 'sent' });
  expect(double.world.posts.at(-1)).toMatchObject({ text: 'We are on our way.', answers: post.id });
});

test('where nobody summoned us a person posts the answer on X, and it is found there', async () => {
  const author = double.world.person('ama', { id: '901', name: 'Ama' });
  const post = double.world.write(author, 'My water company sleeps');
  const ours = { id: '1', author_id: double.us.id, text: 'x' };
  const view = { ...double.world.postView(post), in_reply_to_user_id: double.us.id };
  await hear('post.create', view, { ...double.world.includes([post]), tweets: [ours] });
  const shown = await caseOf('company sleeps');
  expect(shown.permissions[0]).toMatchObject({
    allowed: false,
    byHand: `https://x.com/intent/post?in_reply_to=${post.id}`,
  });
  await expect(answer(shown, 'We do not.', false)).rejects.toThrow('reply_not_permitted');
  await answer(shown, 'We do not sleep.', true);
  const before = double.world.posts.length;
  await deliver();
  expect(await replyOf('company sleeps')).toMatchObject({
    state: 'unknown',
    reason: expect.stringContaining('by hand'),
  });
  expect(double.world.posts).toHaveLength(before);
  await checkNext(delivery());
  expect(await replyOf('company sleeps')).toMatchObject({
    state: 'unknown',
    reason: expect.stringContaining('not on X yet'),
  });
  double.world.write(double.us, 'We do not sleep.', { answers: post.id });
  clock.ahead += 180_000;
  await checkNext(delivery());
  expect(await replyOf('company sleeps')).toMatchObject({ state: 'sent' });
  expect((await caseOf('company sleeps')).row.state).toBe('waiting_author');
});

test('an encrypted message waits as a case for somebody who opens X', async () => {
  double.world.person('esi', { id: '902' });
  await hear('chat.received', {
    id: 'c1',
    sender_id: '902',
    conversation_id: `902:${double.us.id}`,
    created_at_msec: String(now().getTime()),
  });
  const { rows } = await ask<z.infer<typeof CasePage>>('GET', '/api/cases?view=all');
  const shown = await ask<CaseView>('GET', `/api/cases/${rows.find(({ state }) => state === 'new')?.id}`);
  expect(shown.posts[0]).toMatchObject({
    visibility: 'direct',
    text: '',
    media: [{ kind: 'link', alt: expect.stringContaining('encrypted') }],
  });
  expect(shown.permissions.find(({ mode }) => mode === 'direct')).toMatchObject({
    allowed: false,
    byHand: 'https://x.com/i/chat',
  });
});

test('every request to X was one that X describes', () => {
  expect(double.wrong).toEqual([]);
});
