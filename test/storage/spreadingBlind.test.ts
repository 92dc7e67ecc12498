/** Blindness: two desks to which the same was written, and whose posts are passed on differently, are the same in everything but how posts spread. */
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countOnce } from '../../src/jobs/countRecord.ts';
import { listOnce } from '../../src/jobs/listWords.ts';
import { placeOnce, renewAll } from '../../src/jobs/officeHours.ts';
import { followOnce, lookAtClock } from '../../src/jobs/raiseAlerts.ts';
import { remindFollowUpsOnce } from '../../src/jobs/remindFollowUps.ts';
import { remindOnce } from '../../src/jobs/remindPromises.ts';
import { lookOnce, readOnce } from '../../src/jobs/rules.ts';
import { pageOfCases } from '../../src/storage/caseReads.ts';
import { keepWarned } from '../../src/storage/communications.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { type CountedDesk, type CountedDesks, countedDesks, postOf } from '../factories/countedDesks.ts';
import { type Desk, hear, item, makeMember, serve } from '../factories/desk.ts';
import { withDatabases } from './servers.ts';

withDatabases((database) => {
  let storage: Storage;
  let network: CountedDesks;
  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 4 });
    network = countedDesks(storage);
  });
  afterAll(() => storage.close());

  /** Every job of the program that writes, but those that speak to networks. */
  const allJobs = async () => {
    const { now } = network.deps;
    const log = (event: string, particulars: object) => {
      throw new Error(`${event}: ${JSON.stringify(particulars)}`);
    };
    const deps = { storage, now, log };
    await network.run();
    while (await followOnce(deps, 'alerts'));
    await lookAtClock(deps);
    while (await countOnce(deps, 'record'));
    while (await readOnce(deps, 'rules'));
    await lookOnce(deps);
    await placeOnce(deps);
    await renewAll(deps);
    await remindOnce(deps);
    await remindFollowUpsOnce(deps);
    await listOnce(storage);
  };

  /** Every row of the organisation, without ids and times of the real clock; how posts spread, and the alerts of it, left out. */
  const standing = async ({ organisationId }: Desk): Promise<string[]> => {
    const tables = await sql<{ name: string }>`
      select c.relname as name from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
      join pg_attribute as a on a.attrelid = c.oid and a.attname = 'organisation_id'
      where n.nspname = 'public' and c.relkind = 'r' and not starts_with(c.relname, 'spread_') order by 1`.execute(
      storage.system,
    );
    const found = await Promise.all(
      tables.rows.map(async ({ name }) => {
        const rows = await sql<{ row: Record<string, unknown> }>`
          select to_jsonb(t) as row from ${sql.table(name)} as t where organisation_id = ${organisationId}`.execute(
          storage.system,
        );
        return rows.rows
          .filter(({ row }) => row.kind !== 'spreading')
          .map(({ row }) => `${name} ${plain(row)}`);
      }),
    );
    return found.flat().sort();
  };

  const queue = async ({ organisationId }: Desk) => {
    const view = { teamIds: [], view: 'queue', memberId: '00000000-0000-4000-8000-000000000000' } as const;
    const page = await storage.inOrganisation(organisationId, (tx) =>
      pageOfCases(tx, organisationId, { ...view, after: null, limit: 100 }),
    );
    return page.rows.map(({ author, dueAt }) => [author.handle, dueAt]);
  };

  /** The same is written to both: an answer to the first post, and something new. */
  const hearMore = async (desks: readonly CountedDesk[], minute: number) => {
    for (const desk of desks)
      await hear(desk, desk.house, [
        item({
          did: 'did:plc:reader',
          key: `reads${minute}`,
          minute,
          text: 'Here too.',
          root: postOf(0),
          mentions: [desk.house.did],
        }),
        item({
          did: 'did:plc:late',
          key: `asks${minute}`,
          minute,
          text: 'My baby drinks it.',
          mentions: [desk.house.did],
        }),
      ]);
    await serve(storage);
  };

  const rounds = fc.uniqueArray(
    fc.record({
      minute: fc.integer({ min: 0, max: 50 }),
      counts: fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: 0, max: 1_000_000 }))),
    }),
    { minLength: 1, maxLength: 6, selector: ({ minute }) => minute },
  );

  const openBoth = async (minutes: readonly number[]): Promise<[CountedDesk, CountedDesk]> => {
    const desks: [CountedDesk, CountedDesk] = [await network.open(minutes), await network.open(minutes)];
    for (const { organisationId, ...desk } of desks) {
      const member = await makeMember({ organisationId, ...desk }, 'Communications');
      await storage.inOrganisation(organisationId, (tx) =>
        keepWarned(tx, organisationId, { memberIds: [member], teamIds: [] }),
      );
    }
    return desks;
  };

  test('whatever the counts, every other table, and the queue, are the same as where nothing is passed on', async () => {
    let told = 0;
    await fc.assert(
      fc.asyncProperty(rounds, async (posts) => {
        const [loud, quiet] = await openBoth(posts.map(({ minute }) => minute));
        for (const round of [0, 1, 2]) {
          posts.forEach(({ counts }, n) => {
            loud.counts.set(postOf(n), counts[round] ?? 0);
          });
          await allJobs();
          await hearMore([loud, quiet], 51 + round);
          await allJobs();
          expect(await standing(loud)).toEqual(await standing(quiet));
          expect(await queue(loud)).toEqual(await queue(quiet));
          network.later(20);
        }
        expect(await network.stories(quiet)).toEqual([]);
        told += (await network.stories(loud)).length;
      }),
      { numRuns: 4, endOnFailure: true },
    );
    expect(told).toBeGreaterThan(0);
  }, 120_000);

  test('that comparison sees any difference: a case that is served sooner, a fact, an alert', async () => {
    const [one, other] = await openBoth([1, 2]);
    await allJobs();
    expect((await standing(one)).length).toBeGreaterThan(20);
    expect(await standing(one)).toEqual(await standing(other));
    const { organisationId } = one;
    for (const [table, change] of [
      ['care_case', 'set severity = 4'],
      ['care_case', "set due_at = due_at - interval '1 minute'"],
      ['organisation_counter', 'set history = history + 1'],
    ] as const) {
      await sql`update ${sql.table(table)} ${sql.raw(change)} where organisation_id = ${organisationId}`.execute(
        storage.system,
      );
      expect(await standing(one), change).not.toEqual(await standing(other));
      await sql`update ${sql.table(table)} ${sql.raw(change)} where organisation_id = ${other.organisationId}`.execute(
        storage.system,
      );
    }
    expect(await standing(one)).toEqual(await standing(other));
  });
});

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** A row without what two desks cannot have in common. */
function plain(row: Record<string, unknown>): string {
  return JSON.stringify(row, (key, value: unknown) => {
    if (key === 'page') return '#';
    if (typeof value === 'number' && /(^|_)id$/.test(key)) return '#';
    if (typeof value !== 'string') return value;
    if (/^20(?!31)\d\d-\d\d-\d\dT/.test(value)) return '(the real clock)';
    return value.replaceAll(uuid, '#');
  });
}
