/** What an account costs, through the API: who reads it, who sets the ceiling, what is refused, and what stands in the audit. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AccountView, MoneyView } from '../../src/api/contract.ts';
import { withMeter } from '../../src/listening/meter.ts';
import { openAccount } from '../../src/storage/accountsOpened.ts';
import {
  type ApiServer,
  firstRun,
  join,
  networkDouble,
  type Person,
  startApi,
} from '../factories/apiServer.ts';
import { channels } from '../factories/desk.ts';

const charging = { ...networkDouble(), network: 'x' as const, name: 'X', charges: () => 'USD' };
const built = { ...channels, bluesky: networkDouble(), x: charging };
let server: ApiServer;
let admin: Person;
let supervisor: Person;
let charged = '';
let free = '';

beforeAll(async () => {
  server = await startApi({ deps: { channels: built } });
  admin = await firstRun(server);
  supervisor = await join(server, admin, 'supervisor', 'thabo@water.example');
  charged = await connect('x');
  free = await connect('bluesky');
});
afterAll(() => server.close());

async function connect(network: string): Promise<string> {
  const me = (await server.ask({ url: '/api/me', as: admin })).body as { institutions: { id: string }[] };
  const fields = { handle: 'water.example', password: 'right-app-password' };
  const payload = { network, institutionId: me.institutions[0]?.id, fields };
  const made = await server.ask({ method: 'POST', url: '/api/accounts', as: admin, payload });
  expect(made.status, made.text).toBe(200);
  return (made.body as AccountView).id;
}

const read = (id: string, as: Person) => server.ask({ url: `/api/accounts/${id}/money`, as });
const set = (payload: object, as = admin, id = charged) =>
  server.ask({ method: 'PUT', url: `/api/accounts/${id}/money`, as, payload });

async function spend(use: 'answering' | 'watching', micros: number): Promise<boolean> {
  const { rows } = await server.storage.pool.query('select id from organisation');
  const opened = await openAccount(server.storage, server.key, rows[0].id, charged);
  if (opened === null) throw new Error('no account');
  const deps = { storage: server.storage, channels: built, now: server.now, log: () => undefined };
  const aside = await withMeter(deps, opened).meter?.setAside(use, micros);
  await aside?.settle(micros);
  return aside != null;
}

test('what was spent is read by use and by day, by whoever reads accounts', async () => {
  expect(await spend('answering', 30_000)).toBe(true);
  expect(await spend('watching', 5_000)).toBe(true);
  const answer = await read(charged, supervisor);
  expect(answer.status, answer.text).toBe(200);
  const money = answer.body as MoneyView;
  expect(money).toMatchObject({
    currency: 'USD',
    spent: 35_000,
    setAside: 0,
    ceiling: null,
    sentence: null,
    held: 0,
    months: [],
  });
  expect(money.days).toEqual([{ day: money.today, spent: 35_000, requests: 2 }]);
  expect(money.uses.map(({ use, spent }) => [use, spent])).toEqual([
    ['counting', 0],
    ['repairing', 0],
    ['watching', 5_000],
    ['hearing', 0],
    ['answering', 30_000],
  ]);
});

test('only who manages accounts sets the ceiling, in the currency of the account, and in an order', async () => {
  const ceiling = { ceiling: 40_000, currency: 'USD' };
  expect((await set(ceiling, supervisor)).status).toBe(403);
  expect((await set({ ...ceiling, currency: 'KES' })).body).toMatchObject({ code: 'input_invalid' });
  expect((await set({ ...ceiling, ceiling: -1 })).status).toBe(400);
  expect((await set({ ...ceiling, ceiling: 0.5 })).status).toBe(400);
  const shares = { counting: 90, repairing: 80, watching: 90, hearing: 97, answering: 100 };
  expect((await set({ ...ceiling, shares })).body).toMatchObject({ code: 'input_invalid' });
  const answer = await set(ceiling);
  expect(answer.body).toMatchObject({ ceiling: 40_000, warnAt: 80, spent: 35_000 });
  expect((answer.body as MoneyView).uses.filter(({ stopped }) => stopped).map(({ use }) => use)).toEqual([
    'counting',
    'repairing',
  ]);
});

test('what is short stands at the account and among its notices; the ceiling in the audit', async () => {
  expect(await spend('answering', 5_001)).toBe(false);
  const accounts = (await server.ask({ url: '/api/accounts', as: supervisor })).body as AccountView[];
  expect(accounts.find(({ id }) => id === charged)).toMatchObject({
    charges: true,
    moneyShort: expect.stringContaining('ceiling is reached'),
  });
  expect(accounts.find(({ id }) => id === free)).toMatchObject({ charges: false, moneyShort: null });
  expect((await set({ ceiling: 1_000_000, currency: 'USD', warnAt: 50 })).body).toMatchObject({
    sentence: null,
  });
  expect(await spend('answering', 5_001)).toBe(true);
  const audit = (await server.ask({ url: '/api/audit', as: admin })).text;
  expect(audit).toContain('account.ceiling_set');
  expect(audit).toContain('"ceiling":"1.00 USD"');
  expect(audit).toContain('"before":"0.04 USD"');
});

test('an account whose network charges nothing has no money here, nor has one that is not there', async () => {
  expect((await read(free, admin)).status).toBe(404);
  expect((await set({ ceiling: 1, currency: 'USD' }, admin, free)).status).toBe(404);
  expect((await read('0190b6a4-0000-7000-8000-0000000000a1', admin)).status).toBe(404);
});
