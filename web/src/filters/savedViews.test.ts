import { expect, it } from 'vitest';
import type { SavedViewView } from '../../../src/api/contract.ts';
import { savedAs } from './savedViews.ts';

const kept: SavedViewView = {
  id: 'a',
  name: 'Leaks',
  view: 'queue',
  words: '',
  filter: { tag: 'leak', severity: 2 },
  shared: false,
  madeBy: { id: 'b', name: 'Naledi' },
};

it('is the view that is shown, whatever the order of its facets', () => {
  expect(savedAs({ view: 'queue', words: '', filter: { severity: 2, tag: 'leak' } }, [kept])).toBe(kept);
});
it.each([
  { view: 'all' as const, words: '', filter: kept.filter },
  { view: 'queue' as const, words: 'tap', filter: kept.filter },
  { view: 'queue' as const, words: '', filter: { tag: 'leak' } },
])('is none for %j', (shown) => {
  expect(savedAs(shown, [kept])).toBeUndefined();
});
