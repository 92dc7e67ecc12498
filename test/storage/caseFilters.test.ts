/** Lists and searches that are narrowed: as the rule says, however the walk is cut. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CaseFilter, passes } from '../../src/domain/caseFilter.ts';
import type { CaseViewName, PageEnd } from '../../src/storage/casePlans.ts';
import { type CasesRead, type ListedCase, pageOfCases } from '../../src/storage/caseReads.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { searchPosts } from '../../src/storage/searchPosts.ts';
import { at, type Desk, hear, item, makeDesk, makeMember, serve } from '../factories/desk.ts';
import { withDatabases } from './servers.ts';

const count = 60;

withDatabases((database) => {
  let storage: Storage;
  let desk: Desk;
  let naledi: string;
  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 4 });
    desk = await makeDesk(storage);
    naledi = await makeMember(desk, 'Naledi');
    await storage.asSystem((tx) =>
      tx
        .updateTable('organisation')
        .set({ time_zone: 'Africa/Kigali' })
        .where('id', '=', desk.organisationId)
        .execute(),
    );
    const posts = Array.from({ length: count }, (_, n) =>
      item({
        did: `did:plc:a${n}`,
        key: `k${n}`,
        minute: n * 37,
        text: `Tap ${n % 2 === 0 ? 'leaks' : 'is dry'}`,
        mentions: [desk.house.did],
      }),
    );
    await hear(
      desk,
      desk.house,
      posts.filter((_, n) => n % 4 !== 0),
    );
    await hear(
      desk,
      desk.executive,
      posts.filter((_, n) => n % 4 === 0),
    );
    await serve(storage);
    await sql`
      update care_case as c set owner_id = case when n % 3 = 0 then ${naledi}::uuid end, severity = n % 5, tags = case when n % 6 = 0 then '{leak,"no water"}' else '{}' end::text[],
        state = case when n % 7 = 0 then 'resolved' else state end, due_at = case when n % 7 <> 0 then due_at end, tier = case when n % 7 <> 0 then tier end,
        first_house_at = case when n % 5 = 0 then ${at(9_000)}::timestamptz end
      from (select id, (row_number() over (order by number))::integer as n from care_case where organisation_id = ${desk.organisationId}) as t
      where c.organisation_id = ${desk.organisationId} and c.id = t.id`.execute(storage.system);
    await sql`
      update post set language = case when text like '%leaks' then 'en-ZA' else 'fr' end where organisation_id = ${desk.organisationId}`.execute(
      storage.system,
    );
  });
  afterAll(() => storage.close());

  /** All pages of a narrowed view; `lookedThrough` cases for each. */
  const walk = async (view: CaseViewName, filter: CaseFilter, lookedThrough: number) => {
    const rows: ListedCase[] = [];
    let cuts = 0;
    for (let after: PageEnd | null = null, more = true; more; ) {
      const wanted = { view, memberId: naledi, teamIds: [], after, limit: 50, filter };
      const page: CasesRead = await storage.inOrganisation(desk.organisationId, (tx) =>
        pageOfCases(tx, desk.organisationId, wanted, lookedThrough),
      );
      rows.push(...page.rows);
      if (page.cut) cuts += 1;
      after = page.end;
      more = after !== null;
    }
    return { ids: rows.map(({ id }) => id), cuts };
  };
  const dayOf = (instant: Date | null) =>
    instant === null ? null : new Date(instant.getTime() + 2 * 3_600_000).toISOString().slice(0, 10);
  const byRule = async (view: CaseViewName, filter: CaseFilter) => {
    const page: CasesRead = await storage.inOrganisation(desk.organisationId, (tx) =>
      pageOfCases(tx, desk.organisationId, { view, teamIds: [], memberId: naledi, after: null, limit: 200 }),
    );
    return page.rows
      .filter((row) => passes({ ...row, lastDay: dayOf(row.lastInboundAt) }, filter, naledi))
      .map(({ id }) => id);
  };
  const day = dayOf(at(800)) ?? '';
  const filters: CaseFilter[] = [
    { state: 'new' },
    { state: 'resolved' },
    { owner: 'me' },
    { owner: 'none', severity: 2 },
    { tag: 'no water' },
    { tag: 'water' },
    { network: 'bluesky', language: 'en' },
    { network: 'email' },
    { answered: 'yes' },
    { answered: 'no', owner: 'me' },
    { from: day },
    { until: day, severity: 1 },
  ];

  describe('a narrowed list', () => {
    test.each(filters)('%j holds what the rule lets pass, in the order of the view', async (filter) => {
      for (const view of ['queue', 'all'] as const) {
        const expected = await byRule(view, filter);
        expect((await walk(view, filter, 10_000)).ids).toEqual(expected);
        const cut = await walk(view, filter, 7);
        expect(cut.ids).toEqual(expected);
        // Of a rare tag only its own cases are looked through.
        if (filter.tag === undefined) expect(cut.cuts).toBeGreaterThanOrEqual(5);
        else expect(cut.cuts).toBeLessThanOrEqual(1);
      }
    });

    test('knows which account heard the author last', async () => {
      const ofExecutive = await walk('all', { account: desk.executive.id }, 10_000);
      expect(ofExecutive.ids).toHaveLength(count / 4);
      expect((await walk('all', { account: desk.house.id }, 10_000)).ids).toHaveLength((count * 3) / 4);
    });
  });

  const search = (words: string, filter: CaseFilter, limit = 50, before = at(100_000)) =>
    storage.inOrganisation(desk.organisationId, (tx) =>
      searchPosts(tx, desk.organisationId, { words, filter, limit, before, memberId: naledi }),
    );

  describe('a narrowed search', () => {
    test('finds the posts whose cases pass, and whose own language and day do', async () => {
      const leaks = (await search('leaks', {})).found;
      for (const filter of [
        { owner: 'me' },
        { tag: 'leak' },
        { severity: 3 },
        { answered: 'yes' },
      ] as const) {
        const cases = new Set(await byRule('all', filter));
        const { found } = await search('leaks', filter);
        expect(found.length).toBeGreaterThan(0);
        expect(found).toEqual(leaks.filter(({ caseId }) => caseId !== null && cases.has(caseId)));
      }
      expect((await search('tap', { language: 'fr' })).found).toHaveLength(count / 2);
      expect((await search('tap', { account: desk.executive.id })).found).toHaveLength(count / 4);
      const thatDay = await search('tap', { from: day, until: day });
      expect(thatDay.found.length).toBeGreaterThan(0);
      expect(thatDay.found.every(({ post }) => dayOf(post.at) === day)).toBe(true);
    });

    test('needs no words, and goes on page by page with none left out', async () => {
      const seen: string[] = [];
      for (let before: Date | null = at(100_000); before !== null; ) {
        const page = await search('', { owner: 'none' }, 7, before);
        expect(page.cut).toBe(false);
        seen.push(...page.found.map(({ caseId }) => caseId ?? ''));
        before = page.next;
      }
      expect(seen.toSorted()).toEqual((await byRule('all', { owner: 'none' })).toSorted());
    });

    test('says when it looked through as many posts as one search may', async () => {
      await sql`
        insert into post (organisation_id, id, network, network_id, thread, direction, visibility, hearing, text, at, heard_at, revision)
        select ${desk.organisationId}::integer, gen_random_uuid(), 'archive', 'p' || n, 'x', 'inbound', 'public', 'imported', 'Pipe',
          ${at(10_000)}::timestamptz + make_interval(secs => n), now(), ''
        from generate_series(1, 5500) as n`.execute(storage.system);
      for (const words of ['pipe', '']) {
        const first = await search(words, { tag: 'leak' });
        expect(first).toMatchObject({ found: [], cut: true });
        const second = await search(words, { tag: 'leak' }, 50, first.next ?? undefined);
        expect(second).toMatchObject({ next: null, cut: false });
        expect(second.found.length > 0).toBe(words === '');
      }
    });
  });
});
