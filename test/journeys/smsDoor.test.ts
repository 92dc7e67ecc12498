/** SMS and USSD from the set-up to the answer, by the door through which networks come: Africa's Talking is played (test/factories/africasTalkingDouble.ts). */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AlertSettingsView, CasePage, CaseView, SetUpView, TriedView } from '../../src/api/contract.ts';
import { buildChannels } from '../../src/channels/networks.ts';
import { deliverNext } from '../../src/desk/replies/deliver.ts';
import { drainInbox } from '../../src/listening/work.ts';
import { openAccount } from '../../src/storage/accountsOpened.ts';
import {
  type AfricasTalkingDouble,
  apiKey,
  startAfricasTalking,
  username,
} from '../factories/africasTalkingDouble.ts';
import { type Alerting, alertingIn } from '../factories/alerting.ts';
import { type ApiServer, firstRun, type Person, startApi } from '../factories/apiServer.ts';

const built = buildChannels({ fetch, now: () => new Date(), log: () => undefined });
const ours = '+250788000100';
const theirs = '+250788000200';
let server: ApiServer;
let admin: Person;
let provider: AfricasTalkingDouble;
let alerting: Alerting;
let begun: SetUpView;

beforeAll(async () => {
  provider = await startAfricasTalking();
  server = await startApi({ deps: { channels: built } });
  alerting = alertingIn(server, built);
  admin = await firstRun(server);
  const me = await ask<{ institutions: { id: string }[] }>('GET', '/api/me');
  begun = await ask('POST', '/api/set-ups', { network: 'sms', institutionId: me.institutions[0]?.id });
});
afterAll(async () => {
  await server.close();
  await provider.close();
});

async function ask<T>(method: 'GET' | 'POST' | 'PUT', url: string, payload?: object): Promise<T> {
  const answer = await server.ask({ method, url, as: admin, ...(payload === undefined ? {} : { payload }) });
  if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${answer.text}`);
  return answer.body as T;
}

/** As the provider calls: a form, no cookie, no origin. */
async function call(what: string, fields: Record<string, string>) {
  const address = begun.webhooks.find((one) => one.what.startsWith(what))?.address ?? '';
  const answer = await server.app.inject({
    method: 'POST',
    url: new URL(address).pathname,
    headers: { host: 'desk.test', 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  });
  return { status: answer.statusCode, text: answer.body };
}
let written = 0;
const sms = (text: string) => {
  written += 1;
  return call('Incoming', { id: `in-${written}`, from: theirs, to: ours, text });
};
const menu = (sessionId: string, text: string) =>
  call('The menu', { sessionId, phoneNumber: theirs, serviceCode: '*384*1#', networkCode: '63510', text });

async function heard(): Promise<CasePage['rows']> {
  const deps = {
    storage: server.storage,
    channels: built,
    worker: 'test',
    now: server.now,
    log: () => undefined,
  };
  await drainInbox(deps, () => undefined);
  return (await ask<CasePage>('GET', '/api/cases?view=all')).rows;
}
const caseOf = async (): Promise<CaseView> => {
  const [row] = await heard();
  return ask('GET', `/api/cases/${row?.id}`);
};

async function deliver(): Promise<void> {
  server.clock.ahead += 11_000;
  const open = (organisationId: number, accountId: string) =>
    openAccount(server.storage, server.key, organisationId, accountId);
  const { storage, now } = server;
  const deps = { storage, now, openAccount: open, channels: built, worker: 'sender', log: () => undefined };
  while (await deliverNext(deps));
}

const answer = async (text: string): Promise<string> => {
  const { row, answering, sequence } = await caseOf();
  const replyId = randomUUID();
  await ask('POST', `/api/cases/${row.id}/replies`, {
    replyId,
    postId: answering,
    accountId: begun.id,
    mode: 'direct',
    text,
    writtenOn: sequence,
  });
  return replyId;
};

describe('the set-up', () => {
  test('leads through the provider, tries the account, sends a test, and shows what came', async () => {
    await ask('PUT', `/api/set-ups/${begun.id}`, {
      fields: {
        provider: 'africastalking',
        number: ours,
        prefix: '+250',
        username,
        apiKey,
        api: provider.address,
        price: '0.80 KES',
      },
    });
    const tried = await ask<TriedView>('POST', `/api/set-ups/${begun.id}/try`);
    expect(tried).toMatchObject({
      handle: ours,
      checks: ["Africa's Talking knows this username and key. Its balance is KES 120.5000."],
      lacks: [],
      trial: `Send TEST by SMS to ${ours}, or dial your USSD code.`,
      testTo: 'Telephone number',
    });
    expect(await ask('POST', `/api/set-ups/${begun.id}/test`, { to: '0788 000 300' })).toMatchObject({
      sent: true,
    });
    expect(provider.sent).toMatchObject([{ to: '+250788000300', from: ours }]);
    expect(await call('Incoming', { id: 'trial', from: '0788000200', to: ours, text: 'TEST' })).toMatchObject(
      { status: 200 },
    );
    const shown = await ask<SetUpView>('GET', `/api/set-ups/${begun.id}`);
    expect(shown.arrived).toMatchObject([{ outcome: 'kept', words: `${theirs}: TEST` }]);
    expect(shown.steps.some(({ copy }) => copy?.value.endsWith('/ussd'))).toBe(true);
    await ask('POST', `/api/set-ups/${begun.id}/connect`);
  });
});

describe('somebody who complains by telephone', () => {
  test('does so by a menu, once however often its network calls, and is the same author by SMS', async () => {
    expect(await menu('s1', '')).toMatchObject({ text: expect.stringMatching(/^CON 1\. Kinyarwanda/) });
    expect(await menu('s1', '1*1')).toMatchObject({ text: expect.stringMatching(/^CON Andika/) });
    for (const _ of [1, 2])
      expect(await menu('s1', '1*1*Nta mazi i Nyamirambo')).toMatchObject({
        text: expect.stringMatching(/^END Murakoze/),
      });
    expect(await sms('Turacyategereje')).toMatchObject({ status: 200 });
    const rows = await heard();
    expect(rows).toHaveLength(1);
    const { posts } = await caseOf();
    expect(posts.map(({ text }) => text)).toEqual(['Nta mazi i Nyamirambo', 'Turacyategereje']);
  });

  test('is answered by SMS at a price that is known before and after, and told where it stands', async () => {
    const { permissions } = await caseOf();
    expect(permissions).toMatchObject([
      { mode: 'direct', allowed: true, parts: 10, price: { micros: 800_000, currency: 'KES' } },
    ]);
    await answer('Twabonye ubutumwa bwanyu.');
    await deliver();
    expect(provider.sent.at(-1)).toMatchObject({
      to: theirs,
      from: ours,
      message: expect.stringContaining('Twabonye ubutumwa bwanyu.'),
    });
    expect(await menu('s2', '1*2')).toMatchObject({
      text: expect.stringMatching(/^END Ikibazo 1: twarasubije\.\nIgisubizo: Twabonye ubutumwa/),
    });
    // Nobody else's.
    expect(
      await call('The menu', { sessionId: 's3', phoneNumber: '+250788000999', text: '2*2' }),
    ).toMatchObject({ text: 'END This number has sent no complaint.' });
  });

  test('what did not arrive is said, and waits again', async () => {
    await answer('Mwihangane.');
    await deliver();
    const id = provider.sent.at(-1)?.id ?? '';
    await call('Delivery', {
      id,
      status: 'Failed',
      failureReason: 'UserAccountSuspended',
      phoneNumber: theirs,
    });
    await heard();
    const { replies } = await caseOf();
    expect(replies.find(({ text }) => text.startsWith('Mwihangane'))).toMatchObject({
      state: 'bounced',
      reason: expect.stringMatching(/suspended by its operator/),
    });
  });

  test('more than ten SMS are refused before anything leaves', async () => {
    await expect(answer('ŋ'.repeat(671))).rejects.toThrow(/reply_too_long/);
  });
});

describe('who writes STOP', () => {
  const refusal = async () => (await caseOf()).author.doNotContact;

  test('is written to no more, in whatever language', async () => {
    await sms('Hagarika');
    expect(await heard()).toHaveLength(1);
    expect(await refusal()).toMatchObject({
      by: null,
      reason: 'The author asked by message not to be written to.',
    });
    const { permissions } = await caseOf();
    expect(permissions).toMatchObject([
      { allowed: false, reason: expect.stringMatching(/asked by message/) },
    ]);
    await expect(answer('One more thing')).rejects.toThrow(/reply_not_permitted/);
  });

  test('is again once they write START', async () => {
    await sms('Tangira');
    await heard();
    expect(await refusal()).toBeNull();
  });

  test('what a member said stands, whatever they write', async () => {
    const { row } = await caseOf();
    await ask('PUT', `/api/cases/${row.id}/do-not-contact`, { reason: 'Their lawyer asked.' });
    await sms('STOP');
    await sms('START');
    await heard();
    expect(await refusal()).toMatchObject({ by: expect.any(String), reason: 'Their lawyer asked.' });
  });
});

describe('a member with a telephone', () => {
  test('is told by SMS once, at the number that they entered', async () => {
    const own = () => ask<AlertSettingsView>('GET', '/api/me/alerts');
    const { settings } = await own();
    const ways = { ...settings.ways, danger: ['sms' as const] };
    await expect(ask('PUT', '/api/me/alerts', { ...settings, telephone: '0788' })).rejects.toThrow(
      /with its country/,
    );
    await ask('PUT', '/api/me/alerts', { ...settings, quiet: null, ways, telephone: '+250 788 000 400' });
    expect((await own()).ways).toContainEqual({ way: 'sms', ready: true });
    const { row } = await caseOf();
    await ask('POST', `/api/cases/${row.id}/severity`, { severity: 4, vulnerable: false });
    await alerting.run();
    await alerting.run();
    const told = provider.sent.filter(({ to }) => to === '+250788000400');
    expect(told).toHaveLength(1);
    expect(told[0]?.message).toMatch(/Somebody may be in danger[\s\S]*https:\/\/desk\.example\//);
    // Nobody but telephones is written to.
    expect(alerting.letters).toEqual([]);
  });
});
