import { expect, it } from 'vitest';
import { caseRow } from '../inbox/invented.ts';
import { RecentNews } from './recent.ts';

it('keeps the latest news of a case for half a minute', () => {
  const recent = new RecentNews();
  recent.remember([caseRow({ id: 'a', sequence: 3 })], 0);
  recent.remember([caseRow({ id: 'a', sequence: 5 }), caseRow({ id: 'b', sequence: 4 })], 20_000);
  expect(recent.sequenceOf('a')).toBe(5);
  recent.remember([caseRow({ id: 'c', sequence: 9 })], 60_000);
  expect(recent.rows().map((row) => row.id)).toEqual(['c']);
  expect(recent.sequenceOf('a')).toBe(0);
});
