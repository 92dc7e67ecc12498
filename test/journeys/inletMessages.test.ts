/** WhatsApp, and a system of one's own, through the door by which networks call: set up, heard, answered, and found again after a cut. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { CasePage, CaseView, ReceivingView, SetUpView, TriedView } from '../../src/api/contract.ts';
import { buildChannels } from '../../src/channels/networks.ts';
import { secret as ownSecret } from '../../src/channels/own/fixtures/fixtures.ts';
import { signedHeaders } from '../../src/channels/own/signing.ts';
import { appSecret, signed } from '../../src/channels/whatsapp/fixtures/called.ts';
import { amina, contacts, message, request } from '../../src/channels/whatsapp/fixtures/requests.ts';
import { checkNext } from '../../src/desk/replies/check.ts';
import { deliverNext } from '../../src/desk/replies/deliver.ts';
import { drainInbox } from '../../src/listening/work.ts';
import { openAccount } from '../../src/storage/accountsOpened.ts';
import { type ApiServer, firstRun, type Person, startApi } from '../factories/apiServer.ts';
import { OwnSystem, wayOut } from '../factories/ownSystem.ts';
import { app, business, phone, WhatsAppNetwork } from '../factories/whatsappNetwork.ts';

const clock = { ahead: 0 };
const now = () => new Date(Date.now() + clock.ahead);
const channels = buildChannels({ fetch, now, log: () => undefined, askOutside: wayOut(['127.0.0.1']) });
let server: ApiServer;
let admin: Person;
let net: WhatsAppNetwork;
let system: OwnSystem;
let institutionId: string;

beforeAll(async () => {
  [net, system] = await Promise.all([WhatsAppNetwork.open(), OwnSystem.open()]);
  server = await startApi({ deps: { channels }, clock });
  admin = await firstRun(server);
  const me = await ask<{ institutions: { id: string }[] }>('GET', '/api/me');
  institutionId = me.institutions[0]?.id ?? '';
});
afterAll(async () => {
  await server.close();
  await Promise.all([net.close(), system.close()]);
});

async function ask<T>(method: 'GET' | 'POST' | 'PUT', url: string, payload?: object): Promise<T> {
  const answer = await server.ask({ method, url, as: admin, ...(payload === undefined ? {} : { payload }) });
  if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${answer.text}`);
  return answer.body as T;
}

/** As a network calls: no cookie, no origin. */
async function call(
  address: string,
  body: Uint8Array | null,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; text: string }> {
  const { pathname, search } = new URL(address);
  const answer = await server.app.inject({
    method: body === null ? 'GET' : 'POST',
    url: pathname + search,
    headers: { host: 'desk.test', 'content-type': 'application/json', ...headers },
    ...(body === null ? {} : { payload: Buffer.from(body) }),
  });
  return { status: answer.statusCode, text: answer.body };
}

const deps = () => ({
  storage: server.storage,
  channels,
  worker: 'test',
  now: server.now,
  log: () => undefined,
  openAccount: (organisation: number, account: string) =>
    openAccount(server.storage, server.key, organisation, account),
});
const read = () => drainInbox(deps(), () => undefined);

async function theCase(author: string): Promise<CaseView> {
  await read();
  const { rows } = await ask<z.infer<typeof CasePage>>('GET', '/api/cases?view=all');
  const row = rows.find((one) => JSON.stringify(one).includes(author));
  if (row === undefined) throw new Error(`no case of "${author}" among ${rows.length}`);
  return ask<CaseView>('GET', `/api/cases/${row.id}`);
}

/** Answers the case, and lets the answer leave. */
async function answer(shown: CaseView, text: string): Promise<void> {
  const permission = shown.permissions.find(({ allowed }) => allowed);
  await ask('POST', `/api/cases/${shown.row.id}/replies`, {
    replyId: crypto.randomUUID(),
    postId: shown.posts.at(-1)?.id,
    accountId: permission?.accountId,
    mode: permission?.mode,
    text,
    attachments: [],
    writtenOn: shown.row.sequence,
  });
  clock.ahead += 11_000;
  expect(await deliverNext(deps())).toBe(true);
}

describe('WhatsApp', () => {
  let address: string;
  const at = (more: Record<string, unknown>) =>
    message({ timestamp: String(Math.floor(server.now().getTime() / 1000)), ...more });
  const bring = (value: Record<string, unknown>, secret = appSecret) => {
    const { body, headers } = signed(request(value), secret);
    return call(address, body, headers);
  };

  test('is set up: Meta asks, the account is tried, and a message that came meanwhile is shown', async () => {
    const begun = await ask<SetUpView>('POST', '/api/set-ups', { network: 'whatsapp', institutionId });
    address = begun.webhooks[0]?.address ?? '';
    const { steps } = await ask<SetUpView>('PUT', `/api/set-ups/${begun.id}`, {
      fields: {
        ...{ phoneNumberId: phone, businessAccountId: business, appId: app.id, server: net.address },
        ...{ token: net.token, appSecret },
      },
    });
    const token = steps.find(({ copy }) => copy?.label === 'Verify token')?.copy?.value ?? '';
    const asked = `${address}?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=4711`;
    expect(await call(asked, null)).toMatchObject({ status: 200, text: '4711' });
    expect((await call(asked.replace(token, 'guessed'), null)).status).toBe(403);
    const tried = await ask<TriedView>('POST', `/api/set-ups/${begun.id}/try`);
    expect(tried).toMatchObject({
      handle: '+1 555-078-3881',
      lacks: [],
      trial: expect.stringContaining('+1 555'),
    });
    expect((await bring({ contacts, messages: [at({ text: { body: 'TEST' } })] })).status).toBe(200);
    const { arrived } = await ask<SetUpView>('GET', `/api/set-ups/${begun.id}`);
    expect(arrived.at(-1)?.words).toBe(`+${amina}: TEST`);
    expect(await ask('POST', `/api/set-ups/${begun.id}/connect`)).toEqual({ id: begun.id });
  });

  test('brings messages and their files, once, however often it calls; and forged ones not at all', async () => {
    net.files.set('77', { bytes: new Uint8Array([1, 2, 3]), type: 'application/pdf' });
    const file = { id: '77', mime_type: 'application/pdf', filename: 'bill.pdf', caption: 'My bill' };
    const one = { contacts, messages: [at({ id: 'wamid.water' })] };
    const two = { contacts, messages: [at({ id: 'wamid.bill', type: 'document', document: file })] };
    const came = await Promise.all([bring(one), bring(two), bring(one), bring(two)]);
    expect(came.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await bring({ contacts, messages: [at({ id: 'wamid.forged' })] }, 'guessed')).status).toBe(401);
    const shown = await theCase('Amina');
    expect(shown.posts.map(({ text }) => text).sort()).toEqual([
      'My bill',
      'No water in Kimisagara since Monday.',
    ]);
    expect(JSON.stringify(shown.posts)).toContain('bill.pdf');
  });

  test('takes an answer; one that was cut off is found by the status that Meta calls with', async () => {
    net.fail('messages', { kind: 'publish and cut' });
    await answer(await theCase('Amina'), 'Thank you, we have read it.');
    expect((await theCase('Amina')).replies).toMatchObject([{ state: 'unknown' }]);
    const [published] = net.published;
    const status = {
      id: published?.id,
      status: 'sent',
      timestamp: String(Math.floor(server.now().getTime() / 1000)),
      recipient_id: amina,
      biz_opaque_callback_data: published?.key,
    };
    expect((await bring({ statuses: [status] })).status).toBe(200);
    await read();
    clock.ahead += 121_000;
    expect(await checkNext(deps())).toBe(true);
    const shown = await theCase('Amina');
    expect(shown.replies.map(({ state }) => state)).not.toContain('unknown');
    expect(shown.posts.map(({ text }) => text)).toContain('Thank you, we have read it.');
    expect(net.published).toHaveLength(1);
  });

  test('takes nothing but templates once the author has been silent for a day', async () => {
    clock.ahead += 25 * 3_600_000;
    const { permissions } = await theCase('Amina');
    expect(permissions).toMatchObject([{ allowed: false, reason: expect.stringContaining('24 hours') }]);
  });
});

test("a system of one's own brings an item and takes the answer", async () => {
  const begun = await ask<SetUpView>('POST', '/api/set-ups', { network: 'own', institutionId });
  const address = begun.webhooks[0]?.address ?? '';
  await ask('PUT', `/api/set-ups/${begun.id}`, {
    fields: { name: 'Counters', secret: ownSecret, address: system.address },
  });
  await ask('POST', `/api/set-ups/${begun.id}/connect`);
  const item = { id: '1', author: { id: '7', name: 'Eric' }, text: 'The counter is shut.', at: server.now() };
  const body = JSON.stringify({ version: 1, items: [item, { id: '2' }] });
  const bring = (secret: string) =>
    call(address, Buffer.from(body), signedHeaders(secret, 'msg_1', body, server.now()));
  expect(JSON.parse((await bring(ownSecret)).text)).toMatchObject({ kept: 2, understood: 1 });
  expect((await bring('whsec_AAAA')).status).toBe(401);
  await answer(await theCase('Eric'), 'It opens at two.');
  expect([...system.taken.values()].map(({ text, body: { answers } }) => [text, answers])).toEqual([
    [expect.stringContaining('It opens at two.'), '1'],
  ]);
  expect((await ask<ReceivingView>('GET', `/api/accounts/${begun.id}/receiving`)).proof).toBe('signature');
});
