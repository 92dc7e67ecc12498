/** Follow-ups about an author or about no case: nothing is written about who was erased, locks are taken in one order, a reminder lets read as long as it stands, and words go though nobody closes anything. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { eraseAuthor } from '../../src/desk/authors/eraseAuthor.ts';
import { acceptReport } from '../../src/desk/followUps/acceptReport.ts';
import { askFollowUp } from '../../src/desk/followUps/ask.ts';
import { giveFollowUp } from '../../src/desk/followUps/give.ts';
import { mayReadFollowUps } from '../../src/desk/followUps/mayRead.ts';
import { reportFollowUp } from '../../src/desk/followUps/report.ts';
import { sendReportBack } from '../../src/desk/followUps/sendBack.ts';
import { readPeople } from '../../src/desk/followUps/sides.ts';
import { withdrawFollowUp } from '../../src/desk/followUps/withdraw.ts';
import { lockCases } from '../../src/storage/cases.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { identitiesOfAuthor } from '../../src/storage/erasing.ts';
import { keepFollowUpReminder } from '../../src/storage/followUpReminders.ts';
import { findFollowUp, type StoredFollowUp } from '../../src/storage/followUps.ts';
import { blankLongOver } from '../../src/storage/followUpWords.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { authorsOfCases } from '../../src/storage/rearrangements.ts';
import { hear, item, makeMember, rows, serve } from '../factories/desk.ts';
import { type AnsweringDesk, deskThatAnswers } from '../factories/deskThatAnswers.ts';
import { withDatabases } from './servers.ts';

const day = 86_400_000;

withDatabases((database) => {
  let storage: Storage;
  let at: AnsweringDesk;
  let thabo: string;
  let grace: string;
  let author = 0;
  let caseId: string;
  let number: number;

  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 6 });
    at = await deskThatAnswers(storage);
    [thabo, grace] = await Promise.all([makeMember(at.desk, 'Thabo'), makeMember(at.desk, 'Grace')]);
  });
  afterAll(() => storage.close());
  /** Another author each time: who was erased stays so. */
  beforeEach(async () => {
    author += 1;
    const { house } = at.desk;
    const before = await rows<{ id: string }>(at.desk, 'care_case');
    const said = { did: `did:plc:author${author}`, key: 'ask', minute: 40 + author };
    await hear(at.desk, house, [item({ ...said, text: `Refund ${author}?`, mentions: [house.did] })]);
    await serve(storage);
    const all = await rows<{ id: string; number: string }>(at.desk, 'care_case');
    const made = all.find(({ id }) => !before.some((one) => one.id === id));
    caseId = made?.id ?? '';
    number = Number(made?.number);
  });

  const within = <T>(work: (tx: Parameters<Parameters<Storage['inOrganisation']>[1]>[0]) => Promise<T>) =>
    storage.inOrganisation(at.desk.organisationId, work);
  const now = () => at.acting().now;
  const one = async (id: string) =>
    (await within((tx) => findFollowUp(tx, at.desk.organisationId, id))) as StoredFollowUp;
  const ask = async (about: 'author' | 'other', days = 1) => {
    const id = randomUUID();
    const asked = { caseId: about === 'author' ? caseId : null, postId: null, memberId: thabo, teamId: null };
    const dueAt = new Date(now().getTime() + days * day);
    await askFollowUp(at.acting(), { id, about, ...asked, question: 'Who is she?', dueAt });
    return id;
  };
  const report = (id: string) => reportFollowUp(at.acting(thabo), id, { words: 'Amina.', suggestion: '' });
  const erase = () => eraseAuthor(at.acting(), caseId, String(number));
  const isRefused = { code: 'input_invalid' };

  test('about an author who was erased nothing is written any more; it is closed all the same, without words', async () => {
    const [asked, reported, accepted] = [await ask('author'), await ask('author'), await ask('author')];
    await report(reported);
    await report(accepted);
    await erase();
    await expect(report(asked)).rejects.toMatchObject(isRefused);
    const more = { words: 'And her address?', dueAt: null, seen: 2 };
    await expect(sendReportBack(at.acting(), reported, more)).rejects.toMatchObject(isRefused);
    await withdrawFollowUp(at.acting(), asked, 'Amina left.');
    await withdrawFollowUp(at.acting(), reported, 'Amina left.');
    await acceptReport(at.acting(), accepted, 2);
    for (const id of [asked, reported, accepted]) {
      const { question, acts, followUp } = await one(id);
      expect(followUp.endedAt).not.toBeNull();
      expect([question, ...acts.flatMap(({ words, suggestion }) => [words, suggestion])].join('')).toBe('');
    }
    await expect(ask('author')).rejects.toMatchObject(isRefused);
  });

  test('who erases an author and who asks about them wait for each other, and neither for ever', async () => {
    const waiting = () =>
      sql<{ count: number }>`select count(*)::integer as count from pg_locks where not granted`
        .execute(storage.system)
        .then((found) => found.rows[0]?.count ?? 0);
    let asking: Promise<unknown> = Promise.resolve();
    await within(async (tx) => {
      const { organisationId } = at.desk;
      // As an erasure does: identities, then cases.
      const authors = await authorsOfCases(tx, organisationId, [caseId]);
      await identitiesOfAuthor(tx, organisationId, authors.get(caseId)?.authorId ?? '', 'locked');
      asking = ask('author').then(report);
      asking.catch(() => undefined);
      while ((await waiting()) === 0) await new Promise((done) => setTimeout(done, 5));
      await lockCases(tx, organisationId, [caseId]);
    });
    const [asked] = await Promise.allSettled([ask('author').then(report), asking]);
    expect(asked.status).toBe('fulfilled');
    await expect(asking).resolves.toBeUndefined();
  });

  test('whoever was reminded reads it as long as it waits for the same, and not for ever', async () => {
    const id = await ask('other');
    const reads = async (memberId = grace, followUpId = id) => {
      const stored = await one(followUpId);
      return within(async (tx) => {
        const people = await readPeople(tx, at.desk.organisationId, now());
        const reader = { people, memberId, now: now(), readsAll: false };
        return (await mayReadFollowUps(tx, at.desk.organisationId, [stored], reader)).length === 1;
      });
    };
    const remind = async () => {
      const { followUp } = await one(id);
      const { turn, dueAt } = followUp;
      const said = { followUpId: id, key: `late ${turn}`, turn, dueAt, at: now(), to: [grace] };
      await within((tx) => keepFollowUpReminder(tx, at.desk.organisationId, { ...said, broughtTo: [grace] }));
    };
    expect(await reads()).toBe(false);
    await remind();
    expect(await reads()).toBe(true);
    await report(id);
    expect(await reads()).toBe(false);
    await remind();
    expect(await reads()).toBe(true);
    await acceptReport(at.acting(), id, 2);
    expect(await reads()).toBe(false);
    // Who did something about it reads it still.
    const given = await ask('other');
    await giveFollowUp(at.acting(thabo), given, { memberId: grace, teamId: null });
    expect([await reads(thabo, given), await reads(grace, given)]).toEqual([true, true]);
    await giveFollowUp(at.acting(grace), given, { memberId: thabo, teamId: null });
    expect(await reads(grace, given)).toBe(true);
  });

  test('words about no case go by their term though nobody closes it, and not while something is done about it', async () => {
    await sql`delete from follow_up_reminder`.execute(storage.system);
    const [left, busy, ahead] = [await ask('other'), await ask('other'), await ask('other', 400)];
    at.wait(60 * 86_400);
    await report(busy);
    const before = new Date(now().getTime() - 30 * day);
    const { organisationId } = at.desk;
    await within((tx) => blankLongOver(tx, organisationId, before, 100));
    expect(await within((tx) => blankLongOver(tx, organisationId, before, 100))).toBe(0);
    const questions = [await one(left), await one(busy), await one(ahead)].map(({ question }) => question);
    expect(questions).toEqual([null, 'Who is she?', 'Who is she?']);
    expect((await one(left)).followUp.endedAt).toBeNull();
  });

  test('the database keeps a conversation to a case, and an upload to a member', async () => {
    const id = await ask('other');
    const wrong = [
      sql`update follow_up set conversation_id = (select id from conversation limit 1) where id = ${id}::uuid`,
      sql`insert into media (organisation_id, id, type, bytes, at, follow_up_by) values (${at.desk.organisationId}, gen_random_uuid(), 'text/plain', '', now(), gen_random_uuid())`,
    ];
    for (const one of wrong) await expect(one.execute(storage.system)).rejects.toThrow(/constraint/);
  });
});
