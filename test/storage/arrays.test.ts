import fc from 'fast-check';
import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  bigints,
  booleans,
  documents,
  instants,
  integers,
  smallints,
  texts,
  uuids,
} from '../../src/storage/arrays.ts';
import { openStorage, type Storage } from '../../src/storage/database.ts';
import { withDatabases } from './servers.ts';

withDatabases((database) => {
  let storage: Storage;
  beforeAll(() => {
    storage = openStorage({ url: database().url, connections: 2 });
  });
  afterAll(() => storage.close());

  describe('an array comes back as it went in:', () => {
    /** Sends an array of arbitrary values and has the database say what it understood. */
    async function comesBack<T, R>(
      values: fc.Arbitrary<T>,
      asParameter: (values: readonly (T | null)[]) => RawBuilder<unknown>,
      understood: (value: T) => R,
      shown = sql`t.value`,
    ): Promise<void> {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.option(values), { maxLength: 40 }), async (list) => {
          const found = await sql<{ value: R | null }>`
            select ${shown} as value from unnest(${asParameter(list)}) with ordinality as t(value, n) order by t.n`.execute(
            storage.system,
          );
          expect(found.rows.map((row) => row.value)).toEqual(
            list.map((one) => (one === null ? null : understood(one))),
          );
        }),
        { numRuns: 60 },
      );
    }

    test('any texts, without the character that Postgres cannot hold', () =>
      comesBack(fc.string({ unit: 'binary' }), texts, (text) =>
        text.toWellFormed().replaceAll('\u0000', ''),
      ));

    test('ids', () => comesBack(fc.uuid(), uuids, (id) => id));

    test('whole numbers of 16, 32 and 53 bits, negative ones too', async () => {
      await comesBack(fc.integer({ min: -32_768, max: 32_767 }), smallints, (n) => n);
      await comesBack(fc.integer(), integers, (n) => n);
      await comesBack(fc.maxSafeInteger(), bigints, (n) => n);
    });

    test('yes and no', () => comesBack(fc.boolean(), booleans, (yes) => yes));

    test('instants before and after the year 2000, to the millisecond', () =>
      comesBack(
        fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        instants,
        (at) => at.toISOString(),
        sql`to_char(t.value at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
      ));

    test('JSON documents', () =>
      comesBack(
        fc.dictionary(fc.string(), fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean())),
        documents,
        (document) => JSON.parse(JSON.stringify(document)),
      ));
  });
});
