/** The faults of networks that call us, each played by its double, through the door by which it calls: nothing is lost, nothing comes or goes twice, and the desk says in words what happened. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseView, NoticeView, ReceivingView, SetUpView } from '../../src/api/contract.ts';
import { buildChannels } from '../../src/channels/networks.ts';
import { deliverNext } from '../../src/desk/replies/deliver.ts';
import type { DeliveryDeps } from '../../src/desk/replies/parcel.ts';
import { keepNotices, type NoticeKeeper } from '../../src/listening/notices.ts';
import { drainInbox } from '../../src/listening/work.ts';
import { openAccount } from '../../src/storage/accountsOpened.ts';
import { type ApiServer, firstRun, type Person, startApi } from '../factories/apiServer.ts';
import {
  africasTalkingNetwork,
  type KilledNetwork,
  ownNetwork,
  type Refusing,
  twilioNetwork,
  whatsappNetwork,
  xNetwork,
} from '../factories/killedNetworks.ts';
import { wayOut } from '../factories/ownSystem.ts';

const clock = { ahead: 0 };
const now = () => new Date(Date.now() + clock.ahead);
const channels = buildChannels({ fetch, now, log: () => undefined, askOutside: wayOut(['127.0.0.1']) });
let server: ApiServer;
let admin: Person;
let notices: NoticeKeeper;
let listensAt: string;

beforeAll(async () => {
  server = await startApi({ deps: { channels }, clock });
  notices = keepNotices({ storage: server.storage, now, log: () => undefined });
  admin = await firstRun(server);
  listensAt = await server.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await notices.close();
  await server.close();
});

async function ask<T>(method: 'GET' | 'POST' | 'PUT', url: string, payload?: object): Promise<T> {
  const answer = await server.ask({ method, url, as: admin, ...(payload === undefined ? {} : { payload }) });
  if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${answer.text}`);
  return answer.body as T;
}

/** As `roles.ts` opens accounts: what a channel says of one is kept. */
const deps = (): DeliveryDeps => ({
  storage: server.storage,
  channels,
  worker: 'test',
  now,
  log: () => undefined,
  openAccount: async (organisation, id) => {
    const account = await openAccount(server.storage, server.key, organisation, id);
    return account === null ? null : { ...account, tell: notices.of(account) };
  },
});
async function deliver(): Promise<void> {
  while (await deliverNext(deps()));
}

interface Words {
  waits: RegExp;
  expired: RegExp;
  revoked: RegExp;
  forged: { status: number; sentence: RegExp };
}

const networks: [string, () => Promise<KilledNetwork>, Words][] = [
  [
    'your own channel',
    ownNetwork,
    {
      waits: /^Your system asked to wait until \d\d:\d\d UTC\. What waits goes out by itself\.$/,
      expired: /does not accept our signature\. Give it the secret/,
      revoked: /does not accept our signature\. Give it the secret/,
      forged: { status: 401, sentence: /not made with the secret of this account/ },
    },
  ],
  [
    'WhatsApp',
    whatsappNetwork,
    {
      waits: /^WhatsApp allows no more messages for now\. What waits goes out by itself\.$/,
      expired: /does not accept the token of this account any more\. Make a new one/,
      revoked: /may not do this\. Give it whatsapp_business_messaging/,
      forged: { status: 401, sentence: /signature/i },
    },
  ],
  [
    'X',
    () => xNetwork(now),
    {
      waits: /^X asked to wait until \d\d:\d\d UTC; it is asked again then\.$/,
      expired: /^X no longer accepts our permission\. Connect the account again/,
      revoked: /^This app may only read\. Give it "Read and write"/,
      forged: { status: 401, sentence: /sign/i },
    },
  ],
  [
    'Twilio',
    twilioNetwork,
    {
      waits: /^The provider asked to wait until \d\d:\d\d UTC\. What is to be sent waits\.$/,
      expired: /^Twilio does not accept this account SID and auth token/,
      revoked: /^Twilio does not accept this account SID and auth token/,
      forged: { status: 401, sentence: /signature is not Twilio's/ },
    },
  ],
  [
    "Africa's Talking",
    africasTalkingNetwork,
    {
      waits: /^The provider asked to wait until \d\d:\d\d UTC\. What is to be sent waits\.$/,
      expired: /^Africa's Talking does not accept this username and API key/,
      revoked: /^Africa's Talking does not accept this username and API key/,
      forged: { status: 404, sentence: /^$/ },
    },
  ],
];

describe.each(networks)('%s', (name, open, words) => {
  const first = networks.findIndex(([one]) => one === name) * 100;
  let net: KilledNetwork;
  let accountId: string;
  let hook: string;
  let verifyToken: string;

  beforeAll(async () => {
    net = await open();
    const { institutions } = await ask<{ institutions: { id: string }[] }>('GET', '/api/me');
    const wanted = { network: net.network, institutionId: institutions[0]?.id };
    const begun = await ask<SetUpView>('POST', '/api/set-ups', wanted);
    const fields = net.fields(net.address);
    const { steps } = await ask<SetUpView>('PUT', `/api/set-ups/${begun.id}`, { fields });
    verifyToken = steps.find(({ copy }) => copy?.label === 'Verify token')?.copy?.value ?? '';
    accountId = begun.id;
    hook = (begun.webhooks[0]?.address ?? '').replace(/^https?:\/\/[^/]+(\/in\/[^/]+).*$/, `${listensAt}$1`);
    await ask('POST', `/api/set-ups/${begun.id}/connect`);
  });
  afterAll(() => net.close());

  async function noticesNow(): Promise<NoticeView[]> {
    await notices.close();
    return ask('GET', `/api/accounts/${accountId}/notices`);
  }
  /** How often the desk has what this person wrote. */
  async function timesHere(n: number): Promise<number> {
    await drainInbox(deps(), () => undefined);
    const { rows } = await server.storage.pool.query(
      "select 1 from post where direction = 'inbound' and text ~* ('dry in street ' || $1 || '(\\.|$)')",
      [first + n],
    );
    return rows.length;
  }
  const timesThere = (text: string): number => net.taken().filter((one) => one === text).length;

  /** Answers what this person wrote, and lets the undo end. */
  async function answer(n: number): Promise<{ id: string; caseId: string; text: string }> {
    await drainInbox(deps(), () => undefined);
    const { rows } = await server.storage.pool.query<{ id: string }>(
      `select c.case_id as id from post as p join conversation as c on c.id = p.conversation_id
       where p.text ~* ('dry in street ' || $1 || '(\\.|$)')`,
      [first + n],
    );
    const caseId = rows[0]?.id ?? '';
    return send(caseId, `Street ${first + n} was looked at.`);
  }
  /** Sends it anew where it lies there as a draft. */
  async function send(caseId: string, words: string): Promise<{ id: string; caseId: string; text: string }> {
    const shown = await ask<CaseView>('GET', `/api/cases/${caseId}`);
    const { id, text } = await ask<{ id: string; text: string }>('POST', `/api/cases/${caseId}/replies`, {
      replyId: shown.draft?.id ?? crypto.randomUUID(),
      postId: shown.answering,
      accountId,
      mode: net.mode,
      text: words,
      attachments: [],
      writtenOn: shown.sequence,
      promise: { kind: 'none' },
    });
    clock.ahead += 11_000;
    return { id, caseId, text };
  }
  async function replyNow({ caseId, id }: { caseId: string; id: string }) {
    const { replies } = await ask<CaseView>('GET', `/api/cases/${caseId}`);
    return replies.find((one) => one.id === id);
  }

  test('calls twice and out of order: everybody who wrote is here once', async () => {
    const calls = [1, 2, 3, 4].flatMap((n) => [n, n, n]).sort(() => Math.random() - 0.5);
    const answers = await Promise.all(calls.map((n) => net.write(hook, first + n)));
    expect(answers.map(({ status }) => status)).toEqual(calls.map(() => 200));
    for (const n of [1, 2, 3, 4]) expect([n, await timesHere(n)]).toEqual([n, 1]);
  });

  test('is not believed where somebody else calls: refused, counted and shown in words', async () => {
    const { status, sentence } = words.forged;
    expect((await net.forge(hook, first + 9)).status).toBe(status);
    expect((await net.forge(hook, first + 9)).status).toBe(status);
    // An address that was never made belongs to no account: nothing is shown of it anywhere.
    const refused = status === 401 ? 2 : 0;
    await expect
      .poll(async () => (await ask<ReceivingView>('GET', `/api/accounts/${accountId}/receiving`)).refused)
      .toBe(refused);
    const shown = (await noticesNow()).filter(({ code }) => code === 'refused');
    expect(shown.map(({ times }) => times)).toEqual(refused === 0 ? [] : [refused]);
    for (const one of shown) expect(one.sentence).toMatch(sentence);
    expect(await timesHere(9)).toBe(0);
  });

  test('asks whether we are here, and is answered as it wants', async () => {
    expect((await net.challenge?.(hook, verifyToken)) ?? true).toBe(true);
  });

  test('asks to wait by its own headers: it is left alone until then, and then has the answer once', async () => {
    const reply = await answer(1);
    net.refuse({ wait: 120 });
    await deliver();
    expect(await replyNow(reply)).toMatchObject({ state: 'later' });
    expect((await noticesNow()).find(({ code }) => code === 'asked_to_wait')?.sentence).toMatch(words.waits);
    clock.ahead += 60_000;
    await deliver();
    expect(timesThere(reply.text)).toBe(0);
    clock.ahead += 62_000;
    await deliver();
    expect([await replyNow(reply), timesThere(reply.text)]).toMatchObject([{ state: 'sent' }, 1]);
  });

  test.each<['expired' | 'revoked', number]>([
    ['expired', 2],
    ['revoked', 3],
  ])(
    'whose permission is %s has nothing, the desk says what to do, and has it once after that',
    async (how, n) => {
      const reply = await answer(n);
      net.refuse(how satisfies Refusing);
      await deliver();
      net.mend();
      const refused = await replyNow(reply);
      expect(refused).toMatchObject({ state: 'refused', reason: expect.stringMatching(words[how]) });
      expect((await noticesNow()).find(({ code }) => code === 'rights_missing')?.sentence).toMatch(
        words[how],
      );
      expect(timesThere(reply.text)).toBe(0);
      await ask('POST', `/api/replies/${reply.id}/retry`);
      expect((await send(reply.caseId, `Street ${first + n} was looked at.`)).id).toBe(reply.id);
      await deliver();
      expect([await replyNow(reply), timesThere(reply.text)]).toMatchObject([{ state: 'sent' }, 1]);
    },
  );
});
