/** Signing in by an organisation's issuer, against a real one. */
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configureIssuer } from '../../src/members/singleSignOn.ts';
import { askOutside } from '../../src/outside/guardedRequest.ts';
import {
  type Answer,
  type ApiServer,
  firstRun,
  join,
  type Person,
  password,
  personOf,
  startApi,
} from '../factories/apiServer.ts';
import { type IssuersPerson, startIssuer, type TestIssuer } from '../factories/issuer.ts';
import { otherOrganisation } from '../factories/otherOrganisation.ts';

let server: ApiServer;
let issuer: TestIssuer;
let naledi: Person;
let kofi: Person;
const address = '/api/organisation/single-sign-on';

beforeAll(async () => {
  [server, issuer] = await Promise.all([startApi(), startIssuer(['http://desk.test/single-sign-on'])]);
  naledi = await firstRun(server);
  kofi = await otherOrganisation(server);
});
afterAll(async () => {
  await issuer?.close();
  await server?.close();
});

const post = (url: string, payload: object, as?: Person) =>
  server.ask({ method: 'POST', url, payload, ...(as === undefined ? {} : { as }) });
const set = (more: object = {}, as = naledi) =>
  server.ask({
    method: 'PUT',
    url: address,
    as,
    payload: {
      name: 'Karoo Water staff',
      issuer: issuer.address,
      clientId: issuer.clientId,
      secret: issuer.secret,
      emailDomains: ['water.example'],
      newcomerRole: null,
      ...more,
    },
  });
const way = async () =>
  ((await server.ask({ url: '/api/sign-in/ways' })).body as { singleSignOn: { id: string }[] })
    .singleSignOn[0]?.id ?? '';

const person = (email: string, more: Partial<IssuersPerson> = {}): IssuersPerson => ({
  sub: `sub of ${email}`,
  email,
  email_verified: true,
  name: 'Zanele Khumalo',
  ...more,
});

interface Visit {
  address: string;
  browser: Person;
}
async function begin(): Promise<Visit> {
  const begun = await post('/api/sign-in/single-sign-on', { id: await way() });
  expect(begun.status, begun.text).toBe(200);
  return { address: (begun.body as { address: string }).address, browser: personOf(begun) };
}
const end = (search: string, browser?: Person) =>
  post('/api/sign-in/single-sign-on/end', { search }, browser);
async function come(as: IssuersPerson): Promise<Answer> {
  issuer.person = as;
  const visit = await begin();
  return end(await issuer.visit(visit.address), visit.browser);
}

describe('the issuer', () => {
  it('is set by an admin only, after it answered, and its secret is never shown', async () => {
    const agent = await join(server, naledi, 'agent', 'agent@water.example');
    expect((await set({}, agent)).status).toBe(403);
    expect((await server.ask({ url: address, as: agent })).status).toBe(403);
    expect((await server.ask({ method: 'PUT', url: address, payload: {} })).status).toBe(401);
    expect((await set({ issuer: 'http://127.0.0.1:1' })).body).toMatchObject({ code: 'network_unreachable' });
    expect((await set({ secret: null })).body).toMatchObject({ code: 'input_invalid' });
    expect((await set({ emailDomains: [], newcomerRole: 'agent' })).body).toMatchObject({
      code: 'input_invalid',
    });
    expect((await set({ newcomerRole: 'admin' })).status).toBe(400);
    expect(await set()).toMatchObject({ status: 200, body: { done: true } });
    const shown = await server.ask({ url: address, as: naledi });
    expect(shown.body).toMatchObject({
      issuer: { clientId: 'answerable', emailDomains: ['water.example'] },
      returnAddress: 'http://desk.test/single-sign-on',
    });
    const audit = await server.ask({ url: '/api/audit', as: naledi });
    expect(audit.text).toContain('sign_in.issuer_set');
    for (const text of [
      shown.text,
      audit.text,
      server.logged.join(),
      (await server.ask({ url: '/api/sign-in/ways' })).text,
    ])
      expect(text).not.toContain(issuer.secret);
    const rows = await server.storage.system.selectFrom('single_sign_on').select('secret').execute();
    expect(rows[0]?.secret.toString('latin1')).not.toContain(issuer.secret);
  });

  it('keeps its secret when something else is changed', async () => {
    expect((await set({ secret: null, name: 'Staff' })).status).toBe(200);
    await join(server, naledi, 'agent', 'kept@water.example');
    expect((await come(person('kept@water.example'))).status).toBe(200);
  });

  it('of another organisation is not seen', async () => {
    expect((await server.ask({ url: address, as: kofi })).body).toMatchObject({ issuer: null });
    expect((await server.ask({ method: 'DELETE', url: address, as: kofi })).status).toBe(404);
  });

  it('is never looked for in the private network, nor without https', async () => {
    const deps = { storage: server.storage, key: server.key, ask: askOutside([]) };
    const by = { organisationId: 1, memberId: 'x', keyId: null } as Parameters<typeof configureIssuer>[1];
    const asked = { name: 'X', clientId: 'x', secret: 'x', emailDomains: [], newcomerRole: null };
    const refused = (at: string) => configureIssuer(deps, by, { ...asked, issuer: at }, new Date());
    await expect(refused('https://169.254.169.254/')).rejects.toMatchObject({ code: 'address_private' });
    await expect(refused('https://127.0.0.1/')).rejects.toMatchObject({ code: 'address_private' });
    await expect(refused(issuer.address)).rejects.toMatchObject({ code: 'input_invalid' });
  });

  it('cannot be registered by anything of better-auth', async () => {
    for (const path of ['sso/register', 'sso/providers', 'sign-in/sso', 'sso/callback/x', 'callback/x'])
      for (const method of ['GET', 'POST'] as const)
        expect(
          (
            await server.ask({
              method,
              url: `/api/auth/${path}`,
              as: naledi,
              ...(method === 'POST' ? { payload: {} } : {}),
            })
          ).status,
        ).toBe(404);
  });
});

describe('coming by the issuer', () => {
  const me = async (answer: Answer) => (await server.ask({ url: '/api/me', as: personOf(answer) })).body;

  it('lets a member in, and knows them again when their address changes', async () => {
    await join(server, naledi, 'agent', 'lindiwe@water.example');
    const first = await come(person('lindiwe@water.example', { sub: 'lindiwe' }));
    expect(await me(first)).toMatchObject({ member: { email: 'lindiwe@water.example', role: 'agent' } });
    const renamed = await come(person('another@elsewhere.example', { sub: 'lindiwe' }));
    expect(await me(renamed)).toMatchObject({ member: { email: 'lindiwe@water.example' } });
  });

  it('lets an invited one join, without a password', async () => {
    await post('/api/members', { name: 'Sipho', email: 'sipho@water.example', role: 'executive' }, naledi);
    const came = await come(person('Sipho@water.example'));
    expect(await me(came)).toMatchObject({ member: { email: 'sipho@water.example', role: 'executive' } });
    const word = await post('/api/auth/sign-in/email', { email: 'sipho@water.example', password });
    expect(word.status).toBe(401);
  });

  it('lets nobody in who was not invited, until newcomers may come, and then in their role', async () => {
    const refused = await come(person('stranger@water.example'));
    expect(refused).toMatchObject({ status: 403, body: { code: 'not_permitted' } });
    expect(refused.cookies.join()).not.toMatch(/session/);
    await set({ newcomerRole: 'guest_agent' });
    const came = await come(person('stranger@water.example'));
    expect(await me(came)).toMatchObject({ member: { role: 'guest_agent', name: 'Zanele Khumalo' } });
    await set();
  });

  it('takes proven addresses of the allowed domains only', async () => {
    await join(server, naledi, 'agent', 'unproven@water.example');
    await join(server, naledi, 'agent', 'outside@elsewhere.example');
    expect((await come(person('unproven@water.example', { email_verified: false }))).status).toBe(403);
    expect((await come(person('outside@elsewhere.example'))).status).toBe(403);
    expect((await come(person('someone@evilwater.example'))).status).toBe(403);
    expect((await come(person('', { sub: 'no address' }))).status).toBe(403);
  });

  it('opens nothing for who left, or is a member of another organisation too', async () => {
    const leaver = await join(server, naledi, 'agent', 'leaver@water.example');
    expect((await come(person('leaver@water.example'))).status).toBe(200);
    const { member } = (await server.ask({ url: '/api/me', as: leaver })).body as { member: { id: string } };
    await server.ask({
      method: 'PATCH',
      url: `/api/members/${member.id}`,
      as: naledi,
      payload: { left: true },
    });
    expect((await come(person('leaver@water.example'))).status).toBe(403);
    // An admin who owns the issuer must not become master of what somebody does elsewhere.
    await set({ emailDomains: [] });
    await join(server, naledi, 'auditor', 'kofi@rail.example');
    expect((await come(person('kofi@rail.example'))).body).toMatchObject({
      code: 'not_permitted',
      sentence: expect.stringContaining('several organisations'),
    });
    await post('/api/members', { name: 'X', email: 'kofi2@rail.example', role: 'agent' }, naledi);
    await join(server, kofi, 'agent', 'kofi2@rail.example');
    expect((await come(person('kofi2@rail.example'))).status).toBe(403);
    await set();
  });

  it('asks for the second factor of who has one', async () => {
    const thabo = await join(server, naledi, 'agent', 'thabo@water.example');
    const { secret } = (await post('/api/me/second-factor', { password }, thabo)).body as { secret: string };
    const app = new TOTP({ secret: Secret.fromBase32(secret) });
    const code = () => {
      server.clock.ahead += 31_000;
      return app.generate({ timestamp: server.now().getTime() });
    };
    await post('/api/me/second-factor/confirm', { code: code() }, thabo);
    const half = await come(person('thabo@water.example'));
    expect(half.body).toEqual({ secondFactor: true });
    expect(half.cookies.join()).not.toMatch(/session/);
    const came = await post('/api/sign-in/second-factor', { code: code() }, personOf(half));
    expect(await me(came)).toMatchObject({ member: { email: 'thabo@water.example' } });
  });
});

describe('a visit to the issuer', () => {
  it('is ended by the browser that began it, once, with its own state and code', async () => {
    issuer.person = person('kept@water.example');
    const mine = await begin();
    const back = await issuer.visit(mine.address);
    expect((await end(back)).status).toBe(401);
    const other = await begin();
    // A link with somebody else's code, opened in my browser: the state is not the one that I began with.
    expect((await end(back, other.browser)).status).toBe(401);
    // Their code under my own state: it was made for another verifier.
    const theirs = new URLSearchParams(back);
    theirs.set('state', new URL(other.address).searchParams.get('state') ?? '');
    expect((await end(`?${theirs}`, other.browser)).status).toBe(401);
    const good = await begin();
    const search = await issuer.visit(good.address);
    expect((await end(search, good.browser)).status).toBe(200);
    expect((await end(search, good.browser)).status).toBe(401);
  });

  it('is refused with another nonce, without a code, and after ten minutes', async () => {
    issuer.person = person('kept@water.example');
    const visit = await begin();
    const altered = new URL(visit.address);
    expect(altered.searchParams.get('code_challenge_method')).toBe('S256');
    altered.searchParams.set('nonce', 'of somebody else');
    expect((await end(await issuer.visit(altered.href), visit.browser)).status).toBe(401);
    const denied = await begin();
    const state = new URL(denied.address).searchParams.get('state') ?? '';
    expect((await end(`?error=access_denied&state=${state}`, denied.browser)).status).toBe(401);
    const late = await begin();
    const search = await issuer.visit(late.address);
    server.clock.ahead += 10 * 60_000 + 1_000;
    expect((await end(search, late.browser)).status).toBe(401);
  });

  it('leads nowhere once the issuer was taken away, and who was who there is forgotten', async () => {
    const visit = await begin();
    const back = await issuer.visit(visit.address);
    expect((await server.ask({ method: 'DELETE', url: address, as: naledi })).status).toBe(200);
    expect((await end(back, visit.browser)).status).toBe(401);
    expect(await way()).toBe('');
    const left = await server.storage.system
      .selectFrom('credential')
      .select('id')
      .where('provider_id', 'like', 'single sign-on%')
      .execute();
    expect(left).toEqual([]);
  });
});
