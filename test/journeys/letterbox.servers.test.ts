/** An executive's own direct messages on the real Bluesky server (the network's chat is our double behind its proxy): read for her alone, answered, handed over; what is public the house hears. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AccountView, CasePage, CaseView, FrontPage, ReplyView } from '../../src/api/contract.ts';
import { buildChannels } from '../../src/channels/networks.ts';
import { startGivingToHouses } from '../../src/jobs/giveToHouses.ts';
import { startSending } from '../../src/jobs/sendReplies.ts';
import { startListening } from '../../src/listening/listen.ts';
import { startWorkers } from '../../src/listening/work.ts';
import { openAccount } from '../../src/storage/accountsOpened.ts';
import { type ApiServer, firstRun, join, type Person, startApi } from '../factories/apiServer.ts';
import { typedFor } from '../factories/blueskyAccess.ts';
import { type BlueskyWorld, openBlueskyWorld, until } from '../factories/blueskyWorld.ts';
import { blueskyMissing } from '../servers/startBluesky.ts';

const missing = process.env.CI === 'true' ? null : blueskyMissing();

describe.runIf(missing === null)('an own account on the real Bluesky network', () => {
  let world: BlueskyWorld;
  let server: ApiServer;
  let admin: Person;
  let uwera: Person;
  const parts: { stop(): Promise<void> }[] = [];

  beforeAll(async () => {
    world = await openBlueskyWorld();
    const tools = { fetch, now: () => new Date(), log: () => undefined };
    const channels = { ...buildChannels(tools), bluesky: world.channel };
    server = await startApi({ deps: { channels } });
    admin = await firstRun(server);
    uwera = await join(server, admin, 'executive', 'uwera@water.example');
    const { storage, key, now } = server;
    const open = (organisation: number, account: string) => openAccount(storage, key, organisation, account);
    const deps = { storage, channels, openAccount: open, now, log: () => undefined };
    parts.push(
      startListening({ ...deps, name: 'listener' }),
      startWorkers(deps, 'worker', 2),
      startSending(deps, 'sender', 1),
      startGivingToHouses(deps),
    );
  }, 180_000);
  afterAll(async () => {
    await Promise.all(parts.map((part) => part.stop()));
    await server?.close();
    await world?.close();
  });

  async function ask<T>(
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    as: Person,
    payload?: object,
  ): Promise<T> {
    const answer = await server.ask({ method, url, as, ...(payload === undefined ? {} : { payload }) });
    if (answer.status !== 200) throw new Error(`${method} ${url}: ${answer.status} ${answer.text}`);
    return answer.body as T;
  }
  const rows = async (as: Person) => (await ask<FrontPage>('GET', '/api/front/posts', as)).rows;
  const cases = async () => (await ask<CasePage>('GET', '/api/cases?view=all', admin)).rows;

  test('her direct messages are hers, what is public is the house’s, and what she hands over follows', async () => {
    const { net, house, amina } = world;
    const me = await ask<{ institutions: { id: string }[] }>('GET', '/api/me', uwera);
    const password = await house.appPassword('letterbox', true);
    const own = await ask<AccountView>('POST', '/api/accounts/own', uwera, {
      network: 'bluesky',
      institutionId: me.institutions[0]?.id,
      fields: typedFor(net, house, password),
      readsDirect: true,
    });
    expect(own).toMatchObject({ owner: { name: 'The executive' }, readsDirect: true });
    await amina.sendDirect(house, 'The pump was never ordered.');
    await vi.waitFor(
      async () => expect((await rows(uwera)).map(({ own: isOwn }) => isOwn)).toEqual([true]),
      until,
    );
    await amina.post(`@${house.handle} no water since Monday`, { mentions: [house], language: 'en' });
    await vi.waitFor(async () => expect((await rows(uwera)).length).toBe(2), until);
    expect((await rows(admin)).map(({ text }) => text)).toEqual([`@${house.handle} no water since Monday`]);
    expect((await cases()).length).toBe(1);

    const [direct] = (await rows(uwera)).filter(({ own: isOwn }) => isOwn);
    const shown = await ask<CaseView>('GET', `/api/cases/${direct?.caseId}?letterbox=1`, uwera);
    await ask<ReplyView>('POST', `/api/cases/${direct?.caseId}/replies?letterbox=1`, uwera, {
      replyId: randomUUID(),
      text: 'I will find out myself.',
      mode: 'direct',
      postId: shown.answering,
      accountId: shown.permissions[0]?.accountId,
      writtenOn: shown.sequence,
      promise: { kind: 'none' },
    });
    await vi.waitFor(
      async () => expect((await amina.direct(house))[0]?.text).toContain('I will find out myself.'),
      until,
    );
    await ask('POST', `/api/letterbox/cases/${direct?.caseId}/hand-over`, uwera, {});
    await sql`update handed_over set due_at = now() - interval '1 second'`.execute(server.storage.system);
    await vi.waitFor(async () => expect((await cases()).length).toBe(2), until);
    await amina.sendDirect(house, 'Did you find out?');
    const given = async () => {
      const one = (await cases()).find(({ words }) => !words?.includes('@'));
      return ask<CaseView>('GET', `/api/cases/${one?.id}`, admin);
    };
    await vi.waitFor(
      async () =>
        expect((await given()).posts.map(({ text, direction }) => [direction, text])).toEqual([
          ['inbound', 'The pump was never ordered.'],
          ['house', expect.stringContaining('I will find out myself.')],
          ['inbound', 'Did you find out?'],
        ]),
      until,
    );
    // Her own words are heard once, though the network tells them to both rows of the account.
    expect((await rows(admin)).length).toBe(3);
  }, 180_000);
});
