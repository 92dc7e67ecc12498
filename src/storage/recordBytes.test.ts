import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packed, unpacked } from './recordBytes.ts';

const counts = fc
  .array(
    fc.tuple(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), fc.integer({ min: 1, max: 2_000_000 })),
  )
  .map((all) => new Map(all));

test('what is packed comes out again, the same counts as the same bytes', () => {
  fc.assert(
    fc.property(counts, counts, (a, b) => {
      const bytes = packed(a, b);
      expect(unpacked(bytes, 2)).toEqual([a, b]);
      expect(packed(new Map([...a].toReversed()), b).equals(bytes)).toBe(true);
    }),
  );
});

test('a count below nothing is refused', () => {
  expect(() => packed(new Map([[5, -1]]))).toThrow(RangeError);
});
