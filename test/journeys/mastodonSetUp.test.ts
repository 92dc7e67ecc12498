/** An account on a server of the Mastodon API is set up step by step: by a code, which can be used once and holds from the try to the connection. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SetUpView, TriedView } from '../../src/api/contract.ts';
import { type ApiServer, firstRun, type Person, startApi } from '../factories/apiServer.ts';
import { channels } from '../factories/desk.ts';
import { mastodonChannel } from '../factories/mastodonAccess.ts';
import { type MastodonDouble, startMastodonDouble } from '../servers/mastodon/startDouble.ts';

let server: ApiServer;
let double: MastodonDouble;
let admin: Person;
let begun: SetUpView;

beforeAll(async () => {
  double = await startMastodonDouble();
  server = await startApi({ deps: { channels: { ...channels, mastodon: mastodonChannel() } } });
  admin = await firstRun(server);
  const me = await ask<{ institutions: { id: string }[] }>('GET', '/api/me');
  const institutionId = me.institutions[0]?.id;
  begun = await ask('POST', '/api/set-ups', { network: 'mastodon', institutionId });
});
afterAll(async () => {
  await server.close();
  await double.close();
});

const send = (method: 'GET' | 'POST' | 'PUT', url: string, payload?: object) =>
  server.ask({ method, url, as: admin, ...(payload === undefined ? {} : { payload }) });

async function ask<T>(method: 'GET' | 'POST' | 'PUT', url: string, payload?: object): Promise<T> {
  const answer = await send(method, url, payload);
  if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${answer.text}`);
  return answer.body as T;
}

test('the steps say what to do on the server, and change with what was chosen', async () => {
  expect(begun.steps.at(-1)?.text).toMatch(/copy its access token/);
  const fields = { server: double.address, by: 'code' };
  const typed = await ask<SetUpView>('PUT', `/api/set-ups/${begun.id}`, { fields });
  expect(typed.steps.at(-1)?.text).toMatch(/The server shows a code/);
});

test('tried without a code it names the page to open; what that page shows connects the account', async () => {
  const refused = await send('POST', `/api/set-ups/${begun.id}/try`);
  expect(refused).toMatchObject({ status: 400, body: { code: 'input_invalid' } });
  const { sentence } = refused.body as { sentence: string };
  const page = /https?:\/\/\S+/.exec(sentence)?.[0] ?? '';
  expect(page).toContain(`${double.address}/oauth/authorize?`);
  const code = double.allow(page, double.street.add('care'));
  await ask('PUT', `/api/set-ups/${begun.id}`, { fields: { server: double.address, by: 'code', code } });
  const tried = await ask<TriedView>('POST', `/api/set-ups/${begun.id}/try`);
  expect(tried).toMatchObject({ handle: 'care@people.example', lacks: [], trial: null });
  expect(tried.checks).toContain('The server streams what is written to the account.');
  expect(await ask('POST', `/api/set-ups/${begun.id}/connect`)).toEqual({ id: begun.id });
  const accounts = await ask<{ id: string; network: string; handle: string; state: string }[]>(
    'GET',
    '/api/accounts',
  );
  expect(accounts).toMatchObject([
    { id: begun.id, network: 'mastodon', handle: 'care@people.example', state: 'listening' },
  ]);
  expect(JSON.stringify(accounts)).not.toContain(code);
});
