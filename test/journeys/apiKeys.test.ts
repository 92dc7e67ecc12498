/** Programs that ask by a key: what they may, who sees them, when they die. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyPace } from '../../src/domain/keyPace.ts';
import { membershipOfKey } from '../../src/storage/apiKeys.ts';
import { findMembership, membershipsThatHold } from '../../src/storage/members.ts';
import { type ApiServer, firstRun, join, type Person, startApi } from '../factories/apiServer.ts';
import { otherOrganisation } from '../factories/otherOrganisation.ts';

let server: ApiServer;
let naledi: Person;
let thabo: Person;
let kofi: Person;

beforeAll(async () => {
  server = await startApi();
  naledi = await firstRun(server);
  thabo = await join(server, naledi, 'agent', 'thabo@water.example');
  kofi = await otherOrganisation(server);
});
afterAll(async () => {
  await server.close();
});

interface Made {
  id: string;
  token: string;
}
const make = (as: Person, scopes: string[], more: object = {}) =>
  server.ask({
    method: 'POST',
    url: '/api/keys',
    as,
    payload: { name: 'Reporting', scopes, days: 30, ...more },
  });
const made = async (as: Person, scopes: string[], more: object = {}) => {
  const answer = await make(as, scopes, more);
  expect(answer.status, answer.text).toBe(200);
  return answer.body as Made;
};
const list = async (as: Person) => (await server.ask({ url: '/api/keys', as })).body as { id: string }[];
const revoke = (as: Person, id: string) => server.ask({ method: 'DELETE', url: `/api/keys/${id}`, as });
/** As a program asks: no cookie, no origin. */
const by = (token: string, method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
  server.ask({
    method,
    url,
    headers: { authorization: `Bearer ${token}`, origin: undefined } as unknown as Record<string, string>,
    ...(payload === undefined ? {} : { payload }),
  });
const idOf = async (as: Person) =>
  ((await server.ask({ url: '/api/me', as })).body as { member: { id: string } }).member.id;

/** The membership of somebody's session, as a stream of theirs has it. */
async function findSession(as: Person) {
  const [one] = (await server.ask({ url: '/api/sessions', as })).body as { id: string }[];
  const row = await server.storage.system
    .selectFrom('session')
    .select(['id', 'sign_in_id'])
    .where('id', '=', one?.id ?? '')
    .executeTakeFirstOrThrow();
  const ask = { sessionId: row.id, signInId: row.sign_in_id, organisationId: null, now: server.now() };
  const member = await findMembership(server.storage.system, ask);
  if (member === null) throw new Error('the session holds nobody');
  return member;
}

describe('a key', () => {
  it('is shown once and stands in the database as a hash only', async () => {
    const { token, id } = await made(thabo, ['cases.read']);
    expect(token).toMatch(/^ans_1_[\w-]{43}$/);
    const rows = await server.storage.system.selectFrom('api_key').selectAll().execute();
    expect(JSON.stringify(rows.map((row) => [row, row.token_hash.toString('latin1')]))).not.toContain(token);
    const listed = await server.ask({ url: '/api/keys', as: thabo });
    expect(listed.text).toContain(id);
    expect(listed.text).not.toContain(token);
    expect((await server.ask({ url: '/api/audit', as: naledi })).text).not.toContain(token);
    expect(server.logged.join()).not.toContain(token);
  });

  it('may what it was given and nothing else, without a cookie and without an origin', async () => {
    const { token } = await made(naledi, ['cases.read', 'organisation.manage']);
    expect((await by(token, 'GET', '/api/cases')).status).toBe(200);
    expect((await by(token, 'GET', '/api/me')).body).toMatchObject({
      rights: ['cases.read', 'organisation.manage'],
    });
    expect((await by(token, 'PATCH', '/api/organisation', { firstResponseMinutes: 45 })).status).toBe(200);
    expect(await by(token, 'GET', '/api/members')).toMatchObject({
      status: 403,
      body: { code: 'not_permitted' },
    });
    const audit = (await server.ask({ url: '/api/audit', as: naledi })).body as { action: string }[];
    expect(audit.find((entry) => entry.action === 'organisation.changed')).toMatchObject({
      member: 'Naledi Dlamini',
      key: 'Reporting',
    });
  });

  it('does not borrow the rights of a cookie that comes along', async () => {
    const { token } = await made(naledi, ['cases.read']);
    const both = await server.ask({
      url: '/api/members',
      as: naledi,
      headers: { authorization: `Bearer ${token}` },
    });
    expect(both.status).toBe(403);
    const bad = await server.ask({
      url: '/api/me',
      as: naledi,
      headers: { authorization: 'Bearer ans_1_no' },
    });
    expect(bad.status).toBe(401);
  });

  it('is never given more than its member and its maker may', async () => {
    expect(await make(thabo, ['members.manage'])).toMatchObject({ status: 403 });
    expect(await make(naledi, ['members.manage'], { memberId: await idOf(thabo) })).toMatchObject({
      status: 403,
    });
    expect(await make(thabo, ['cases.read'], { memberId: await idOf(naledi) })).toMatchObject({
      status: 403,
    });
    for (const scope of ['self.manage', 'keys.manage'])
      expect((await make(naledi, [scope])).status).toBe(403);
    expect((await make(naledi, ['everything'])).status).toBe(400);
    expect((await make(naledi, [])).status).toBe(400);
  });

  it('loses a right with the role of its member', async () => {
    const lerato = await join(server, naledi, 'supervisor', 'lerato@water.example');
    const { token } = await made(lerato, ['announcements.send', 'cases.read']);
    const announce = () => by(token, 'POST', '/api/announcements', {});
    expect((await announce()).status).toBe(400);
    await server.ask({
      method: 'PATCH',
      url: `/api/members/${await idOf(lerato)}`,
      as: naledi,
      payload: { role: 'agent' },
    });
    expect((await announce()).status).toBe(403);
    expect((await by(token, 'GET', '/api/cases')).status).toBe(200);
  });

  it('makes no keys, opens no sessions, changes no password', async () => {
    const { token } = await made(naledi, ['members.read']);
    for (const [method, url] of [
      ['GET', '/api/keys'],
      ['POST', '/api/keys'],
      ['GET', '/api/sessions'],
      ['PATCH', '/api/me'],
    ] as const)
      expect((await by(token, method, url, method === 'GET' ? undefined : {})).status, url).toBe(403);
  });

  it('ends when it is revoked, when it is too old, and with its member or its maker', async () => {
    const works = async (token: string) => (await by(token, 'GET', '/api/cases')).status;
    const revoked = await made(thabo, ['cases.read']);
    expect(await works(revoked.token)).toBe(200);
    expect((await revoke(thabo, revoked.id)).status).toBe(200);
    expect(await works(revoked.token)).toBe(401);
    expect((await revoke(thabo, revoked.id)).status).toBe(404);

    const old = await made(thabo, ['cases.read'], { days: 1 });
    server.clock.ahead = 86_400_000 + 1_000;
    expect(await works(old.token)).toBe(401);
    server.clock.ahead = 0;

    const second = await join(server, naledi, 'admin', 'second@water.example');
    const leaver = await join(server, naledi, 'agent', 'leaver@water.example');
    const ofLeaver = await made(leaver, ['cases.read']);
    const byLeaver = await made(second, ['cases.read'], { memberId: await idOf(thabo) });
    expect([await works(ofLeaver.token), await works(byLeaver.token)]).toEqual([200, 200]);
    for (const gone of [leaver, second])
      await server.ask({
        method: 'PATCH',
        url: `/api/members/${await idOf(gone)}`,
        as: naledi,
        payload: { left: true },
      });
    expect([await works(ofLeaver.token), await works(byLeaver.token)]).toEqual([401, 401]);
  });

  it('is seen and revoked by its member and by admins of its own organisation only', async () => {
    const { id, token } = await made(thabo, ['cases.read']);
    const amina = await join(server, naledi, 'agent', 'amina@water.example');
    expect((await list(amina)).length).toBe(0);
    expect((await list(kofi)).length).toBe(0);
    expect((await list(naledi)).map((key) => key.id)).toContain(id);
    for (const other of [amina, kofi]) expect((await revoke(other, id)).status).toBe(404);
    const elsewhere = await server.ask({
      url: '/api/cases',
      headers: { authorization: `Bearer ${token.replace('ans_1_', 'ans_2_')}` },
    });
    expect(elsewhere.status).toBe(401);
    const asked = await server.ask({
      url: '/api/cases',
      headers: { authorization: `Bearer ${token}`, 'x-answerable-organisation': '2' },
    });
    expect(asked.status).toBe(403);
    expect((await revoke(naledi, id)).status).toBe(200);
  });

  it('ends an event stream that it opened', async () => {
    const { id, token } = await made(thabo, ['cases.read']);
    const member = await membershipOfKey(server.storage.system, token, server.now());
    expect(member).toMatchObject({ keyId: id, scopes: ['cases.read'] });
    if (member === null) return;
    const session = await findSession(naledi);
    const hold = () => membershipsThatHold(server.storage.system, [member, session, member], server.now());
    expect(await hold()).toEqual([true, true, true]);
    await revoke(thabo, id);
    expect(await hold()).toEqual([false, true, false]);
  });

  it('that asks too often is told to wait, and others are not', async () => {
    const [busy, calm] = [await made(naledi, ['cases.read']), await made(naledi, ['cases.read'])];
    const statuses = await Promise.all(
      Array.from({ length: keyPace.burst + 40 }, async () => (await by(busy.token, 'GET', '/api/me')).status),
    );
    expect(statuses).toContain(429);
    const refused = await by(busy.token, 'GET', '/api/me');
    if (refused.status === 429) expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await by(calm.token, 'GET', '/api/me')).status).toBe(200);
  });

  it('that is guessed is counted by address', async () => {
    const guess = () =>
      server.ask({
        url: '/api/me',
        remoteAddress: '203.0.113.9',
        headers: { authorization: `Bearer ans_1_${'x'.repeat(43)}` },
      });
    const statuses: number[] = [];
    for (let n = 0; n < 62; n++) statuses.push((await guess()).status);
    expect(statuses.filter((status) => status === 401).length).toBe(60);
    expect(statuses.at(-1)).toBe(429);
  });
});
