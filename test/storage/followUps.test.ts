/** Follow-ups: reminded once each and never forgotten, whoever looks and whenever; closed by people alone; with their case when that is put together or taken apart. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { mergeCases, splitCase, undoRearrangement } from '../../src/desk/cases/rearrange.ts';
import { acceptFollowUp } from '../../src/desk/followUps/accept.ts';
import { acceptReport } from '../../src/desk/followUps/acceptReport.ts';
import { askFollowUp } from '../../src/desk/followUps/ask.ts';
import { caseOf } from '../../src/desk/followUps/changeFollowUp.ts';
import { giveFollowUp } from '../../src/desk/followUps/give.ts';
import { moveFollowUpDate } from '../../src/desk/followUps/moveDate.ts';
import { reportFollowUp } from '../../src/desk/followUps/report.ts';
import { sendReportBack } from '../../src/desk/followUps/sendBack.ts';
import { withdrawFollowUp } from '../../src/desk/followUps/withdraw.ts';
import { followUpReminderDue } from '../../src/domain/followUp.ts';
import { remindFollowUpsOnce } from '../../src/jobs/remindFollowUps.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { countPressingFollowUps, listFollowUps } from '../../src/storage/followUpLists.ts';
import { followUpRemindersSent } from '../../src/storage/followUpReminders.ts';
import { findFollowUp, followUpsOfCase } from '../../src/storage/followUps.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { keepTeam } from '../../src/storage/teams.ts';
import { hear, item, makeMember, rows, serve } from '../factories/desk.ts';
import { type AnsweringDesk, deskThatAnswers } from '../factories/deskThatAnswers.ts';
import { withDatabases } from './servers.ts';

const hour = 3_600_000;
const begun = new Date('2031-03-29T20:00:00Z');

withDatabases((database) => {
  let storage: Storage;
  let at: AnsweringDesk;
  let thabo: string;
  let grace: string;
  let anna: string;
  let now = begun;

  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 8 });
    at = await deskThatAnswers(storage);
    [thabo, grace, anna] = await Promise.all([
      makeMember(at.desk, 'Thabo'),
      makeMember(at.desk, 'Grace'),
      makeMember(at.desk, 'Anna'),
    ]);
    for (const id of [at.naledi, thabo, grace, anna]) await signUp(id);
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

  async function teamOf(name: string, memberIds: string[]): Promise<string> {
    const team = { id: randomUUID(), name, memberIds };
    await within((tx) => keepTeam(tx, at.desk.organisationId, team, { memberId: at.naledi, at: now }));
    return team.id;
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
    await acceptReport(by(at.naledi), id, 2);
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
    const act = async (id: string, does: string, hours: number): Promise<void> => {
      const seen = (await one(id))?.acts.length ?? 0;
      switch (does) {
        case 'report':
          return reportFollowUp(by(thabo), id, { words: 'Seen.', suggestion: '' });
        case 'back':
          return sendReportBack(by(at.naledi), id, { words: 'Who?', dueAt: later(hours), seen });
        case 'move':
          return moveFollowUpDate(by(at.naledi), id, later(hours));
        case 'give':
          return giveFollowUp(by(at.naledi), id, { memberId: hours % 2 ? grace : thabo, teamId: null });
        case 'accept':
          return acceptFollowUp(by(thabo), id);
        case 'close':
          return acceptReport(by(at.naledi), id, seen);
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

  test('another thing under the same id is refused, also at the same moment, and the same is answered once its date has passed', async () => {
    const { did } = at.desk.house;
    await hear(at.desk, at.desk.house, [
      item({ did: 'did:plc:juma', key: 'refund', minute: 41, text: 'My refund?', mentions: [did] }),
    ]);
    await serve(storage);
    const cases = (await rows<{ id: string }>(at.desk, 'care_case')).map(({ id }) => id);
    const another = cases.find((id) => id !== at.written.caseId) ?? '';
    const [person, question, dueAt] = [{ memberId: thabo, teamId: null }, 'Why?', later(9)];
    const asked = { ...person, id: randomUUID(), caseId: at.written.caseId, postId: null, question, dueAt };
    const same = () => askFollowUp(by(at.naledi), asked);
    await same();
    const otherwise = { code: 'input_invalid', message: expect.stringContaining('Ask anew') };
    for (const more of [
      { caseId: another },
      { postId: at.written.postId },
      { memberId: grace },
      { question: 'When?' },
      { dueAt: later(10) },
      { files: [randomUUID()] },
    ])
      await expect(askFollowUp(by(at.naledi), { ...asked, ...more })).rejects.toMatchObject(otherwise);
    // Given to another since, it is still what was asked.
    await giveFollowUp(by(at.naledi), asked.id, { memberId: grace, teamId: null });
    now = later(20);
    await same();
    expect(await rows(at.desk, 'follow_up')).toHaveLength(1);
    for (let round = 0; round < 5; round++) {
      const id = randomUUID();
      const both = await Promise.allSettled(
        [at.written.caseId, another].map((caseId) =>
          askFollowUp(by(at.naledi), { ...asked, id, caseId, dueAt: later(9) }),
        ),
      );
      const refused = both.flatMap((done) => (done.status === 'rejected' ? [done.reason as object] : []));
      expect(refused).toEqual([expect.objectContaining(otherwise)]);
    }
  });

  test('what is brought to somebody was brought up to them for the date that stands, and to nobody for whom it waits', async () => {
    await sql`update member set superior_id = ${grace}::uuid where id = ${thabo}::uuid`.execute(
      storage.system,
    );
    const team = await teamOf('Night desk', [thabo, anna]);
    const own = await ask(48);
    const theirs = randomUUID();
    await askFollowUp(by(at.naledi), {
      ...{ id: theirs, caseId: at.written.caseId, postId: null, memberId: null, teamId: team },
      ...{ question: 'Who was on duty?', dueAt: later(48) },
    });
    const brought = async (memberId: string) => {
      await look();
      const wanted = { memberId, teamIds: [], now };
      return within(async (tx) => {
        const { organisationId } = at.desk;
        const list = { ...wanted, list: 'told_me', standing: 'open' } as const;
        const page = await listFollowUps(tx, organisationId, list, { after: null, most: 9 });
        const soon = later(24);
        return {
          ids: page.rows.map(({ id }) => id).sort(),
          count: await countPressingFollowUps(tx, organisationId, { ...wanted, soon }),
        };
      });
    };
    now = later(49);
    await look();
    // Of the team who was only reminded, and whom somebody else relieved of it.
    await acceptFollowUp(by(thabo), theirs);
    expect(await brought(anna)).toEqual({ ids: [], count: 0 });
    expect(await brought(grace)).toEqual({ ids: [], count: 0 });
    now = later(25);
    expect(await brought(grace)).toEqual({ ids: [own, theirs].sort(), count: 2 });
    await moveFollowUpDate(by(at.naledi), own, later(99));
    expect(await brought(grace)).toEqual({ ids: [theirs], count: 1 });
    await reportFollowUp(by(thabo), theirs, { words: 'Jean.', suggestion: '' });
    expect(await brought(grace)).toEqual({ ids: [], count: 0 });
    await sql`update member set superior_id = null`.execute(storage.system);
  });

  test('a report that came behind the one that was read is not accepted with it', async () => {
    const id = await ask(48);
    const report = (words: string) => reportFollowUp(by(thabo), id, { words, suggestion: '' });
    await report('Jean did.');
    await sendReportBack(by(at.naledi), id, { words: 'Sure?', dueAt: null, seen: 2 });
    await report('No, it was Paul.');
    const movedOn = { code: 'follow_up_moved_on' };
    await expect(acceptReport(by(at.naledi), id, 2)).rejects.toMatchObject(movedOn);
    const back = { words: 'Sure?', dueAt: null, seen: 2 };
    await expect(sendReportBack(by(at.naledi), id, back)).rejects.toMatchObject(movedOn);
    expect((await one(id))?.followUp.state).toBe('reported');
    await acceptReport(by(at.naledi), id, 4);
  });

  test('closed ones are found by an index, by whoever asked, whoever was asked and their team', async () => {
    const whose = {
      asker: sql`asker_id = ${thabo}::uuid`,
      member: sql`member_id = ${thabo}::uuid`,
      team: sql`member_id is null and team_id = ${thabo}::uuid`,
    };
    for (const [name, which] of Object.entries(whose)) {
      const plan = await within<string>(async (tx) => {
        await sql`set local enable_seqscan = off`.execute(tx);
        const found = await sql<{ 'QUERY PLAN': string }>`
          explain select id from follow_up where organisation_id = ${at.desk.organisationId} and ${which} and ended_at is not null
          order by ended_at desc, id desc limit 50`.execute(tx);
        return found.rows.map((row) => row['QUERY PLAN']).join('\n');
      });
      expect(plan).toContain(`follow_up_ended_by_${name}`);
      expect(plan).not.toContain('Sort');
    }
  });

  test('goes with its conversation, or with its case, when cases are put together and taken apart', async () => {
    const fromPost = await ask(48);
    const fromCase = await ask(48, null);
    const talks = await rows<{ id: string; case_id: string }>(at.desk, 'conversation');
    const own = talks.find(({ case_id }) => case_id === at.written.caseId)?.id ?? '';
    const caseOfOne = async (id: string) => {
      const found = await one(id);
      return found == null ? null : caseOf(found);
    };
    const where = async () => [await caseOfOne(fromPost), await caseOfOne(fromCase)];
    // A second case of the same author, made by hand: what matters is where things hang.
    const [other, talk] = [randomUUID(), randomUUID()];
    await sql`insert into care_case select (jsonb_populate_record(c, jsonb_build_object('id', ${other}::text, 'number', 99))).* from care_case as c where c.id = ${at.written.caseId}::uuid`.execute(
      storage.system,
    );
    await sql`insert into conversation select (jsonb_populate_record(c, jsonb_build_object('id', ${talk}::text, 'case_id', ${other}::text, 'thread', 'another', 'fingerprint', null))).* from conversation as c where c.id = ${own}::uuid`.execute(
      storage.system,
    );
    const merged = await mergeCases(by(at.naledi), other, at.written.caseId);
    expect(await where()).toEqual([other, other]);
    await reportFollowUp(by(thabo), fromCase, { words: 'Found.', suggestion: '' });
    await undoRearrangement(by(at.naledi), merged);
    expect(await where()).toEqual([at.written.caseId, at.written.caseId]);
    await mergeCases(by(at.naledi), other, at.written.caseId);
    const split = await splitCase(by(at.naledi), other, [own]);
    expect(await caseOfOne(fromPost)).toBe(split.caseId);
    expect(await caseOfOne(fromCase)).toBe(other);
  });
});
