import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { invite } from '../../src/members/invite.ts';
import { makePasswordLink } from '../../src/members/password.ts';
import {
  type ApiServer,
  firstRun,
  join,
  type Person,
  password,
  personOf,
  startApi,
  tokenOf,
} from '../factories/apiServer.ts';

let server: ApiServer;
let naledi: Person;

beforeAll(async () => {
  server = await startApi();
  naledi = await firstRun(server);
});
afterAll(async () => {
  await server.close();
});

const another = 'quite another password';
const signIn = (email: string, word: string) =>
  server.ask({ method: 'POST', url: '/api/auth/sign-in/email', payload: { email, password: word } });
const me = (as: Person) => server.ask({ url: '/api/me', as });
const idOf = async (as: Person) => ((await me(as)).body as { member: { id: string } }).member.id;
const change = (as: Person, payload: object) =>
  server.ask({ method: 'PUT', url: '/api/me/password', as, payload });
const askLink = (as: Person, id: string) =>
  server.ask({ method: 'POST', url: `/api/members/${id}/password-link`, as });
const use = (token: string, word = another) =>
  server.ask({ method: 'POST', url: '/api/password', payload: { token, password: word } });
const linkFor = async (id: string) => tokenOf(((await askLink(naledi, id)).body as { link: string }).link);
const actions = async () =>
  ((await server.ask({ url: '/api/audit', as: naledi })).body as { action: string }[]).map(
    (one) => one.action,
  );

describe('a member who knows the password', () => {
  it('changes it, and is signed out everywhere else on wish', async () => {
    const here = await join(server, naledi, 'agent', 'thabo@water.example');
    const elsewhere = personOf(await signIn('thabo@water.example', password));
    const kept = await change(here, { old: password, password: another, endOthers: false });
    expect(kept).toMatchObject({ status: 200, body: { ended: 0 } });
    expect((await me(elsewhere)).status).toBe(200);
    expect((await signIn('thabo@water.example', password)).status).toBe(401);
    const ended = await change(here, { old: another, password, endOthers: true });
    expect(ended).toMatchObject({ status: 200, body: { ended: 1 } });
    expect((await me(elsewhere)).status).toBe(401);
    expect((await me(here)).status).toBe(200);
    expect((await signIn('thabo@water.example', password)).status).toBe(200);
    expect(await actions()).toContain('member.password_changed');
  });

  it('cannot change it without the old one, nor to a short one, and guesses are counted', async () => {
    const lerato = await join(server, naledi, 'auditor', 'lerato@water.example');
    expect((await change(lerato, { old: password, password: 'short' })).status).toBe(400);
    const guesses = [];
    for (let n = 0; n < 10; n++)
      guesses.push((await change(lerato, { old: `guess number ${n}`, password: another })).status);
    expect(guesses).toEqual([...Array(8).fill(403), 429, 429]);
    expect((await change(lerato, { old: password, password: another })).status).toBe(429);
    expect((await me(lerato)).status).toBe(200);
  });
});

describe('a member who forgot the password', () => {
  it('chooses another by a link that works once, and is signed out everywhere', async () => {
    const amina = await join(server, naledi, 'agent', 'amina@water.example');
    const token = await linkFor(await idOf(amina));
    const [one, two] = await Promise.all([use(token), use(token, 'a third password here')]);
    expect([one.status, two.status].sort()).toEqual([200, 410]);
    const [good, chosen] = one.status === 200 ? [one, another] : [two, 'a third password here'];
    expect((await me(personOf(good))).body).toMatchObject({ member: { email: 'amina@water.example' } });
    expect((await me(amina)).status).toBe(401);
    expect((await signIn('amina@water.example', password)).status).toBe(401);
    expect((await signIn('amina@water.example', chosen)).status).toBe(200);
    const told = await actions();
    expect(told).toContain('member.password_link_made');
    expect(told).toContain('member.password_reset');
    expect(server.logged.join('\n')).not.toContain(token);
  });

  it('gets nothing from a link that is old, that a newer one followed, or that somebody left behind', async () => {
    const esi = await join(server, naledi, 'agent', 'esi@water.example');
    const id = await idOf(esi);
    const first = await linkFor(id);
    const second = await linkFor(id);
    expect((await use(first)).status).toBe(410);
    server.clock.ahead = 24 * 3_600_000 + 1;
    expect((await use(second)).status).toBe(410);
    server.clock.ahead = 0;
    const third = await linkFor(id);
    expect((await change(esi, { old: password, password: another })).status).toBe(200);
    expect((await use(third)).status).toBe(410);
    const fourth = await linkFor(id);
    await server.ask({ method: 'PATCH', url: `/api/members/${id}`, as: naledi, payload: { left: true } });
    expect((await use(fourth)).status).toBe(410);
    expect((await askLink(naledi, id)).status).toBe(404);
  });
});

describe('who may make such a link', () => {
  it('is an admin, for others, and nobody else', async () => {
    const supervisor = await join(server, naledi, 'supervisor', 'chidi@water.example');
    const agent = await join(server, naledi, 'agent', 'dina@water.example');
    for (const as of [supervisor, agent])
      expect(await askLink(as, await idOf(naledi))).toMatchObject({
        status: 403,
        body: { code: 'not_permitted' },
      });
    expect((await askLink(naledi, await idOf(naledi))).status).toBe(403);
    expect((await askLink(naledi, await idOf(agent))).status).toBe(200);
  });

  it('is the operator alone where a sign-in belongs to another organisation too', async () => {
    const kofi = await join(server, naledi, 'agent', 'kofi@water.example');
    const id = await idOf(kofi);
    const before = await linkFor(id);
    const { id: other } = await server.storage.system
      .insertInto('organisation')
      .values({ name: 'Delta Rail', kind: 'institution' })
      .returning('id')
      .executeTakeFirstOrThrow();
    const ask = {
      organisationId: other,
      by: null,
      name: 'Kofi',
      email: 'kofi@water.example',
      role: 'admin',
    } as const;
    const { link } = await invite(server.storage, { ...ask, base: 'http://desk.test' }, server.now());
    const payload = { token: tokenOf(link), name: 'Kofi', password };
    expect((await server.ask({ method: 'POST', url: '/api/invitation', payload })).status).toBe(200);
    expect((await askLink(naledi, id)).status).toBe(403);
    expect((await use(before)).status).toBe(410);
    const act = { organisationId: 1, by: null, member: { id } };
    const byOperator = await makePasswordLink(server.storage, 'http://desk.test', act, server.now());
    expect((await use(tokenOf(byOperator))).status).toBe(200);
  });
});
