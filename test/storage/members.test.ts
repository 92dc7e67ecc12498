/** Sign-in's own rows where many come at once, on every Postgres that we promise. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { finishFirstRun, isFirstRunNeeded } from '../../src/members/firstRun.ts';
import { acceptInvitation, invite } from '../../src/members/invite.ts';
import { makeFirstRunLink } from '../../src/members/links.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { listMembers } from '../../src/storage/members.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { countAttempt } from '../../src/storage/signIn.ts';
import { addLink, takeLink } from '../../src/storage/signInLinks.ts';
import { withDatabases } from './servers.ts';

withDatabases((database) => {
  let storage: Storage;
  const now = new Date();
  const later = new Date(now.getTime() + 60_000);

  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 8 });
  });
  afterAll(async () => {
    await storage.close();
  });

  const target = { purpose: 'first_run', signInId: null, organisationId: null, memberId: null } as const;
  const settled = async (work: Promise<unknown>[]) =>
    (await Promise.allSettled(work)).filter((result) => result.status === 'fulfilled').length;

  it('a one-time link is taken by one of many who come at once', async () => {
    const token = await storage.asSystem((tx) => addLink(tx, target, later));
    const all = Array.from({ length: 12 }, () =>
      storage.asSystem((tx) => takeLink(tx, token, 'first_run', now)),
    );
    expect(await settled(all)).toBe(1);
  });

  it('a link that was taken in a transaction that failed can be used again', async () => {
    const token = await storage.asSystem((tx) => addLink(tx, target, later));
    const failing = storage.asSystem(async (tx) => {
      await takeLink(tx, token, 'first_run', now);
      throw new Error('later in the same transaction');
    });
    await expect(failing).rejects.toThrow();
    expect(await storage.asSystem((tx) => takeLink(tx, token, 'first_run', now))).toEqual(target);
  });

  it('attempts that come at once are each counted, and the count starts anew after its window', async () => {
    const counts = await Promise.all(
      Array.from({ length: 20 }, () => countAttempt(storage.system, 'somebody', 1_000, now)),
    );
    expect(counts.map((attempt) => attempt.count).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, at) => at + 1),
    );
    expect((await countAttempt(storage.system, 'somebody', 1_000, later)).count).toBe(1);
  });

  it('of two first runs at once one makes the organisation, whole, and the other nothing', async () => {
    const links = [await makeFirstRunLink(storage, '', now), await makeFirstRunLink(storage, '', now)];
    const run = (link: string | null, name: string) =>
      finishFirstRun(
        storage,
        {
          token: link?.split('#token=')[1] ?? '',
          organisation: 'Karoo Water',
          institution: 'Karoo Water Board',
          name,
          email: `${name}@water.example`,
          password: 'a long enough password',
          timeZone: 'Africa/Johannesburg',
        },
        now,
      );
    expect(await settled([run(links[0] ?? null, 'naledi'), run(links[1] ?? null, 'thabo')])).toBe(1);
    expect(await isFirstRunNeeded(storage)).toBe(false);
    const count = (table: 'organisation' | 'institution' | 'member' | 'sign_in' | 'credential') =>
      storage.system
        .selectFrom(table)
        .select((e) => e.fn.countAll<number>().as('rows'))
        .executeTakeFirstOrThrow();
    for (const table of ['organisation', 'institution', 'member', 'sign_in', 'credential'] as const)
      expect(await count(table), table).toEqual({ rows: 1 });
  });

  it('an address invited twice in the same moment is one member', async () => {
    const ask = {
      organisationId: 1,
      by: null,
      name: 'Amina',
      email: 'amina@water.example',
      role: 'agent',
      base: '',
    } as const;
    const results = await Promise.allSettled([invite(storage, ask, now), invite(storage, ask, now)]);
    const members = await storage.inOrganisation(1, (tx) => listMembers(tx, 1));
    expect(members.filter((member) => member.email === ask.email).length).toBe(1);
    const link = results
      .flatMap((result) => (result.status === 'fulfilled' ? [result.value.link] : []))
      .at(-1);
    expect(link).toBeDefined();
  });

  it('an invitation accepted twice in the same moment makes one sign-in', async () => {
    const { link } = await invite(
      storage,
      { organisationId: 1, by: null, name: 'Lerato', email: 'lerato@water.example', role: 'agent', base: '' },
      now,
    );
    const accept = () =>
      acceptInvitation(
        storage,
        { token: link.split('#token=')[1] ?? '', name: 'Lerato', password: 'a long enough password' },
        now,
      );
    expect(await settled([accept(), accept()])).toBe(1);
  });
});
