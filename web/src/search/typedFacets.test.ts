import { expect, it } from 'vitest';
import { typedFacets, wordsOf } from './typedFacets.ts';

const choices = {
  owner: [{ value: 'id-1', words: 'Thabo Nkosi' }],
  unit: [{ value: 'id-2', words: 'Kicukiro' }],
};

it.each([
  ['tap tag:leak', false, 'tap tag:leak', {}],
  ['tap tag:leak ', false, 'tap', { tag: 'leak' }],
  ['tap tag:leak', true, 'tap', { tag: 'leak' }],
  ['tag:"no wat', false, 'tag:"no wat', {}],
  ['tap tag:"no water"', false, 'tap tag:"no water"', {}],
  ['tag:"no water" pipe', false, 'pipe', { tag: 'no water' }],
  ['owner:thabo unit:kicu burst', false, 'burst', { owner: 'id-1', unit: 'id-2' }],
  ['owner:nobody state:new ', false, 'owner:"nobody"', { state: 'new' }],
  ['owner:nobody ', false, 'owner:nobody ', {}],
])('%j (entered: %s) leaves %j', (typed, entered, text, found) => {
  expect(typedFacets(typed, entered, choices)).toEqual({ text, found });
});

it('searches for no facet that is still being typed', () => {
  expect(wordsOf('burst pipe tag:le')).toBe('burst pipe');
  expect(wordsOf('tag:"no wa')).toBe('');
  expect(wordsOf('see https://water.example')).toBe('see https://water.example');
});
