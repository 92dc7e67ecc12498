import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFirstRunLink, makeSignInLink } from '../../src/members/links.ts';
import {
  type ApiServer,
  firstRun,
  join,
  password,
  personOf,
  startApi,
  tokenOf,
} from '../factories/apiServer.ts';

let server: ApiServer;

beforeAll(async () => {
  server = await startApi();
});
afterAll(async () => {
  await server.close();
});

const me = (as: { cookie: string }) => server.ask({ url: '/api/me', as });
const signIn = (email: string, word = password, from = '198.51.100.7') =>
  server.ask({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    payload: { email, password: word },
    remoteAddress: from,
  });

describe('the first run', () => {
  it('is refused without the printed link, then done once', async () => {
    expect((await server.ask({ url: '/api/first-run' })).body).toEqual({ needed: true });
    const input = {
      token: 'x'.repeat(43),
      organisation: 'Karoo Water',
      institution: 'Karoo Water Board',
      name: 'Naledi Dlamini',
      email: 'thief@elsewhere.example',
      password,
    };
    const guessed = await server.ask({ method: 'POST', url: '/api/first-run', payload: input });
    expect(guessed).toMatchObject({ status: 410, body: { code: 'link_expired' } });
    const spare = await makeFirstRunLink(server.storage, 'http://desk.test', server.now());
    const naledi = await firstRun(server);
    expect((await me(naledi)).body).toMatchObject({
      member: { name: 'Naledi Dlamini', email: 'naledi@water.example', role: 'admin' },
      organisation: { name: 'Karoo Water', timeZone: 'Africa/Johannesburg' },
      institutions: [{ name: 'Karoo Water Board' }],
      sequence: 0,
    });
    const second = await server.ask({
      method: 'POST',
      url: '/api/first-run',
      payload: { ...input, token: tokenOf(spare ?? '') },
    });
    expect(second).toMatchObject({ status: 409, body: { code: 'first_run_done' } });
    expect((await server.ask({ url: '/api/first-run' })).body).toEqual({ needed: false });
    expect(await makeFirstRunLink(server.storage, 'http://desk.test', server.now())).toBeNull();
  });
});

describe('the first run after an import', () => {
  it('takes over the organisation that the import made, with its institutions', async () => {
    const imported = await startApi();
    await imported.storage.system
      .insertInto('organisation')
      .values({ name: 'Imported archive', kind: 'institution' })
      .execute();
    await imported.storage.inOrganisation(1, (tx) =>
      tx
        .insertInto('institution')
        .values({
          organisation_id: 1,
          id: '0198c0de-0000-7000-8000-000000000009',
          name: 'Delta Rail',
          own: false,
        })
        .execute(),
    );
    const naledi = await firstRun(imported);
    const seen = (await imported.ask({ url: '/api/me', as: naledi })).body;
    expect(seen).toMatchObject({ organisation: { name: 'Karoo Water', timeZone: 'Africa/Johannesburg' } });
    expect((seen as { institutions: { name: string }[] }).institutions.map((one) => one.name)).toEqual([
      'Karoo Water Board',
      'Delta Rail',
    ]);
    await imported.close();
  });
});

describe('signing in', () => {
  it('says the same for a wrong password and an unknown address', async () => {
    const wrong = await signIn('naledi@water.example', 'not the password');
    const unknown = await signIn('nobody@water.example', 'not the password');
    expect(wrong).toMatchObject({ status: 401, body: { code: 'not_signed_in' } });
    expect(unknown.text).toBe(wrong.text);
    expect(wrong.cookies).toEqual([]);
  });

  it('takes the right password, whatever the case of the address', async () => {
    const answer = await signIn('Naledi@Water.example');
    expect(answer.status).toBe(200);
    expect(answer.cookies.join()).toMatch(/HttpOnly/i);
    expect(answer.cookies.join()).toMatch(/SameSite=Lax/i);
    expect((await me(personOf(answer))).status).toBe(200);
  });

  it('locks one guesser’s pair of address and email, not the member elsewhere nor the neighbour', async () => {
    await join(server, await admin(), 'agent', 'thabo@water.example');
    const guesses = [];
    for (let n = 0; n < 12; n++)
      guesses.push((await signIn('thabo@water.example', `guess ${n}`, '203.0.113.5')).status);
    expect(guesses.filter((status) => status === 401).length).toBe(8);
    expect(guesses.at(-1)).toBe(429);
    expect((await signIn('thabo@water.example', password, '203.0.113.5')).status).toBe(429);
    expect((await signIn('thabo@water.example', password, '203.0.113.6')).status).toBe(200);
    expect((await signIn('naledi@water.example', password, '203.0.113.5')).status).toBe(200);
    const kept = await server.storage.system.selectFrom('rate_limit').select('key').execute();
    expect(JSON.stringify(kept)).not.toMatch(/thabo|203\.0/);
  });

  it('counts thirty guesses at once as thirty', async () => {
    const all = await Promise.all(
      Array.from({ length: 30 }, (_, n) => signIn('thabo@water.example', `guess ${n}`, '203.0.113.77')),
    );
    expect(all.filter((answer) => answer.status === 401).length).toBe(8);
  });

  it('has no other door: not to sign up, not to change an address, not to list by better-auth', async () => {
    for (const path of [
      'sign-up/email',
      'update-user',
      'change-email',
      'delete-user',
      'list-sessions',
      'get-session',
    ])
      for (const method of ['GET', 'POST'] as const)
        expect(
          (
            await server.ask({
              method,
              url: `/api/auth/${path}`,
              ...(method === 'POST' ? { payload: {} } : {}),
            })
          ).status,
        ).toBe(404);
  });

  it('signs out', async () => {
    const person = await admin();
    await server.ask({ method: 'POST', url: '/api/auth/sign-out', as: person });
    expect((await me(person)).status).toBe(401);
  });
});

const admin = async () => personOf(await signIn('naledi@water.example', password, '192.0.2.44'));

describe('sessions', () => {
  it('are listed with the own one marked, and one that is ended ends at once', async () => {
    const here = await admin();
    const elsewhere = await admin();
    const listed = (await server.ask({ url: '/api/sessions', as: here })).body as {
      id: string;
      current: boolean;
    }[];
    expect(listed.filter((session) => session.current).length).toBe(1);
    const ofElsewhere = (
      (await server.ask({ url: '/api/sessions', as: elsewhere })).body as { id: string; current: boolean }[]
    ).find((session) => session.current);
    const ended = await server.ask({ method: 'DELETE', url: `/api/sessions/${ofElsewhere?.id}`, as: here });
    expect(ended.status).toBe(200);
    // Its cookie still holds a fresh cached session: it must not help.
    expect((await me(elsewhere)).status).toBe(401);
    expect((await me(here)).status).toBe(200);
  });

  it('of others cannot be ended', async () => {
    const thabo = personOf(await signIn('thabo@water.example'));
    const own = (await server.ask({ url: '/api/sessions', as: thabo })).body as { id: string }[];
    const answer = await server.ask({
      method: 'DELETE',
      url: `/api/sessions/${own[0]?.id}`,
      as: await admin(),
    });
    expect(answer.status).toBe(404);
    expect((await me(thabo)).status).toBe(200);
  });

  it('cannot be forged or altered', async () => {
    const { cookie } = await admin();
    expect((await me({ cookie: cookie.replace(/session_token=.{6}/, 'session_token=AAAAAA') })).status).toBe(
      401,
    );
    const data = cookie.split('; ').filter((part) => !part.includes('session_token'));
    expect((await me({ cookie: data.join('; ') })).status).toBe(401);
  });
});

describe('one-time links', () => {
  const organisationId = 1;
  const use = (token: string) =>
    server.ask({ method: 'POST', url: '/api/one-time-link', payload: { token } });
  const make = () =>
    makeSignInLink(
      server.storage,
      'http://desk.test/',
      { organisationId, by: { email: 'naledi@water.example' } },
      server.now(),
    );

  it('sign in once and never again', async () => {
    const link = await make();
    expect(link).toMatch(/^http:\/\/desk\.test\/link#token=/);
    const both = await Promise.all([use(tokenOf(link)), use(tokenOf(link))]);
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 410]);
    const good = both.find((answer) => answer.status === 200);
    expect(good?.body).toMatchObject({ member: { email: 'naledi@water.example' } });
    expect((await me(personOf(good!))).status).toBe(200);
  });

  it('are void after fifteen minutes, and when a newer one is made', async () => {
    const old = await make();
    const newer = await make();
    expect((await use(tokenOf(old))).status).toBe(410);
    server.clock.ahead = 15 * 60_000 + 1;
    expect((await use(tokenOf(newer))).status).toBe(410);
    server.clock.ahead = 0;
  });

  it('open one door only: a sign-in link is no invitation', async () => {
    const token = tokenOf(await make());
    const answer = await server.ask({
      method: 'POST',
      url: '/api/invitation',
      payload: { token, name: 'X', password },
    });
    expect(answer.status).toBe(410);
  });

  it('stand in the database as a hash only', async () => {
    const token = tokenOf(await make());
    const rows = await server.storage.system.selectFrom('one_time_link').selectAll().execute();
    expect(JSON.stringify(rows.map((row) => [row, row.token_hash.toString('latin1')]))).not.toContain(token);
  });
});

describe('members', () => {
  const invite = async (email: string, role = 'agent') =>
    server.ask({
      method: 'POST',
      url: '/api/members',
      as: await admin(),
      payload: { name: 'Amina Otieno', email, role },
    });

  it('who leave lose their sessions and links at once', async () => {
    const lerato = await join(server, await admin(), 'agent', 'lerato@water.example');
    const { member } = (await me(lerato)).body as { member: { id: string } };
    const link = await makeSignInLink(
      server.storage,
      'http://desk.test',
      { organisationId: 1, by: { id: member.id } },
      server.now(),
    );
    const left = await server.ask({
      method: 'PATCH',
      url: `/api/members/${member.id}`,
      as: await admin(),
      payload: { left: true },
    });
    expect(left.status).toBe(200);
    expect((await me(lerato)).status).toBe(401);
    const used = await server.ask({
      method: 'POST',
      url: '/api/one-time-link',
      payload: { token: tokenOf(link) },
    });
    expect(used.status).toBe(410);
    expect((await me(personOf(await signIn('lerato@water.example')))).status).toBe(401);
    const back = (await invite('lerato@water.example')).body as { link: string };
    const accept = (word: string) =>
      server.ask({
        method: 'POST',
        url: '/api/invitation',
        payload: { token: tokenOf(back.link), name: 'Lerato M', password: word },
      });
    // Whoever invites an address does not become master of the sign-in that it has.
    expect((await accept('another password altogether')).status).toBe(401);
    expect((await accept(password)).status).toBe(200);
  });

  it('are invited once: a newer invitation voids the older, a member is not invited', async () => {
    const first = (await invite('amina@water.example')).body as { link: string };
    const second = (await invite('Amina@water.example', 'supervisor')).body as { link: string };
    const accept = (link: string) =>
      server.ask({
        method: 'POST',
        url: '/api/invitation',
        payload: { token: tokenOf(link), name: 'Amina Otieno', password },
      });
    expect((await accept(first.link)).status).toBe(410);
    expect((await accept(second.link)).body).toMatchObject({ member: { role: 'supervisor' } });
    expect(await invite('amina@water.example')).toMatchObject({
      status: 400,
      body: { code: 'input_invalid' },
    });
  });

  it('always keep one admin, even when two stop in the same second', async () => {
    const second = await join(server, await admin(), 'admin', 'second@water.example');
    const ids = [await me(await admin()), await me(second)].map(
      (answer) => (answer.body as { member: { id: string } }).member.id,
    );
    const demote = async (id: string | undefined, as: { cookie: string }) =>
      server.ask({ method: 'PATCH', url: `/api/members/${id}`, as, payload: { role: 'agent' } });
    const both = await Promise.all([demote(ids[0], second), demote(ids[1], await admin())]);
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 403]);
    const still = both[0]?.status === 200 ? second : await admin();
    const lowered = both[0]?.status === 200 ? ids[0] : ids[1];
    await server.ask({
      method: 'PATCH',
      url: `/api/members/${lowered}`,
      as: still,
      payload: { role: 'admin' },
    });
  });

  it('every administrative act stands in the audit', async () => {
    const audit = (await server.ask({ url: '/api/audit', as: await admin() })).body as { action: string }[];
    const actions = new Set(audit.map((entry) => entry.action));
    for (const action of [
      'organisation.made',
      'member.invited',
      'member.joined',
      'member.changed',
      'member.left',
    ])
      expect(actions).toContain(action);
  });

  it('set their own name and signature', async () => {
    const person = await admin();
    const changed = await server.ask({
      method: 'PATCH',
      url: '/api/me',
      as: person,
      payload: { signature: '^Naledi' },
    });
    expect(changed.body).toMatchObject({ signature: '^Naledi', role: 'admin' });
    const cleared = await server.ask({
      method: 'PATCH',
      url: '/api/me',
      as: person,
      payload: { signature: '' },
    });
    expect(cleared.body).toMatchObject({ signature: null });
  });
});

describe('what is logged', () => {
  it('holds no password, no token, no cookie', async () => {
    const refused = await server.ask({
      method: 'POST',
      url: '/api/invitation',
      payload: { token: 'guessed-token-guessed-token', name: 'X', password: 'tooshort' },
    });
    expect(refused).toMatchObject({ status: 400, body: { code: 'input_invalid' } });
    expect(refused.text).toContain('password');
    const all = server.logged.join('\n');
    expect(server.logged.length).toBeGreaterThan(20);
    expect(all).not.toContain(password);
    expect(all).not.toMatch(/session_token|token=|tooshort|guessed-token/);
  });
});
