/** Networks call us: an account is set up step by step, and what comes by its address afterwards becomes posts, once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { CasePage, NoticeView, ReceivingView, SetUpView, TriedView } from '../../src/api/contract.ts';
import { drainInbox } from '../../src/listening/work.ts';
import { type ApiServer, firstRun, type Person, startApi } from '../factories/apiServer.ts';
import { callingNetwork, invented, signed } from '../factories/callingNetwork.ts';
import { channels } from '../factories/desk.ts';

const network = callingNetwork();
const built = { ...channels, demonstration: network.channel };
let server: ApiServer;
let admin: Person;
let institutionId: string;
let begun: SetUpView;

beforeAll(async () => {
  server = await startApi({ deps: { channels: built } });
  admin = await firstRun(server);
  const me = await ask<{ institutions: { id: string }[] }>('GET', '/api/me');
  institutionId = me.institutions[0]?.id ?? '';
  begun = await ask('POST', '/api/set-ups', { network: 'demonstration', institutionId });
});
afterAll(() => server.close());

async function ask<T>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  payload?: object,
): Promise<T> {
  const answer = await server.ask({ method, url, as: admin, ...(payload === undefined ? {} : { payload }) });
  if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${answer.text}`);
  return answer.body as T;
}

/** As the network calls: no cookie, no origin. */
async function call(url: string, body: string | null, headers: Record<string, string> = {}) {
  const options = {
    method: body === null ? ('GET' as const) : ('POST' as const),
    url: new URL(url).pathname + new URL(url).search,
  };
  const answer = await server.app.inject({
    ...options,
    headers: { host: 'desk.test', ...headers },
    ...(body === null ? {} : { payload: body }),
  });
  return { status: answer.statusCode, text: answer.body, headers: answer.headers };
}

const post = (address: string, posts: object[], secret = 'right-secret') => {
  const body = JSON.stringify(posts);
  return call(address, body, {
    'content-type': 'application/octet-stream',
    'x-signature': signed(secret, body),
  });
};

async function texts(): Promise<string[]> {
  await drainInbox(
    { storage: server.storage, channels: built, worker: 'test', now: server.now, log: () => undefined },
    () => undefined,
  );
  const { rows } = await ask<z.infer<typeof CasePage>>('GET', '/api/cases?view=all');
  return rows.map(({ words }) => words ?? '').sort();
}

describe('while it is set up', () => {
  test('it is said what to do, with the address that the account will keep', () => {
    expect(begun.steps.map(({ text }) => text)).toEqual([
      'Open the settings of the invented network.',
      'Paste this address.',
    ]);
    expect(begun.steps[1]?.copy?.value).toBe(begun.webhooks[0]?.address);
    expect(begun.webhooks).toEqual([
      { what: 'Posts', address: expect.stringMatching(/^http:\/\/desk\.test\/in\/[\w-]{48}\/posts$/) },
    ]);
  });

  test('what is typed is kept, and a secret is never shown again', async () => {
    const typed = await ask<SetUpView>('PUT', `/api/set-ups/${begun.id}`, {
      fields: { number: '+250788000001', secret: 'right-secret' },
    });
    expect(typed).toMatchObject({ typed: { number: '+250788000001' }, filled: ['secret'] });
    expect(JSON.stringify(typed)).not.toContain('right-secret');
    expect(typed.steps.at(-1)?.text).toBe('Choose +250788000001 there.');
    // Left empty it stays as it was.
    await ask('PUT', `/api/set-ups/${begun.id}`, { fields: { number: '+250788000001', secret: '' } });
  });

  test('its network may ask and call already: what came is shown, and none of it becomes a post', async () => {
    const address = begun.webhooks[0]?.address ?? '';
    expect(await call(`${address}?challenge=4711`, null)).toMatchObject({ status: 200, text: '4711' });
    expect(await post(address, [invented('trial', 'TEST')])).toMatchObject({ status: 200, text: 'taken' });
    expect(await post(address, [invented('trial', 'TEST')], 'another')).toMatchObject({ status: 401 });
    const { arrived } = await ask<SetUpView>('GET', `/api/set-ups/${begun.id}`);
    expect(arrived.map(({ outcome, words }) => [outcome, words])).toEqual([
      ['answered', 'The network asked whether we are here.'],
      ['kept', 'author-trial: TEST'],
      ['refused', 'The signature is not right.'],
    ]);
    expect(await texts()).toEqual([]);
  });

  test('it is tried, and a test goes out, before anything is saved', async () => {
    const tried = await ask<TriedView>('POST', `/api/set-ups/${begun.id}/try`);
    expect(tried).toMatchObject({
      handle: '+250788000001',
      checks: ['+250788000001 answers.'],
      lacks: [],
      trial: 'Write TEST to +250788000001.',
      testTo: 'Number',
    });
    expect(await ask('POST', `/api/set-ups/${begun.id}/test`, { to: '0788' })).toEqual({
      sent: false,
      reason: 'Write it with its country: +250...',
    });
    expect(await ask('POST', `/api/set-ups/${begun.id}/test`, { to: '+250788111111' })).toEqual({
      sent: true,
      reason: null,
    });
    expect(network.tested).toEqual(['+250788111111']);
    expect(await ask<unknown[]>('GET', '/api/accounts')).toEqual([]);
  });

  test('with a wrong secret it is refused, and the set-up stays', async () => {
    await ask('PUT', `/api/set-ups/${begun.id}`, { fields: { number: '+250788000001', secret: 'wrong' } });
    const refused = await server.ask({ method: 'POST', url: `/api/set-ups/${begun.id}/connect`, as: admin });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'account_refused', sentence: 'The secret is not right.' },
    });
    await ask('PUT', `/api/set-ups/${begun.id}`, {
      fields: { number: '+250788000001', secret: 'right-secret' },
    });
  });
});

describe('once it is connected', () => {
  let address: string;

  beforeAll(async () => {
    expect(await ask('POST', `/api/set-ups/${begun.id}/connect`)).toEqual({ id: begun.id });
    address = begun.webhooks[0]?.address ?? '';
  });

  test('the set-up is over, and the address is the same', async () => {
    expect((await server.ask({ method: 'GET', url: `/api/set-ups/${begun.id}`, as: admin })).status).toBe(
      404,
    );
    const receiving = await ask<ReceivingView>('GET', `/api/accounts/${begun.id}/receiving`);
    expect(receiving).toEqual({ webhooks: [{ what: 'Posts', address }], proof: 'signature', refused: 0 });
  });

  test('what the network brings becomes cases, however often and in whatever order it comes', async () => {
    const [one, two] = [invented('one', 'No water'), invented('two', 'No light')];
    const answers = await Promise.all([
      post(address, [one]),
      post(address, [two, one]),
      post(address, [two]),
      post(address, [one]),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await texts()).toEqual(['No light', 'No water']);
  });

  test('who does not prove to be the network is refused, counted, and shown in words', async () => {
    expect(await post(address, [invented('forged', 'Forged')], 'guessed')).toMatchObject({
      status: 401,
      text: 'The signature is not right.\n',
    });
    expect((await call(address.replace(/posts$/, 'nowhere'), 'x')).status).toBe(404);
    await expect
      .poll(async () => (await ask<ReceivingView>('GET', `/api/accounts/${begun.id}/receiving`)).refused)
      .toBe(2);
    const notices = await ask<NoticeView[]>('GET', `/api/accounts/${begun.id}/notices`);
    expect(notices).toMatchObject([{ code: 'refused', times: 2 }]);
    expect(await texts()).toEqual(['No light', 'No water']);
  });

  test('an address that was never made is refused unread', async () => {
    expect((await call('http://desk.test/in/nothing/posts', 'x'.repeat(100))).status).toBe(404);
    const changed = address.replace(
      /\/in\/./,
      (start) => `${start.slice(0, -1)}${start.endsWith('A') ? 'B' : 'A'}`,
    );
    expect((await post(changed, [invented('lost', 'Lost')])).status).toBe(404);
  });

  test('more than its network sends is refused', async () => {
    expect((await call(address, 'x'.repeat(20_001), { 'content-type': 'text/plain' })).status).toBe(413);
    expect((await call(address, 'x'.repeat(5_000_000), { 'content-type': 'text/plain' })).status).toBe(413);
  });

  test('while it is paused the network is told to come again', async () => {
    await ask('PATCH', `/api/accounts/${begun.id}`, { state: 'paused' });
    await expect
      .poll(async () => (await post(address, [invented('paused', 'While paused')])).status)
      .toBe(503);
    const answer = await post(address, [invented('paused', 'While paused')]);
    expect(answer.headers['retry-after']).toBe('600');
    await ask('PATCH', `/api/accounts/${begun.id}`, { state: 'listening' });
    await expect
      .poll(async () => (await post(address, [invented('paused', 'While paused')])).status)
      .toBe(200);
    expect(await texts()).toContain('While paused');
  });

  test('a new address makes the old one worthless', async () => {
    const { webhooks } = await ask<ReceivingView>('POST', `/api/accounts/${begun.id}/receiving/renew`);
    const renewed = webhooks[0]?.address ?? '';
    expect(renewed).not.toBe(address);
    await expect.poll(async () => (await post(address, [invented('old', 'Old address')])).status).toBe(404);
    expect((await post(renewed, [invented('new', 'New address')])).status).toBe(200);
    address = renewed;
    expect(await texts()).toContain('New address');
    expect(await texts()).not.toContain('Old address');
  });

  test('neither its address nor what came stands in the log', () => {
    const token = new URL(address).pathname.split('/')[2] ?? '';
    expect(server.logged.some((line) => line.includes(token))).toBe(false);
  });

  test('once it is removed nothing is there', async () => {
    await ask('DELETE', `/api/accounts/${begun.id}`);
    await expect.poll(async () => (await post(address, [invented('late', 'Too late')])).status).toBe(404);
  });
});
