/** Calls for complaints on the database: opened, announced, gathered, ended and reported on, each once; reminders come once, and nothing ends in silence. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { announceCall } from '../../src/desk/calls/announceCall.ts';
import { endCallNow } from '../../src/desk/calls/endCall.ts';
import { openCall } from '../../src/desk/calls/openCall.ts';
import { publishReport } from '../../src/desk/calls/publishReport.ts';
import { sayOfPost } from '../../src/desk/calls/sayOfPost.ts';
import { retryReply } from '../../src/desk/replies/changeReply.ts';
import { deliverNext } from '../../src/desk/replies/deliver.ts';
import { lookOnce } from '../../src/jobs/keepCalls.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { callers, callsDeps, callWorld, hour } from '../factories/callWorld.ts';
import { deletion, hear, item, rows, serve } from '../factories/desk.ts';
import { withDatabases } from './servers.ts';

withDatabases((database) => {
  let storage: Storage;

  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 8 });
  });
  afterAll(() => storage.close());

  describe('a call', () => {
    test('is opened and announced once, however often that is asked, and its hashtag is its own while it is open', async () => {
      const { at, id, call, written, facts } = await callWorld(storage);
      await openCall(at.acting(), call);
      await announceCall(at.acting(), id, written);
      expect(await rows(at.desk, 'complaint_call')).toHaveLength(1);
      expect(await rows(at.desk, 'complaint_call_announcement')).toHaveLength(1);
      expect(await facts('complaint_call_announced')).toHaveLength(1);
      const twin = { ...call, id: randomUUID(), hashtag: 'OURCLINICS' };
      await expect(openCall(at.acting(), twin)).rejects.toMatchObject({ code: 'hashtag_taken' });
      await endCallNow(at.acting(), id);
      await openCall(at.acting(), twin);
      const slugs = (await rows<{ slug: string }>(at.desk, 'complaint_call')).map(({ slug }) => slug);
      expect(new Set(slugs).size).toBe(2);
      const late = { ...written, replyId: randomUUID() };
      await expect(announceCall(at.acting(), id, late)).rejects.toMatchObject({ code: 'call_moved_on' });
      // Whoever asks for what was done already is told so, however it stands now.
      await announceCall(at.acting(), id, written);
    });

    test('is opened once by who presses twice at once, and two with one address in the same moment have two', async () => {
      const { at, call, facts } = await callWorld(storage, 3, false);
      const made = (hashtag: string) => ({ ...call, id: randomUUID(), hashtag });
      const once = made('Once');
      await Promise.all([once, once, made('Roads'), made('Roads_')].map((one) => openCall(at.acting(), one)));
      expect(await facts('complaint_call_opened')).toHaveLength(4);
      const slugs = (await rows<{ slug: string }>(at.desk, 'complaint_call')).map(({ slug }) => slug);
      expect(slugs.filter((slug) => slug.startsWith('roads'))).toHaveLength(2);
      expect(slugs).toHaveLength(4);
    });

    test('is announced by no account twice, by none of another institution, and by no other answer', async () => {
      const { at, id, written, facts } = await callWorld(storage, 3, false);
      const { organisationId, executive } = at.desk;
      const twice = [written, { ...written, replyId: randomUUID() }].map((one) =>
        announceCall(at.acting(), id, one),
      );
      const done = await Promise.allSettled(twice);
      expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await facts('complaint_call_announced')).toHaveLength(1);
      const other = { replyId: await at.send(), accountId: executive.id, text: 'Tell me #OurClinics' };
      await expect(announceCall(at.acting(), id, other)).rejects.toMatchObject({ code: 'input_invalid' });
      await sql`with made as (
        insert into institution (organisation_id, id, name, own) values (${organisationId}, ${randomUUID()}::uuid, 'Other', true) returning id
      ) update connected_account set institution_id = made.id from made where connected_account.id = ${executive.id}::uuid`.execute(
        storage.system,
      );
      const foreign = { ...other, replyId: randomUUID() };
      await expect(announceCall(at.acting(), id, foreign)).rejects.toMatchObject({
        code: 'reply_not_permitted',
      });
      expect(await rows(at.desk, 'complaint_call_announcement')).toHaveLength(1);
    });

    test.each([
      ['a member', true],
      ['its time', false],
    ])('ended by %s: what was not announced yet never is', async (_, byHand) => {
      const { at, id, written } = await callWorld(storage, 1, false);
      const text = `Never ${id}`;
      await announceCall(at.acting(), id, { ...written, text });
      if (byHand) await endCallNow(at.acting(), id);
      else {
        at.wait(24 * hour);
        await lookOnce(callsDeps(storage, at));
      }
      at.wait(60);
      while (await deliverNext(at.delivery()));
      expect([...at.network.published.values()]).not.toContain(text);
      expect(await at.reply(written.replyId)).toMatchObject({ state: 'withdrawn' });
      await expect(retryReply(at.acting(), written.replyId)).rejects.toMatchObject({ code: 'call_moved_on' });
    });

    test('tells who opened it, once, that no announcement left within ten minutes; one that left is no news', async () => {
      const { at, facts } = await callWorld(storage, 1, false);
      at.wait(599);
      expect(await lookOnce(callsDeps(storage, at))).toBe(0);
      at.wait(1);
      for (let n = 0; n < 2; n++) await lookOnce(callsDeps(storage, at));
      at.wait(hour);
      await lookOnce(callsDeps(storage, at));
      expect(await facts('complaint_call_unsent')).toHaveLength(1);
      const sent = await callWorld(storage, 1);
      sent.at.wait(600);
      await lookOnce(callsDeps(storage, sent.at));
      expect(await sent.facts('complaint_call_unsent')).toEqual([]);
    });

    test('nobody signs it in the name of somebody else', async () => {
      const { at, call } = await callWorld(storage, 1, false);
      const signed = (words: string) =>
        openCall(at.acting(), { ...call, id: randomUUID(), hashtag: `Tag${words.length}`, signed: words });
      for (const words of ['The minister', 'Naledi2, minister', 'Minister Naledi'])
        await expect(signed(words)).rejects.toMatchObject({ code: 'input_invalid' });
      for (const words of ['', 'Naledi', 'Naledi, minister of health']) await signed(words);
    });

    test('hears its hashtag without a mention, what stands under it, and nothing written before', async () => {
      const { at, announcement, write, counts, gather } = await callWorld(storage);
      await write(0, 'Six hours in a queue #ourclinics');
      await write(1, 'They have no drugs.', { root: announcement });
      await write(2, 'Nice weather');
      await write(2, 'No hashtag of yours #OurClinicsToday');
      expect(await counts()).toMatchObject({ heard: 0 });
      await gather();
      expect(await counts()).toMatchObject({ heard: 2, people: 2, answered: 0, waiting: 2, late: 0 });
      // What nobody asked for and names nobody is not kept.
      const posts = await rows<{ text: string }>(at.desk, 'post');
      expect(posts.some(({ text }) => text === 'Nice weather')).toBe(false);
    });

    test('counts a post once that both accounts hear, and goes with its edits and its deletion', async () => {
      const { at, take, write, counts, gather, minuteNow } = await callWorld(storage);
      const first = item({
        did: callers[0],
        key: 'twice',
        minute: minuteNow(),
        text: 'Queues #OurClinics',
      });
      await take(first);
      await hear(at.desk, at.desk.executive, [first], at.acting().now);
      await serve(storage);
      await gather();
      expect(await counts()).toMatchObject({ heard: 1 });
      await write(0, 'Queues', { key: 'twice', version: 1 });
      await gather();
      expect(await counts()).toMatchObject({ heard: 0 });
      await write(0, 'Queues #ourclinics again', { key: 'twice', version: 2 });
      await gather();
      expect(await counts()).toMatchObject({ heard: 1 });
      await take(deletion(callers[0], 'twice', minuteNow()));
      expect(await counts()).toMatchObject({ heard: 0, people: 0 });
    });

    test('is told by a member what answers it, which no edit takes back and a member can', async () => {
      const { at, id, write, counts, gather, facts } = await callWorld(storage);
      await write(0, 'Not about clinics #OurClinics', { key: 'off' });
      await gather();
      const [post] = (await rows<{ id: string; text: string }>(at.desk, 'post')).filter(({ text }) =>
        text.startsWith('Not about'),
      );
      const say = (answers: boolean) =>
        sayOfPost(at.acting(), id, { postIds: [post?.id ?? ''], answers, manages: false });
      await say(false);
      await say(false);
      expect(await counts()).toMatchObject({ heard: 0 });
      expect(await facts('complaint_call_post_out')).toHaveLength(1);
      await write(0, 'Still not #OurClinics', { key: 'off', version: 1 });
      await gather();
      expect(await counts()).toMatchObject({ heard: 0 });
      await say(true);
      expect(await counts()).toMatchObject({ heard: 1 });
    });

    test('ends by its time, is reminded of until its report is there, and listens for a week more', async () => {
      const { at, id, write, counts, gather, facts } = await callWorld(storage, 1);
      await write(0, 'In time #OurClinics');
      await gather();
      expect(await lookOnce(callsDeps(storage, at))).toBe(0);
      at.wait(24 * hour);
      await Promise.all([
        lookOnce(callsDeps(storage, at)),
        lookOnce(callsDeps(storage, at)),
        lookOnce(callsDeps(storage, at)),
      ]);
      expect(await facts('complaint_call_ended')).toHaveLength(1);
      expect(await facts('complaint_call_report_due')).toHaveLength(1);
      at.wait(hour);
      await write(1, 'Too late #OurClinics');
      await gather();
      expect(await counts()).toMatchObject({ heard: 1, late: 1 });
      at.wait(3 * 24 * hour);
      await lookOnce(callsDeps(storage, at));
      await lookOnce(callsDeps(storage, at));
      expect(await facts('complaint_call_report_due')).toHaveLength(2);
      const report = { heard: 'Queues.', done: 'More nurses.', version: 1 };
      const publish = async (more: object = {}) =>
        publishReport(at.acting(), id, { ...report, ...more }, await counts());
      await publish();
      await publish();
      await expect(publish({ heard: 'Other.' })).rejects.toMatchObject({ code: 'call_moved_on' });
      await publish({ heard: 'Other.', version: 2 });
      expect(
        (await rows<{ version: number; heard: string }>(at.desk, 'complaint_call_report')).map(
          ({ version, heard }) => [version, heard],
        ),
      ).toEqual([
        [1, 'Queues.'],
        [2, 'Other.'],
      ]);
      at.wait(30 * 24 * hour);
      await lookOnce(callsDeps(storage, at));
      expect(await facts('complaint_call_report_due')).toHaveLength(2);
      const [call] = await rows<{ hears: boolean; look_at: Date | null }>(at.desk, 'complaint_call');
      expect(call).toMatchObject({ hears: false, look_at: null });
      await write(2, 'Long after #OurClinics');
      expect(
        (await rows<{ text: string }>(at.desk, 'post')).some(({ text }) => text.startsWith('Long')),
      ).toBe(false);
    });

    test('no report is published while it is open', async () => {
      const { at, id, counts } = await callWorld(storage);
      const report = { heard: 'Queues.', done: 'More nurses.', version: 1 };
      await expect(publishReport(at.acting(), id, report, await counts())).rejects.toMatchObject({
        code: 'call_moved_on',
      });
    });
  });
});
