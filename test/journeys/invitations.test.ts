/** Invitations: how long they hold is seen, they are made anew, changed and taken back. */
import { execFile } from 'node:child_process';
import { join as pathTo } from 'node:path';
import { promisify } from 'node:util';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../createTestDatabase.ts';
import {
  type ApiServer,
  firstRun,
  join,
  type Person,
  password,
  startApi,
  tokenOf,
} from '../factories/apiServer.ts';
import { compiled, programFile } from '../factories/program.ts';

let database: TestDatabase;
let server: ApiServer;
let naledi: Person;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startApi({ database });
  naledi = await firstRun(server);
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

interface Listed {
  id: string;
  email: string;
  role: string;
  invited: boolean;
  invitedUntil: string | null;
  secondFactor: boolean;
}
const listed = async (email: string) => {
  const members = (await server.ask({ url: '/api/members', as: naledi })).body as Listed[];
  return members.find((one) => one.email === email);
};
const post = (url: string, payload: object, as: Person = naledi) =>
  server.ask({ method: 'POST', url, payload, as });
const invite = async (email: string, role = 'agent') =>
  ((await post('/api/members', { name: 'Amina', email, role })).body as { link: string }).link;
const patch = (id: string | undefined, payload: object) =>
  server.ask({ method: 'PATCH', url: `/api/members/${id}`, as: naledi, payload });
const accept = (link: string) => post('/api/invitation', { token: tokenOf(link), name: 'Amina', password });

it('shows until when the link holds, and that a link is no longer good', async () => {
  await invite('amina@water.example');
  const first = await listed('amina@water.example');
  expect(first).toMatchObject({ invited: true, secondFactor: false });
  const left = Date.parse(first?.invitedUntil ?? '') - server.now().getTime();
  expect(left).toBeGreaterThan(6.9 * 86_400_000);
  expect(left).toBeLessThanOrEqual(7 * 86_400_000);
  server.clock.ahead = 7 * 86_400_000 + 1;
  expect(await listed('amina@water.example')).toMatchObject({ invited: true, invitedUntil: null });
  server.clock.ahead = 0;
});

it('is made anew, in another role too, and then only the new link is good', async () => {
  const old = await invite('berthe@water.example');
  const member = await listed('berthe@water.example');
  expect((await patch(member?.id, { role: 'auditor' })).body).toMatchObject({ role: 'auditor' });
  const fresh = await invite('berthe@water.example', 'supervisor');
  expect((await accept(old)).status).toBe(410);
  expect((await accept(fresh)).body).toMatchObject({ member: { role: 'supervisor' } });
  expect(await listed('berthe@water.example')).toMatchObject({ invited: false, invitedUntil: null });
});

it('is taken back at once, and made again later', async () => {
  const link = await invite('chipo@water.example');
  const member = await listed('chipo@water.example');
  expect((await patch(member?.id, { left: true })).status).toBe(200);
  expect((await accept(link)).status).toBe(410);
  expect((await accept(await invite('chipo@water.example'))).status).toBe(200);
});

it('whoever lost the second step: the operator takes it away by a command, and it stands in the audit', async () => {
  const thabo = await join(server, naledi, 'agent', 'thabo@water.example');
  const { secret } = (await post('/api/me/second-factor', { password }, thabo)).body as { secret: string };
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: server.now().getTime(),
  });
  await post('/api/me/second-factor/confirm', { code }, thabo);
  expect(await listed('thabo@water.example')).toMatchObject({ secondFactor: true });
  const root = pathTo(import.meta.dirname, '../..');
  const answer = await promisify(execFile)(
    process.execPath,
    [programFile, 'member', 'second-factor', 'thabo@water.example'],
    {
      cwd: root,
      env: {
        ...compiled,
        PATH: process.env.PATH,
        DATABASE_URL: database.url,
        ANSWERABLE_DATA: '/nowhere/at/all',
      },
    },
  );
  expect(answer.stdout).toContain('The second factor is gone');
  expect(await listed('thabo@water.example')).toMatchObject({ secondFactor: false });
  expect((await server.ask({ url: '/api/me', as: thabo })).status).toBe(401);
  const audit = (await server.ask({ url: '/api/audit', as: naledi })).body as {
    action: string;
    member: string | null;
  }[];
  expect(audit.find((entry) => entry.action === 'member.second_factor_reset')).toMatchObject({
    member: null,
  });
});
