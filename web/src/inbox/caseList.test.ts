import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseRow } from '../../../src/api/contract.ts';
import { afterNews, belongs, type CaseList, orderOf, selectionAfter, withPage } from './caseList.ts';
import { caseRow } from './invented.ts';

const memberId = '00000000-0000-4000-8000-00000000000a';
const me = { memberId, teamIds: ['pumps'] };
const list = (rows: CaseRow[], next: string | null = null): CaseList => ({
  rows,
  next,
  cut: false,
  sequence: 10,
});
const due = (id: string, minutes: number, more: Partial<CaseRow> = {}) =>
  caseRow({ id, dueAt: new Date(Date.UTC(2026, 2, 1, 0, minutes)).toISOString(), ...more });
const ids = (one: CaseList) => one.rows.map((row) => row.id);

describe('news of a case', () => {
  it('puts a new case where the queue wants it', () => {
    const after = afterNews(list([due('a', 1), due('c', 9)]), [due('b', 5, { sequence: 11 })], 'queue', me);
    expect(ids(after)).toEqual(['a', 'b', 'c']);
  });
  it('moves a case that became graver to the top', () => {
    const after = afterNews(
      list([due('a', 1), due('b', 9)]),
      [due('b', 9, { tier: 0, sequence: 11 })],
      'queue',
      me,
    );
    expect(ids(after)).toEqual(['b', 'a']);
  });
  it('takes away a case that nobody waits for any more', () => {
    const answered = due('a', 1, { tier: null, dueAt: null, state: 'waiting_author', sequence: 11 });
    expect(ids(afterNews(list([due('a', 1), due('b', 2)]), [answered], 'queue', me))).toEqual(['b']);
  });
  it('changes nothing when it is older than what is shown', () => {
    const before = list([due('a', 1, { sequence: 20 })]);
    expect(afterNews(before, [due('a', 99, { sequence: 19 })], 'queue', me)).toBe(before);
  });
  it('changes nothing when the first page already knew that the case was not there', () => {
    const before = list([due('a', 1)]);
    expect(afterNews(before, [due('b', 0, { sequence: 9 })], 'queue', me)).toBe(before);
  });
  it('leaves a case beyond what has been read to its page', () => {
    expect(
      ids(afterNews(list([due('a', 1)], 'more'), [due('z', 99, { sequence: 11 })], 'queue', me)),
    ).toEqual(['a']);
    expect(ids(afterNews(list([due('a', 1)]), [due('z', 99, { sequence: 11 })], 'queue', me))).toEqual([
      'a',
      'z',
    ]);
  });
  it('keeps every list in order and every case once, whatever comes', () => {
    const anyRow = fc
      .record({
        id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
        minutes: fc.nat(50),
        tier: fc.constantFrom(0, 1, 2, null),
        sequence: fc.integer({ min: 11, max: 60 }),
      })
      .map(({ id, minutes, tier, sequence }) =>
        due(id, minutes, tier === null ? { tier, dueAt: null, sequence } : { tier, sequence }),
      );
    fc.assert(
      fc.property(fc.array(fc.array(anyRow, { maxLength: 8 }), { maxLength: 8 }), (batches) => {
        let one = list([]);
        for (const batch of batches) one = afterNews(one, batch, 'queue', me);
        expect(new Set(ids(one)).size).toBe(one.rows.length);
        expect([...one.rows].sort(orderOf('queue'))).toEqual(one.rows);
        expect(one.rows.every((row) => belongs('queue', row, me))).toBe(true);
      }),
    );
  });
});

describe('news of a case in a narrowed list', () => {
  const graver = (row: CaseRow, was: boolean) => (row.tags.includes('unknown') ? was : row.severity >= 2);
  it('comes in and goes as the filter has it, and stays where it was while that cannot be told', () => {
    const unknown = { tags: ['unknown'] };
    const news = [
      due('a', 1, { sequence: 11 }),
      due('b', 2, { sequence: 12, severity: 3 }),
      due('c', 3, { sequence: 13, ...unknown }),
      due('d', 4, { sequence: 14, ...unknown }),
    ];
    const after = afterNews(list([due('a', 1), due('c', 3)]), news, 'queue', me, graver);
    expect(ids(after)).toEqual(['b', 'c']);
  });
});

describe('the next page', () => {
  it('stands behind the rows before it', () => {
    const after = withPage(
      list([due('a', 1)], 'x'),
      { rows: [due('b', 2)], next: null, cut: false, sequence: 12 },
      'queue',
    );
    expect(ids(after)).toEqual(['a', 'b']);
    expect(after.next).toBeNull();
  });
  it('shows a case that slid into it once only', () => {
    const page = { rows: [due('a', 7, { sequence: 12 }), due('b', 8)], next: null, cut: false, sequence: 12 };
    const after = withPage(list([due('a', 1), due('c', 2)], 'x'), page, 'queue');
    expect(ids(after)).toEqual(['c', 'a', 'b']);
  });
});

describe('the selection', () => {
  const rows = [due('a', 1), due('b', 2), due('c', 3)];
  it('stays on the same case when it moves', () => {
    expect(selectionAfter(rows, 'c', 0)).toEqual({ id: 'c', index: 2 });
  });
  it('goes to what stands in its place when the case left', () => {
    expect(selectionAfter(rows, 'gone', 1)).toEqual({ id: 'b', index: 1 });
    expect(selectionAfter(rows, 'gone', 99)).toEqual({ id: 'c', index: 2 });
  });
});

describe('the views', () => {
  it('shows me mine until they are resolved', () => {
    const mine = caseRow({ owner: { id: memberId, name: 'A' }, state: 'open' });
    expect(belongs('mine', mine, me)).toBe(true);
    expect(belongs('mine', { ...mine, state: 'resolved' }, me)).toBe(false);
    expect(belongs('unowned', mine, me)).toBe(false);
    expect(belongs('all', mine, me)).toBe(true);
  });
  it('shows me the queues of my teams, not those of others, and no such case as without an owner', () => {
    const ours = caseRow({ team: { id: 'pumps', name: 'Pumps' } });
    expect(belongs('team', ours, me)).toBe(true);
    expect(belongs('unowned', ours, me)).toBe(false);
    expect(belongs('unowned', { ...ours, team: null }, me)).toBe(true);
    expect(belongs('team', { ...ours, state: 'resolved' }, me)).toBe(false);
    expect(belongs('team', { ...ours, team: { id: 'bills', name: 'Bills' } }, me)).toBe(false);
  });
  it('put what waits for nobody at the end of a team’s queue', () => {
    const rows = [
      due('d', 1, { tier: null, dueAt: null }),
      due('c', 1, { tier: null, dueAt: null }),
      due('b', 9),
      due('a', 5),
      due('e', 99, { tier: 0 }),
    ];
    expect(rows.sort(orderOf('team')).map(({ id }) => id)).toEqual(['e', 'a', 'b', 'c', 'd']);
  });
});
