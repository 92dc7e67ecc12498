/** Calls for complaints on the database: whatever happens to posts, and in whatever order it is gathered, each counts once and stands as it is; reminders come once, and nothing ends in silence. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eraseAuthor } from '../../src/desk/authors/eraseAuthor.ts';
import { endCallNow } from '../../src/desk/calls/endCall.ts';
import { gatherPosts } from '../../src/desk/calls/gather.ts';
import { announceCall, openCall } from '../../src/desk/calls/openCall.ts';
import { publishReport } from '../../src/desk/calls/publishReport.ts';
import { sayOfPost } from '../../src/desk/calls/sayOfPost.ts';
import { mergeCases, splitCase } from '../../src/desk/cases/rearrange.ts';
import { resolveCase } from '../../src/desk/cases/workOnCase.ts';
import { deliverNext } from '../../src/desk/replies/deliver.ts';
import { isFault } from '../../src/domain/fault.ts';
import { countsOfCall } from '../../src/insight/complaintCalls.ts';
import { gatherOnce, lookOnce } from '../../src/jobs/keepCalls.ts';
import { findCall } from '../../src/storage/complaintCalls.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { addressOf, at as atMinute, deletion, hear, item, rows, serve } from '../factories/desk.ts';
import { type AnsweringDesk, deskThatAnswers } from '../factories/deskThatAnswers.ts';
import { withDatabases } from './servers.ts';

const authors = ['did:plc:amina', 'did:plc:aline', 'did:plc:juma'] as const;
const hour = 3_600;

withDatabases((database) => {
  let storage: Storage;

  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 8 });
  });
  afterAll(() => storage.close());

  const depsOf = (at: AnsweringDesk) => ({
    storage,
    now: () => at.acting().now,
    log: (event: string, particulars: object) => {
      throw new Error(`${event} ${JSON.stringify(particulars)}`);
    },
  });
  const gatherAll = async (at: AnsweringDesk, worker = 'gatherer') => {
    while (await gatherOnce(depsOf(at), worker));
  };
  const minuteNow = (at: AnsweringDesk) =>
    Math.floor((at.acting().now.getTime() - atMinute(0).getTime()) / 60_000);

  /** A desk with an open call that was announced. */
  async function begin(days = 3) {
    const at = await deskThatAnswers(storage);
    at.wait(hour);
    const id = randomUUID();
    const call = {
      id,
      institutionId: at.desk.institutionId,
      question: 'Tell me about our clinics',
      hashtag: 'OurClinics',
      closesAt: new Date(at.acting().now.getTime() + days * 86_400_000),
      formId: null,
      signed: 'Naledi, minister',
    };
    await openCall(at.acting(), call);
    const replyId = randomUUID();
    const written = { replyId, accountId: at.desk.house.id, text: 'Tell me about our clinics #OurClinics' };
    await announceCall(at.acting(), id, written);
    at.wait(11);
    await deliverNext(at.delivery());
    const [announced] = await rows<{ network_id: string }>(at.desk, 'reply');
    let made = 0;
    const take = async (...items: Parameters<typeof hear>[2]) => {
      await hear(at.desk, at.desk.house, items, at.acting().now);
      await serve(storage);
    };
    const write = async (
      author: number,
      text: string,
      more: { root?: string; version?: number; key?: string } = {},
    ) => {
      const { key = `said${made++}`, ...rest } = more;
      // A later version of a post that is known is let through by the stream whatever it says; here because it names us.
      const mentions = rest.version === undefined ? [] : [at.desk.house.did];
      const did = authors[author % 3] ?? authors[0];
      await take(item({ did, key, minute: minuteNow(at), text, mentions, ...rest }));
      return key;
    };
    const counts = () =>
      storage.inOrganisation(at.desk.organisationId, async (tx) => {
        const found = await findCall(tx, at.desk.organisationId, id);
        if (found === null) throw new Error('the call is gone');
        return countsOfCall(tx, found);
      });
    return { at, id, call, announcement: announced?.network_id ?? '', take, write, counts, written };
  }

  const facts = async (at: AnsweringDesk, action: string) =>
    (await rows<{ action: string; sequence: number }>(at.desk, 'history')).filter(
      (one) => one.action === action,
    );

  describe('a call', () => {
    test('is opened and announced once, however often that is asked, and its hashtag is its own while it is open', async () => {
      const { at, id, call, written } = await begin();
      await openCall(at.acting(), call);
      await announceCall(at.acting(), id, written);
      expect(await rows(at.desk, 'complaint_call')).toHaveLength(1);
      expect(await rows(at.desk, 'complaint_call_announcement')).toHaveLength(1);
      expect(await facts(at, 'complaint_call_announced')).toHaveLength(1);
      const twin = { ...call, id: randomUUID(), hashtag: 'OURCLINICS' };
      await expect(openCall(at.acting(), twin)).rejects.toMatchObject({ code: 'hashtag_taken' });
      await endCallNow(at.acting(), id);
      await openCall(at.acting(), twin);
      const slugs = (await rows<{ slug: string }>(at.desk, 'complaint_call')).map(({ slug }) => slug);
      expect(new Set(slugs).size).toBe(2);
      const late = { ...written, replyId: randomUUID() };
      await expect(announceCall(at.acting(), id, late)).rejects.toMatchObject({ code: 'call_moved_on' });
    });

    test('hears its hashtag without a mention, what stands under it, and nothing written before', async () => {
      const { at, announcement, write, counts } = await begin();
      await write(0, 'Six hours in a queue #ourclinics');
      await write(1, 'They have no drugs.', { root: announcement });
      await write(2, 'Nice weather');
      await write(2, 'No hashtag of yours #OurClinicsToday');
      expect(await counts()).toMatchObject({ heard: 0 });
      await gatherAll(at);
      expect(await counts()).toMatchObject({ heard: 2, people: 2, answered: 0, waiting: 2, late: 0 });
      // What nobody asked for and names nobody is not kept.
      const posts = await rows<{ text: string }>(at.desk, 'post');
      expect(posts.some(({ text }) => text === 'Nice weather')).toBe(false);
    });

    test('counts a post once that both accounts hear, and goes with its edits and its deletion', async () => {
      const { at, take, write, counts } = await begin();
      const first = item({
        did: authors[0],
        key: 'twice',
        minute: minuteNow(at),
        text: 'Queues #OurClinics',
      });
      await take(first);
      await hear(at.desk, at.desk.executive, [first], at.acting().now);
      await serve(storage);
      await gatherAll(at);
      expect(await counts()).toMatchObject({ heard: 1 });
      await write(0, 'Queues', { key: 'twice', version: 1 });
      await gatherAll(at);
      expect(await counts()).toMatchObject({ heard: 0 });
      await write(0, 'Queues #ourclinics again', { key: 'twice', version: 2 });
      await gatherAll(at);
      expect(await counts()).toMatchObject({ heard: 1 });
      await take(deletion(authors[0], 'twice', minuteNow(at)));
      expect(await counts()).toMatchObject({ heard: 0, people: 0 });
    });

    test('is told by a member what answers it, which no edit takes back and a member can', async () => {
      const { at, id, write, counts } = await begin();
      await write(0, 'Not about clinics #OurClinics', { key: 'off' });
      await gatherAll(at);
      const [post] = (await rows<{ id: string; text: string }>(at.desk, 'post')).filter(({ text }) =>
        text.startsWith('Not about'),
      );
      const say = (answers: boolean) => sayOfPost(at.acting(), id, { postId: post?.id ?? '', answers });
      await say(false);
      await say(false);
      expect(await counts()).toMatchObject({ heard: 0 });
      expect(await facts(at, 'complaint_call_post_out')).toHaveLength(1);
      await write(0, 'Still not #OurClinics', { key: 'off', version: 1 });
      await gatherAll(at);
      expect(await counts()).toMatchObject({ heard: 0 });
      await say(true);
      expect(await counts()).toMatchObject({ heard: 1 });
    });

    test('ends by its time, is reminded of until its report is there, and listens for a week more', async () => {
      const { at, id, write, counts } = await begin(1);
      await write(0, 'In time #OurClinics');
      await gatherAll(at);
      expect(await lookOnce(depsOf(at))).toBe(0);
      at.wait(24 * hour);
      await Promise.all([lookOnce(depsOf(at)), lookOnce(depsOf(at)), lookOnce(depsOf(at))]);
      expect(await facts(at, 'complaint_call_ended')).toHaveLength(1);
      expect(await facts(at, 'complaint_call_report_due')).toHaveLength(1);
      at.wait(hour);
      await write(1, 'Too late #OurClinics');
      await gatherAll(at);
      expect(await counts()).toMatchObject({ heard: 1, late: 1 });
      at.wait(3 * 24 * hour);
      await lookOnce(depsOf(at));
      await lookOnce(depsOf(at));
      expect(await facts(at, 'complaint_call_report_due')).toHaveLength(2);
      const report = { heard: 'Queues.', done: 'More nurses.', version: 1 };
      const publish = (more: object = {}) =>
        publishReport(at.acting(), id, { ...report, ...more }, async () => counts());
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
      await lookOnce(depsOf(at));
      expect(await facts(at, 'complaint_call_report_due')).toHaveLength(2);
      const [call] = await rows<{ hears: boolean; look_at: Date | null }>(at.desk, 'complaint_call');
      expect(call).toMatchObject({ hears: false, look_at: null });
      await write(2, 'Long after #OurClinics');
      expect(
        (await rows<{ text: string }>(at.desk, 'post')).some(({ text }) => text.startsWith('Long')),
      ).toBe(false);
    });

    test('no report is published while it is open', async () => {
      const { at, id, counts } = await begin();
      const report = { heard: 'Queues.', done: 'More nurses.', version: 1 };
      await expect(publishReport(at.acting(), id, report, async () => counts())).rejects.toMatchObject({
        code: 'call_moved_on',
      });
    });
  });

  const whats = [
    'tag',
    'under',
    'other',
    'edit',
    'delete',
    'erase',
    'merge',
    'split',
    'settle',
    'out',
    'in',
    'gather',
    'answer',
  ] as const;
  const steps = fc.array(
    fc.record({
      what: fc.constantFrom(...whats, 'tag' as const, 'under' as const),
      n: fc.nat(1_000),
      m: fc.nat(1_000),
    }),
    { minLength: 8, maxLength: 30 },
  );

  test('of any work whatever the counts are those of the posts that stand, gathered behind the history or anew in any order', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(1_000), async (all, order) => {
        const world = await begin(30);
        const { at, id, announcement, take, write, counts } = world;
        const keys: { key: string; author: number; versions: number }[] = [];
        const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)];
        const cases = async () =>
          (await rows<{ id: string; number: number; merged_into: string | null }>(at.desk, 'care_case'))
            .filter(({ merged_into }) => merged_into === null)
            .sort((a, b) => Number(a.number) - Number(b.number));
        const posts = async () =>
          (await rows<{ id: string; direction: string }>(at.desk, 'post'))
            .filter(({ direction }) => direction === 'inbound')
            .map((post) => post.id)
            .sort();
        const acts: Record<(typeof whats)[number], (n: number, m: number) => Promise<unknown>> = {
          tag: async (n) =>
            keys.push({ key: await write(n, `It is bad #ourCLINICS ${n}`), author: n, versions: 0 }),
          under: async (n) =>
            keys.push({ key: await write(n, `Bad ${n}`, { root: announcement }), author: n, versions: 0 }),
          other: async (n) =>
            keys.push({ key: await write(n, `Of another matter ${n}`), author: n, versions: 0 }),
          edit: async (n, m) => {
            const one = pick(keys, n);
            if (one === undefined) return;
            one.versions += 1;
            const text = m % 2 === 0 ? `Said anew ${m}` : `Said anew #OurClinics ${m}`;
            await write(one.author, text, { key: one.key, version: one.versions });
          },
          delete: async (n) => {
            const one = pick(keys, n);
            if (one !== undefined)
              await take(deletion(authors[one.author % 3] ?? authors[0], one.key, minuteNow(at)));
          },
          erase: async (n) => {
            const one = n % 3 === 0 ? pick(await cases(), n) : undefined;
            if (one !== undefined) await eraseAuthor(at.acting(), one.id, String(one.number));
          },
          merge: async (n, m) => {
            const list = await cases();
            await mergeCases(at.acting(), pick(list, n)?.id ?? '', pick(list, m)?.id ?? '');
          },
          split: async (n, m) => {
            const theCase = pick(await cases(), n)?.id ?? '';
            const theirs = (await rows<{ id: string; case_id: string }>(at.desk, 'conversation')).filter(
              (one) => one.case_id === theCase,
            );
            await splitCase(at.acting(), theCase, [pick(theirs, m)?.id ?? '']);
          },
          settle: async (n) => resolveCase(at.acting(), pick(await cases(), n)?.id ?? ''),
          out: async (n) =>
            sayOfPost(at.acting(), id, { postId: pick(await posts(), n) ?? '', answers: false }),
          in: async (n) =>
            sayOfPost(at.acting(), id, { postId: pick(await posts(), n) ?? '', answers: true }),
          gather: () => gatherOnce(depsOf(at), 'gatherer'),
          answer: async (n) => {
            const one = pick(keys, n);
            if (one === undefined) return;
            const root = addressOf(authors[one.author % 3] ?? authors[0], one.key);
            await take(
              item({
                did: at.desk.house.did,
                key: `ours${n}`,
                minute: minuteNow(at),
                text: 'We are on it.',
                root,
              }),
            );
          },
        };
        for (const { what, n, m } of all) {
          at.wait(60 + (n % 600));
          try {
            await acts[what](n, m);
          } catch (error) {
            // What the desk refuses, or what refers to nothing, was not done.
            if (!isFault(error) && !/uuid/.test(String(error))) throw error;
          }
        }
        await Promise.all([gatherAll(at, 'a'), gatherAll(at, 'b')]);
        await gatherAll(at);
        const live = await counts();
        const standing = await rows<{ id: string; direction: string; deleted_at: Date | null }>(
          at.desk,
          'post',
        );
        const gathered = await rows<{ post_id: string; way: string | null; by_hand: boolean | null }>(
          at.desk,
          'complaint_call_post',
        );
        const counted = gathered.filter(({ way, by_hand }) => by_hand ?? way !== null);
        const there = new Set(standing.flatMap((one) => (one.deleted_at === null ? [one.id] : [])));
        expect(live.heard + live.late).toBe(counted.filter(({ post_id }) => there.has(post_id)).length);
        // Asked anew of every post in another order, twice: nothing moves.
        const ids = await posts();
        const shuffled = ids.map((_, n) => ids[(n * 7 + order) % Math.max(1, ids.length)] ?? '');
        const { organisationId } = at.desk;
        await storage.inOrganisation(organisationId, (tx) =>
          gatherPosts(tx, organisationId, [...new Set(shuffled)]),
        );
        for (const one of ids)
          await storage.inOrganisation(organisationId, (tx) => gatherPosts(tx, organisationId, [one]));
        expect(await counts()).toEqual(live);
      }),
      { numRuns: 8 },
    );
  }, 240_000);
});
