/** Cases put together and taken apart, while intake and sending go on. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Acting } from '../../src/desk/acting.ts';
import { mergeCases, splitCase, undoRearrangement } from '../../src/desk/cases/rearrange.ts';
import { claim, resolveCase, setSeverity, tagCase, writeNote } from '../../src/desk/cases/workOnCase.ts';
import { claimToSend, sendClaimed } from '../../src/desk/replies/deliver.ts';
import { pageOfCases } from '../../src/storage/caseReads.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { failureOf } from '../../src/storage/failures.ts';
import { factsOfCase } from '../../src/storage/history.ts';
import { migrate } from '../../src/storage/migrate.ts';
import {
  addressOf,
  at,
  type Desk,
  hear,
  item,
  makeDesk,
  makeMember,
  rows,
  serve,
  withWorkers,
} from '../factories/desk.ts';
import { deskThatAnswers } from '../factories/deskThatAnswers.ts';
import { withDatabases } from './servers.ts';

interface CaseRow {
  id: string;
  number: number;
  state: string;
  tags: string[];
  severity: number;
  inbound_posts: number;
  waiting_since: Date | null;
  due_at: Date | null;
  merged_into: string | null;
}

const aline = 'did:plc:aline';

withDatabases((database) => {
  let storage: Storage;
  let desk: Desk;
  let acting: Acting;
  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 8 });
  });
  afterAll(() => storage.close());
  beforeEach(async () => {
    desk = await makeDesk(storage);
    const memberId = await makeMember(desk, 'Naledi');
    acting = { storage, organisationId: desk.organisationId, memberId, now: at(50) };
  });

  const ask = (key: string, minute: number, did = aline) =>
    item({ did, key, minute, text: `Words of ${key}`, mentions: [desk.house.did] });
  const again = (root: string, key: string, minute: number, did = aline) =>
    item({
      did,
      key,
      minute,
      text: `Words of ${key}`,
      root: addressOf(did, root),
      mentions: [desk.house.did],
    });
  const answer = (root: string, key: string, minute: number) =>
    item({ did: desk.house.did, key, minute, text: `Our ${key}`, root: addressOf(aline, root) });
  const take = async (...items: Parameters<typeof hear>[2]) => {
    await hear(desk, desk.house, items);
    await serve(storage);
  };
  /** The cases by what stands in them: the first words of each, in order of their numbers. */
  const cases = async () =>
    (await rows<CaseRow>(desk, 'care_case')).sort((a, b) => Number(a.number) - Number(b.number));
  const holds = async (caseId: string) => {
    const found = await sql<{ text: string }>`
      select p.text from conversation as c join post as p on p.organisation_id = c.organisation_id and p.conversation_id = c.id
      where c.organisation_id = ${desk.organisationId} and c.case_id = ${caseId}::uuid order by p.at`.execute(
      storage.system,
    );
    return found.rows.map(({ text }) => text);
  };
  const shown = (view: 'all' | 'queue' | 'resolved') =>
    storage.inOrganisation(desk.organisationId, async (tx) => {
      const page = await pageOfCases(tx, desk.organisationId, {
        teamIds: [],
        view,
        memberId: acting.memberId,
        after: null,
        limit: 50,
      });
      return page.rows.map((row) => row.number);
    });

  describe('a merge', () => {
    test('takes conversations, notes and judgement along; whoever waited waits on; later posts come to the case that holds them', async () => {
      await take(ask('tap', 1), ask('bill', 5), answer('bill', 'sorry', 9));
      const [tap, bill] = await cases();
      if (tap === undefined || bill === undefined) throw new Error('two cases');
      await writeNote(acting, tap.id, 'She has a baby.');
      await setSeverity(acting, tap.id, 2, true);
      await tagCase(acting, tap.id, ['water']);
      await tagCase(acting, bill.id, ['bill', 'water']);
      const id = await mergeCases(acting, bill.id, tap.id);
      const [gone, kept] = await cases();
      expect(kept).toMatchObject({
        state: 'waiting_us',
        severity: 2,
        inbound_posts: 2,
        waiting_since: at(1),
        merged_into: null,
      });
      expect(kept?.tags.toSorted()).toEqual(['bill', 'water']);
      expect(gone).toMatchObject({ state: 'resolved', due_at: null, merged_into: bill.id, inbound_posts: 0 });
      expect(await holds(bill.id)).toEqual(['Words of tap', 'Words of bill', 'Our sorry']);
      expect([await shown('all'), await shown('queue'), await shown('resolved')]).toEqual([[2], [2], []]);
      expect((await rows<{ case_id: string }>(desk, 'note'))[0]?.case_id).toBe(bill.id);
      await take(again('tap', 'still', 30));
      expect((await cases())[1]).toMatchObject({ inbound_posts: 3, waiting_since: at(1) });
      const told = await storage.inOrganisation(desk.organisationId, (tx) =>
        factsOfCase(tx, desk.organisationId, bill.id, 50),
      );
      expect(told.map(({ action }) => action)).toEqual(
        expect.arrayContaining(['note_written', 'severity_set', 'case_merged']),
      );
      await expect(claim(acting, tap.id)).rejects.toMatchObject({ code: 'case_merged' });
      await undoRearrangement(acting, id);
    });

    test('taken back leaves both as they were, with what came meanwhile where it belongs', async () => {
      await take(ask('tap', 1), ask('bill', 5), answer('bill', 'sorry', 9));
      const before = await cases();
      const [tap, bill] = before;
      const id = await mergeCases(acting, bill?.id ?? '', tap?.id ?? '');
      await undoRearrangement(acting, id);
      const bare = (list: CaseRow[]) =>
        list.map(({ state, inbound_posts, waiting_since, due_at, merged_into }) => ({
          state,
          inbound_posts,
          waiting_since,
          due_at,
          merged_into,
        }));
      expect(bare(await cases())).toEqual(bare(before));
      const second = await mergeCases(acting, bill?.id ?? '', tap?.id ?? '');
      await take(again('tap', 'still', 30), again('bill', 'wrong', 31));
      await undoRearrangement(acting, second);
      await undoRearrangement(acting, second);
      expect(await holds(tap?.id ?? '')).toEqual(['Words of tap', 'Words of still']);
      expect(await cases()).toMatchObject([
        { state: 'new', inbound_posts: 2, waiting_since: at(1) },
        { state: 'waiting_us', inbound_posts: 2, waiting_since: at(31) },
      ]);
      expect(await shown('queue')).toEqual([1, 2]);
    });

    test('settled while they were one, both are settled when they are two again', async () => {
      await take(ask('tap', 1), ask('bill', 5));
      const [tap, bill] = await cases();
      const id = await mergeCases(acting, bill?.id ?? '', tap?.id ?? '');
      await resolveCase({ ...acting, now: at(55) }, bill?.id ?? '');
      await undoRearrangement({ ...acting, now: at(56) }, id);
      expect((await cases()).map(({ state }) => state)).toEqual(['resolved', 'resolved']);
    });

    test('of two authors, of a case with itself, or of one that is merged already is refused in words', async () => {
      await take(ask('tap', 1), ask('bill', 5), ask('other', 6, 'did:plc:juma'));
      const [tap, bill, other] = await cases();
      const merging = (into = '', from = '') => mergeCases(acting, into, from);
      await expect(merging(tap?.id, other?.id)).rejects.toMatchObject({
        code: 'input_invalid',
        sentence: /two authors/,
      });
      await expect(merging(tap?.id, tap?.id)).rejects.toMatchObject({ code: 'input_invalid' });
      await merging(tap?.id, bill?.id);
      await expect(merging(bill?.id, tap?.id)).rejects.toMatchObject({ code: 'case_merged' });
    });

    test('by two members in opposite directions at once happens once', async () => {
      await take(ask('tap', 1), ask('bill', 5));
      const [tap, bill] = await cases();
      const colleague = { ...acting, memberId: await makeMember(desk, 'Thabo') };
      const done = await Promise.allSettled([
        mergeCases(acting, tap?.id ?? '', bill?.id ?? ''),
        mergeCases(colleague, bill?.id ?? '', tap?.id ?? ''),
      ]);
      expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await shown('all')).toHaveLength(1);
    });
  });

  describe('a split', () => {
    test('makes a case of its own, with its own clock; taken back they are one', async () => {
      await take(ask('tap', 1), ask('bill', 5), answer('bill', 'sorry', 9));
      const [tap, bill] = await cases();
      await mergeCases(acting, bill?.id ?? '', tap?.id ?? '');
      const theirs = await rows<{ id: string; thread: string }>(desk, 'conversation');
      const wanted = theirs.filter(({ thread }) => thread === addressOf(aline, 'tap')).map(({ id }) => id);
      const { caseId, rearrangementId } = await splitCase(acting, bill?.id ?? '', wanted);
      const made = (await cases()).at(-1);
      expect(made).toMatchObject({
        id: caseId,
        number: 3,
        state: 'open',
        waiting_since: at(1),
        inbound_posts: 1,
      });
      expect((await cases())[1]).toMatchObject({
        state: 'waiting_author',
        waiting_since: null,
        inbound_posts: 1,
      });
      expect(await holds(caseId)).toEqual(['Words of tap']);
      await take(again('tap', 'still', 30));
      expect(await holds(caseId)).toEqual(['Words of tap', 'Words of still']);
      await undoRearrangement(acting, rearrangementId);
      expect(await holds(bill?.id ?? '')).toHaveLength(4);
      expect((await cases())[1]).toMatchObject({ waiting_since: at(1), inbound_posts: 3 });
      expect(await shown('all')).toEqual([2]);
    });

    test('of all, of none, or of somebody else’s conversation is refused', async () => {
      await take(ask('tap', 1), ask('bill', 5));
      const [tap] = await cases();
      const theirs = await rows<{ id: string; case_id: string }>(desk, 'conversation');
      const own = theirs.filter(({ case_id }) => case_id === tap?.id).map(({ id }) => id);
      const other = theirs.filter(({ case_id }) => case_id !== tap?.id).map(({ id }) => id);
      await expect(splitCase(acting, tap?.id ?? '', own)).rejects.toMatchObject({ code: 'input_invalid' });
      await expect(splitCase(acting, tap?.id ?? '', [])).rejects.toMatchObject({ code: 'input_invalid' });
      await expect(splitCase(acting, tap?.id ?? '', other)).rejects.toMatchObject({ code: 'not_found' });
    });
  });

  test('while three workers take posts of both cases, nothing is counted in the wrong one', async () => {
    await take(ask('tap', 0), ask('bill', 0));
    const [tap, bill] = await cases();
    for (let round = 0; round < 12; round += 1) {
      const news = [1, 2, 3].flatMap((n) => [
        again('tap', `tap${round}x${n}`, 1 + round * 3 + n),
        again('bill', `bill${round}x${n}`, 1 + round * 3 + n),
      ]);
      await hear(desk, desk.house, news);
      const merging = (async () => {
        const id = await mergeCases(acting, bill?.id ?? '', tap?.id ?? '');
        if (round % 2 === 1) await undoRearrangement(acting, id);
        return id;
      })();
      const [id] = await Promise.all([
        settled(merging),
        withWorkers(database(), 3, (serveAll) => serveAll()),
      ]);
      if (round % 2 === 0 && id !== null) await undoRearrangement(acting, id);
      await serve(storage);
    }
    for (const one of await cases()) {
      expect(one.inbound_posts).toBe((await holds(one.id)).length);
      expect(one).toMatchObject({ inbound_posts: 37, waiting_since: at(0), merged_into: null });
    }
    expect(await rows(desk, 'set_aside_item')).toEqual([]);
  });

  test('an answer on its way while its case is put into another is recorded there', async () => {
    const answering = await deskThatAnswers(storage);
    desk = answering.desk;
    acting = answering.acting();
    await take(ask('more', 41, 'did:plc:amina'));
    const [first, second] = await cases();
    const replyId = await answering.send();
    answering.wait(11);
    const claimed = await claimToSend(answering.delivery(), []);
    if (claimed === null) throw new Error('nothing was due');
    await mergeCases(answering.acting(), second?.id ?? '', first?.id ?? '');
    await sendClaimed(answering.delivery(), claimed);
    const [reply] = await rows<{ id: string; state: string; case_id: string }>(desk, 'reply');
    expect(reply).toMatchObject({ id: replyId, state: 'sent', case_id: second?.id });
    expect((await cases())[1]).toMatchObject({ state: 'waiting_author', waiting_since: null });
  });
});

/** The answer, or null where the other side won the race this time. */
async function settled<T>(act: Promise<T>): Promise<T | null> {
  try {
    return await act;
  } catch (error) {
    if (failureOf(error) !== 'retry') throw error;
    return null;
  }
}
