import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvFields, csvRecord } from './csv.ts';

test('fields are cut at commas outside quotes', () => {
  expect(csvFields('a,"b, ""c""",,d')).toEqual(['a', 'b, "c"', '', 'd']);
  expect(csvFields('')).toEqual(['']);
  expect(csvFields('a,')).toEqual(['a', '']);
  expect(csvFields('""')).toEqual(['']);
});

test('quotes that make no sense are told, not guessed', () => {
  for (const record of ['a,b"c', '"a"b', '"a', '"a""']) expect(csvFields(record)).toBeNull();
});

test('what was written as a record is read as the same fields', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), (fields) => {
      expect(csvFields(csvRecord(fields))).toEqual(fields);
    }),
  );
});
