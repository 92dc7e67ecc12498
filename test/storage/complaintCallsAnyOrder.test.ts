/** Calls for complaints against a model in plain words: of any work whatever, gathered behind the history or anew in any order, the counts are those that the posts say which stand. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eraseAuthor } from '../../src/desk/authors/eraseAuthor.ts';
import { gatherPosts } from '../../src/desk/calls/gather.ts';
import { sayOfPost } from '../../src/desk/calls/sayOfPost.ts';
import { mergeCases, splitCase } from '../../src/desk/cases/rearrange.ts';
import { resolveCase } from '../../src/desk/cases/workOnCase.ts';
import { isFault } from '../../src/domain/fault.ts';
import { lookOnce } from '../../src/jobs/keepCalls.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { type CallWorld, callers, callsDeps, callWorld, hour } from '../factories/callWorld.ts';
import { addressOf, deletion, rows } from '../factories/desk.ts';
import { withDatabases } from './servers.ts';

interface PostRow {
  id: string;
  text: string;
  at: Date;
  direction: 'inbound' | 'house';
  thread: string;
  parent_network_id: string | null;
  conversation_id: string | null;
  deleted_at: Date | null;
  erased_at: Date | null;
}

/** What the test itself did: what members said of posts, and how posts were found before their words were erased. */
interface Known {
  byHand: Map<string, boolean>;
  found: Map<string, boolean>;
}

const week = 7 * 24 * hour * 1000;

/** Every post, its conversation, author and case, as the tables have them. */
async function look({ at: { desk } }: CallWorld) {
  const posts = await rows<PostRow>(desk, 'post');
  const conversations = new Map(
    (await rows<{ id: string; case_id: string; identity_id: string }>(desk, 'conversation')).map((one) => [
      one.id,
      one,
    ]),
  );
  const authors = new Map(
    (await rows<{ id: string; author_id: string }>(desk, 'identity')).map((one) => [one.id, one.author_id]),
  );
  const cases = (
    await rows<{ id: string; number: number; state: string; merged_into: string | null }>(desk, 'care_case')
  )
    .filter(({ merged_into }) => merged_into === null)
    .sort((a, b) => Number(a.number) - Number(b.number));
  const of = ({ conversation_id }: PostRow) => {
    const conversation = conversations.get(conversation_id ?? '');
    return { caseId: conversation?.case_id, author: authors.get(conversation?.identity_id ?? '') };
  };
  return { posts, conversations: [...conversations.values()], cases, of };
}

type Looked = Awaited<ReturnType<typeof look>>;

/** True where the post answers the call, as the house says it to everybody. */
function answers({ call, announcement }: CallWorld, openedAt: Date, post: PostRow): boolean {
  if (post.at.getTime() > call.closesAt.getTime() + week) return false;
  if (post.thread === announcement) return true;
  return post.at >= openedAt && /(^|\s)#ourclinics($|\W)/i.test(post.text);
}

function expected(world: CallWorld, openedAt: Date, { posts, cases, of }: Looked, { byHand, found }: Known) {
  const counts = { heard: 0, answered: 0, settled: 0, waiting: 0, late: 0, takenOut: 0, putIn: 0, folded: 0 };
  const house = posts.filter((one) => one.direction === 'house' && one.deleted_at === null);
  for (const post of posts.filter((one) => one.direction === 'inbound' && one.deleted_at === null)) {
    const isFound = post.erased_at === null ? answers(world, openedAt, post) : found.get(post.id) === true;
    const said = byHand.get(post.id);
    if (said === false && isFound) counts.takenOut += 1;
    if (!(said ?? isFound)) continue;
    const before = house.some((one) => one.conversation_id === post.conversation_id && one.at < post.at);
    const goesOn = post.thread === world.announcement && post.parent_network_id !== world.announcement;
    if (said === undefined && goesOn && before) continue;
    if (post.at > world.call.closesAt) {
      counts.late += 1;
      continue;
    }
    const { caseId, author } = of(post);
    counts.heard += 1;
    if (!isFound) counts.putIn += 1;
    const isAnswered = house.some(
      (one) => one.at > post.at && of(one).caseId === caseId && of(one).author === author,
    );
    const isSettled = cases.some(({ id, state }) => id === caseId && state === 'resolved');
    counts[isAnswered ? 'answered' : isSettled ? 'settled' : 'waiting'] += 1;
  }
  return counts;
}

const whats = [
  'tag',
  'under',
  'talk',
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
  'later',
] as const;
type What = (typeof whats)[number];

withDatabases((database) => {
  let storage: Storage;

  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 8 });
  });
  afterAll(() => storage.close());

  const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)];

  /** Each act does nothing where it finds nothing to act on. */
  function actsOn(
    world: CallWorld,
    openedAt: Date,
    known: Known,
  ): Record<What, (n: number, m: number) => Promise<unknown>> {
    const { at, id, announcement, take, write, answer, gather, minuteNow } = world;
    const keys: { key: string; author: number; root: string | undefined; versions: number }[] = [];
    const add = async (n: number, text: string, root?: string, parent?: string) => {
      const key = await write(n, text, {
        ...(root === undefined ? {} : { root }),
        ...(parent === undefined ? {} : { parent }),
      });
      keys.push({ key, author: n % 3, root, versions: 0 });
    };
    const addressed = (one: (typeof keys)[number]) => addressOf(callers[one.author] ?? callers[0], one.key);
    const say = async (n: number, answers: boolean) => {
      const { posts } = await look(world);
      const theirs = posts
        .filter(({ direction }) => direction === 'inbound')
        .sort((a, b) => (a.id < b.id ? -1 : 1));
      const post = pick(theirs, n);
      if (post === undefined) return;
      await sayOfPost(at.acting(), id, { postIds: [post.id], answers, manages: true });
      known.byHand.set(post.id, answers);
    };
    return {
      tag: (n) => add(n, `It is bad #ourCLINICS ${n}`),
      under: (n) => add(n, `Bad ${n}`, announcement),
      talk: async (n) => {
        const one = pick(
          keys.filter(({ root }) => root === announcement),
          n,
        );
        if (one !== undefined) await add(one.author, `Thank you ${n}`, announcement, addressed(one));
      },
      other: (n) => add(n, `Of another matter ${n}`),
      edit: async (n, m) => {
        const one = pick(keys, n);
        if (one === undefined) return;
        one.versions += 1;
        const text = m % 2 === 0 ? `Said anew ${m}` : `Said anew #OurClinics ${m}`;
        await write(one.author, text, {
          key: one.key,
          version: one.versions,
          ...(one.root === undefined ? {} : { root: one.root }),
        });
      },
      delete: async (n) => {
        const one = pick(keys, n);
        if (one !== undefined) await take(deletion(callers[one.author] ?? callers[0], one.key, minuteNow()));
      },
      erase: async (n) => {
        await gather();
        const { posts, cases } = await look(world);
        const one = n % 3 === 0 ? pick(cases, n) : undefined;
        if (one === undefined) return;
        // What has no words any more stands where it was found.
        for (const post of posts)
          if (post.erased_at === null) known.found.set(post.id, answers(world, openedAt, post));
        await eraseAuthor(at.acting(), one.id, String(one.number));
      },
      merge: async (n, m) => {
        const { cases } = await look(world);
        const [one, other] = [pick(cases, n), pick(cases, m)];
        if (one !== undefined && other !== undefined) await mergeCases(at.acting(), one.id, other.id);
      },
      split: async (n, m) => {
        const { cases, conversations } = await look(world);
        const one = pick(cases, n);
        const theirs = pick(
          conversations.filter(({ case_id }) => case_id === one?.id),
          m,
        );
        if (one !== undefined && theirs !== undefined) await splitCase(at.acting(), one.id, [theirs.id]);
      },
      settle: async (n) => {
        const one = pick((await look(world)).cases, n);
        if (one !== undefined) await resolveCase(at.acting(), one.id);
      },
      out: (n) => say(n, false),
      in: (n) => say(n, true),
      gather: () => gather(),
      answer: async (n) => {
        const one = pick(keys, n);
        if (one !== undefined) await answer(one.author, one.key, one.root);
      },
      later: async (n) => {
        at.wait(((n % 30) + 1) * hour);
        await lookOnce(callsDeps(storage, at));
      },
    };
  }

  const steps = fc.array(
    fc.record({
      what: fc.constantFrom(...whats, 'tag' as const, 'under' as const),
      n: fc.nat(1_000),
      m: fc.nat(1_000),
    }),
    { minLength: 8, maxLength: 30 },
  );

  test('of any work whatever the counts are those that the posts say, before the end and behind it', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(1_000), async (all, order) => {
        const world = await callWorld(storage, 2);
        const { at, gather, counts } = world;
        const [call] = await rows<{ opened_at: Date }>(at.desk, 'complaint_call');
        const openedAt = call?.opened_at ?? new Date(0);
        const known: Known = { byHand: new Map(), found: new Map() };
        const acts = actsOn(world, openedAt, known);
        for (const { what, n, m } of all) {
          at.wait(60 + (n % 600));
          try {
            await acts[what](n, m);
          } catch (error) {
            // What the desk refuses was not done.
            if (!isFault(error)) throw error;
          }
        }
        await Promise.all([gather('a'), gather('b')]);
        await gather();
        const looked = await look(world);
        const live = await counts();
        expect(live).toMatchObject(expected(world, openedAt, looked, known));
        // Asked anew of every post in another order, together and one by one: nothing moves.
        const ids = looked.posts.map(({ id }) => id).sort((a, b) => (a < b ? -1 : 1));
        const turned = ids.map((_, n) => ids[(n + order) % ids.length] ?? '');
        for (const some of [turned, ...turned.map((one) => [one])])
          await storage.inOrganisation(at.desk.organisationId, (tx) =>
            gatherPosts(tx, at.desk.organisationId, some),
          );
        expect(await counts()).toEqual(live);
      }),
      { numRuns: 8 },
    );
  }, 240_000);
});
