/** What becomes of an announcement stays in sight: it belongs to no case where somebody would meet it by chance. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnnouncementPage, AnnouncementView } from '../../src/api/contract.ts';
import type { Channel, Outcome } from '../../src/channels/channel.ts';
import { buildChannels } from '../../src/channels/networks.ts';
import { deliverNext } from '../../src/desk/replies/deliver.ts';
import {
  type ApiServer,
  firstRun,
  join,
  networkDouble,
  type Person,
  startApi,
} from '../factories/apiServer.ts';

let server: ApiServer;
let naledi: Person;
let thabo: Person;
let accountId = '';
const outcomes: Outcome[] = [];
const sent: Outcome = { kind: 'sent', networkId: 'at://1', at: new Date(), handle: {} };

function channels() {
  const double = networkDouble();
  const abilities = { ...double.abilities, length: { graphemes: 300, bytes: 3000 } };
  const bluesky: Channel = { ...double, abilities, send: async () => outcomes.shift() ?? sent };
  const archive = { ...double, network: 'archive', name: 'Archive', connect: null } as Channel;
  const built = buildChannels({ fetch, now: () => new Date(), log: () => undefined });
  return { ...built, bluesky, archive };
}

beforeAll(async () => {
  server = await startApi({ deps: { channels: channels() } });
  naledi = await firstRun(server);
  thabo = await join(server, naledi, 'agent', 'thabo@water.example');
  const me = (await server.ask({ url: '/api/me', as: naledi })).body as { institutions: { id: string }[] };
  const connected = await server.ask({
    method: 'POST',
    url: '/api/accounts',
    as: naledi,
    payload: {
      network: 'bluesky',
      institutionId: me.institutions[0]?.id,
      fields: { handle: 'karoowater.example', password: 'right-app-password' },
    },
  });
  accountId = (connected.body as { id: string }).id;
});
afterAll(() => server.close());

async function announce(text: string): Promise<string> {
  const replyId = randomUUID();
  const payload = { replyId, accountId, text };
  const answer = await server.ask({ method: 'POST', url: '/api/announcements', as: naledi, payload });
  expect(answer).toMatchObject({ status: 200 });
  return replyId;
}

async function leave(outcome: Outcome): Promise<void> {
  outcomes.push(outcome);
  server.clock.ahead += 11_000;
  const { storage, now } = server;
  const openAccount = async () => ({
    accountId,
    network: 'bluesky' as const,
    networkId: 'did:plc:karoowater.example',
    handle: 'karoowater.example',
    settings: {},
    secret: {},
    ourIds: [],
    watched: [],
    keepSecret: async () => undefined,
  });
  const deps = { storage, now, openAccount, channels: channels(), worker: 'sender', log: () => undefined };
  expect(await deliverNext(deps)).toBe(true);
}

async function list(query = ''): Promise<AnnouncementPage> {
  const answer = await server.ask({ url: `/api/announcements${query}`, as: naledi });
  expect(answer.status).toBe(200);
  return answer.body as AnnouncementPage;
}
const one = async (id: string): Promise<AnnouncementView | undefined> =>
  (await list()).rows.find((row) => row.id === id);
const act = (id: string, verb: string, as: Person) =>
  server.ask({ method: 'POST', url: `/api/replies/${id}/${verb}`, as, payload: {} });

const refused: Outcome = { kind: 'refused', code: 'account_suspended', reason: 'Our account is suspended.' };

describe('an announcement', () => {
  it('is listed as refused with its code and reason, and queued again when it is tried again', async () => {
    const id = await announce('Water is off in the north until six.');
    expect(await one(id)).toMatchObject({
      state: 'queued',
      account: { id: accountId, handle: 'karoowater.example', network: 'bluesky' },
      member: { name: 'Naledi Dlamini' },
    });
    await leave(refused);
    expect(await one(id)).toMatchObject({
      state: 'refused',
      code: 'account_suspended',
      reason: 'Our account is suspended.',
    });
    expect((await act(id, 'retry', naledi)).body).toMatchObject({ id, state: 'queued' });
    await leave(sent);
    expect(await one(id)).toMatchObject({ state: 'sent', code: null, reason: null, networkId: 'at://1' });
  });

  it('is given up when it was refused, and stays in the list as withdrawn', async () => {
    const id = await announce('We are sorry.');
    await leave(refused);
    expect((await act(id, 'withdraw', naledi)).body).toMatchObject({ state: 'withdrawn' });
    expect(await one(id)).toMatchObject({ state: 'withdrawn' });
  });

  it('is changed by nobody who may not announce', async () => {
    const id = await announce('Tankers are on their way.');
    for (const verb of ['withdraw', 'retry']) {
      expect(await act(id, verb, thabo)).toMatchObject({ status: 403, body: { code: 'not_permitted' } });
    }
    expect(await one(id)).toMatchObject({ state: 'queued' });
  });

  it('is found on one page of the list only', async () => {
    const all = (await list()).rows.map((row) => row.id);
    const first = await list('?limit=2');
    const second = await list(`?limit=2&before=${first.next}`);
    expect([...first.rows, ...second.rows].map((row) => row.id)).toEqual(all.slice(0, 4));
  });
});
