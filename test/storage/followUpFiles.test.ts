/** Files of follow-ups: uploads that nothing else uses; they go with the words of their case, and with nobody else’s, and leave with no answer. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askFollowUp } from '../../src/desk/followUps/ask.ts';
import { reportFollowUp } from '../../src/desk/followUps/report.ts';
import { forgetUploads } from '../../src/jobs/forgetUploads.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { blankReplies } from '../../src/storage/erasingWrites.ts';
import { addFollowUpFile, countUnattached, removeUpload } from '../../src/storage/followUpFiles.ts';
import { blankFollowUps } from '../../src/storage/followUpWords.ts';
import { addFiles, addMedia, keepAsPicturesOfPost } from '../../src/storage/media.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { hear, item, makeMember, rows, serve } from '../factories/desk.ts';
import { type AnsweringDesk, deskThatAnswers } from '../factories/deskThatAnswers.ts';
import { withDatabases } from './servers.ts';

withDatabases((database) => {
  let storage: Storage;
  let at: AnsweringDesk;
  let thabo: string;
  let another: string;

  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 6 });
    at = await deskThatAnswers(storage);
    thabo = await makeMember(at.desk, 'Thabo');
    const { house } = at.desk;
    await hear(at.desk, house, [
      item({ did: 'did:plc:juma', key: 'refund', minute: 41, text: 'My refund?', mentions: [house.did] }),
    ]);
    await serve(storage);
    const cases = await rows<{ id: string }>(at.desk, 'care_case');
    another = cases.find(({ id }) => id !== at.written.caseId)?.id ?? '';
  });
  afterAll(() => storage.close());

  const within = <T>(work: (tx: Parameters<Parameters<Storage['inOrganisation']>[1]>[0]) => Promise<T>) =>
    storage.inOrganisation(at.desk.organisationId, work);
  const upload = (address: string | null = null) =>
    within((tx) =>
      addMedia(tx, at.desk.organisationId, {
        ...{ address, type: 'image/png', bytes: Buffer.from('picture'), width: 1, height: 1 },
        at: new Date(),
      }),
    );
  const isThere = async (id: string) =>
    (await rows<{ id: string }>(at.desk, 'media')).some((one) => one.id === id);
  const ask = async (files: string[], caseId = at.written.caseId) => {
    const id = randomUUID();
    const dueAt = new Date(at.acting().now.getTime() + 86_400_000);
    const about = { id, caseId, postId: null, memberId: thabo, teamId: null };
    await askFollowUp(at.acting(), { ...about, question: 'Who?', files, dueAt });
    return id;
  };
  const question = (caseId = at.written.caseId) => ({
    id: randomUUID(),
    ...{ caseId, postId: null, memberId: thabo, teamId: null, question: 'Who?' },
    dueAt: new Date(at.acting().now.getTime() + 86_400_000),
  });
  const attachedTo = (mediaId: string) => at.send({ attachments: [{ mediaId, alt: 'The bill.' }] });
  const blank = () =>
    within((tx) => blankFollowUps(tx, at.desk.organisationId, { caseIds: [at.written.caseId] }));

  test('an upload that nothing uses is attached; what came with a post, a file, or what an answer or a follow-up has, is not', async () => {
    const address = 'https://cdn.example/theirs';
    const theirs = await upload(address);
    const file = { address: 'https://cdn.example/file', name: 'bill.pdf', type: 'application/pdf' };
    await within((tx) =>
      addFiles(tx, at.desk.organisationId, [{ ...file, bytes: Buffer.from('file') }], new Date()),
    );
    const [kept] = (await rows<{ id: string; name: string | null }>(at.desk, 'media')).filter(
      ({ name }) => name === 'bill.pdf',
    );
    const ours = await upload();
    await attachedTo(ours);
    const [asked, reported] = [await upload(), await upload()];
    const id = await ask([asked]);
    const gone = { code: 'not_found' };
    for (const picture of [theirs, kept?.id ?? '', ours, asked, randomUUID()]) {
      await expect(ask([picture])).rejects.toMatchObject(gone);
      const report = { words: 'Jean.', suggestion: '', files: [picture] };
      await expect(reportFollowUp(at.acting(thabo), id, report)).rejects.toMatchObject(gone);
    }
    await reportFollowUp(at.acting(thabo), id, { words: 'Jean.', suggestion: '', files: [reported] });
    for (let round = 0; round < 5; round++) {
      const wanted = await upload();
      const both = await Promise.allSettled([ask([wanted]), ask([wanted], another)]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    }
    // Nor does a post that is logged by hand take it.
    expect(await within((tx) => keepAsPicturesOfPost(tx, at.desk.organisationId, [asked]))).toEqual([]);
  });

  test('what is between members leaves with no answer: a picture of a follow-up, one uploaded for it, a file, or what an author sent', async () => {
    const [asked, reported] = [await upload(), await upload()];
    const id = await ask([asked]);
    await reportFollowUp(at.acting(thabo), id, { words: 'Jean.', suggestion: '', files: [reported] });
    const file = { name: 'rota.png', type: 'image/png', bytes: Buffer.from('picture') };
    const own = { ...file, width: 1, height: 1, memberId: at.naledi, at: new Date() };
    const about = await within((tx) => addFollowUpFile(tx, at.desk.organisationId, own));
    const theirs = await upload('https://cdn.example/another of theirs');
    const before = await rows<{ id: string }>(at.desk, 'reply');
    for (const picture of [asked, reported, about, theirs])
      await expect(attachedTo(picture)).rejects.toMatchObject({ code: 'not_found' });
    expect(await rows(at.desk, 'reply')).toHaveLength(before.length);
    await attachedTo(await upload());
    // Nor is what one member uploaded attached by another, or logged as a post's.
    await expect(
      askFollowUp(at.acting(thabo), { ...question(), memberId: at.naledi, files: [about] }),
    ).rejects.toMatchObject({ code: 'not_found' });
    expect(await within((tx) => keepAsPicturesOfPost(tx, at.desk.organisationId, [about]))).toEqual([]);
    // Asked for at the same moment by an answer and by a follow-up, it goes to one of both.
    for (let round = 0; round < 5; round++) {
      const wanted = await upload();
      const both = await Promise.allSettled([ask([wanted], another), attachedTo(wanted)]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    }
  });

  test('what nobody attached is left out by its uploader, or goes the next day; what is attached stays', async () => {
    const { organisationId } = at.desk;
    const file = { name: 'rota.pdf', type: 'application/pdf', bytes: Buffer.from('file') };
    const put = (hoursAgo = 0) =>
      within((tx) =>
        addFollowUpFile(tx, organisationId, {
          ...{ ...file, width: null, height: null, memberId: at.naledi },
          at: new Date(Date.now() - hoursAgo * 3_600_000),
        }),
      );
    const leaveOut = (id: string, memberId = at.naledi) =>
      within((tx) => removeUpload(tx, organisationId, id, memberId));
    const waiting = () => within((tx) => countUnattached(tx, organisationId, at.naledi));
    const before = await waiting();
    const [asked, old, own, ofToday] = [await put(48), await put(25), await put(), await put(1)];
    await ask([asked]);
    expect(await waiting()).toBe(before + 3);
    expect([await leaveOut(own, thabo), await leaveOut(asked), await leaveOut(own)]).toEqual([
      false,
      false,
      true,
    ]);
    await forgetUploads({ storage, now: () => new Date() });
    const there = await Promise.all([asked, old, own, ofToday].map(isThere));
    expect(there).toEqual([true, false, false, true]);
    // What an answer carries, or a post brought, is no upload of this kind.
    expect(await forgetUploads({ storage, now: () => new Date() })).toBe(0);
  });

  test('pictures go with the words of their case, but for those that an answer carries, too; and with nobody else’s', async () => {
    await blank();
    const [own, shared] = [await upload(), await upload()];
    await ask([own, shared]);
    // As it could be before answers were kept from it.
    const replyId = await attachedTo(await upload());
    const reply = { id: replyId, state: 'queued' as const, files: [shared, own] };
    // An answer to somebody else is erased.
    await within((tx) => blankReplies(tx, at.desk.organisationId, [{ ...reply, files: [own] }]));
    expect(await isThere(own)).toBe(true);
    await sql`update reply set attachments = jsonb_build_array(jsonb_build_object('mediaId', ${shared}::text, 'alt', 'It.')) where id = ${replyId}::uuid`.execute(
      storage.system,
    );
    expect(await blank()).toBe(1);
    expect([await isThere(own), await isThere(shared)]).toEqual([false, true]);
    expect(await blank()).toBe(0);
    await within((tx) => blankReplies(tx, at.desk.organisationId, [reply]));
    expect(await isThere(shared)).toBe(false);
  });
});
