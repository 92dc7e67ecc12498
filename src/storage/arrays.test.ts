import fc from 'fast-check';
import { expect, test } from 'vitest';
import { storableJson, textArray } from './arrays.ts';

/** Reads a literal back by the rules of the documentation. */
function readBack(literal: string): (string | null)[] {
  const values: (string | null)[] = [];
  for (let i = 1; i < literal.length - 1; ) {
    if (literal[i] === ',') i += 1;
    else if (literal[i] === '"') {
      let value = '';
      for (i += 1; literal[i] !== '"'; i++) value += literal[i] === '\\' ? literal[++i] : literal[i];
      values.push(value);
      i += 1;
    } else {
      values.push(null);
      i += 4;
    }
  }
  return values;
}

test('any texts come back from an array literal as they went in', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.string({ unit: 'binary' }))), (values) => {
      const expected = values.map((value) => value?.replaceAll('\u0000', '') ?? null);
      expect(readBack(textArray(values))).toEqual(expected);
    }),
  );
});

test('a JSON text loses its escaped zero characters and nothing else', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (values) => {
      const kept = values.map((value) => value.replaceAll('\u0000', ''));
      expect(JSON.parse(storableJson(JSON.stringify(values)))).toEqual(kept);
    }),
  );
});
