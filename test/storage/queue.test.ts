import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pageOfCases } from '../../src/storage/caseReads.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { type Desk, hear, item, makeDesk, rows, serve } from '../factories/desk.ts';
import { withDatabases } from './servers.ts';

withDatabases((database) => {
  let storage: Storage;
  beforeAll(async () => {
    await migrate(database().url, () => undefined);
    storage = openStorage({ url: database().url, connections: 4 });
  });
  afterAll(() => storage.close());

  const queueOf = async (desk: Desk): Promise<string[]> => {
    const page = await storage.inOrganisation(desk.organisationId, (tx) =>
      pageOfCases(tx, desk.organisationId, {
        teamIds: [],
        view: 'queue',
        memberId: '00000000-0000-4000-8000-000000000000',
        after: null,
        limit: 100,
      }),
    );
    return page.rows.map((row) => row.author.handle);
  };

  test('the same posts make the same queue whatever reach their authors have', async () => {
    const people = fc.uniqueArray(
      fc.record({
        minute: fc.integer({ min: 0, max: 50 }),
        followers: fc.option(fc.integer({ min: 0, max: 2_000_000_000 })),
        verified: fc.option(fc.boolean()),
      }),
      { minLength: 2, maxLength: 12, selector: (one) => one.minute },
    );
    const permuted = people.chain((list) =>
      fc.record({
        list: fc.constant(list),
        reach: fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
      }),
    );
    const queueWith = async (
      list: readonly { minute: number }[],
      reach: readonly { followers: number | null; verified: boolean | null }[],
    ) => {
      const desk = await makeDesk(storage);
      const items = list.map(({ minute }, i) =>
        item({
          did: `did:plc:author${i}`,
          key: 'asks',
          minute,
          text: 'No water.',
          mentions: [desk.house.did],
          followers: reach[i]?.followers ?? null,
          verified: reach[i]?.verified ?? null,
        }),
      );
      await hear(desk, desk.house, items);
      await serve(storage);
      const known = reach.filter((one) => one.followers !== null || one.verified !== null);
      expect(await rows(desk, 'reach')).toHaveLength(known.length);
      return queueOf(desk);
    };
    await fc.assert(
      fc.asyncProperty(permuted, async ({ list, reach }) => {
        const queue = await queueWith(list, list);
        expect(queue).toHaveLength(list.length);
        expect(await queueWith(list, reach)).toEqual(queue);
      }),
      { numRuns: 10 },
    );
  });

  test('the desk is refused when it asks for reach', async () => {
    const desk = await makeDesk(storage);
    const asked = storage.inOrganisation(desk.organisationId, (tx) => sql`select * from reach`.execute(tx));
    await expect(asked).rejects.toMatchObject({ code: '42501' });
  });
});
