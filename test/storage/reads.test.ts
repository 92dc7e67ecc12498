import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { assign, resolveCase, setSeverity } from '../../src/desk/cases/workOnCase.ts';
import type { CaseViewName, PageEnd } from '../../src/storage/casePlans.ts';
import { type ListedCase, pageOfCases } from '../../src/storage/caseReads.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { searchPosts } from '../../src/storage/searchPosts.ts';
import { at, type Desk, deletion, hear, item, makeDesk, makeMember, rows, serve } from '../factories/desk.ts';
import { withDatabases } from './servers.ts';

withDatabases((database) => {
  let storage: Storage;
  let desk: Desk;
  let naledi = '';
  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 6 });
  });
  afterAll(() => storage.close());

  const complaints = (texts: readonly string[], minuteOf: (i: number) => number) =>
    texts.map((text, i) =>
      item({
        did: `did:plc:author${i}`,
        key: `post${i}`,
        minute: minuteOf(i),
        text,
        mentions: [desk.house.did],
      }),
    );

  describe('the pages of a view', () => {
    let cases: string[] = [];
    const teams = [randomUUID(), randomUUID()];
    beforeEach(async () => {
      desk = await makeDesk(storage);
      naledi = await makeMember(desk, 'Naledi');
      // Many share the minute at which they are due: the page must not break between them.
      const texts = Array.from({ length: 120 }, (_, i) => `Complaint ${i}`);
      await hear(
        desk,
        desk.house,
        complaints(texts, (i) => i % 4),
      );
      await serve(storage);
      cases = (await rows<{ id: string }>(desk, 'care_case')).map((row) => row.id);
    });
    const acting = () => ({ storage, organisationId: desk.organisationId, memberId: naledi, now: at(50) });
    const pageAfter = (view: CaseViewName, after: PageEnd | null) =>
      storage.inOrganisation(desk.organisationId, (tx) =>
        pageOfCases(tx, desk.organisationId, { view, memberId: naledi, teamIds: teams, after, limit: 7 }),
      );
    /** Walks a view to its end; `between` happens after each page. */
    const walk = async (
      view: CaseViewName,
      between: (seen: number) => Promise<void> = async () => undefined,
    ) => {
      const seen: ListedCase[] = [];
      for (let end: PageEnd | null = null, more = true; more; ) {
        const page = await pageAfter(view, end);
        seen.push(...page.rows);
        end = page.end;
        more = end !== null;
        await between(seen.length);
      }
      return seen;
    };

    test.each<CaseViewName>(['queue', 'mine', 'team', 'unowned', 'waiting_author', 'resolved', 'all'])(
      'of %s hold each of its cases once',
      async (view) => {
        for (const [i, id] of cases.entries()) {
          if (i % 3 === 0) await assign(acting(), id, naledi);
          if (i % 3 === 1) await resolveCase(acting(), id);
        }
        await sql`update care_case set state = 'waiting_author', tier = null, due_at = null, waiting_since = null
        where organisation_id = ${desk.organisationId} and state = 'new' and number % 2 = 0`.execute(
          storage.system,
        );
        // Two teams of ours and one of others; some of the cases wait for nobody.
        for (const [i, team] of [...teams, randomUUID()].entries())
          await sql`update care_case set team_id = ${team}::uuid where organisation_id = ${desk.organisationId} and number % 7 = ${i}`.execute(
            storage.system,
          );
        const belongs: Record<CaseViewName, string> = {
          queue: 'due_at is not null',
          mine: `owner_id = '${naledi}' and state <> 'resolved'`,
          team: `team_id in ('${teams.join("','")}') and state <> 'resolved'`,
          unowned: 'due_at is not null and owner_id is null and team_id is null',
          waiting_author: "state = 'waiting_author'",
          resolved: "state = 'resolved'",
          all: 'true',
        };
        const expected = await sql<{ id: string }>`select id from care_case
        where organisation_id = ${desk.organisationId} and ${sql.raw(belongs[view])}`.execute(storage.system);
        const seen = (await walk(view)).map((one) => one.id);
        expect(expected.rows.length).toBeGreaterThan(7);
        expect(seen.toSorted()).toEqual(expected.rows.map((row) => row.id).sort());
      },
    );

    test('show every case that did not move exactly once while others are answered, judged and opened', async () => {
      const moved = new Set(cases.filter((_, i) => i % 5 === 0));
      const left = [...moved];
      let fresh = 0;
      const change = async () => {
        const [one, other] = [left.pop(), left.pop()];
        if (one !== undefined) await resolveCase(acting(), one);
        if (other !== undefined) await setSeverity(acting(), other, 4, true);
        fresh += 1;
        await hear(desk, desk.house, [
          item({
            did: `did:plc:late${fresh}`,
            key: 'late',
            minute: fresh % 4,
            text: 'And me',
            mentions: [desk.house.did],
          }),
        ]);
        await serve(storage);
      };
      const seen = (await walk('queue', change)).map((one) => one.id).filter((id) => cases.includes(id));
      const still = cases.filter((id) => !moved.has(id));
      expect(seen.filter((id) => !moved.has(id)).sort()).toEqual(still.sort());
    });
  });

  describe('search', () => {
    const find = (words: string, before = at(100), limit = 50, where: Desk = desk) =>
      storage.inOrganisation(where.organisationId, (tx) =>
        searchPosts(tx, where.organisationId, { words, before, limit }).then(({ found }) => found),
      );
    const texts = async (words: string) => (await find(words)).map((hit) => hit.post.text);

    const said = [
      'No water in Umtata for a week',
      'The waterworks are closed, account 14-223-778',
      'Water bill wrong, see water.example/bills please',
      'አማርኛ ውሃ የለም በከተማ',
      'لا يوجد ماء في المدينة',
      'Omi kò sí ní ìlú wa, ẹ jọ̀wọ́',
      "We don't have power_cuts only, it's the water too (again)",
      'They said “tomorrow”… help🙏 umeme—hakuna',
    ];
    beforeAll(async () => {
      desk = await makeDesk(storage);
      await hear(
        desk,
        desk.house,
        complaints(said, (i) => i),
      );
      await serve(storage);
    });

    test('finds all the words, the last of them by its beginning, latest first', async () => {
      expect(await texts('water')).toEqual([said[6], said[2], said[1], said[0]]);
      expect(await texts('water week')).toEqual([said[0]]);
      expect(await texts('week wat')).toEqual([said[0]]);
      expect(await texts('wat week')).toEqual([]);
      expect(await texts('WATER umtata')).toEqual([said[0]]);
    });

    test.each([
      ['an account number', '14-223-778', 1],
      ['an address', 'water.example/bills', 2],
      ['a word with an apostrophe', "don't", 6],
      ['words with punctuation around them', '"water, (again)!', 6],
      ['a word with an underscore', 'power_cuts', 6],
      ['Amharic', 'ውሃ', 3],
      ['Arabic', 'ماء', 4],
      ['Yoruba with its marks', 'jọ̀wọ́', 5],
    ])('finds %s as it was written', async (_what, words, i) => {
      expect(await texts(words)).toEqual([said[i]]);
    });

    test.each(["'", '\\', "\\' | x:*", ':*', '!!!', '& | !', '\u0000', 'a\u0000b', '((('])(
      'takes %j for words and never for a command',
      async (words) => {
        await expect(texts(words)).resolves.toEqual([]);
      },
    );

    test('finds words beside curly quotes, dashes, dots and emoji', async () => {
      const sentence = said.at(-1);
      for (const word of ['tomorrow ', 'help ', 'hakuna ']) expect(await texts(word)).toEqual([sentence]);
    });

    test('another organisation finds nothing of it, and what was deleted is found by nobody', async () => {
      const other = await makeDesk(storage, 'Coast Power');
      expect(await find('water', at(100), 50, other)).toEqual([]);
      await hear(desk, desk.house, [deletion('did:plc:author0', 'post0')]);
      await serve(storage);
      expect(await texts('umtata')).toEqual([]);
    });

    test('pages by time leave nothing out where many have the same time, for rare and for very common words', async () => {
      await sql`
        insert into post (organisation_id, id, network, network_id, thread, direction, visibility, hearing, text, at, heard_at, revision)
        select ${desk.organisationId}::integer, gen_random_uuid(), 'archive', 'x/' || n, 'x', 'inbound', 'public', 'imported',
          case when n <= 90 then 'outage rare' else 'outage' end, ${at(0)}::timestamptz + make_interval(secs => (n / 3) % 50), now(), ''
        from generate_series(1, 5000) as n`.execute(storage.system);
      for (const [words, count] of [
        ['rare', 90],
        ['outage', 5000],
      ] as const) {
        const seen: string[] = [];
        for (let before = at(100), more = true; more; ) {
          const hits = await find(words, before, 40);
          const times = hits.map((hit) => hit.post.at.getTime());
          expect(times).toEqual(times.toSorted((a, b) => b - a));
          seen.push(...hits.map((hit) => hit.post.id));
          more = hits.length >= 40;
          before = hits.at(-1)?.post.at ?? before;
        }
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen).toHaveLength(count);
      }
    });
  });
});
