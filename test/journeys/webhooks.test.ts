/** Hooks: told in order, nothing skipped, tried again, paused with a reason, told again. With a real receiver. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HistoryAction } from '../../src/domain/history.ts';
import { deliveryId, mostTries, pauseAfter } from '../../src/domain/webhook.ts';
import { type HookDeps, tellOneHook } from '../../src/jobs/tellHooks.ts';
import { askOutside, guardedRequest } from '../../src/outside/guardedRequest.ts';
import { recordFacts } from '../../src/storage/history.ts';
import { type ApiServer, firstRun, join, type Person, startApi } from '../factories/apiServer.ts';
import { type HookReceiver, startHookReceiver } from '../factories/hookReceiver.ts';
import { otherOrganisation } from '../factories/otherOrganisation.ts';

const ours = 1;
const allowed = ['127.0.0.1'];
let server: ApiServer;
let naledi: Person;
let receiver: HookReceiver;
let hook: string;

beforeAll(async () => {
  const settings = {
    version: '0.0.0',
    publicAddress: null,
    consoleFolder: null,
    trustedProxies: [],
    privateHosts: allowed,
  };
  server = await startApi({ deps: { settings } });
  naledi = await firstRun(server);
});
afterAll(async () => {
  await server.close();
});
beforeEach(async () => {
  receiver = await startHookReceiver();
  hook = await make(['case_opened', 'case_resolved']);
});
afterEach(async () => {
  await remove(hook);
  await receiver.close();
});

const ask = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object, as = naledi) =>
  server.ask({ method, url, as, ...(payload === undefined ? {} : { payload }) });
const remove = (id: string) => ask('DELETE', `/api/webhooks/${id}`);

async function make(actions: string[]): Promise<string> {
  const made = await ask('POST', '/api/webhooks', { name: 'Warehouse', address: receiver.address, actions });
  expect(made.status, made.text).toBe(200);
  const { id, secret } = made.body as { id: string; secret: string };
  receiver.secret = secret;
  return id;
}

/** Something happens. Answers its sequence. */
const happen = (action: HistoryAction, particulars: Record<string, string | number> = {}) =>
  server.storage.inOrganisation(ours, (tx) =>
    recordFacts(
      tx,
      ours,
      [{ actorId: null, action, caseId: randomUUID(), subjectId: null, particulars }],
      server.now(),
    ),
  );

const deps = (more: Partial<HookDeps> = {}): HookDeps => ({
  storage: server.storage,
  key: server.key,
  now: server.now,
  log: () => undefined,
  ask: askOutside(allowed),
  ...more,
});
/** Serves hooks until none has anything to be told now. */
async function tellAll(more: Partial<HookDeps> = {}, worker = 'w1'): Promise<void> {
  for (let turns = 0; await tellOneHook(deps(more), worker); turns++)
    if (turns > 200) throw new Error('no end');
}

interface Seen {
  state: string;
  reason: string | null;
  told: number;
  tries: number;
}
const seen = async () => {
  const hooks = (await ask('GET', '/api/webhooks')).body as (Seen & { id: string })[];
  return hooks.find((one) => one.id === hook) as Seen;
};
interface Listed {
  id: string;
  sequence: number;
  state: string;
  attempts: { status: number | null; reason: string | null }[];
}
const deliveries = async () => (await ask('GET', `/api/webhooks/${hook}/deliveries`)).body as Listed[];

describe('a webhook', () => {
  it('is told the chosen actions in their order, signed, with ids and facts and no sentence', async () => {
    const opened = await happen('case_opened', { network: 'bluesky', words: 'No water for a week' });
    await happen('tags_set');
    const resolved = await happen('case_resolved');
    await tellAll();
    expect(receiver.taken.map(({ sequence, action, signed }) => [sequence, action, signed])).toEqual([
      [opened, 'case_opened', true],
      [resolved, 'case_resolved', true],
    ]);
    expect(receiver.taken.map((told) => told.id)).toEqual([
      deliveryId(hook, opened),
      deliveryId(hook, resolved),
    ]);
    expect(receiver.told.map((told) => told.body).join()).not.toContain('No water');
    expect(JSON.parse(receiver.taken[0]?.body ?? '')).toMatchObject({ particulars: { network: 'bluesky' } });
    expect(await deliveries()).toMatchObject([
      { sequence: resolved, state: 'delivered', attempts: [{ status: 200, reason: null }] },
      { sequence: opened, state: 'delivered' },
    ]);
    expect(await seen()).toMatchObject({ state: 'on', told: resolved, tries: 0 });
  });

  it('is told nothing from before it was made, and its secret is never shown again', async () => {
    expect(receiver.told).toEqual([]);
    await tellAll();
    expect(receiver.told).toEqual([]);
    expect((await ask('GET', '/api/webhooks')).text).not.toContain(receiver.secret);
    expect((await ask('GET', '/api/audit')).text).not.toContain(receiver.secret);
    const rows = await server.storage.system.selectFrom('webhook').select('secret').execute();
    expect(rows.map((row) => row.secret.toString('latin1')).join()).not.toContain(receiver.secret.slice(6));
  });

  it('is tried again after a failure, later each time, and what comes after waits for its turn', async () => {
    receiver.answer = () => 500;
    const first = await happen('case_opened');
    const second = await happen('case_resolved');
    await tellAll();
    expect(receiver.told.map((told) => told.sequence)).toEqual([first]);
    expect(await deliveries()).toMatchObject([
      { sequence: first, state: 'waiting', attempts: [{ status: 500, reason: 'It answered 500.' }] },
    ]);
    await tellAll();
    expect(receiver.told.length).toBe(1);
    server.clock.ahead += pauseAfter(1);
    await tellAll();
    expect(receiver.told.length).toBe(2);
    receiver.answer = () => 204;
    server.clock.ahead += pauseAfter(2);
    await tellAll();
    expect(receiver.taken.map((told) => told.sequence)).toEqual([first, second]);
    expect(new Set(receiver.told.slice(0, 3).map((told) => told.id)).size).toBe(1);
    expect((await deliveries())[1]?.attempts.map((one) => one.status)).toEqual([204, 500, 500]);
  });

  it('that does not answer in time counts as failed, and says so', async () => {
    receiver.answer = () => 'hang';
    await happen('case_opened');
    const hasty: HookDeps['ask'] = (address, asked) =>
      guardedRequest(address, asked, { mostBytes: 1_000, timeoutMilliseconds: 200, privateHosts: allowed });
    await tellAll({ ask: hasty });
    expect(await deliveries()).toMatchObject([
      { state: 'waiting', attempts: [{ status: null, reason: 'It did not answer in time.' }] },
    ]);
  });

  it('that fails to the limit is paused with its reason, and goes on where it stopped', async () => {
    receiver.answer = () => 503;
    const first = await happen('case_opened');
    for (let tries = 1; tries <= mostTries; tries++) {
      await tellAll();
      server.clock.ahead += pauseAfter(tries);
    }
    expect(receiver.told.length).toBe(mostTries);
    expect(await seen()).toMatchObject({
      state: 'paused',
      reason: expect.stringMatching(/^12 tries in a row failed\..*It answered 503\./),
    });
    await tellAll();
    expect(receiver.told.length).toBe(mostTries);
    const second = await happen('case_resolved');
    receiver.answer = () => 200;
    expect((await ask('PATCH', `/api/webhooks/${hook}`, { state: 'on' })).status).toBe(200);
    await tellAll();
    expect(receiver.taken.map((told) => told.sequence)).toEqual([first, second]);
    expect(await seen()).toMatchObject({ state: 'on', reason: null, tries: 0 });
  });

  it('that says it is gone is paused at once', async () => {
    receiver.answer = () => 410;
    await happen('case_opened');
    await tellAll();
    expect(await seen()).toMatchObject({
      state: 'paused',
      reason: expect.stringContaining('It answered 410.'),
    });
  });

  it('is told one delivery again, or everything from a sequence on, under the same ids', async () => {
    const [a, b, c] = [
      await happen('case_opened'),
      await happen('case_resolved'),
      await happen('case_opened'),
    ];
    await tellAll();
    const replay = (what: object) => ask('POST', `/api/webhooks/${hook}/replay`, what);
    expect((await replay({ delivery: deliveryId(hook, b) })).status).toBe(200);
    await tellAll();
    expect(receiver.taken.map((told) => told.sequence)).toEqual([a, b, c, b]);
    expect((await replay({ from: b })).status).toBe(200);
    await tellAll();
    expect(receiver.taken.map((told) => told.sequence)).toEqual([a, b, c, b, b, c]);
    expect(new Set(receiver.taken.map((told) => told.id)).size).toBe(3);
    expect((await replay({ delivery: randomUUID() })).status).toBe(404);
    expect((await replay({ from: c + 1_000 })).status).toBe(404);
    const asked = (await ask('GET', '/api/audit')).body as { action: string }[];
    expect(asked.filter((entry) => entry.action === 'webhook.replayed').length).toBeGreaterThanOrEqual(2);
  });

  it('is told one delivery again also while it is paused, and that failing pauses nothing', async () => {
    const a = await happen('case_opened');
    await tellAll();
    await ask('PATCH', `/api/webhooks/${hook}`, { state: 'paused' });
    await happen('case_resolved');
    receiver.answer = () => 500;
    await ask('POST', `/api/webhooks/${hook}/replay`, { delivery: deliveryId(hook, a) });
    for (let tries = 1; tries <= mostTries; tries++) {
      await tellAll();
      server.clock.ahead += pauseAfter(tries);
    }
    expect(receiver.told.map((told) => told.sequence)).toEqual(Array(1 + mostTries).fill(a));
    expect(await deliveries()).toMatchObject([{ sequence: a, state: 'failed' }]);
    expect(await seen()).toMatchObject({ state: 'paused', reason: null });
  });
});

describe('workers that tell', () => {
  it('several at once skip nothing and keep the order, while facts are written', async () => {
    const written: number[] = [];
    const writing = (async () => {
      for (let n = 0; n < 60; n++)
        written.push(
          ...(await Promise.all([
            happen('case_opened'),
            happen('tags_set').then(() => 0),
            happen('case_resolved'),
          ])),
        );
    })();
    let more = true;
    const worker = async (name: string) => {
      while (more) await tellOneHook(deps(), name);
    };
    const working = Promise.all(['w1', 'w2', 'w3'].map(worker));
    await writing;
    more = false;
    await working;
    await tellAll();
    const wanted = written.filter((sequence) => sequence > 0).sort((x, y) => x - y);
    expect(receiver.taken.map((told) => told.sequence)).toEqual(wanted);
  });

  it('that dies between the answer and its note: the next one tells it again under the same id', async () => {
    const a = await happen('case_opened');
    const dying: HookDeps['ask'] = async (address, asked) => {
      await askOutside(allowed)(address, asked);
      throw new Error('killed here');
    };
    // A killed worker releases nothing: its lease has to end.
    await expect(tellOneHook(deps({ ask: dying }), 'dead')).rejects.toThrow('killed here');
    await server.storage.system
      .updateTable('webhook')
      .set({ leased_by: 'dead', lease_until: new Date(server.now().getTime() + 30_000) })
      .where('id', '=', hook)
      .execute();
    await tellAll();
    expect(receiver.taken.length).toBe(1);
    server.clock.ahead += 30_001;
    const b = await happen('case_resolved');
    await tellAll();
    expect(receiver.taken.map((told) => told.sequence)).toEqual([a, a, b]);
    expect(receiver.taken[0]?.id).toBe(receiver.taken[1]?.id);
  });

  it('whose lease was lost meanwhile notes nothing', async () => {
    await happen('case_opened');
    const slow: HookDeps['ask'] = async (address, asked) => {
      await server.storage.system
        .updateTable('webhook')
        .set({ leased_by: 'another' })
        .where('id', '=', hook)
        .execute();
      return askOutside(allowed)(address, asked);
    };
    const before = await seen();
    await tellOneHook(deps({ ask: slow }), 'slow');
    expect(await seen()).toMatchObject({ told: before.told });
    expect(await deliveries()).toEqual([]);
  });
});

describe('what a webhook may be', () => {
  const tryAddress = (address: string) =>
    ask('POST', '/api/webhooks', { name: 'X', address, actions: ['case_opened'] });

  it('is never an address without https, with a password, or of an unknown action', async () => {
    for (const address of [
      'http://hooks.example/',
      'ftp://hooks.example/',
      'https://a:b@hooks.example/',
      'nonsense',
    ])
      expect((await tryAddress(address)).body).toMatchObject({ code: 'input_invalid' });
    const odd = await ask('POST', '/api/webhooks', {
      name: 'X',
      address: receiver.address,
      actions: ['everything'],
    });
    expect(odd.status).toBe(400);
  });

  it('never reaches the private network, and says so where its tries are listed', async () => {
    await happen('case_opened');
    await tellAll({ ask: askOutside([], async () => ['10.0.0.7']) });
    expect(receiver.told).toEqual([]);
    const made = (await tryAddress('https://hooks.example/')).body as { id: string };
    await happen('case_opened');
    await tellAll({ ask: askOutside([], async () => ['10.0.0.7']) });
    const listed = (await ask('GET', `/api/webhooks/${made.id}/deliveries`)).body as Listed[];
    expect(listed[0]?.attempts[0]?.reason).toContain('private network');
    await remove(made.id);
  });

  it('is seen, changed and replayed by admins of its own organisation only', async () => {
    const kofi = await otherOrganisation(server);
    const agent = await join(server, naledi, 'agent', 'agent@water.example');
    expect((await ask('GET', '/api/webhooks', undefined, kofi)).body).toEqual([]);
    for (const [method, path, payload] of [
      ['GET', '/deliveries', undefined],
      ['PATCH', '', { state: 'paused' }],
      ['POST', '/replay', { from: 1 }],
      ['DELETE', '', undefined],
    ] as const) {
      expect((await ask(method, `/api/webhooks/${hook}${path}`, payload, kofi)).status).toBe(404);
      expect((await ask(method, `/api/webhooks/${hook}${path}`, payload, agent)).status).toBe(403);
    }
    expect(await seen()).toMatchObject({ state: 'on' });
  });
});
