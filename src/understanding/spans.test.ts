import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spansOf } from './spans.ts';
import { wordsOfMeaning } from './words.ts';

const words = (text: string, because: string[]) =>
  spansOf(text, because).map(([from, to]) => text.slice(from, to));

test('reasons are shown where they stand, as they were written', () => {
  expect(words('My BABY needs the oxygen-machine!', ['baby', 'oxygen - machine'])).toEqual([
    'BABY',
    'oxygen-machine',
  ]);
  expect(words('noooo water since 2019', ['noo water', '0'])).toEqual(['noooo water', '2019']);
  expect(words('n’umwana arwaye', ["n'umwana arwaye"])).toEqual(['n’umwana arwaye']);
  expect(words('a (b) c', ['(', 'd'])).toEqual(['(']);
  expect(spansOf('', ['a'])).toEqual([]);
});

const letters = fc.constantFrom(..."aAbé’'` 01٣!#@.", 'e\u0301', '\ud83d', '🙂', 'ዝ', 'ם', '\u0000');

test('property: a place lies within the text, places follow each other, whatever the text is', () => {
  fc.assert(
    fc.property(fc.string({ unit: letters, maxLength: 80 }), (text) => {
      const spans = spansOf(text, wordsOfMeaning(text).slice(0, 5));
      let end = -1;
      for (const [from, to] of spans) {
        expect(from).toBeGreaterThan(end);
        expect(to).toBeGreaterThan(from);
        expect(to).toBeLessThanOrEqual(text.length);
        end = to;
      }
    }),
  );
});
