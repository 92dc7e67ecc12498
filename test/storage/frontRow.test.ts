/** The front row: everything that reached the institution is on it, and the line that says so cannot be made to lie. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eraseAuthor } from '../../src/desk/authors/eraseAuthor.ts';
import { frontLine, frontPage } from '../../src/insight/frontRow.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { type ArrivalEnd, type FrontList, type FrontPost, frontPosts } from '../../src/storage/frontRow.ts';
import type { Letterbox } from '../../src/storage/letterboxes.ts';
import { alone as asked } from '../../src/storage/lookups.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { keepSeen, seenLookup } from '../../src/storage/postSeen.ts';
import { at, type Desk, hear, item, rows, serve } from '../factories/desk.ts';
import { step } from '../factories/frontSteps.ts';
import { channelsOfTest, heardOn, inJohannesburg } from '../factories/frontWorld.ts';
import { withDatabases } from './servers.ts';

/** The whole list, by small pages. */
async function listed(desk: Desk, memberId: string, list: FrontList, limit = 3): Promise<FrontPost[]> {
  const all: FrontPost[] = [];
  let after: ArrivalEnd | null = null;
  do {
    const from: ArrivalEnd | null = after;
    const page: { posts: FrontPost[]; end: ArrivalEnd | null } = await desk.storage.reading(
      desk.organisationId,
      (tx) => frontPosts(tx, desk.organisationId, { list, memberId, after: from, limit, looks: 2 }),
    );
    all.push(...page.posts);
    after = page.end;
  } while (after !== null);
  return all;
}

/** All that she reads herself, by small pages. */
async function read(desk: Desk, memberId: string, box: Letterbox | null) {
  const all: (FrontPost & { own: boolean })[] = [];
  let after: ArrivalEnd | null = null;
  do {
    const from: ArrivalEnd | null = after;
    const page: Awaited<ReturnType<typeof frontPage>> = await frontPage(
      desk.storage,
      { organisationId: desk.organisationId, memberId, box },
      { list: 'all', after: from, limit: 3 },
    );
    all.push(...page.posts);
    after = page.end;
  } while (after !== null);
  return all;
}

withDatabases((database) => {
  let storage: Storage;
  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 6 });
  });
  afterAll(() => storage.close());

  test('the line is true whatever is heard twice, late, edited, deleted, imported, replayed, merged, folded or erased, written to her alone or handed over', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
        const world = await inJohannesburg(storage);
        const { desk, memberId, known } = world;
        for (const one of steps) await world.do(one);
        await world.giveOn(heardOn(3, 0));
        const reached = known.filter(({ who, taken }) => who < 3 && taken);
        const given = world.alone.filter(({ handed }) => handed).length;
        const live = await listed(desk, memberId, 'all');
        const archived = await listed(desk, memberId, 'archive');
        const keys = (posts: FrontPost[]) => posts.map(({ post }) => post.heardAt.getTime());
        expect(keys(live)).toEqual([...keys(live)].sort((a, b) => b - a));
        expect(new Set(live.map(({ post }) => post.id)).size).toBe(live.length);
        expect(live.length).toBe(reached.filter(({ from }) => from !== 'archive').length + given);
        expect(archived.length).toBe(reached.filter(({ from }) => from === 'archive').length);
        const box = world.box;
        const hers = await read(desk, memberId, box);
        expect(hers.map(({ post }) => post.heardAt.getTime())).toEqual(
          hers.map(({ post }) => post.heardAt.getTime()).sort((a, b) => b - a),
        );
        const alone = hers.filter(({ own }) => own);
        // However often it was given, the desk is told once.
        const told = await rows<{ action: string; case_id: string }>(desk, 'history');
        const tellings = told.filter(({ action }) => action === 'case_handed_over');
        expect(new Set(tellings.map(({ case_id }) => case_id)).size).toBe(tellings.length);
        expect(hers.length - alone.length).toBe(live.length);
        const written = { heard: 0, shown: 0, handedOver: 0 };
        let heard = 0;
        for (const n of [0, 1, 2, 3]) {
          const line = await frontLine(storage, desk.organisationId, heardOn(n, 0));
          const on = (posts: FrontPost[]) =>
            posts.filter(({ post }) => post.heardAt >= line.since && post.heardAt < line.until);
          expect(line).toMatchObject({
            since: new Date(Date.UTC(2031, 0, 3 + n, 22)),
            heard: on(live).length,
            shown: on(live).length,
            archived: on(archived).length,
            archiveShown: on(archived).length,
            waiting: 0,
            abusive: on(live).filter(({ post }) => post.abusive !== null).length,
            blocked: on(live).filter(({ post }) => post.abusive === null && post.blocked !== null).length,
            gone: on(live).filter(({ post }) => post.deletedAt !== null || post.erasedAt !== null).length,
          });
          heard += line.heard;
          const { own } = await frontLine(storage, desk.organisationId, heardOn(n, 0), box);
          if (own === null) continue;
          expect(own.heard).toBe(own.shown + own.handedOver);
          const of = alone.filter(({ post }) => post.heardAt >= line.since && post.heardAt < line.until);
          expect(own.shown).toBe(of.length);
          for (const name of ['heard', 'shown', 'handedOver'] as const) written[name] += own[name];
        }
        expect(heard).toBe(live.length);
        expect(written.heard).toBe(world.alone.length);
        expect(written.shown).toBe(alone.length);
        expect(written.shown).toBe(world.alone.filter(({ handed }) => !handed).length);
        const folded = await listed(desk, memberId, 'folded');
        expect(folded.map(({ post }) => post.id)).toEqual(
          live
            .filter(({ post }) => post.abusive !== null || post.blocked !== null)
            .map(({ post }) => post.id),
        );
      }),
      { numRuns: 60, endOnFailure: true },
    );
  }, 240_000);

  describe('where something is wrong', () => {
    test('the line says so: a post that the list has lost is missed', async () => {
      const world = await inJohannesburg(storage);
      for (const who of [0, 1, 2]) await world.do({ do: 'hear', who, thread: 0, day: 0, from: 'live' });
      const { desk } = world;
      await storage.system
        .updateTable('post')
        .set({ raw_id: null })
        .where('organisation_id', '=', desk.organisationId)
        .where('network_id', 'like', '%post1')
        .execute();
      expect(await frontLine(storage, desk.organisationId, heardOn(0, 1))).toMatchObject({
        heard: 3,
        shown: 2,
      });
    });

    test('what waits and what cannot be read is told beside it', async () => {
      const world = await inJohannesburg(storage);
      const { desk } = world;
      await world.do({ do: 'hear', who: 0, thread: 0, day: 0, from: 'broken' });
      await hear(
        desk,
        desk.house,
        [item({ did: 'did:plc:amina', key: 'new', minute: 3, text: 'Hello?' })],
        heardOn(0, 3),
      );
      expect(await frontLine(storage, desk.organisationId, heardOn(0, 1))).toMatchObject({
        heard: 0,
        shown: 0,
        waiting: 1,
        setAside: 1,
      });
      await serve(storage, channelsOfTest);
    });
  });

  test('whom the house has erased is not brought back by what is handed over, not even in what is kept behind it', async () => {
    const world = await inJohannesburg(storage);
    const { desk, memberId } = world;
    await world.do({ do: 'hear', who: 0, thread: 0, day: 0, from: 'live' });
    await world.do({ do: 'alone', who: 0, day: 0 });
    const [post] = await world.posts();
    const acting = { ...desk, memberId, now: at(59) };
    await eraseAuthor(acting, post?.case_id ?? '', String(post?.number));
    // Her letterbox has not forgotten them yet.
    await world.do({ do: 'hand', who: 0, day: 1, fails: null });
    for (const table of ['raw_item', 'post', 'media'])
      expect([table, JSON.stringify(await rows(desk, table))]).not.toEqual([
        table,
        expect.stringContaining('alone0'),
      ]);
  });

  test('what was on a screen is kept once with its first time, and only of posts that are there', async () => {
    const world = await inJohannesburg(storage);
    const { desk, memberId } = world;
    await world.do({ do: 'hear', who: 0, thread: 0, day: 0, from: 'live' });
    const [post] = await world.posts();
    const see = (minute: number, postIds: string[]) =>
      storage.inOrganisation(desk.organisationId, (tx) =>
        keepSeen(tx, desk.organisationId, { memberId, postIds, at: at(minute) }),
      );
    const id = post?.id ?? '';
    expect(await see(10, [id, id, memberId])).toEqual([{ postId: id, caseId: post?.case_id }]);
    expect(await see(20, [id])).toEqual([]);
    const seen = await storage.inOrganisation(desk.organisationId, (tx) =>
      asked(tx, seenLookup(desk.organisationId, post?.case_id ?? '')),
    );
    expect(seen).toEqual([{ postId: id, name: 'Claudine Uwera', at: at(10) }]);
    expect((await listed(desk, memberId, 'all'))[0]?.seenAt).toEqual(at(10));
    expect(await rows(desk, 'post_seen')).toHaveLength(1);
  });
});
