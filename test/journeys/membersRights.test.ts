import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { may, type Right, type Role, rights, roles } from '../../src/domain/rights.ts';
import { type ApiServer, firstRun, join, type Person, startApi } from '../factories/apiServer.ts';
import { rightsDocument } from '../factories/rightsDocument.ts';

let server: ApiServer;
let address: string;
const people = new Map<Role, Person>();
/** Whoever gets past the guard is stopped here, so that trying changes nothing. */
const through = 299;

beforeAll(async () => {
  server = await startApi({
    before: (app) =>
      app.addHook('onRequest', async (request, reply) => {
        if (request.headers['x-only-try'] === 'yes') return reply.code(through).send('through');
      }),
  });
  const admin = await firstRun(server);
  people.set('admin', admin);
  for (const role of roles)
    if (role !== 'admin') people.set(role, await join(server, admin, role, `${role}@water.example`));
  await server.app.listen({ port: 0, host: '127.0.0.1' });
  address = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await server.close();
});

const routes = () => server.app.routeRights.filter((route) => route.method !== 'HEAD');

async function tryRoute(method: string, url: string, person: Person | null) {
  const path = url.replace(/:n\b/g, '0').replace(/:\w+/g, '0198c0de-0000-7000-8000-000000000000');
  return fetch(`${address}${path}`, {
    method,
    headers: {
      'x-only-try': 'yes',
      ...(method === 'GET' ? {} : { origin: address }),
      ...(person === null ? {} : { cookie: person.cookie }),
    },
  });
}

describe('rights', () => {
  it('every address lets in the roles of the written table and no other', async () => {
    for (const { method, url, right } of routes()) {
      if (right === 'public') continue;
      for (const role of roles) {
        const answer = await tryRoute(method, url, people.get(role) ?? null);
        const wanted = right === 'signed_in' || may(role, right) ? through : 403;
        expect(answer.status, `${role}: ${method} ${url}`).toBe(wanted);
        if (wanted === 403) expect(await answer.json()).toMatchObject({ code: 'not_permitted' });
      }
    }
  });

  it('every address but the public ones asks who it is', async () => {
    for (const { method, url, right } of routes()) {
      const answer = await tryRoute(method, url, null);
      expect(answer.status, `${method} ${url}`).toBe(right === 'public' ? through : 401);
    }
  });

  it('the public addresses are these', () => {
    const open = routes()
      .filter((route) => route.right === 'public')
      .map((route) => `${route.method} ${route.url}`);
    expect(open.sort()).toEqual(
      [
        'GET /*',
        // Networks call here (test/journeys/inlet.test.ts).
        'GET /in/:token',
        'GET /in/:token/*',
        'POST /in/:token',
        'POST /in/:token/*',
        'GET /c/:token',
        'GET /c/:token/picture/:post/:n',
        'GET /p/:token',
        'GET /f/:slug',
        'GET /promises/:page',
        'GET /promises/:page/data.json',
        'GET /promises/:page/feed.rss',
        'GET /calls/:page',
        'GET /calls/:page/:slug',
        'GET /calls/:page/:slug/data.json',
        'GET /calls/:page/:slug/feed.rss',
        'GET /promises/:page/method',
        'GET /api/first-run',
        'GET /api/openapi.json',
        'GET /api/probe',
        'GET /health',
        'GET /metrics',
        'POST /api/auth/sign-in/email',
        'POST /api/auth/sign-out',
        'POST /api/first-run',
        'POST /api/invitation',
        'POST /api/one-time-link',
        'POST /api/password',
        'POST /c/:token',
        'POST /p/:token',
        'POST /f/:slug',
        'POST /api/sign-in/passkey',
        'POST /api/sign-in/passkey/begin',
        'POST /api/sign-in/second-factor',
        'GET /api/sign-in/ways',
        'POST /api/sign-in/single-sign-on',
        'POST /api/sign-in/single-sign-on/end',
      ].sort(),
    );
  });

  it('an auditor only reads, a guest agent never sends', () => {
    const of = (role: Role) => (Object.keys(rights) as Right[]).filter((right) => may(role, right));
    expect(of('auditor').filter((right) => !/\.(read|export)$/.test(right))).toEqual(['self.manage']);
    expect(of('guest_agent')).toEqual(['cases.read', 'replies.draft', 'self.manage']);
  });

  it('the page of rights says what the server does', async () => {
    await expect(rightsDocument(server.app.routeRights)).toMatchFileSnapshot('../../docs/rights.md');
  });
});

describe('a route that names no right', () => {
  it('keeps the server from starting', async () => {
    const starting = startApi({ more: [(app) => app.get('/api/forgotten', async () => 'open')] });
    await expect(starting).rejects.toThrow(/GET \/api\/forgotten does not say which right/);
  });
});
