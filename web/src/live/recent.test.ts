import { expect, it } from 'vitest';
import { caseRow } from '../inbox/invented.ts';
import { RecentNews, RecentPresence } from './recent.ts';

it('keeps the latest news of a case for half a minute', () => {
  const recent = new RecentNews();
  recent.remember([caseRow({ id: 'a', sequence: 3 })], 0);
  recent.remember([caseRow({ id: 'a', sequence: 5 }), caseRow({ id: 'b', sequence: 4 })], 20_000);
  expect(recent.sequenceOf('a')).toBe(5);
  recent.remember([caseRow({ id: 'c', sequence: 9 })], 60_000);
  expect(recent.rows().map((row) => row.id)).toEqual(['c']);
  expect(recent.sequenceOf('a')).toBe(0);
});

it('lets presence that came during a reading win over the reading, and no other', () => {
  const recent = new RecentPresence();
  const claudine = [{ id: 'm', name: 'Claudine', writing: true }];
  recent.remember('a', claudine, 100);
  expect(recent.since('a', 90)).toEqual(claudine);
  expect(recent.since('a', 101)).toBeNull();
  expect(recent.since('b', 0)).toBeNull();
  recent.remember('b', [], 60_000);
  expect(recent.since('a', 0)).toBeNull();
});
