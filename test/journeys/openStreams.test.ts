/** Open event streams: who left or ended the session elsewhere hears no more; a database that is away ends nobody's stream and is told of. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { keepStreams, type OpenStreams } from '../../src/api/openStreams.ts';
import { findMembership, type Membership } from '../../src/storage/members.ts';
import { type ApiServer, firstRun, join, startApi } from '../factories/apiServer.ts';

let server: ApiServer;
let streams: OpenStreams;
let away: (away: boolean) => void = () => undefined;
const failures: unknown[] = [];

beforeAll(async () => {
  server = await startApi();
  await join(server, await firstRun(server), 'agent', 'themba@water.example');
});
afterAll(() => server.close());
beforeEach(() => {
  failures.length = 0;
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const notifications = {
    ...server.storage.notifications,
    onAway: (told: (away: boolean) => void) => {
      away = told;
      return () => undefined;
    },
  };
  streams = keepStreams({ system: server.storage.system, notifications }, server.now, (error) =>
    failures.push(error),
  );
});
afterEach(() => {
  streams.close();
  vi.useRealTimers();
});

/** Everybody who is signed in. */
async function signedInMembers(): Promise<Membership[]> {
  const sessions = await server.storage.system
    .selectFrom('session')
    .select(['id', 'sign_in_id'])
    .orderBy('created_at')
    .execute();
  const found = await Promise.all(
    sessions.map((session) =>
      findMembership(server.storage.system, {
        sessionId: session.id,
        signInId: session.sign_in_id,
        organisationId: null,
        now: server.now(),
      }),
    ),
  );
  return found.flatMap((member) => member ?? []);
}

function open(member: Membership) {
  const heard: string[] = [];
  streams.add({ member, write: (text) => heard.push(text), end: () => heard.push('ended') });
  return heard;
}
// Each look puts the clock 50 ms on: together less than the 15 s after which each is told again.
const patience = { timeout: 10_000, interval: 50 };
const alive = 'event: alive\ndata: 1\n\n';
const goneAway = 'event: away\ndata: 1\n\n';

test('each is told that it lives, until the member leaves or the session ends; the others go on', async () => {
  const [admin, agent] = await signedInMembers();
  if (admin === undefined || agent === undefined) throw new Error('two were to be signed in');
  const [first, second] = [open(admin), open(agent)];
  vi.advanceTimersByTime(15_000);
  await vi.waitFor(() => expect([first, second]).toEqual([[alive], [alive]]), patience);
  await server.storage.system.deleteFrom('session').where('id', '=', agent.sessionId).execute();
  vi.advanceTimersByTime(15_000);
  await vi.waitFor(
    () =>
      expect([first, second]).toEqual([
        [alive, alive],
        [alive, 'ended'],
      ]),
    patience,
  );
  expect(failures).toEqual([]);
});

test('a database that goes away and comes back is told at once to all', async () => {
  const [admin] = await signedInMembers();
  if (admin === undefined) throw new Error('one was to be signed in');
  const heard = [open(admin), open(admin)];
  away(true);
  away(false);
  expect(heard).toEqual([
    [goneAway, alive],
    [goneAway, alive],
  ]);
});
