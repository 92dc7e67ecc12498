import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeFirstRunLink } from '../../src/members/links.ts';
import { loadMasterKey } from '../../src/storage/secrets.ts';
import {
  type ApiServer,
  firstRun,
  type Person,
  password,
  startApi,
  tokenOf,
} from '../factories/apiServer.ts';

let server: ApiServer;
let naledi: Person;
let folder: string;
const hidden = 'select secret from a_table_of_ours';

beforeAll(async () => {
  folder = await mkdtemp(path(tmpdir(), 'answerable-console-'));
  await mkdir(path(folder, 'dist/assets'), { recursive: true });
  await mkdir(path(folder, 'dist/.vite'), { recursive: true });
  await writeFile(path(folder, 'dist/index.html'), '<!doctype html><title>Answerable</title>');
  await writeFile(path(folder, 'dist/assets/main-B1x9Ab_2.js'), 'console.log("the console");'.repeat(50));
  await writeFile(path(folder, 'dist/.vite/manifest.json'), '{}');
  await writeFile(path(folder, 'outside.txt'), 'not for you');
  server = await startApi({
    deps: {
      settings: {
        version: '0.0.0',
        publicAddress: null,
        consoleFolder: path(folder, 'dist'),
        trustedProxies: [],
        privateHosts: [],
      },
    },
    more: [
      (app) => {
        app.get('/api/breaks', { config: { right: 'public' } }, async () => {
          throw new Error(hidden);
        });
        app.get('/api/stream', { config: { right: 'signed_in' } }, (_request, reply) => {
          reply.hijack();
          reply.raw.writeHead(200, { 'content-type': 'text/event-stream' });
          reply.raw.write('event: alive\ndata: {}\n\n');
        });
        app.post(
          '/api/typed',
          {
            config: { right: 'public' },
            schema: { body: z.object({ list: z.array(z.object({ age: z.int() })) }) },
          },
          async () => ({ fine: true }),
        );
      },
    ],
  });
  naledi = await firstRun(server);
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const change = (headers: Record<string, string | undefined>) =>
  server.ask({
    method: 'PATCH',
    url: '/api/me',
    as: naledi,
    payload: { signature: '^N' },
    headers: headers as Record<string, string>,
  });

describe('a change', () => {
  it('is taken from our own pages', async () => {
    expect((await change({})).status).toBe(200);
    expect((await change({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    expect((await change({ origin: undefined, referer: 'http://desk.test/inbox' })).status).toBe(200);
  });

  it.each([
    ['another site', { origin: 'http://evil.example' }],
    ['a site whose name begins like ours', { origin: 'http://desk.test.evil.example' }],
    ['another port', { origin: 'http://desk.test:8080' }],
    ['a page without an origin', { origin: 'null' }],
    ['nobody knows where', { origin: undefined }],
    ['another site by its referer', { origin: undefined, referer: 'http://evil.example/desk.test' }],
    ['another site, says the browser', { 'sec-fetch-site': 'cross-site' }],
    ['another scheme', { origin: 'file://desk.test' }],
  ])('is refused from %s', async (_from, headers) => {
    expect(await change(headers)).toMatchObject({ status: 403, body: { code: 'origin_refused' } });
  });

  it('is refused before its body is read, also where nobody needs to be signed in', async () => {
    const answer = await server.ask({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      payload: 'not json at all',
      headers: { origin: 'http://evil.example', 'content-type': 'application/json' },
    });
    expect(answer.body).toMatchObject({ code: 'origin_refused' });
  });
});

describe('every answer', () => {
  it('tells the browser to run nothing but our own files', async () => {
    for (const url of ['/', '/inbox', '/api/me', '/api/nowhere', '/assets/main-B1x9Ab_2.js']) {
      const { headers } = await server.ask({ url });
      const policy = String(headers['content-security-policy']);
      expect(policy, url).toContain("script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe-eval|\*|http/);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('same-origin');
    }
  });

  it('of the API is never kept by a cache', async () => {
    expect((await server.ask({ url: '/api/me', as: naledi })).headers['cache-control']).toBe('no-store');
  });

  it('says a code and a sentence when something fails, and nothing from inside', async () => {
    const broken = await server.ask({ url: '/api/breaks' });
    expect(broken).toMatchObject({ status: 500, body: { code: 'unexpected' } });
    expect(Object.keys(broken.body as object).sort()).toEqual(['code', 'sentence']);
    expect(broken.text).not.toContain(hidden);
    expect(server.logged.join()).toContain(hidden);
    for (const [method, url] of [
      ['GET', '/api/nowhere'],
      ['GET', '/api'],
      ['POST', '/api/nowhere'],
      ['DELETE', '/nowhere'],
    ] as const)
      expect(await server.ask({ method, url })).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('names the field that is not right', async () => {
    const wrong = await server.ask({
      method: 'POST',
      url: '/api/typed',
      payload: { list: [{ age: 3 }, { age: 'x' }] },
    });
    expect(wrong).toMatchObject({ status: 400, body: { code: 'input_invalid' } });
    expect(wrong.text).toContain('list.1.age');
    const torn = await server.ask({
      method: 'POST',
      url: '/api/typed',
      payload: '{"list":',
      headers: { 'content-type': 'application/json' },
    });
    expect(torn).toMatchObject({ status: 400, body: { code: 'input_invalid' } });
  });

  it('refuses a body beyond all measure', async () => {
    const large = await server.ask({
      method: 'POST',
      url: '/api/typed',
      payload: JSON.stringify({ list: 'x'.repeat(2_000_000) }),
      headers: { 'content-type': 'application/json' },
    });
    expect(large.status).toBe(413);
  });

  it('is described by an OpenAPI document with the right of each address', async () => {
    const { body } = await server.ask({ url: '/api/openapi.json' });
    const { openapi, paths } = body as {
      openapi: string;
      paths: Record<string, Record<string, { description: string }>>;
    };
    expect(openapi).toBe('3.1.0');
    expect(paths['/api/members']?.post?.description).toContain('members.manage');
  });
});

describe('a desk behind https', () => {
  it('gives secure cookies only, tells browsers to stay with https, and knows its own address', async () => {
    const publicAddress = 'https://help.karoo.example';
    const https = await startApi({
      deps: {
        settings: {
          version: '0.0.0',
          publicAddress,
          consoleFolder: null,
          trustedProxies: [],
          privateHosts: [],
        },
      },
    });
    const link = await makeFirstRunLink(https.storage, publicAddress, https.now());
    const answer = await https.ask({
      method: 'POST',
      url: '/api/first-run',
      // The proxy in front speaks to us by another name.
      headers: { origin: publicAddress, host: '127.0.0.1:4127' },
      payload: {
        token: tokenOf(link ?? ''),
        organisation: 'Karoo Water',
        institution: 'Karoo Water Board',
        name: 'Naledi Dlamini',
        email: 'naledi@water.example',
        password,
      },
    });
    expect(answer.status).toBe(200);
    for (const cookie of answer.cookies) expect(cookie).toMatch(/^__Secure-.*; Secure/i);
    expect(answer.headers['strict-transport-security']).toContain('max-age');
    await https.close();
  });
});

describe('an organisation asked for by its header', () => {
  it('must be one of theirs', async () => {
    const as = (organisation: string) =>
      server.ask({ url: '/api/me', as: naledi, headers: { 'x-answerable-organisation': organisation } });
    expect((await as('1')).status).toBe(200);
    for (const other of ['2', '0', '-1', '1e9', 'x', '99999999999'])
      expect((await as(other)).body).toMatchObject({ code: 'not_permitted' });
  });
});

describe('an event stream', () => {
  it('flows past the hooks', async () => {
    await server.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = server.app.server.address() as AddressInfo;
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      get({ port, host: '127.0.0.1', path: '/api/stream', headers: { cookie: naledi.cookie } }, resolve).on(
        'error',
        reject,
      );
    });
    expect(answer.headers['content-type']).toBe('text/event-stream');
    const first = await new Promise((resolve) => answer.once('data', resolve));
    expect(String(first)).toContain('event: alive');
    answer.destroy();
  });
});

describe('the console', () => {
  it('is served at every address that is not the API’s', async () => {
    for (const url of ['/', '/index.html', '/inbox/0198', '/first-run?x=1']) {
      const page = await server.ask({ url });
      expect(page.status, url).toBe(200);
      expect(page.text).toContain('<title>Answerable</title>');
      expect(page.headers['cache-control']).toBe('no-cache');
    }
  });

  it('keeps hashed files for good, and sends them packed', async () => {
    const file = await server.ask({
      url: '/assets/main-B1x9Ab_2.js',
      headers: { 'accept-encoding': 'gzip, br' },
    });
    expect(file.headers['cache-control']).toContain('immutable');
    expect(file.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(file.bytes).toString()).toContain('the console');
    const again = await server.ask({
      url: '/assets/main-B1x9Ab_2.js',
      headers: { 'if-none-match': String(file.headers.etag) },
    });
    expect(again.status).toBe(304);
  });

  it('gives out nothing beside its own files', async () => {
    for (const url of [
      '/../outside.txt',
      '/..%2foutside.txt',
      '/assets/..%2f..%2foutside.txt',
      '/%2e%2e/outside.txt',
      '/.vite/manifest.json',
      '/assets/gone-12345678.js',
      '/%00.js',
      '/%zz.js',
    ]) {
      const answer = await server.ask({ url });
      expect(answer.text, url).not.toContain('not for you');
      expect(answer.status, url).toBe(404);
    }
  });
});

describe('a console that was built anew', () => {
  it('is served by the program that runs, and the old files are gone', async () => {
    await rm(path(folder, 'dist/assets/main-B1x9Ab_2.js'));
    await writeFile(path(folder, 'dist/index.html'), '<!doctype html><title>Answerable, anew</title>');
    await writeFile(path(folder, 'dist/assets/main-C2y0Bc_3.js'), 'console.log("anew")');
    await writeFile(path(folder, 'dist/.stamp'), 'a stamp');
    expect((await server.ask({ url: '/assets/main-C2y0Bc_3.js' })).text).toContain('anew');
    expect((await server.ask({ url: '/inbox' })).text).toContain('Answerable, anew');
    expect((await server.ask({ url: '/assets/main-B1x9Ab_2.js' })).status).toBe(404);
    expect((await server.ask({ url: '/.stamp' })).text).not.toContain('a stamp');
  });
});

describe('the key of the data folder', () => {
  it('is made once, for its owner only, even by two programs at once', async () => {
    const data = path(folder, 'data');
    const keys = await Promise.all([1, 2, 3, 4].map(() => loadMasterKey({ folder: data })));
    expect(new Set(keys.map((key) => key.derive('sessions'))).size).toBe(1);
    expect((await stat(path(data, 'key'))).mode & 0o777).toBe(0o600);
    expect((await loadMasterKey({ folder: data })).derive('sessions')).toBe(keys[0]?.derive('sessions'));
  });
});
