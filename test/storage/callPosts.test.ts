/** Which posts stand where in a call for complaints, on the database: what answers it, what goes on behind an answer, what is old, what is spam, and which of two calls. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setBlocked } from '../../src/desk/authors/blockAuthor.ts';
import { announceCall } from '../../src/desk/calls/announceCall.ts';
import { endCallNow } from '../../src/desk/calls/endCall.ts';
import { gatherPosts } from '../../src/desk/calls/gather.ts';
import { openCall } from '../../src/desk/calls/openCall.ts';
import { putCaseIn, sayOfPost } from '../../src/desk/calls/sayOfPost.ts';
import { resolveCase } from '../../src/desk/cases/workOnCase.ts';
import { settleUnknown } from '../../src/desk/replies/changeReply.ts';
import { deliverNext } from '../../src/desk/replies/deliver.ts';
import { nothingFound } from '../../src/domain/finding.ts';
import { promisesOfCall } from '../../src/insight/complaintCalls.ts';
import { lookOnce } from '../../src/jobs/keepCalls.ts';
import { findCall } from '../../src/storage/complaintCalls.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { postsToExport } from '../../src/storage/exportingAuthor.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { type CallWorld, callsDeps, callWorld, hour } from '../factories/callWorld.ts';
import { hear, item, rows, serve } from '../factories/desk.ts';
import { withDatabases } from './servers.ts';

const day = 24 * hour;

withDatabases((database) => {
  let storage: Storage;

  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 8 });
  });
  afterAll(() => storage.close());

  const caseOf = async ({ at, postOf }: CallWorld, words: string) => {
    const { rows: found } = await sql<{ id: string; number: number }>`
      select k.id, k.number from post as p join conversation as v on v.organisation_id = p.organisation_id and v.id = p.conversation_id
      join care_case as k on k.organisation_id = p.organisation_id and k.id = v.case_id
      where p.organisation_id = ${at.desk.organisationId} and p.id = ${await postOf(words)}::uuid`.execute(
      storage.system,
    );
    return { id: found[0]?.id ?? '', number: Number(found[0]?.number) };
  };

  test('an old case is put in by what its author wrote since the opening, and nothing older is', async () => {
    const world = await callWorld(storage);
    const { at, id, write, counts, postOf } = world;
    // Amina wrote "No water." before the call was opened.
    const old = await caseOf(world, 'No water.');
    await expect(
      putCaseIn(at.acting(), id, { caseNumber: old.number, manages: false }),
    ).rejects.toMatchObject({ code: 'not_found' });
    const said = { postIds: [await postOf('No water.')], answers: true, manages: false };
    await expect(sayOfPost(at.acting(), id, said)).rejects.toMatchObject({ code: 'input_invalid' });
    expect(await counts()).toMatchObject({ heard: 0, days: [] });
    await write(0, 'And the clinic is closed', {
      named: true,
      root: 'at://did:plc:amina/app.bsky.feed.post/ask',
    });
    expect(await caseOf(world, 'And the clinic')).toEqual(old);
    expect(await putCaseIn(at.acting(), id, { caseNumber: old.number, manages: false })).toBe(
      await postOf('And the clinic'),
    );
    expect(await counts()).toMatchObject({ heard: 1, putIn: 1, days: [{ posts: 1 }] });
    const none = { postIds: [randomUUID()], answers: true, manages: false };
    await expect(sayOfPost(at.acting(), id, none)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('what its author still says there once they were answered is no other complaint', async () => {
    const { at, announcement, write, answer, counts, gather } = await callWorld(storage);
    const key = await write(1, 'They have no drugs.', { root: announcement });
    at.wait(60);
    await write(1, 'And no nurse.', {
      root: announcement,
      parent: `at://did:plc:aline/app.bsky.feed.post/${key}`,
    });
    await gather();
    expect(await counts()).toMatchObject({ heard: 2, waiting: 2 });
    at.wait(60);
    await answer(1, key, announcement);
    expect(await counts()).toMatchObject({ heard: 2, answered: 2, waiting: 0 });
    at.wait(60);
    await write(1, 'Thank you!', {
      root: announcement,
      parent: `at://did:plc:aline/app.bsky.feed.post/${key}`,
    });
    await gather();
    expect(await counts()).toMatchObject({ heard: 2, answered: 2, waiting: 0 });
    // Whoever answers the announcement itself anew complains anew.
    await write(1, 'The roof leaks, too.', { root: announcement });
    await gather();
    expect(await counts()).toMatchObject({ heard: 3, answered: 2, waiting: 1 });
  });

  test('a case that is closed without an answer stands in the numbers: their sum is what was heard', async () => {
    const world = await callWorld(storage);
    const { at, id, write, counts, gather, postOf } = world;
    await write(1, 'Closed #OurClinics');
    await write(2, 'Open #OurClinics');
    await gather();
    await resolveCase(at.acting(), (await caseOf(world, 'Closed')).id);
    expect(await counts()).toMatchObject({ heard: 2, answered: 0, settled: 1, waiting: 1 });
    // Once it has ended, numbers that everybody reads are changed by whoever may manage calls alone.
    await endCallNow(at.acting(), id);
    const said = { postIds: [await postOf('Open')], answers: false };
    await expect(sayOfPost(at.acting(), id, { ...said, manages: false })).rejects.toMatchObject({
      code: 'not_permitted',
    });
    await sayOfPost(at.acting(), id, { ...said, manages: true });
    expect(await counts()).toMatchObject({ heard: 1, settled: 1, takenOut: 1 });
  });

  test('of two calls with one hashtag each post answers the one that was open last before it', async () => {
    const { at, id, call, write, counts, gather } = await callWorld(storage);
    await write(1, 'To the first #OurClinics');
    await gather();
    await endCallNow(at.acting(), id);
    at.wait(hour);
    await write(2, 'Late to the first #OurClinics');
    await gather();
    at.wait(hour);
    const second = randomUUID();
    const closesAt = new Date(at.acting().now.getTime() + 3 * day * 1000);
    await openCall(at.acting(), { ...call, id: second, hashtag: 'ourclinics', closesAt });
    at.wait(hour);
    await write(1, 'To the second #OurClinics');
    await gather();
    expect(await counts()).toMatchObject({ heard: 1, late: 1 });
    expect(await counts(second)).toMatchObject({ heard: 1, late: 0 });
  });

  test('its hashtag is heard by accounts of its institution alone: they get its cases', async () => {
    const { at, minuteNow, gather, counts } = await callWorld(storage);
    const { organisationId, executive } = at.desk;
    await sql`with made as (
      insert into institution (organisation_id, id, name, own) values (${organisationId}, ${randomUUID()}::uuid, 'Other', true) returning id
    ) update connected_account set institution_id = made.id from made where connected_account.id = ${executive.id}::uuid`.execute(
      storage.system,
    );
    const said = item({
      did: 'did:plc:juma',
      key: 'tagged',
      minute: minuteNow(),
      text: 'No nurse #OurClinics',
    });
    await hear(at.desk, executive, [said], at.acting().now);
    await serve(storage);
    await gather();
    expect(await counts()).toMatchObject({ heard: 0 });
    await hear(at.desk, at.desk.house, [said], at.acting().now);
    await serve(storage);
    await gather();
    expect(await counts()).toMatchObject({ heard: 1 });
  });

  test('what stands under an announcement that a member saw there counts, also what was heard before', async () => {
    const { at, id, written, write, counts, gather } = await callWorld(storage, 3, false);
    await announceCall(at.acting(), id, written);
    at.wait(11);
    at.network.answers.push({ kind: 'unknown', reason: 'The line broke.' });
    while (await deliverNext(at.delivery()));
    expect(await at.reply(written.replyId)).toMatchObject({ state: 'unknown' });
    const root = at.network.idOf(`key-${written.replyId}`);
    at.wait(60);
    await write(1, 'No drugs', { root });
    await gather();
    expect(await counts()).toMatchObject({ heard: 0 });
    await settleUnknown(at.acting(), written.replyId, true);
    await write(2, 'No nurse', { root });
    await gather();
    expect(await counts()).toMatchObject({ heard: 2 });
  });

  test('what was written in time counts in time, however late it is found', async () => {
    const { at, minuteNow, write, counts, gather } = await callWorld(storage, 1);
    at.wait(hour);
    const minute = minuteNow();
    at.wait(15 * day);
    await lookOnce(callsDeps(storage, at));
    await gather();
    await write(1, 'Found late #OurClinics', { minute, named: true });
    await gather();
    expect(await counts()).toMatchObject({ heard: 1, late: 0 });
  });

  test('promises are those given behind what was heard in time, to its author, in its case', async () => {
    const world = await callWorld(storage);
    const { at, id, write, gather, postOf } = world;
    const { organisationId } = at.desk;
    await write(0, 'In the old case #OurClinics', { root: 'at://did:plc:amina/app.bsky.feed.post/ask' });
    await write(1, 'Another #OurClinics');
    await gather();
    const made = async (words: string, hoursAgo: number) => {
      const when = new Date(at.acting().now.getTime() - hoursAgo * hour * 1000);
      await sql`insert into commitment (organisation_id, id, conversation_id, post_id, what, made_at, due_at, remind_at, owner_id, confirmed)
        select p.organisation_id, ${randomUUID()}::uuid, p.conversation_id, p.id, 'Water', ${when}::timestamptz, ${when}::timestamptz + interval '9 days', ${when}::timestamptz, ${at.naledi}::uuid, true
        from post as p where p.organisation_id = ${organisationId} and p.id = ${await postOf(words)}::uuid`.execute(
        storage.system,
      );
    };
    const promises = () =>
      storage.inOrganisation(organisationId, async (tx) => {
        const call = await findCall(tx, organisationId, id);
        return call === null ? null : (await promisesOfCall(tx, call, at.acting().now)).made;
      });
    at.wait(hour);
    await made('In the old case', 30);
    expect(await promises()).toBe(0);
    await made('Another', 0);
    expect(await promises()).toBe(1);
    await sayOfPost(at.acting(), id, { postIds: [await postOf('Another')], answers: false, manages: true });
    expect(await promises()).toBe(0);
  });

  test('what came by its form is known by its post alone, and an author is told that they were counted', async () => {
    const { at, id, write, gather, counts, postOf } = await callWorld(storage);
    const { organisationId } = at.desk;
    await write(2, 'By the form', { named: true });
    const postId = await postOf('By the form');
    // As a form leaves it: the fingerprint that its post will have.
    await sql`insert into complaint_call_form (organisation_id, call_id, fingerprint)
      select organisation_id, ${id}::uuid, fingerprint from post where organisation_id = ${organisationId} and id = ${postId}::uuid`.execute(
      storage.system,
    );
    await gather();
    expect(await counts()).toMatchObject({ heard: 1 });
    expect(await rows(at.desk, 'complaint_call_form')).toEqual([]);
    await storage.inOrganisation(organisationId, (tx) => gatherPosts(tx, organisationId, [postId]));
    expect(await counts()).toMatchObject({ heard: 1 });
    const [told] = await storage.inOrganisation(organisationId, (tx) =>
      postsToExport(tx, organisationId, [postId]),
    );
    expect(told?.inCalls).toMatchObject([{ question: 'Tell me about our clinics', counted: true }]);
  });

  describe('what is abuse or spam', () => {
    test('is counted apart while a member folds it or its author, until one says that it answers', async () => {
      const world = await callWorld(storage);
      const { at, id, write, counts, gather, postOf } = world;
      for (const [n, words] of ['Bad words', 'Blocked', 'Honest'].entries())
        await write(n, `${words} #OurClinics`);
      await gather();
      const { organisationId } = at.desk;
      await sql`insert into abusive_post (organisation_id, post_id, reason, by, at)
        values (${organisationId}, ${await postOf('Bad words')}::uuid, 'insult', ${at.naledi}::uuid, ${at.acting().now})`.execute(
        storage.system,
      );
      await setBlocked(at.acting(), (await caseOf(world, 'Blocked')).id, 'Ads', null);
      expect(await counts()).toMatchObject({ heard: 1, waiting: 1, folded: 2 });
      await sayOfPost(at.acting(), id, {
        postIds: [await postOf('Bad words'), await postOf('Blocked')],
        answers: true,
        manages: false,
      });
      expect(await counts()).toMatchObject({ heard: 3, waiting: 3, folded: 0, putIn: 0 });
      await sayOfPost(at.acting(), id, {
        postIds: [await postOf('Bad words'), await postOf('Blocked')],
        answers: false,
        manages: false,
      });
      expect(await counts()).toMatchObject({ heard: 1, takenOut: 2 });
    });

    test('found by a program is so until a member says otherwise, or answers', async () => {
      const { at, write, answer, counts, gather, postOf } = await callWorld(storage);
      const { organisationId } = at.desk;
      const key = await write(1, 'Buy pumps #OurClinics');
      await gather();
      const postId = await postOf('Buy pumps');
      const found = { ...nothingFound(), nuisances: [{ name: 'spam', sure: 90, because: [] }] };
      await sql`insert into post_finding (organisation_id, post_id, at, models, found)
        values (${organisationId}, ${postId}::uuid, now(), '', ${JSON.stringify(found)}::jsonb)
        on conflict (organisation_id, post_id) do update set found = excluded.found`.execute(storage.system);
      expect(await counts()).toMatchObject({ heard: 0, folded: 1 });
      await sql`insert into finding_correction (organisation_id, id, post_id, aspect, name, so, by, at, was)
        values (${organisationId}, ${randomUUID()}::uuid, ${postId}::uuid, 'nuisance', 'spam', false, ${at.naledi}::uuid, now(), true)`.execute(
        storage.system,
      );
      expect(await counts()).toMatchObject({ heard: 1, folded: 0 });
      await sql`delete from finding_correction where organisation_id = ${organisationId}`.execute(
        storage.system,
      );
      at.wait(60);
      await answer(1, key);
      expect(await counts()).toMatchObject({ heard: 1, answered: 1, folded: 0 });
      expect(await rows(at.desk, 'complaint_call_post')).toHaveLength(1);
    });
  });
});
