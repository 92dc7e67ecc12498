/** The language of a member and that of the organisation, over the API. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FormView, Me } from '../../src/api/contract.ts';
import { type ApiServer, firstRun, join, type Person, startApi } from '../factories/apiServer.ts';

let server: ApiServer;
let admin: Person;
let agent: Person;

beforeAll(async () => {
  server = await startApi();
  admin = await firstRun(server);
  agent = await join(server, admin, 'agent', 'neema@water.example');
});
afterAll(() => server.close());

const meOf = async (as: Person) => (await server.ask({ url: '/api/me', as })).body as Me;
const patch = (as: Person, url: string, payload: object) => server.ask({ method: 'PATCH', url, as, payload });

it('is the browser’s until a member chooses one, and again when they take that back', async () => {
  expect((await meOf(agent)).language).toBeNull();
  expect(await patch(agent, '/api/me', { language: 'sw' })).toMatchObject({ status: 200 });
  expect((await meOf(agent)).language).toBe('sw');
  expect((await meOf(admin)).language).toBeNull();
  await patch(agent, '/api/me', { signature: '^N' });
  expect((await meOf(agent)).language).toBe('sw');
  // The console does not speak Kinyarwanda.
  expect(await patch(agent, '/api/me', { language: 'rw' })).toMatchObject({ status: 400 });
  await patch(agent, '/api/me', { language: null });
  expect((await meOf(agent)).language).toBeNull();
});

it('of the organisation is that of new forms, and an admin’s to set', async () => {
  expect(await patch(agent, '/api/organisation', { language: 'rw' })).toMatchObject({ status: 403 });
  expect(await patch(admin, '/api/organisation', { language: 'rw' })).toMatchObject({
    status: 200,
    body: { organisation: { language: 'rw' } },
  });
  const institutionId = (await meOf(admin)).institutions[0]?.id;
  const open = async (slug: string, more: object) => {
    const payload = { institutionId, slug, title: 'Amazi', ...more };
    const { body } = await server.ask({ method: 'POST', url: '/api/forms', as: admin, payload });
    return (body as FormView).language;
  };
  expect(await open('amazi', {})).toBe('rw');
  expect(await open('eau', { language: 'fr' })).toBe('fr');
});
