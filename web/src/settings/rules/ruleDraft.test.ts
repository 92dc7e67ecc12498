import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Act,
  actDraft,
  actKinds,
  actKindsOf,
  actOf,
  type Condition,
  casesOf,
  conditionDraft,
  conditionKinds,
  conditionOf,
  emptyValue,
  hoursOf,
  moved,
  partsOf,
  waitDraft,
  withSlice,
} from './ruleDraft.ts';

const id = '01890000-0000-7000-8000-000000000001';
const conditions: Condition[] = [
  { is: 'words', any: ['burst*', 'no water'], not: true },
  { is: 'network', any: ['email'], not: false },
  { is: 'account', any: [id], not: false },
  { is: 'language', any: ['sw', 'fr'], not: false },
  { is: 'tag', any: ['water'], not: false },
  { is: 'unit', any: [id], not: true },
  { is: 'severity', from: 3, not: false },
  { is: 'vulnerable', not: false },
  { is: 'direct', not: true },
  { is: 'first_time', not: false },
  { is: 'office_open', not: true },
  { is: 'state', any: ['new', 'reopened'], not: false },
  { is: 'unowned', not: false },
];
const acts: Act[] = [
  { do: 'tag', tag: 'water' },
  { do: 'untag', tag: 'old' },
  { do: 'severity', atLeast: 2 },
  { do: 'vulnerable' },
  { do: 'unit', unitId: id },
  { do: 'team', teamId: id },
  { do: 'member', memberId: id },
  { do: 'suggest', textId: id },
  { do: 'resolve' },
];

describe('a rule in the form', () => {
  it('comes back as it was, whatever it asks and does', () => {
    expect(conditions.map(({ is }) => is).sort()).toEqual([...conditionKinds].sort());
    for (const one of conditions) {
      expect(conditionOf(conditionDraft(one, 1))).toEqual(one);
    }
    expect(acts.map((one) => one.do)).toEqual(actKinds);
    for (const one of acts) {
      expect(actOf(actDraft(one, 1))).toEqual(one);
    }
  });

  it('waits in days where they are whole, for us in hours, and for no less than one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8760 }),
        fc.constantFrom('waiting_author' as const, 'waiting_us' as const),
        (hours, when) => {
          expect(hoursOf(waitDraft(hours, when), when)).toBe(hours);
        },
      ),
    );
    expect(waitDraft(48, 'waiting_author')).toEqual({ n: '2', unit: 'days' });
    expect(hoursOf({ n: '2', unit: 'days' }, 'waiting_us')).toBe(2);
    for (const n of ['', '0', '1.5', '-1', '9000'])
      expect(hoursOf({ n, unit: 'hours' }, 'waiting_author')).toBeNull();
    expect(actKindsOf('opened')).not.toContain('resolve');
    expect(actKindsOf('waiting_author')).toEqual(actKinds);
  });

  it('is not whole before each line is filled in', () => {
    const empty = { key: 1, not: false, picked: [], typed: ' , ' };
    expect(conditionOf({ ...empty, is: 'words' })).toBeNull();
    expect(conditionOf({ ...empty, is: 'state' })).toBeNull();
    expect(conditionOf({ ...empty, is: 'severity', typed: emptyValue('severity') })).toMatchObject({
      from: 2,
    });
    expect(actOf({ key: 1, do: 'team', value: '' })).toBeNull();
  });

  it('takes words apart at commas and lines, each once', () => {
    expect(partsOf(' burst*, no water,\nburst*, ')).toEqual(['burst*', 'no water']);
  });
});

describe('the order of rules', () => {
  it('keeps every rule, moves one by one place, and nothing at an end', () => {
    const some = fc.uniqueArray(fc.string({ maxLength: 3 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(some, fc.nat(), fc.constantFrom(-1 as const, 1 as const), (ids, n, by) => {
        const at = n % ids.length;
        const one = ids[at] ?? '';
        const after = moved(ids, one, by);
        expect([...after].sort()).toEqual([...ids].sort());
        expect(after.indexOf(one)).toBe(Math.min(ids.length - 1, Math.max(0, at + by)));
        expect(moved(after, one, by === 1 ? -1 : 1)).toEqual(
          at + by < 0 || at + by >= ids.length ? moved(ids, one, by === 1 ? -1 : 1) : ids,
        );
      }),
    );
  });
});

it('the slices of a dry run count each case once', () => {
  const first = withSlice(
    { looked: 0, cases: new Map() },
    {
      looked: 5,
      matched: [
        { caseId: 'a', acts: [0] },
        { caseId: 'b', acts: [] },
      ],
    },
  );
  const all = withSlice(first, { looked: 2, matched: [{ caseId: 'a', acts: [0, 1] }] });
  expect([all.looked, all.cases.size, casesOf(all, 0), casesOf(all, 1)]).toEqual([7, 2, 1, 1]);
});
