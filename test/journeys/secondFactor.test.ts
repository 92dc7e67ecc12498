/** The second factor: turned on, asked for at every door, never skipped, taken away. */
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSignInLink } from '../../src/members/links.ts';
import { makePasswordLink } from '../../src/members/password.ts';
import {
  type Answer,
  type ApiServer,
  firstRun,
  join,
  type Person,
  password,
  personOf,
  startApi,
  tokenOf,
} from '../factories/apiServer.ts';
import { otherOrganisation } from '../factories/otherOrganisation.ts';

let server: ApiServer;
let naledi: Person;

beforeAll(async () => {
  server = await startApi();
  naledi = await firstRun(server);
});
afterAll(async () => {
  await server.close();
});

const post = (url: string, payload: object, as?: Person) =>
  server.ask({ method: 'POST', url, payload, ...(as === undefined ? {} : { as }) });
const signIn = (email: string, word = password, as?: Person) =>
  post('/api/auth/sign-in/email', { email, password: word }, as);
const me = (as: Person) => server.ask({ url: '/api/me', as });
const giveCode = (code: string, as: Person) => post('/api/sign-in/second-factor', { code }, as);

/** The app on somebody's phone; a code is good for one use, so each is of another step. */
interface Phone {
  email: string;
  person: Person;
  backupCodes: string[];
  next(): string;
}

/** Steps of 30 seconds of the server's clock. */
const codeAt = (secret: string, milliseconds: number) =>
  new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 }).generate({
    timestamp: milliseconds,
  });

async function withFactor(email: string): Promise<Phone> {
  const person = await join(server, naledi, 'agent', email);
  const begun = (await post('/api/me/second-factor', { password }, person)).body as { secret: string };
  const next = () => {
    server.clock.ahead += 31_000;
    return codeAt(begun.secret, server.now().getTime());
  };
  const confirmed = await post('/api/me/second-factor/confirm', { code: next() }, person);
  expect(confirmed.status, confirmed.text).toBe(200);
  const { backupCodes } = confirmed.body as { backupCodes: string[] };
  return { email, person, backupCodes, next };
}

/** It was not let in: no session, only a step that the second factor ends. */
function expectHalf(answer: Answer): Person {
  expect(answer).toMatchObject({ status: 200, body: { secondFactor: true } });
  expect(answer.cookies.join()).not.toMatch(/session/);
  expect(answer.cookies.join()).toMatch(
    /answerable\.half=[\w-]{43}; Path=\/api\/sign-in; .*HttpOnly; SameSite=Strict/,
  );
  expect(Object.keys(answer.body as object)).toEqual(['secondFactor']);
  return personOf(answer);
}

describe('a second factor', () => {
  it('is begun with the password only, and asks for nothing until its first code', async () => {
    const sipho = await join(server, naledi, 'agent', 'sipho@water.example');
    expect((await post('/api/me/second-factor', { password: 'not it' }, sipho)).status).toBe(403);
    expect((await post('/api/me/second-factor', {}, sipho)).status).toBe(403);
    const begun = await post('/api/me/second-factor', { password }, sipho);
    expect(begun.body).toMatchObject({ address: expect.stringMatching(/^otpauth:\/\/totp\/Answerable:/) });
    expect((await signIn('sipho@water.example')).body).toMatchObject({
      member: { email: 'sipho@water.example' },
    });
    expect((await post('/api/me/second-factor/confirm', { code: '000000' }, sipho)).status).toBe(403);
    expect((await server.ask({ url: '/api/me/second-factor', as: sipho })).body).toMatchObject({ on: false });
  });

  it('is asked for after the password, and its code is taken once', async () => {
    const phone = await withFactor('lindiwe@water.example');
    const half = expectHalf(await signIn(phone.email));
    expect((await me(half)).status).toBe(401);
    expect((await giveCode('123456', half)).status).toBe(403);
    const code = phone.next();
    const came = await giveCode(code, half);
    expect(came.body).toMatchObject({ member: { email: phone.email } });
    expect((await me(personOf(came))).status).toBe(200);
    const again = expectHalf(await signIn(phone.email));
    expect((await giveCode(code, again)).status).toBe(403);
    // The step itself is used up too.
    expect((await giveCode(phone.next(), half)).status).toBe(401);
  });

  it('is asked for at every other door: link, new password by a link, invitation of another organisation', async () => {
    const phone = await withFactor('zanele@water.example');
    const link = await makeSignInLink(
      server.storage,
      'http://desk.test',
      { organisationId: 1, by: { email: phone.email } },
      server.now(),
    );
    expectHalf(await post('/api/one-time-link', { token: tokenOf(link) }));
    const act = { organisationId: 1, by: null, member: { email: phone.email } };
    const reset = await makePasswordLink(server.storage, 'http://desk.test', act, server.now());
    const half = expectHalf(await post('/api/password', { token: tokenOf(reset), password }));
    expect((await giveCode(phone.next(), half)).status).toBe(200);
    const kofi = await otherOrganisation(server);
    const invited = (await post('/api/members', { name: 'Zanele', email: phone.email, role: 'agent' }, kofi))
      .body as { link: string };
    expectHalf(await post('/api/invitation', { token: tokenOf(invited.link), name: 'Zanele', password }));
  });

  it('is asked for after a right first factor only, whatever cookie is brought along', async () => {
    const phone = await withFactor('bongani@water.example');
    for (const cookie of ['', 'answerable.half=', `answerable.half=${'x'.repeat(43)}`])
      expect((await giveCode(phone.next(), { cookie })).status).toBe(401);
    const wrong = await signIn(phone.email, 'not the password');
    expect(wrong.status).toBe(401);
    expect(wrong.cookies).toEqual([]);
    // Somebody else's first factor and my code make nobody's session.
    const other = await withFactor('palesa@water.example');
    const half = expectHalf(await signIn(other.email));
    expect((await giveCode(phone.next(), half)).status).toBe(403);
  });

  it('gives a new session, not one that stood in the cookie before', async () => {
    const phone = await withFactor('kagiso@water.example');
    const before = await join(server, naledi, 'agent', 'attacker@water.example');
    const half = expectHalf(await signIn(phone.email, password, before));
    const came = await giveCode(phone.next(), { cookie: `${before.cookie}; ${half.cookie}` });
    expect(came.status).toBe(200);
    const token = (person: Person) => /session_token=([^;]+)/.exec(person.cookie)?.[1];
    expect(token(personOf(came))).not.toBe(token(before));
    expect((await me(before)).body).toMatchObject({ member: { email: 'attacker@water.example' } });
    expect((await me(personOf(came))).body).toMatchObject({ member: { email: phone.email } });
  });

  it('holds against guessing: the step ends, and then the sign-in waits', async () => {
    const phone = await withFactor('tumi@water.example');
    const half = expectHalf(await signIn(phone.email));
    const statuses: number[] = [];
    for (let n = 0; n < 9; n++) statuses.push((await giveCode(String(100_000 + n), half)).status);
    expect(statuses).toEqual([...Array(8).fill(403), 401]);
    const anew = expectHalf(await signIn(phone.email));
    const more: number[] = [];
    for (let n = 0; n < 4; n++) more.push((await giveCode(String(200_000 + n), anew)).status);
    expect(more).toEqual([403, 403, 429, 429]);
    expect((await giveCode(phone.next(), anew)).status).toBe(429);
    server.clock.ahead += 16 * 60_000;
    const later = expectHalf(await signIn(phone.email));
    expect((await giveCode(phone.next(), later)).status).toBe(200);
  });

  it('of two that come at once with one code lets one in', async () => {
    const phone = await withFactor('neo@water.example');
    const halves = [expectHalf(await signIn(phone.email)), expectHalf(await signIn(phone.email))];
    const code = phone.next();
    const both = await Promise.all(halves.map((half) => giveCode(code, half)));
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 403]);
  });

  it('ends ten minutes after the first', async () => {
    const phone = await withFactor('ayanda@water.example');
    const half = expectHalf(await signIn(phone.email));
    server.clock.ahead += 10 * 60_000 + 1;
    expect((await giveCode(phone.next(), half)).status).toBe(401);
  });

  it('has ten backup codes, each good once, of which only hashes are kept', async () => {
    const phone = await withFactor('refilwe@water.example');
    expect(new Set(phone.backupCodes).size).toBe(10);
    const [code = ''] = phone.backupCodes;
    expect((await giveCode(code.toUpperCase(), expectHalf(await signIn(phone.email)))).status).toBe(200);
    expect((await giveCode(code, expectHalf(await signIn(phone.email)))).status).toBe(403);
    expect((await server.ask({ url: '/api/me/second-factor', as: phone.person })).body).toMatchObject({
      on: true,
      backupCodesLeft: 9,
    });
    const kept = [
      await server.storage.system.selectFrom('backup_code').selectAll().execute(),
      await server.storage.system.selectFrom('second_factor').selectAll().execute(),
      await server.storage.system.selectFrom('sign_in_step').selectAll().execute(),
    ];
    const raw = JSON.stringify(kept, (_, value) =>
      value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value,
    );
    expect(raw).not.toContain(code.replaceAll('-', ''));
    expect(raw).not.toContain(expectHalf(await signIn(phone.email)).cookie.split('=')[1]);
    expect(server.logged.join()).not.toContain(code);
  });

  it('is taken away by the password or a code, not by a session alone', async () => {
    const phone = await withFactor('mpho@water.example');
    const remove = (payload: object) => post('/api/me/second-factor/remove', payload, phone.person);
    expect((await remove({})).status).toBe(400);
    expect((await remove({ password: 'not it' })).status).toBe(403);
    expect((await remove({ code: '000000' })).status).toBe(403);
    expect((await post('/api/me/second-factor', { password }, phone.person)).status).toBe(400);
    expect((await remove({ code: phone.next() })).status).toBe(200);
    expect((await signIn(phone.email)).body).toMatchObject({ member: { email: phone.email } });
  });

  it('is reset by an admin of the own organisation alone, who is written down, and ends the sessions', async () => {
    const phone = await withFactor('dineo@water.example');
    const { member } = (await me(phone.person)).body as { member: { id: string } };
    const reset = (as: Person) => post(`/api/members/${member.id}/second-factor/reset`, {}, as);
    const colleague = await join(server, naledi, 'supervisor', 'super@water.example');
    expect((await reset(colleague)).status).toBe(403);
    expect((await reset(naledi)).status).toBe(200);
    expect((await me(phone.person)).status).toBe(401);
    expect((await reset(naledi)).status).toBe(404);
    expect((await signIn(phone.email)).body).toMatchObject({ member: { email: phone.email } });
    const audit = (await server.ask({ url: '/api/audit', as: naledi })).body as {
      action: string;
      member: string;
    }[];
    expect(audit.find((entry) => entry.action === 'member.second_factor_reset')).toMatchObject({
      member: 'Naledi Dlamini',
      particulars: { member: member.id },
    });
  });

  it('of a member of two organisations is no admin’s to reset', async () => {
    const { member } = (await me(naledi)).body as { member: { id: string } };
    expect((await post(`/api/members/${member.id}/second-factor/reset`, {}, naledi)).status).toBe(403);
    const members = (await server.ask({ url: '/api/members', as: naledi })).body as {
      id: string;
      email: string;
    }[];
    const zanele = members.find((one) => one.email === 'zanele@water.example');
    expect(await post(`/api/members/${zanele?.id}/second-factor/reset`, {}, naledi)).toMatchObject({
      status: 403,
      body: { sentence: expect.stringContaining('answerable member second-factor') },
    });
  });
});
