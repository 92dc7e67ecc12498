/** The doctor beside a running program, without one, and with everything that can be wrong in front of it. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request as forward, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Finding } from '../../src/cli/doctor/finding.ts';
import { command } from '../factories/command.ts';
import { freePort } from '../factories/guides.ts';
import { type Answerable, startAnswerable } from '../factories/startAnswerable.ts';

let folder: string;
let program: Answerable;
let port: number;
const proxies: Server[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'answerable-doctor-'));
  port = await freePort();
  program = await startAnswerable({ environment: { PORT: String(port) } });
});
afterAll(async () => {
  for (const proxy of proxies) {
    proxy.closeAllConnections();
    proxy.close();
  }
  await program.close();
  await rm(folder, { recursive: true, force: true });
});

/** A proxy in front of the program that does as proxies do; answers its address. */
async function proxy(how: { gathers?: boolean; lost?: boolean; server?: string }): Promise<string> {
  const server = createServer((asked, answer) => {
    if (how.lost && asked.url?.startsWith('/api/probe')) return answer.writeHead(404).end();
    const headers = { ...asked.headers, 'x-forwarded-for': '198.51.100.4' };
    const onward = forward({ port, path: asked.url, method: asked.method, headers }, (came) => {
      answer.writeHead(came.statusCode ?? 502, { ...came.headers, server: how.server ?? 'plain' });
      if (how.gathers !== true) return came.pipe(answer);
      const parts: Buffer[] = [];
      came.on('data', (part) => parts.push(part)).on('end', () => answer.end(Buffer.concat(parts)));
    });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    asked.pipe(onward);
  });
  proxies.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function examined(
  settings: Record<string, string>,
): Promise<{ code: number | null; of(check: string): Finding[]; all: Finding[] }> {
  const here = { ANSWERABLE_DATA: program.folder, PORT: String(port), ...settings };
  const { code, out, err } = await command(here, ['doctor', '--json']).ended;
  if (out === '') throw new Error(err);
  const all = JSON.parse(out) as Finding[];
  return { code, all, of: (check) => all.filter((one) => one.check === check) };
}

test('beside a program that is well everything is ok, and each remedy belongs to something that is not', async () => {
  const { code, all, of } = await examined({});
  expect(all.filter(({ state }) => state === 'fault')).toEqual([]);
  expect(code).toBe(0);
  for (const check of [
    'database',
    'safety',
    'tables',
    'clock',
    'connections',
    'roles',
    'key',
    'accounts',
    'address',
    'live updates',
    'proxies',
  ])
    expect([check, of(check).map(({ state }) => state)]).toEqual([check, ['ok']]);
  expect(all.every(({ state, mend }) => (mend === null) === (state === 'ok'))).toBe(true);
  const people = await command({ ANSWERABLE_DATA: program.folder, PORT: String(port) }, ['doctor']).ended;
  expect(people.out).toContain('ok       roles: serve, work, listen, send run.');
});

test('a proxy that gathers answers is noticed and named, and so is one that hides the stream', async () => {
  const gathers = await examined({ ANSWERABLE_URL: await proxy({ gathers: true, server: 'nginx/1.22.1' }) });
  expect(gathers.code).toBe(1);
  expect(gathers.of('live updates')).toMatchObject([
    {
      state: 'fault',
      sentence: expect.stringContaining('nginx/1.22.1'),
      mend: expect.stringContaining('proxy_buffering off;'),
    },
  ]);
  const hides = await examined({ ANSWERABLE_URL: await proxy({ lost: true }) });
  expect(hides.of('live updates')).toMatchObject([
    { state: 'fault', sentence: expect.stringContaining('404') },
  ]);
});

test('a proxy that passes on is well, and unnamed it makes everybody look alike', async () => {
  const { of } = await examined({ ANSWERABLE_URL: await proxy({}) });
  expect(of('live updates')).toMatchObject([{ state: 'ok' }]);
  expect(of('proxies')).toMatchObject([
    { state: 'warning', mend: expect.stringContaining('ANSWERABLE_PROXIES=127.0.0.1') },
  ]);
});

test('an address that leads nowhere is a fault with a reason', async () => {
  const { code, of } = await examined({ ANSWERABLE_URL: `http://127.0.0.1:${await freePort()}` });
  expect(code).toBe(1);
  expect(of('address')).toMatchObject([
    { state: 'fault', sentence: expect.stringContaining('nothing listens there') },
  ]);
});

test('the probe answers one key once, and no other', async () => {
  const asked = await fetch(`${program.address()}/api/probe?token=${'x'.repeat(43)}`);
  expect(asked.status).toBe(410);
  expect((await fetch(`${program.address()}/api/probe`)).status).toBe(400);
});

test('another key than the one that sealed the passwords is a fault', async () => {
  const [organisation] = await program.query<{ id: number }>(
    `insert into organisation (name, kind) values ('Umoja Water', 'institution') returning id`,
  );
  await program.query(
    `with i as (insert into institution values ($1, gen_random_uuid(), 'Umoja Water', true) returning id)
    insert into connected_account (organisation_id, id, institution_id, network, network_id, handle, secret, state, state_reason)
    select $1, gen_random_uuid(), i.id, 'bluesky', 'did:plc:umoja', 'umoja.example', '\\x01ff', 'permission_lost', 'The password was changed.' from i`,
    [organisation?.id],
  );
  const { code, of } = await examined({});
  expect(code).toBe(1);
  expect(of('key')).toMatchObject([
    { state: 'fault', sentence: expect.stringContaining('cannot be read with this key') },
  ]);
  await program.query('update connected_account set secret = null');
  const lost = await examined({});
  expect(lost.of('accounts')).toMatchObject([
    {
      state: 'fault',
      sentence: expect.stringContaining('The password was changed.'),
      mend: expect.stringContaining('Settings > Accounts'),
    },
  ]);
});

test('on an empty folder, on a database that is away, and on data that nobody runs on it says so', async () => {
  const empty = join(folder, 'empty');
  await mkdir(empty);
  const nothing = await examined({ ANSWERABLE_DATA: empty });
  expect(nothing.of('database')).toMatchObject([
    { state: 'warning', sentence: expect.stringContaining('no database') },
  ]);
  const away = await examined({ DATABASE_URL: `postgresql://nobody@127.0.0.1:${await freePort()}/none` });
  expect(away.code).toBe(1);
  expect(away.of('database')).toMatchObject([
    { state: 'fault', sentence: expect.stringContaining('cannot be reached') },
  ]);

  const stopped = await startAnswerable();
  await stopped.stop();
  await chmod(join(stopped.folder, 'key'), 0o644);
  const { of, all } = await examined({ ANSWERABLE_DATA: stopped.folder });
  expect(all.filter(({ state }) => state === 'fault')).toEqual([]);
  expect(of('roles')).toMatchObject([{ state: 'warning', sentence: 'The program does not run.' }]);
  expect(of('key')).toMatchObject([{ state: 'warning', mend: expect.stringContaining('chmod 600') }]);
  await writeFile(join(stopped.folder, 'key'), `${Buffer.alloc(31).toString('base64')}\n`);
  expect((await examined({ ANSWERABLE_DATA: stopped.folder })).of('key')).toMatchObject([{ state: 'fault' }]);
  await stopped.close();
});
