/** Reminders of promises: each sent once, none forgotten, none that ends anything, whoever looks and whenever. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { authorSays, keepCommitment } from '../../src/desk/commitments/endCommitment.ts';
import { commitmentOf, reminderDue } from '../../src/domain/commitment.ts';
import { recipients } from '../../src/domain/promiseRecipients.ts';
import { remindOnce } from '../../src/jobs/remindPromises.ts';
import {
  commitmentsOfCase,
  insertCommitment,
  lockCommitment,
  openCommitmentsOf,
  writeAct,
} from '../../src/storage/commitments.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { remindersSent } from '../../src/storage/reminders.ts';
import type { RotaMember } from '../../src/storage/rota.ts';
import { makeMember, rows } from '../factories/desk.ts';
import { type AnsweringDesk, deskThatAnswers } from '../factories/deskThatAnswers.ts';
import { withDatabases } from './servers.ts';

const hour = 3_600_000;
const day = 24 * hour;
const begun = new Date('2031-03-29T20:00:00Z');

withDatabases((database) => {
  let storage: Storage;
  let at: AnsweringDesk;
  let conversationId: string;
  let now = begun;

  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 8 });
    at = await deskThatAnswers(storage);
    conversationId = (await rows<{ id: string }>(at.desk, 'conversation'))[0]?.id ?? '';
  });
  afterAll(() => storage.close());
  beforeEach(async () => {
    now = begun;
    await sql`truncate commitment cascade`.execute(storage.system);
  });

  const within = <T>(work: Parameters<Storage['inOrganisation']>[1]) =>
    storage.inOrganisation(at.desk.organisationId, work) as Promise<T>;
  const look = () => remindOnce({ storage, now: () => now, log: () => undefined });
  const sent = () =>
    rows<{ key: string; member_id: string; commitment_id: string }>(at.desk, 'commitment_reminder');
  const told = async () =>
    (await rows<{ action: string; subject_id: string }>(at.desk, 'history')).filter(
      ({ action }) => action === 'commitment_reminded',
    );

  async function promise(hours: number): Promise<string> {
    const id = randomUUID();
    await within((tx) =>
      insertCommitment(tx, at.desk.organisationId, {
        id,
        conversationId,
        replyId: null,
        postId: at.written.postId,
        what: 'Repair the pipe',
        ownerId: at.naledi,
        by: at.naledi,
        madeAt: now,
        dueAt: new Date(now.getTime() + hours * hour),
      }),
    );
    return id;
  }
  const renew = (id: string, hours: number) =>
    within(async (tx) => {
      const stored = await lockCommitment(tx, at.desk.organisationId, id);
      if (stored?.commitment.state !== 'open') return;
      const act = { kind: 'renewed', at: now, dueAt: new Date(now.getTime() + hours * hour) } as const;
      const after = commitmentOf([...stored.history, act]);
      await writeAct(tx, at.desk.organisationId, stored, {
        act,
        after,
        by: at.naledi,
        replyId: null,
        evidence: null,
      });
    });

  /** Somebody who was only asked to join hears of nothing. */
  const signUp = async (id: string) => {
    await sql`insert into sign_in (id, name, email) values (${id}, 'Member', ${`${id}@water.example`})`.execute(
      storage.system,
    );
    await sql`update member set sign_in_id = ${id} where id = ${id}::uuid`.execute(storage.system);
  };

  test('the owner hears first, then each superior, in the order in which time passes', async () => {
    const [grace, uwera] = await Promise.all([makeMember(at.desk, 'Grace'), makeMember(at.desk, 'Uwera')]);
    for (const id of [at.naledi, grace, uwera]) await signUp(id);
    await sql`update member set superior_id = ${grace}::uuid where id = ${at.naledi}::uuid`.execute(
      storage.system,
    );
    await sql`update member set superior_id = ${uwera}::uuid where id = ${grace}::uuid`.execute(
      storage.system,
    );
    await promise(48);
    const after = async (hours: number) => {
      now = new Date(begun.getTime() + hours * hour);
      const before = (await sent()).length;
      await look();
      await look();
      return (await sent()).slice(before).map(({ member_id }) => member_id);
    };
    expect(await after(1)).toEqual([]);
    expect(await after(37)).toEqual([at.naledi]);
    expect(await after(40)).toEqual([]);
    expect(await after(48)).toEqual([at.naledi]);
    expect((await after(73)).sort()).toEqual([at.naledi, grace].sort());
    expect((await after(48 + 73)).sort()).toEqual([at.naledi, grace, uwera].sort());
    const mine = (member: string) =>
      within<{ id: string }[]>((tx) => openCommitmentsOf(tx, at.desk.organisationId, member));
    expect(await mine(uwera)).toHaveLength(1);
    const [one] = await mine(uwera);
    await keepCommitment({ ...at.acting(), now }, one?.id ?? '', 'Done.');
    expect(await mine(uwera)).toEqual([]);
    expect(await after(48 + 24 * 30)).toEqual([]);
    await sql`update member set superior_id = null`.execute(storage.system);
  });

  test('property: every reminder whose time has come was sent once, whatever is done between and however many look', async () => {
    const step = fc.oneof(
      fc.record({ does: fc.constant('pass' as const), hours: fc.integer({ min: -30, max: 200 }) }),
      fc.record({ does: fc.constant('promise' as const), hours: fc.integer({ min: 1, max: 120 }) }),
      fc.record({ does: fc.constant('renew' as const), hours: fc.integer({ min: 1, max: 120 }) }),
      fc.record({ does: fc.constant('keep' as const), hours: fc.constant(0) }),
      fc.record({ does: fc.constant('dispute' as const), hours: fc.constant(0) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 10 }), async (steps) => {
        await sql`truncate commitment cascade`.execute(storage.system);
        now = begun;
        const ids: string[] = [];
        const factsBefore = (await told()).length;
        for (const { does, hours } of steps) {
          if (does === 'pass') now = new Date(now.getTime() + hours * hour);
          if (does === 'promise') ids.push(await promise(hours));
          const id = ids[hours % Math.max(1, ids.length)];
          if (does === 'renew' && id !== undefined) await renew(id, hours);
          if (does === 'keep' && id !== undefined)
            await keepCommitment({ ...at.acting(), now }, id, 'Seen.').catch((error: unknown) =>
              expect(error).toMatchObject({ code: 'commitment_ended' }),
            );
          if (does === 'dispute' && id !== undefined) await authorSays({ ...at.acting(), now }, id, false);
          const stateBefore = await rows<{ state: string }>(at.desk, 'commitment');
          // Two programs look at the same moment, as after a restart beside one that still runs.
          await Promise.all([look(), look()]);
          expect(
            (await rows<{ state: string }>(at.desk, 'commitment')).map(({ state }) => state).sort(),
          ).toEqual(stateBefore.map(({ state }) => state).sort());
          await within(async (tx) => {
            for (const one of await commitmentsOfCase(tx, at.desk.organisationId, at.written.caseId)) {
              const names = await remindersSent(tx, at.desk.organisationId, one.id);
              const due = reminderDue(one.commitment, now, names);
              // Where the clock went back, what is due by it was said with a later time already, and waits for its time.
              if (due !== null)
                expect(steps.some((other) => other.does === 'pass' && other.hours < 0)).toBe(true);
            }
          });
        }
        const each = (await sent()).map(({ commitment_id, key }) => `${commitment_id} ${key}`);
        expect(new Set(each).size).toBe(each.length);
        expect((await told()).length - factsBefore).toBe(each.length);
      }),
      { numRuns: 25 },
    );
  });

  test('a promise whose owner left goes to whoever is above, or to the admins', () => {
    const member = (id: string, more: Partial<RotaMember> = {}): [string, RotaMember] => [
      id,
      {
        id,
        name: id,
        role: 'agent',
        here: true,
        invited: false,
        superiorId: null,
        place: { timeZone: 'UTC', week: null, deputyId: null, absences: [] },
        ...more,
      } as RotaMember,
    ];
    const rota = new Map([
      member('owner', { here: false, superiorId: 'near' }),
      member('near', { here: false, superiorId: 'far' }),
      member('far'),
      member('lonely', { here: false }),
      member('admin', { role: 'admin' }),
    ]);
    expect(recipients(rota, 'owner', 0, begun)).toEqual(['far']);
    expect(recipients(rota, 'lonely', 2, begun)).toEqual(['admin']);
    expect(recipients(rota, 'far', 3, begun)).toEqual(['far']);
    // Nobody is here at all: it is kept of whom it would have been.
    expect(recipients(new Map([member('lonely', { here: false })]), 'lonely', 2, begun)).toEqual(['lonely']);
    const absences = [{ id: 'a', from: '2031-03-20', to: '2031-04-05', deputyId: 'admin' }];
    const away = member('away', { place: { timeZone: 'UTC', week: null, deputyId: null, absences } });
    expect(recipients(new Map([...rota, away]), 'away', 0, new Date(begun.getTime() + day))).toEqual([
      'away',
      'admin',
    ]);
  });
});
