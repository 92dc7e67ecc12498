/** Follow-ups: reminded once each and never forgotten, whoever looks and whenever; closed by people alone; with their case when that is put together or taken apart. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { mergeCases, splitCase, undoRearrangement } from '../../src/desk/cases/rearrange.ts';
import { acceptFollowUp } from '../../src/desk/followUps/accept.ts';
import { acceptReport } from '../../src/desk/followUps/acceptReport.ts';
import { askFollowUp } from '../../src/desk/followUps/ask.ts';
import { giveFollowUp } from '../../src/desk/followUps/give.ts';
import { moveFollowUpDate } from '../../src/desk/followUps/moveDate.ts';
import { whoIsTold } from '../../src/desk/followUps/remind.ts';
import { reportFollowUp } from '../../src/desk/followUps/report.ts';
import { sendReportBack } from '../../src/desk/followUps/sendBack.ts';
import { sidesOf } from '../../src/desk/followUps/sides.ts';
import { withdrawFollowUp } from '../../src/desk/followUps/withdraw.ts';
import { followUpReminderDue } from '../../src/domain/followUp.ts';
import { remindFollowUpsOnce } from '../../src/jobs/remindFollowUps.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { followUpRemindersSent } from '../../src/storage/followUpReminders.ts';
import { findFollowUp, followUpsOfCase } from '../../src/storage/followUps.ts';
import { migrate } from '../../src/storage/migrate.ts';
import type { RotaMember } from '../../src/storage/rota.ts';
import { makeMember, rows } from '../factories/desk.ts';
import { type AnsweringDesk, deskThatAnswers } from '../factories/deskThatAnswers.ts';
import { withDatabases } from './servers.ts';

const hour = 3_600_000;
const begun = new Date('2031-03-29T20:00:00Z');

withDatabases((database) => {
  let storage: Storage;
  let at: AnsweringDesk;
  let thabo: string;
  let grace: string;
  let now = begun;

  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 8 });
    at = await deskThatAnswers(storage);
    [thabo, grace] = await Promise.all([makeMember(at.desk, 'Thabo'), makeMember(at.desk, 'Grace')]);
    for (const id of [at.naledi, thabo, grace]) await signUp(id);
  });
  afterAll(() => storage.close());
  beforeEach(async () => {
    now = begun;
    await sql`truncate follow_up cascade`.execute(storage.system);
  });

  const within = <T>(work: Parameters<Storage['inOrganisation']>[1]) =>
    storage.inOrganisation(at.desk.organisationId, work) as Promise<T>;
  const look = () => remindFollowUpsOnce({ storage, now: () => now, log: () => undefined });
  const by = (memberId: string) => ({ ...at.acting(memberId), now });
  const later = (hours: number) => new Date(now.getTime() + hours * hour);
  const sent = () =>
    rows<{ key: string; member_id: string; follow_up_id: string }>(at.desk, 'follow_up_reminder');
  const told = async () =>
    (await rows<{ action: string }>(at.desk, 'history')).filter(
      ({ action }) => action === 'follow_up_reminded',
    );
  const one = (id: string) =>
    within<Awaited<ReturnType<typeof findFollowUp>>>((tx) => findFollowUp(tx, at.desk.organisationId, id));

  /** Somebody who was only asked to join hears of nothing. */
  async function signUp(id: string) {
    await sql`insert into sign_in (id, name, email) values (${id}, 'Member', ${`${id}@water.example`})`.execute(
      storage.system,
    );
    await sql`update member set sign_in_id = ${id} where id = ${id}::uuid`.execute(storage.system);
  }

  async function ask(hours: number, postId: string | null = at.written.postId): Promise<string> {
    const id = randomUUID();
    await askFollowUp(by(at.naledi), {
      id,
      caseId: at.written.caseId,
      postId,
      memberId: thabo,
      teamId: null,
      question: 'Who answered that telephone?',
      dueAt: later(hours),
    });
    return id;
  }

  test('whoever is asked hears first, then whoever asked, then superiors; a report reminds whoever asked', async () => {
    await sql`update member set superior_id = ${grace}::uuid where id = ${thabo}::uuid`.execute(
      storage.system,
    );
    const id = await ask(48);
    const after = async (hours: number) => {
      now = new Date(begun.getTime() + hours * hour);
      const before = (await sent()).length;
      await look();
      await look();
      return (await sent())
        .slice(before)
        .map(({ member_id }) => member_id)
        .sort();
    };
    expect(await after(1)).toEqual([]);
    expect(await after(37)).toEqual([thabo]);
    expect(await after(49)).toEqual([thabo, at.naledi].sort());
    expect(await after(73)).toEqual([thabo, at.naledi, grace].sort());
    await reportFollowUp(by(thabo), id, { words: 'It was the night desk.', suggestion: '' });
    expect(await after(73.1)).toEqual([at.naledi]);
    expect(await after(73 + 30)).toEqual([at.naledi]);
    await acceptReport(by(at.naledi), id);
    expect(await after(24 * 90)).toEqual([]);
    await sql`update member set superior_id = null`.execute(storage.system);
  });

  test('two who accept, or report and withdraw, at once: one is first, the other is told', async () => {
    const id = await ask(48);
    const accepted = await Promise.allSettled([acceptFollowUp(by(thabo), id), acceptFollowUp(by(thabo), id)]);
    expect(accepted.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect((await one(id))?.acts.map(({ kind }) => kind)).toEqual(['asked', 'accepted']);
    const both = await Promise.allSettled([
      reportFollowUp(by(thabo), id, { words: 'Done.', suggestion: '' }),
      giveFollowUp(by(at.naledi), id, { memberId: grace, teamId: null }),
    ]);
    const [refused] = both.flatMap((done) => (done.status === 'rejected' ? [done.reason as object] : []));
    // Who was given it meanwhile reports; whoever had reported is heard.
    expect(refused).toMatchObject({ code: expect.stringMatching(/^(follow_up_moved_on|not_permitted)$/) });
    expect((await one(id))?.acts).toHaveLength(3);
  });

  test('the same asked twice is one', async () => {
    const id = randomUUID();
    const asked = {
      id,
      caseId: null,
      postId: at.written.postId,
      memberId: thabo,
      teamId: null,
      question: 'Why?',
      dueAt: later(9),
    };
    await Promise.all([askFollowUp(by(at.naledi), asked), askFollowUp(by(at.naledi), asked)]);
    expect(await rows(at.desk, 'follow_up')).toHaveLength(1);
    await expect(askFollowUp(by(grace), asked)).rejects.toMatchObject({ code: 'input_invalid' });
  });

  test('property: every reminder whose time has come was sent once, and no time closes anything', async () => {
    const does = fc.constantFrom('ask', 'report', 'back', 'move', 'give', 'accept', 'close', 'withdraw');
    const step = fc.oneof(
      fc.record({ does: fc.constant('pass' as const), hours: fc.integer({ min: -60, max: 200 }) }),
      fc.record({ does, hours: fc.integer({ min: 1, max: 120 }) }),
    );
    const act = (id: string, does: string, hours: number): Promise<void> => {
      switch (does) {
        case 'report':
          return reportFollowUp(by(thabo), id, { words: 'Seen.', suggestion: '' });
        case 'back':
          return sendReportBack(by(at.naledi), id, { words: 'Who?', dueAt: later(hours) });
        case 'move':
          return moveFollowUpDate(by(at.naledi), id, later(hours));
        case 'give':
          return giveFollowUp(by(at.naledi), id, { memberId: hours % 2 ? grace : thabo, teamId: null });
        case 'accept':
          return acceptFollowUp(by(thabo), id);
        case 'close':
          return acceptReport(by(at.naledi), id);
        default:
          return withdrawFollowUp(by(at.naledi), id, 'Not needed.');
      }
    };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 10 }), async (steps) => {
        await sql`truncate follow_up cascade`.execute(storage.system);
        now = begun;
        const ids: string[] = [];
        const factsBefore = (await told()).length;
        for (const { does, hours } of steps) {
          if (does === 'pass') now = later(hours);
          if (does === 'ask') ids.push(await ask(hours));
          const id = ids[hours % Math.max(1, ids.length)];
          if (does !== 'pass' && does !== 'ask' && id !== undefined)
            await act(id, does, hours).catch((error: unknown) =>
              expect(error).toMatchObject({
                code: expect.stringMatching(/^(follow_up_moved_on|not_permitted)$/),
              }),
            );
          const states = async () =>
            (await rows<{ id: string; state: string }>(at.desk, 'follow_up'))
              .map(({ id: own, state }) => `${own} ${state}`)
              .sort();
          const before = await states();
          // Two programs look at the same moment, as after a restart beside one that still runs.
          await Promise.all([look(), look()]);
          expect(await states()).toEqual(before);
          await within(async (tx) => {
            for (const stored of await followUpsOfCase(tx, at.desk.organisationId, at.written.caseId)) {
              const names = await followUpRemindersSent(tx, at.desk.organisationId, stored.id);
              // Also by a clock that was put back: what is due by it was said.
              expect(followUpReminderDue(stored.followUp, now, names)).toBeNull();
            }
          });
        }
        const open = await rows<{ ended_at: Date | null; remind_at: Date | null }>(at.desk, 'follow_up');
        for (const { ended_at, remind_at } of open) expect(ended_at === null).toBe(remind_at !== null);
        const each = new Set((await sent()).map(({ follow_up_id, key }) => `${follow_up_id} ${key}`));
        expect((await told()).length - factsBefore).toBe(each.size);
      }),
      { numRuns: 25 },
    );
  });

  test('a look at what cannot be reminded of is tried again in an hour, and holds up nobody else’s', async () => {
    const [broken, fine] = [await ask(1), await ask(1)];
    await sql`delete from follow_up_act where follow_up_id = ${broken}::uuid`.execute(storage.system);
    now = later(2);
    await look();
    expect((await sent()).map(({ follow_up_id }) => follow_up_id)).toContain(fine);
    const [row] = (await rows<{ id: string; remind_at: Date }>(at.desk, 'follow_up')).filter(
      ({ id }) => id === broken,
    );
    expect(new Date(row?.remind_at ?? 0).getTime()).toBe(now.getTime() + hour);
  });

  test('goes with its conversation, or with its case, when cases are put together and taken apart', async () => {
    const fromPost = await ask(48);
    const fromCase = await ask(48, null);
    const [theCase] = await rows<{ id: string }>(at.desk, 'care_case');
    const conversations = (await rows<{ id: string }>(at.desk, 'conversation')).map(({ id }) => id);
    expect(theCase?.id).toBe(at.written.caseId);
    const where = async () => [(await one(fromPost))?.caseId, (await one(fromCase))?.caseId];
    // A second case of the same author, made by hand: what matters is where things hang.
    const [other, talk] = [randomUUID(), randomUUID()];
    await sql`insert into care_case select (jsonb_populate_record(c, jsonb_build_object('id', ${other}::text, 'number', 99))).* from care_case as c where c.id = ${theCase?.id}::uuid`.execute(
      storage.system,
    );
    await sql`insert into conversation select (jsonb_populate_record(c, jsonb_build_object('id', ${talk}::text, 'case_id', ${other}::text, 'thread', 'another', 'fingerprint', null))).* from conversation as c where c.id = ${conversations[0]}::uuid`.execute(
      storage.system,
    );
    const merged = await mergeCases(by(at.naledi), other, at.written.caseId);
    expect(await where()).toEqual([other, other]);
    await reportFollowUp(by(thabo), fromCase, { words: 'Found.', suggestion: '' });
    await undoRearrangement(by(at.naledi), merged);
    expect(await where()).toEqual([at.written.caseId, at.written.caseId]);
    await mergeCases(by(at.naledi), other, at.written.caseId);
    const split = await splitCase(by(at.naledi), other, [conversations[0] ?? '']);
    expect((await one(fromPost))?.caseId).toBe(split.caseId);
    expect((await one(fromCase))?.caseId).toBe(other);
  });

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
  const named = (id: string) => ({ id, name: id });

  test('of a team those hear who answer for it; of one that is gone, whoever asked', () => {
    const away = { timeZone: 'UTC', week: [[], [], [], [], [], [], []], deputyId: null, absences: [] };
    const rota = new Map([
      member('ceo'),
      member('anna', { superiorId: 'head' }),
      member('ben', { superiorId: 'head', place: away }),
      member('head'),
    ]);
    const teams = new Map([
      ['night', ['anna', 'ben']],
      ['off', ['ben']],
    ]);
    const due = (up: number, asker: boolean) => ({ waitsFor: 'asked' as const, asker, up });
    const asked = (team: string) => ({ asker: named('ceo'), member: null, team: named(team) });
    expect(whoIsTold({ rota, teams }, asked('night'), due(0, false), begun)).toEqual(['anna']);
    expect(whoIsTold({ rota, teams }, asked('night'), due(1, true), begun)).toEqual(['anna', 'head', 'ceo']);
    expect(whoIsTold({ rota, teams }, asked('off'), due(0, false), begun)).toEqual(['ben']);
    expect(whoIsTold({ rota, teams }, asked('gone'), due(0, false), begun)).toEqual(['ceo']);
  });

  test('who asked, their superiors, and supervisors once they left decide; nobody reports to themselves', () => {
    const rota = (asker: Partial<RotaMember>) =>
      new Map([
        member('asker', { superiorId: 'ceo', ...asker }),
        member('ceo'),
        member('thabo', {
          place: { timeZone: 'UTC', week: [[], [], [], [], [], [], []], deputyId: 'deputy', absences: [] },
        }),
        member('deputy'),
        member('lead', { role: 'supervisor' }),
      ]);
    const stored = { asker: named('asker'), member: named('thabo'), team: null };
    const sides = (id: string, asker: Partial<RotaMember> = {}) => {
      const { isAsked, isAsker } = sidesOf({ rota: rota(asker), teams: new Map() }, stored, id, begun);
      return `${isAsked ? 'asked' : ''}${isAsker ? 'asker' : ''}`;
    };
    expect(['asker', 'ceo', 'thabo', 'deputy', 'lead'].map((id) => sides(id))).toEqual([
      'asker',
      'asker',
      'asked',
      'asked',
      '',
    ]);
    expect(sides('lead', { here: false })).toBe('asker');
    expect(sides('lead', { here: false, invited: true })).toBe('');
    const below = new Map([...rota({}), member('thabo', { superiorId: 'lead' })]);
    expect(sidesOf({ rota: below, teams: new Map() }, stored, 'lead', begun)).toEqual({
      isAsked: false,
      isAsker: false,
      mayGive: true,
    });
    const ofTeam = { asker: named('asker'), member: null, team: named('all') };
    const people = { rota: rota({}), teams: new Map([['all', ['asker', 'thabo']]]) };
    expect(sidesOf(people, ofTeam, 'asker', begun)).toMatchObject({ isAsked: false, isAsker: true });
  });
});
