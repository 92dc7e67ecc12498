/** A letterbox follows the house's account, and is shut wherever somebody else had a hand in who its owner is. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AccountView, AlertsView } from '../../src/api/contract.ts';
import { scopesOf } from '../../src/domain/rights.ts';
import { lookAtClock } from '../../src/jobs/raiseAlerts.ts';
import { readOwnDirect } from '../../src/members/ownDirect.ts';
import { resetSecondFactor } from '../../src/members/secondFactor.ts';
import { losePermission } from '../../src/storage/accountsOpened.ts';
import { join, networkDouble, type Person, password, personOf, tokenOf } from '../factories/apiServer.ts';
import {
  house,
  type LetterboxDesk,
  openLetterboxDesk,
  patience,
  secret,
} from '../factories/letterboxDesk.ts';

let desk: LetterboxDesk['desk'];
let uwera: Person;
let uweraId: string;
let own: LetterboxDesk['own'];
let ask: LetterboxDesk['ask'];
let page: LetterboxDesk['page'];
let line: LetterboxDesk['line'];
let connect: LetterboxDesk['connect'];
let answer: LetterboxDesk['answer'];
let caseId: string;

const alone = async () => (await page(uwera)).rows.filter((row) => row.own);
const asAdmin = (payload?: object) => ({ as: desk.admin, ...(payload === undefined ? {} : { payload }) });
const account = async () =>
  (await ask<AccountView[]>('GET', '/api/accounts', { as: uwera })).find(({ id }) => id === own.id);
/** How the account of the letterbox stands, and whether it is cut off. */
const inBox = async () => {
  const rows = await desk.server.storage.system
    .selectFrom('connected_account')
    .select(['state', 'cut_off_at'])
    .where('hears_public', '=', false)
    .where('network_id', '=', 'did:plc:uwera.example')
    .orderBy('created_at', 'desc')
    .execute();
  return rows[0] === undefined ? null : [rows[0].state, rows[0].cut_off_at !== null];
};
const cutOff = (isCut: boolean) =>
  ask('PUT', `/api/accounts/${own.id}/cut-off`, { as: uwera, payload: { cutOff: isCut } });

beforeAll(async () => {
  const opened = await openLetterboxDesk();
  ({ desk, uwera, uweraId, own, page, line, answer } = opened);
  ask = (method, url, asked = {}) => opened.ask(method, url, { as: uwera, ...asked });
  connect = (readsDirect) => opened.connect(readsDirect, uwera);
  caseId = (await alone())[0]?.caseId ?? '';
}, 60_000);
afterAll(() => desk.close());

describe('the house’s account', () => {
  it('cuts off the letterbox, however often it is connected', async () => {
    expect(await inBox()).toEqual(['listening', false]);
    await cutOff(true);
    expect(await inBox()).toEqual(['listening', true]);
    await connect(true);
    expect(await inBox()).toEqual(['listening', true]);
    await expect(answer(caseId, 'Too late.')).rejects.toThrow(/reply_not_permitted/);
    await cutOff(false);
    expect(await inBox()).toEqual(['listening', false]);
  });

  it('pauses it, and is there when it is read for her', async () => {
    await ask('PATCH', `/api/accounts/${own.id}`, asAdmin({ state: 'paused' }));
    await connect(true);
    expect(await inBox()).toEqual(['paused', false]);
    expect((await account())?.direct).toEqual({ state: 'paused', reason: null });
    await ask('PATCH', `/api/accounts/${own.id}`, asAdmin({ state: 'listening' }));
    expect(await inBox()).toEqual(['listening', false]);
    // Taken away between the two steps of connecting.
    const { storage, key } = desk.server;
    const channel = {
      ...networkDouble(),
      sources: [{ name: 'direct', isDirect: true as const, stream: nothing }],
    };
    const fields = { handle: 'nobodys.example', password: 'right-app-password' };
    const asked = { organisationId: house, memberId: uweraId, institutionId: own.id, fields };
    await expect(readOwnDirect({ storage, key }, channel, asked, new Date())).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('is read no more when the network lets it in no more, which she is told, and again when she connects it', async () => {
    const { storage } = desk.server;
    const found = await sql<{ box: number; id: string }>`
      select organisation_id as box, id from connected_account where not hears_public and state <> 'removed'`.execute(
      storage.system,
    );
    const { box = 0, id = '' } = found.rows[0] ?? {};
    const reason = 'Bluesky does not let this account in any more. Connect it again.';
    const lose = (organisation: number, accountId: string) =>
      storage.inOrganisation(organisation, (tx) => losePermission(tx, organisation, accountId, reason));
    await lose(box, id);
    expect((await account())?.direct).toEqual({ state: 'permission_lost', reason });
    expect((await line(uwera)).own?.notRead).toEqual([{ handle: 'uwera.example', reason }]);
    const clock = { storage, now: () => new Date(), log: () => undefined };
    await lookAtClock(clock);
    await lookAtClock(clock);
    const { alerts } = await ask<AlertsView>('GET', '/api/alerts');
    const links = alerts.map(({ link }) => link).sort();
    expect(links).toEqual(['/front#posts', '/settings/accounts']);
    expect((await ask<AlertsView>('GET', '/api/alerts', asAdmin())).alerts).toEqual([]);
    const seen = await ask<AccountView[]>('GET', '/api/accounts', asAdmin());
    expect(seen.map(({ direct }) => direct)).toEqual(seen.map(() => null));
    await lose(house, own.id);
    await connect(false);
    expect(await inBox()).toEqual(['listening', false]);
    expect((await line(uwera)).own?.notRead).toEqual([]);
  });
});

it('no program has it read or not read, whoever made the key', async () => {
  const payload = { name: 'A program', memberId: uweraId, scopes: scopesOf('executive'), days: 30 };
  const { token } = await ask<{ token: string }>('POST', '/api/keys', asAdmin(payload));
  const headers = { authorization: `Bearer ${token}` };
  const stopped = await desk.server.ask({
    method: 'DELETE',
    url: `/api/accounts/${own.id}/direct`,
    headers,
  });
  expect(stopped.status).toBe(403);
  const me = await ask<{ institutions: { id: string }[] }>('GET', '/api/me');
  const fields = { handle: 'uwera.example', password: 'right-app-password' };
  const read = await desk.server.ask({
    method: 'POST',
    url: '/api/accounts/own',
    headers,
    payload: { network: 'bluesky', institutionId: me.institutions[0]?.id, fields, readsDirect: true },
  });
  expect(read.status).toBe(403);
  expect(await inBox()).toEqual(['listening', false]);
});

describe('it is shut', () => {
  /** Nothing opens it and nothing is read into it until she proves the account; with another account nobody does. */
  async function mustBeShut() {
    expect(await alone()).toEqual([]);
    expect((await line(uwera)).own).toBeNull();
    await expect(ask('GET', `/api/cases/${caseId}?letterbox=1`)).rejects.toThrow(/404/);
    expect((await account())?.direct).toEqual({ state: 'shut', reason: null });
    expect((await inBox())?.[0]).toBe('paused');
    const me = await ask<{ institutions: { id: string }[] }>('GET', '/api/me');
    const fields = { handle: `other${Date.now()}.example`, password: 'right-app-password' };
    const payload = { network: 'bluesky', institutionId: me.institutions[0]?.id, fields, readsDirect: true };
    await expect(ask('POST', '/api/accounts/own', { payload })).rejects.toThrow(/not_permitted/);
    expect(await alone()).toEqual([]);
    await connect(true);
    expect((await alone()).map(({ text }) => text)).toContain(`My ${secret} is at stake.`);
    expect((await inBox())?.[0]).toBe('listening');
  }

  it('by a password link, which an admin made and may have used', async () => {
    const { link } = await ask<{ link: string }>('POST', `/api/members/${uweraId}/password-link`, asAdmin());
    const payload = { token: tokenOf(link), password };
    uwera = personOf(await desk.server.ask({ method: 'POST', url: '/api/password', payload }));
    await mustBeShut();
  });

  it('when her second factor is taken away', async () => {
    const { storage } = desk.server;
    await sql`
      insert into second_factor (sign_in_id, secret, confirmed_at) select sign_in_id, ''::bytea, now() from member where id = ${uweraId}`.execute(
      storage.system,
    );
    await resetSecondFactor(
      storage,
      { organisationId: house, by: null, member: { id: uweraId } },
      new Date(),
    );
    uwera = await signIn();
    await mustBeShut();
  });

  it('when she left and came back, which is by an invitation', async () => {
    await ask('PATCH', `/api/members/${uweraId}`, asAdmin({ left: true }));
    expect(await inBox()).toEqual(['paused', true]);
    await expect(page(uwera)).rejects.toThrow(/401/);
    uwera = await join(desk.server, desk.admin, 'executive', 'uwera@water.example');
    await cutOff(false);
    await mustBeShut();
  });

  it('while she may own no account, and is hers again with the right', async () => {
    const become = (role: string) => ask('PATCH', `/api/members/${uweraId}`, asAdmin({ role }));
    await become('supervisor');
    expect(await inBox()).toEqual(['paused', false]);
    expect(await alone()).toEqual([]);
    await expect(ask('GET', `/api/cases/${caseId}?letterbox=1`)).rejects.toThrow(/403/);
    await become('executive');
    expect(await inBox()).toEqual(['listening', false]);
    await vi.waitFor(async () => expect(await alone()).toHaveLength(1), patience);
  });
});

const nothing = async function* (): AsyncGenerator<never> {
  yield* [];
};

const signIn = async (): Promise<Person> => {
  const payload = { email: 'uwera@water.example', password };
  return personOf(await desk.server.ask({ method: 'POST', url: '/api/auth/sign-in/email', payload }));
};
