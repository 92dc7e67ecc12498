import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instants, storableJson, uuids } from './arrays.ts';

test('a JSON text loses its escaped zero characters and nothing else', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (values) => {
      const kept = values.map((value) => value.replaceAll('\u0000', ''));
      expect(JSON.parse(storableJson(JSON.stringify(values)))).toEqual(kept);
    }),
  );
});

test.each([
  '',
  'not an id',
  '0192f0c1-0000-7000-8000-00000000000g',
  '0192f0c1-0000-7000-8000-0000000000001',
  'ü192f0c1-0000-7000-8000-000000000001',
])('an id that is no UUID (%s) is refused before it reaches the database', (wrong) => {
  expect(() => uuids([wrong])).toThrow('no UUID');
});

test('a date that is no time is refused, lest it be taken for one', () => {
  expect(() => instants([new Date(Number.NaN)])).toThrow('no time');
});
