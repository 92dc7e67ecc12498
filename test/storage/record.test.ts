/** The response record: whatever a month of work does, the figures that are kept are those that posts and history tell by themselves. */
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Acting } from '../../src/desk/acting.ts';
import { eraseAuthor } from '../../src/desk/authors/eraseAuthor.ts';
import { handOff } from '../../src/desk/cases/handOff.ts';
import { mergeCases, splitCase, undoRearrangement } from '../../src/desk/cases/rearrange.ts';
import { setUnit } from '../../src/desk/cases/setUnit.ts';
import { assign, reopenCase, resolveCase, setSeverity, tagCase } from '../../src/desk/cases/workOnCase.ts';
import { setOfficeHours } from '../../src/desk/officeHours/setOfficeHours.ts';
import { countAllAnew } from '../../src/desk/record/countOn.ts';
import { deliverNext } from '../../src/desk/replies/deliver.ts';
import { keepOneTeam } from '../../src/desk/teams/keepTeams.ts';
import { makeUnit } from '../../src/desk/units/keepUnits.ts';
import { isFault } from '../../src/domain/fault.ts';
import { kaplanMeier } from '../../src/domain/kaplanMeier.ts';
import { grainOf } from '../../src/domain/recordCounts.ts';
import { median } from '../../src/domain/responseTime.ts';
import { responseRecord } from '../../src/insight/record.ts';
import { countOnce } from '../../src/jobs/countRecord.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { eventsOfCase } from '../../src/storage/rearrangements.ts';
import {
  addressOf,
  at as atMinute,
  deletion,
  hear,
  item,
  makeMember,
  rows,
  serve,
} from '../factories/desk.ts';
import { type AnsweringDesk, deskThatAnswers } from '../factories/deskThatAnswers.ts';
import { withDatabases } from './servers.ts';

const month = { from: '2031-01-01', to: '2031-02-28' };
const asked = {
  ...month,
  kind: 'first',
  by: 'member',
  hours: 'clock',
  narrowed: null,
  onlyMember: null,
} as const;

interface Step {
  what: (typeof whats)[number];
  /** Minutes since the step before. */
  after: number;
  n: number;
  m: number;
}
const whats = [
  'ask',
  'ask again',
  'answer outside',
  'answer',
  'hand to team',
  'assign',
  'resolve',
  'reopen',
  'merge',
  'split',
  'undo',
  'delete',
  'delete an answer',
  'erase',
  'grade',
  'tag',
  'unit',
  'hours',
  'count',
] as const;
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    what: fc.constantFrom(
      ...whats,
      'ask',
      'ask',
      'ask again',
      'answer outside',
      'answer',
      'resolve',
    ) as fc.Arbitrary<Step['what']>,
    after: fc.integer({ min: 1, max: 2_000 }),
    n: fc.nat(1_000),
    m: fc.nat(1_000),
  }),
  { minLength: 10, maxLength: 45 },
);

withDatabases((database) => {
  let storage: Storage;

  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 8 });
  });
  afterAll(() => storage.close());

  const deps = (at: AnsweringDesk) => ({ storage, now: () => at.acting().now, log: () => undefined });
  const countUp = async (at: AnsweringDesk) => {
    // Who is new to the record is found in the next round.
    await countOnce(deps(at), 'counter');
    while (await countOnce(deps(at), 'counter'));
  };
  const record = (at: AnsweringDesk, more: object = {}) =>
    responseRecord(storage, at.desk.organisationId, { ...asked, ...more }, at.acting().now);
  const standing = async (at: AnsweringDesk) => ({
    spans: (await rows<{ case_id: string; number: number }>(at.desk, 'response_span')).sort((a, b) =>
      a.case_id === b.case_id ? a.number - b.number : a.case_id < b.case_id ? -1 : 1,
    ),
    days: (await rows<object>(at.desk, 'response_day')).map((row) => JSON.stringify(row)).sort(),
  });

  /** A desk of a month, and what happens there step by step. */
  async function begin() {
    const at = await deskThatAnswers(storage);
    const colleague = await makeMember(at.desk, 'Thabo');
    const team = await keepOneTeam(at.acting(), null, { name: 'Repairs', memberIds: [at.naledi, colleague] });
    const { id: unit } = await makeUnit(at.acting(), {
      institutionId: at.desk.institutionId,
      name: 'Depot',
      kind: 'depot',
    });
    const asks: string[] = ['ask'];
    const authors = ['did:plc:amina', 'did:plc:aline', 'did:plc:juma'] as const;
    const authorOf = (key: string) => authors[key === 'ask' ? 0 : Number(key.split('-')[1])] ?? authors[0];
    const answers: string[] = [];
    const rearranged: string[] = [];
    let made = 0;
    const take = async (...items: Parameters<typeof hear>[2]) => {
      await hear(at.desk, at.desk.house, items, at.acting().now);
      await serve(storage);
    };
    const cases = async () =>
      (await rows<{ id: string; number: number; merged_into: string | null }>(at.desk, 'care_case'))
        .filter(({ merged_into }) => merged_into === null)
        .sort((a, b) => Number(a.number) - Number(b.number));
    const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)];

    const acts: Record<Step['what'], (acting: Acting, step: Step, caseId: string) => Promise<unknown>> = {
      ask: async (_acting, { n }) => {
        const key = `ask${made++}-${n % 3}`;
        asks.push(key);
        await take(written(authorOf(key), key, { mentions: [at.desk.house.did] }));
      },
      'ask again': async (_acting, { n }) => {
        const root = pick(asks, n) ?? 'ask';
        const more = { root: addressOf(authorOf(root), root), mentions: [at.desk.house.did] };
        await take(written(authorOf(root), `again${made++}`, more));
      },
      'answer outside': async (_acting, { n }) => {
        const root = pick(asks, n) ?? 'ask';
        const key = `ours${made++}`;
        answers.push(key);
        await take(written(at.desk.house.did, key, { root: addressOf(authorOf(root), root) }));
      },
      answer: async (_acting, { n }, caseId) => {
        const posts = await sql<{ id: string }>`
          select p.id from post as p join conversation as c on c.organisation_id = p.organisation_id and c.id = p.conversation_id
          where c.organisation_id = ${at.desk.organisationId} and c.case_id = ${caseId}::uuid and p.direction = 'inbound' and p.deleted_at is null`.execute(
          storage.system,
        );
        const postId = pick(posts.rows, n)?.id;
        if (postId === undefined) return;
        await sql`delete from reply where organisation_id = ${at.desk.organisationId} and state = 'draft'`.execute(
          storage.system,
        );
        await at.send({ caseId, postId, despite: 1_000_000 } as never);
        at.wait(11);
        await deliverNext(at.delivery());
      },
      'hand to team': (acting, _step, caseId) =>
        handOff(acting, caseId, { to: { teamId: team }, reason: 'Theirs.', evenIfAway: true }),
      assign: (acting, { n }, caseId) => assign(acting, caseId, [null, at.naledi, colleague][n % 3] ?? null),
      resolve: (acting, _step, caseId) => resolveCase(acting, caseId),
      reopen: (acting, _step, caseId) => reopenCase(acting, caseId),
      merge: async (acting, { n, m }) => {
        const all = await cases();
        rearranged.push(await mergeCases(acting, pick(all, n)?.id ?? '', pick(all, m)?.id ?? ''));
      },
      split: async (acting, { n }, caseId) => {
        const theirs = await sql<{ id: string }>`
          select id from conversation where organisation_id = ${at.desk.organisationId} and case_id = ${caseId}::uuid order by id`.execute(
          storage.system,
        );
        const { rearrangementId } = await splitCase(acting, caseId, [pick(theirs.rows, n)?.id ?? '']);
        rearranged.push(rearrangementId);
      },
      undo: (acting, { n }) => undoRearrangement(acting, pick(rearranged, n) ?? at.naledi),
      delete: async (_acting, { n }) => {
        const key = pick(asks, n) ?? 'ask';
        await take(deletion(authorOf(key), key, minuteNow()));
      },
      'delete an answer': async (_acting, { n }) => {
        const key = pick(answers, n);
        if (key !== undefined) await take(deletion(at.desk.house.did, key, minuteNow()));
      },
      erase: async (acting, { n }, caseId) => {
        if (n % 4 !== 0) return;
        const number = (await cases()).find(({ id }) => id === caseId)?.number;
        await eraseAuthor(acting, caseId, String(number));
      },
      grade: (acting, { n, m }, caseId) => setSeverity(acting, caseId, (n % 5) as 0, m % 2 === 0),
      tag: (acting, { n }, caseId) =>
        tagCase(acting, caseId, [['water'], ['water', 'bill'], []][n % 3] ?? []),
      unit: (acting, { n }, caseId) => setUnit(acting, caseId, n % 2 === 0 ? unit : null),
      hours: (acting, { n }) => setOfficeHours(acting, n % 2 === 0 ? null : officeDays(7 + (n % 3))),
      count: () => countOnce(deps(at), 'counter'),
    };
    const minuteNow = () => Math.floor((at.acting().now.getTime() - atMinute(0).getTime()) / 60_000);
    const written = (did: string, key: string, more: { mentions?: string[]; root?: string }) =>
      item({ did, key, minute: minuteNow(), text: `Words of ${key}`, ...more });
    return {
      at,
      async act(step: Step) {
        at.wait(step.after * 60);
        const caseId = pick(await cases(), step.m)?.id ?? '';
        try {
          await acts[step.what](at.acting(), step, caseId);
        } catch (error) {
          // What the desk refuses, or what refers to nothing, was not done.
          if (!isFault(error)) throw error;
        }
      },
    };
  }

  /** The figures as they are read off each case by itself. */
  async function byHand(at: AnsweringDesk) {
    const { organisationId } = at.desk;
    const now = at.acting().now.getTime();
    const took: number[] = [];
    const waited: number[] = [];
    for (const { id } of await rows<{ id: string }>(at.desk, 'care_case')) {
      const events = await storage.inOrganisation(organisationId, (tx) =>
        eventsOfCase(tx, organisationId, id, null),
      );
      const times = (wanted: string) =>
        events.flatMap(({ kind, at: when }) => (kind === wanted ? [when.getTime()] : []));
      const begun = Math.min(...times('inbound'));
      // Where we wrote first there is no first answer.
      if (begun === Number.POSITIVE_INFINITY || times('answer').some((time) => time <= begun)) continue;
      const later = times('answer').filter((time) => time > begun);
      const answer = later.length === 0 ? undefined : Math.min(...later);
      if (answer !== undefined) took.push(grainOf(Math.floor((answer - begun) / 1_000)));
      else waited.push(grainOf(Math.floor((now - Math.floor(begun / 60_000) * 60_000) / 1_000)));
    }
    const times = [
      ...took.map((time) => ({ time, answered: 1, waiting: 0 })),
      ...waited.map((time) => ({ time, answered: 0, waiting: 1 })),
    ];
    return {
      count: times.length,
      answered: took.length,
      median: median(took),
      likely: kaplanMeier(times),
    };
  }

  test('of a month of random work the figures are those that are counted anew, and those read off each case', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const { at, act } = await begin();
        for (const step of all) await act(step);
        await countUp(at);
        const live = await standing(at);
        const said = await record(at);
        expect(said.totals.first).toMatchObject(await byHand(at));
        expect(said.table.reduce((sum, { figures }) => sum + figures.count, 0)).toBe(said.totals.first.count);
        expect(said.series.reduce((sum, { figures }) => sum + figures.answered, 0)).toBe(
          said.totals.first.answered,
        );
        const { organisationId } = at.desk;
        await storage.inOrganisation(organisationId, async (tx) => {
          await tx.deleteFrom('response_span').where('organisation_id', '=', organisationId).execute();
          await tx.deleteFrom('response_day').where('organisation_id', '=', organisationId).execute();
          await countAllAnew(tx, organisationId);
        });
        expect(await standing(at)).toEqual(live);
        expect(await record(at)).toEqual(said);
      }),
      { numRuns: 12 },
    );
  }, 240_000);

  describe('the record', () => {
    test('is of nothing before anything was counted, and says how far it is', async () => {
      const at = await deskThatAnswers(storage);
      expect(await record(at)).toMatchObject({ state: null, totals: { first: { count: 0 } }, table: [] });
      await countUp(at);
      const { state, totals, series } = await record(at, { from: '2031-01-04', to: '2031-01-04' });
      expect(state).toEqual({ countedAt: at.acting().now, recounting: false });
      expect(totals.first).toMatchObject({ count: 1, answered: 0, share: 0, median: null });
      expect(series).toMatchObject([{ from: '2031-01-04', to: '2031-01-04', figures: { count: 1 } }]);
    });

    test('draws a long period by weeks, and every day of a short one', async () => {
      const at = await deskThatAnswers(storage);
      const long = await record(at, { from: '2030-12-01', to: '2031-03-05' });
      expect(long.series).toHaveLength(14);
      expect(long.series.at(-1)).toMatchObject({ from: '2031-03-02', to: '2031-03-05' });
      expect((await record(at)).series).toHaveLength(59);
    });

    test('is counted once, however many programs count it', async () => {
      const { at, act } = await begin();
      for (const what of ['ask', 'answer', 'ask again', 'answer outside', 'resolve', 'ask'] as const)
        await act({ what, after: 30, n: 0, m: 0 });
      const counters = ['a', 'b', 'c'].map(async (name) => {
        for (let n = 0; n < 12; n++) await countOnce(deps(at), name);
      });
      await Promise.all(counters);
      await countUp(at);
      const live = await standing(at);
      expect(live.spans.length).toBeGreaterThan(3);
      await storage.inOrganisation(at.desk.organisationId, (tx) => countAllAnew(tx, at.desk.organisationId));
      expect(await standing(at)).toEqual(live);
      expect((await record(at)).totals.first).toMatchObject(await byHand(at));
    });
  });
});

function officeDays(opens: number) {
  const range = [{ from: opens * 60, to: 17 * 60 }];
  return {
    timeZone: 'Africa/Nairobi',
    week: [[], range, range, range, range, range, []],
    country: null,
    days: {},
  };
}
