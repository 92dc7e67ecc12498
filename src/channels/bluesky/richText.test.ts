import fc from 'fast-check';
import { expect, test } from 'vitest';
import { facetsOf, type Span, spansOf } from './richText.ts';

const shown = (text: string, one: Span): string =>
  Buffer.from(text).subarray(one.byteStart, one.byteEnd).toString();
const found = (text: string): [string, string, string][] =>
  spansOf(text).map((one) => [one.kind, shown(text, one), one.value]);

test('links, mentions and tags are found at their bytes, after whatever stands before them', () => {
  const text =
    '🚱 Muraho @Amina.example! See https://water.example/a?b=(c), or (www.water.example). #Kigali #2026 #été';
  expect(found(text)).toEqual([
    ['mention', '@Amina.example', 'amina.example'],
    ['link', 'https://water.example/a?b=(c)', 'https://water.example/a?b=(c)'],
    ['link', 'www.water.example', 'https://www.water.example'],
    ['tag', '#Kigali', 'Kigali'],
    ['tag', '#été', 'été'],
  ]);
});

test('what only looks like one is left alone', () => {
  for (const text of [
    'care@water.example',
    '@amina',
    'a#b',
    '#1',
    'http://',
    'https://x',
    'foo.example',
    '@@a.example',
  ]) {
    expect(found(text)).toEqual([]);
  }
});

test('a link inside which a tag or a mention stands is only a link', () => {
  expect(found('https://water.example/@amina.example#news')).toHaveLength(1);
});

test('spans never overlap and never leave the text', () => {
  const piece = fc.constantFrom(
    '@amina.example',
    'https://water.example/x',
    '#tag',
    ' ',
    'é',
    '🚱',
    '.',
    'word',
    '(',
    ')',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      let end = 0;
      for (const one of spansOf(text)) {
        expect(one.byteStart).toBeGreaterThanOrEqual(end);
        expect(one.byteEnd).toBeGreaterThan(one.byteStart);
        end = one.byteEnd;
      }
      expect(end).toBeLessThanOrEqual(Buffer.byteLength(text));
    }),
  );
});

test('a handle that nobody bears stays plain text', () => {
  const spans = spansOf('@amina.example @nobody.example');
  const facets = facetsOf(spans, new Map([['amina.example', 'did:plc:a']]));
  expect(facets.map((one) => one.features[0]?.did)).toEqual(['did:plc:a']);
});
