import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toggled, upTo } from './picked.ts';

const order = ['a', 'b', 'c', 'd', 'e'];

it('is selected and taken out again', () => {
  expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
  expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
});
it('reaches from the last selected one to this one, down and up', () => {
  expect(upTo(['b'], 'd', order)).toEqual(['b', 'c', 'd']);
  expect(upTo(['d'], 'b', order)).toEqual(['d', 'c', 'b']);
  expect(upTo(['a', 'd'], 'e', order)).toEqual(['a', 'd', 'e']);
  expect(upTo([], 'c', order)).toEqual(['c']);
  expect(upTo(['gone'], 'c', order)).toEqual(['gone', 'c']);
});
it('holds each once, and never more than can be done at once', () => {
  const ids = Array.from({ length: 700 }, (_, n) => `c${n}`);
  const act = fc.record({ id: fc.constantFrom(...ids), range: fc.boolean() });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
      let picked: readonly string[] = [];
      for (const { id, range } of acts) picked = range ? upTo(picked, id, ids) : toggled(picked, id);
      expect(new Set(picked).size).toBe(picked.length);
      expect(picked.length).toBeLessThanOrEqual(500);
    }),
  );
});
