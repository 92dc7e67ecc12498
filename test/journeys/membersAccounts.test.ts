import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSignInLink } from '../../src/members/links.ts';
import { accountsToListenTo, checkKey, openAccount } from '../../src/storage/accountsOpened.ts';
import { masterKey } from '../../src/storage/secrets.ts';
import { type ApiServer, firstRun, type Person, personOf, startApi } from '../factories/apiServer.ts';

let server: ApiServer;
let naledi: Person;
let institutionId: string;
/** Somebody of another organisation on the same database. */
let stranger: Person;

interface Account {
  id: string;
  state: string;
  watched: string[];
}

beforeAll(async () => {
  server = await startApi();
  naledi = await firstRun(server);
  const me = (await server.ask({ url: '/api/me', as: naledi })).body as { institutions: { id: string }[] };
  institutionId = me.institutions[0]?.id ?? '';
  stranger = await makeStranger();
});
afterAll(async () => {
  await server.close();
});

/** A second organisation with the same sign-in rules: made by hand, since the first run is done once. */
async function makeStranger(): Promise<Person> {
  const { storage } = server;
  const signInId = randomUUID();
  await storage.asSystem(async (tx) => {
    await tx.insertInto('organisation').values({ name: 'Delta Rail', kind: 'institution' }).execute();
    const { id } = await tx
      .selectFrom('organisation')
      .select('id')
      .where('name', '=', 'Delta Rail')
      .executeTakeFirstOrThrow();
    await tx.insertInto('organisation_counter').values({ organisation_id: id }).execute();
    await tx
      .insertInto('sign_in')
      .values({ id: signInId, name: 'Kofi', email: 'kofi@rail.example' })
      .execute();
    await tx
      .insertInto('member')
      .values({
        organisation_id: id,
        id: randomUUID(),
        sign_in_id: signInId,
        name: 'Kofi Mensah',
        email: 'kofi@rail.example',
        role: 'admin',
      })
      .execute();
  });
  const rail = await storage.system
    .selectFrom('member')
    .select(['organisation_id', 'id'])
    .where('sign_in_id', '=', signInId)
    .executeTakeFirstOrThrow();
  const link = await makeSignInLink(
    storage,
    'http://desk.test',
    { organisationId: rail.organisation_id, by: { id: rail.id } },
    new Date(),
  );
  return personOf(
    await server.ask({
      method: 'POST',
      url: '/api/one-time-link',
      payload: { token: link.split('#token=')[1] },
    }),
  );
}

const connect = (fields: Record<string, string>, as = naledi) =>
  server.ask({
    method: 'POST',
    url: '/api/accounts',
    as,
    payload: { network: 'bluesky', institutionId, fields },
  });
const good = { handle: 'karoowater', password: 'right-app-password' };
const accounts = async (as = naledi) => (await server.ask({ url: '/api/accounts', as })).body as Account[];

describe('connecting an account', () => {
  it('shows which networks there are and what each asks for', async () => {
    const networks = (await server.ask({ url: '/api/networks', as: naledi })).body;
    const list = networks as { network: string; fields: { name: string; secret: boolean }[] }[];
    expect(list[0]).toMatchObject({
      network: 'bluesky',
      fields: [{ name: 'handle' }, { name: 'password', secret: true }],
    });
    const email = list.find(({ network }) => network === 'email');
    expect(email?.fields.filter(({ secret }) => secret).length).toBeGreaterThan(0);
  });

  it('says what is missing or what the network refused, and keeps nothing', async () => {
    expect(await connect({ handle: 'karoowater' })).toMatchObject({
      status: 400,
      body: { code: 'input_invalid' },
    });
    expect((await connect({ ...good, password: 'wrong' })).body).toMatchObject({ code: 'account_refused' });
    const nowhere = await server.ask({
      method: 'POST',
      url: '/api/accounts',
      as: naledi,
      payload: { network: 'bluesky', institutionId: randomUUID(), fields: good },
    });
    expect(nowhere.body).toMatchObject({ code: 'not_found' });
    expect(await accounts()).toEqual([]);
  });

  it('keeps the password sealed: not in the row, not in an answer, not in the log', async () => {
    const connected = await connect(good);
    expect(connected).toMatchObject({
      status: 200,
      body: { handle: 'karoowater', state: 'listening', listening: false },
    });
    const rows = await server.storage.system.selectFrom('connected_account').selectAll().execute();
    expect(rows[0]?.secret?.toString('latin1')).not.toContain('right-app-password');
    expect(JSON.stringify(rows.map(({ secret, ...rest }) => [rest, typeof secret]))).not.toContain(
      'right-app-password',
    );
    expect(connected.text).not.toContain('right-app-password');
    expect(server.logged.join()).not.toContain('right-app-password');
  });

  it('refuses the same account a second time', async () => {
    expect(await connect(good)).toMatchObject({ status: 409, body: { code: 'account_exists' } });
    const both = await Promise.all([
      connect({ ...good, handle: 'twice' }),
      connect({ ...good, handle: 'twice' }),
    ]);
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
  });

  it('gives the listener the account opened, and keeps tokens that it renews', async () => {
    const [first] = await accountsToListenTo(server.storage);
    const opened = await openAccount(
      server.storage,
      server.key,
      first?.organisationId ?? 0,
      first?.accountId ?? '',
    );
    expect(opened).toMatchObject({
      secret: { appPassword: 'right-app-password' },
      ourIds: expect.arrayContaining(['did:plc:karoowater', 'did:plc:twice']),
    });
    await opened?.keepSecret({ appPassword: 'right-app-password', session: 'renewed' });
    const again = await openAccount(
      server.storage,
      server.key,
      first?.organisationId ?? 0,
      first?.accountId ?? '',
    );
    expect(again?.secret.session).toBe('renewed');
  });

  it('tells at once that the key is another one', async () => {
    await checkKey(server.storage.system, server.key);
    const other = masterKey(randomBytes(32).toString('base64'));
    await expect(checkKey(server.storage.system, other)).rejects.toMatchObject({ code: 'key_unusable' });
  });
});

describe('a connected account', () => {
  const patch = (id: string, payload: object, as = naledi) =>
    server.ask({ method: 'PATCH', url: `/api/accounts/${id}`, as, payload });
  const first = async () => (await accounts())[0]?.id ?? '';

  it('hears watched words in any case, each once', async () => {
    const changed = await patch(await first(), { watched: ['Karoo Water', 'karoo water', ' leak '] });
    expect(changed.body).toMatchObject({ watched: ['karoo water', 'leak'] });
  });

  it('is paused and goes on', async () => {
    const id = await first();
    expect((await patch(id, { state: 'paused' })).body).toMatchObject({ state: 'paused' });
    expect((await accountsToListenTo(server.storage)).map((account) => account.accountId)).not.toContain(id);
    expect((await patch(id, { state: 'listening' })).body).toMatchObject({ state: 'listening' });
  });

  it('tells those who listen whenever it changes', async () => {
    const heard: (string | null)[] = [];
    const stop = server.storage.notifications.on('accounts', (payload) => heard.push(payload));
    const id = await first();
    // Asked again until it is heard: the listening connection may still be on its way.
    await expect
      .poll(async () => {
        await patch(id, { state: 'listening' });
        return heard;
      })
      .toContain('1');
    // Asking for a check lets nobody begin anew.
    const told = heard.length;
    await server.ask({ method: 'POST', url: `/api/accounts/${id}/reconcile`, as: naledi });
    await patch(id, { watched: ['amazi water', 'no water'] });
    await expect.poll(() => heard.slice(told)).toEqual([`1 ${id}`]);
    stop();
  });

  it('is not there for another organisation', async () => {
    const id = await first();
    expect(await accounts(stranger)).toEqual([]);
    for (const answer of [
      await patch(id, { state: 'paused' }, stranger),
      await server.ask({ method: 'DELETE', url: `/api/accounts/${id}`, as: stranger }),
      await server.ask({ method: 'POST', url: `/api/accounts/${id}/reconcile`, as: stranger }),
      await connect({ ...good, handle: 'mine' }, stranger),
    ])
      expect(answer.status).toBe(404);
    expect(await accounts()).toMatchObject([{ state: 'listening' }, { state: 'listening' }]);
  });

  it('is removed with its secret, and can be connected anew', async () => {
    const id = await first();
    expect((await server.ask({ method: 'DELETE', url: `/api/accounts/${id}`, as: naledi })).status).toBe(200);
    const row = await server.storage.system
      .selectFrom('connected_account')
      .select(['secret', 'state'])
      .where('id', '=', id)
      .executeTakeFirst();
    expect(row).toEqual({ secret: null, state: 'removed' });
    expect(await openAccount(server.storage, server.key, 1, id)).toBeNull();
    expect((await connect(good)).status).toBe(200);
  });

  it('leaves every act in the audit, without a secret', async () => {
    const audit = await server.ask({ url: '/api/audit', as: naledi });
    const acts = new Set((audit.body as { action: string }[]).map((entry) => entry.action));
    for (const act of ['account.connected', 'account.changed', 'account.removed', 'account.reconcile_asked'])
      expect(acts).toContain(act);
    expect(audit.text).not.toContain('app-password');
    expect((await server.ask({ url: '/api/audit', as: stranger })).body).toEqual([]);
  });
});

describe('pictures', () => {
  const png = () =>
    sharp({ create: { width: 12, height: 6, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
  const upload = (payload: Buffer | string, type: string, as = naledi) =>
    server.ask({ method: 'POST', url: '/api/media', as, payload, headers: { 'content-type': type } });

  it('are uploaded, drawn anew and shown from our own address only to the organisation', async () => {
    const { body, status } = await upload(await png(), 'image/jpeg');
    expect(status).toBe(200);
    const { address } = body as { address: string };
    expect(body).toMatchObject({ type: 'image/png', width: 12, height: 6 });
    const shown = await server.ask({ url: address, as: naledi });
    expect(shown.headers).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-disposition': 'inline',
    });
    expect(String(shown.headers['content-security-policy'])).toContain('sandbox');
    expect(String(shown.headers['cache-control'])).toContain('private');
    expect((await sharp(shown.bytes).metadata()).width).toBe(12);
    expect((await server.ask({ url: address, as: stranger })).status).toBe(404);
    expect((await server.ask({ url: address })).status).toBe(401);
  });

  it('that are none, or beyond all measure, are refused', async () => {
    expect((await upload('<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml')).body).toMatchObject({
      code: 'media_refused',
    });
    expect((await upload('{}', 'application/json')).body).toMatchObject({ code: 'input_invalid' });
    expect(await upload(Buffer.alloc(11 * 1_048_576), 'image/png')).toMatchObject({
      status: 413,
      body: { code: 'media_too_large' },
    });
  });

  describe('of posts', () => {
    let network: Server;
    let base: string;
    const asked: string[] = [];

    beforeAll(async () => {
      const picture = await png();
      network = createServer((request, response) => {
        asked.push(request.url ?? '');
        if (request.url === '/gone') response.writeHead(404).end();
        else response.end(picture);
      });
      await new Promise<void>((resolve) => network.listen(0, '127.0.0.1', resolve));
      base = `http://127.0.0.1:${(network.address() as AddressInfo).port}`;
    });
    afterAll(async () => {
      network.closeAllConnections();
      await new Promise((resolve) => network.close(resolve));
    });

    async function post(...addresses: string[]): Promise<string> {
      const id = randomUUID();
      await server.storage.inOrganisation(1, (tx) =>
        tx
          .insertInto('post')
          .values({
            organisation_id: 1,
            id,
            network: 'bluesky',
            network_id: id,
            thread: id,
            direction: 'inbound',
            visibility: 'public',
            hearing: 'mention',
            text: 'Look at this pipe',
            media: JSON.stringify(
              addresses.map((address) => ({ kind: 'image', address, alt: null, type: null })),
            ),
            at: new Date(),
            heard_at: new Date(),
            revision: '1',
          })
          .execute(),
      );
      return id;
    }
    const look = (id: string, n = 0, as = naledi) => server.ask({ url: `/api/media/inbound/${id}/${n}`, as });

    it('are fetched when somebody first looks, once, however many look', async () => {
      const id = await post(`${base}/pipe`);
      const views = await Promise.all([look(id), look(id), look(id), look(id)]);
      expect(views.map((view) => view.status)).toEqual([200, 200, 200, 200]);
      expect((await look(await post(`${base}/pipe`))).status).toBe(200);
      expect(asked.filter((url) => url === '/pipe').length).toBe(1);
    });

    it('are not there for another organisation, and cause no fetch', async () => {
      const id = await post(`${base}/private`);
      expect((await look(id, 0, stranger)).status).toBe(404);
      expect((await look(id, 1)).status).toBe(404);
      expect(asked).not.toContain('/private');
    });

    it('that cannot be had are not asked for at every look', async () => {
      const id = await post(`${base}/gone`);
      for (let n = 0; n < 3; n++) expect((await look(id)).body).toMatchObject({ code: 'media_refused' });
      expect(asked.filter((url) => url === '/gone').length).toBe(1);
    });

    it('never lead into a private network', async () => {
      const id = await post('http://169.254.169.254/latest/meta-data/', 'http://10.0.0.1/camera.jpg');
      for (const n of [0, 1]) expect((await look(id, n)).body).toMatchObject({ code: 'address_private' });
    });

    it('of a deleted post are gone', async () => {
      const id = await post(`${base}/pipe`);
      await server.storage.inOrganisation(1, (tx) =>
        tx.updateTable('post').set({ deleted_at: new Date() }).where('id', '=', id).execute(),
      );
      expect((await look(id)).status).toBe(404);
    });
  });
});
