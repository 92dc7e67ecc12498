import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BulkAct, type BulkFacts, foresee, retagged, stillStands, unretagged } from './bulk.ts';

const at = new Date('2026-11-29T06:39:00Z');
const facts: BulkFacts = {
  state: 'open',
  stateAt: at,
  waitingSince: at,
  ownerId: 'thabo',
  teamId: null,
  tags: ['leak'],
  unitId: null,
  institutionId: 'water',
  merged: false,
  claimedBy: null,
  answerUnderWay: false,
  threatened: false,
  promised: false,
};

describe('an act on many cases', () => {
  it.each<[BulkAct, Partial<BulkFacts>, string]>([
    [{ do: 'assign', memberId: 'grace' }, {}, 'changed'],
    [{ do: 'assign', memberId: 'thabo' }, {}, 'nothing'],
    [{ do: 'assign', memberId: 'thabo' }, { claimedBy: 'Naledi' }, 'nothing'],
    [{ do: 'assign', memberId: null }, { claimedBy: 'Naledi' }, 'Naledi is on it now.'],
    [{ do: 'handoff', memberId: 'grace', reason: 'leave' }, { claimedBy: 'Naledi' }, 'Naledi is on it now.'],
    [{ do: 'team', teamId: 'pumps', reason: 'a pump' }, {}, 'changed'],
    [{ do: 'team', teamId: 'pumps', reason: 'a pump' }, { teamId: 'pumps' }, 'changed'],
    [{ do: 'team', teamId: 'pumps', reason: 'a pump' }, { teamId: 'pumps', ownerId: null }, 'nothing'],
    [{ do: 'team', teamId: 'pumps', reason: 'a pump' }, { claimedBy: 'Naledi' }, 'Naledi is on it now.'],
    [{ do: 'tag', tag: 'leak' }, {}, 'nothing'],
    [{ do: 'tag', tag: 'dry' }, { claimedBy: 'Naledi' }, 'changed'],
    [
      { do: 'tag', tag: 'dry' },
      { tags: Array.from({ length: 30 }, (_, n) => `t${n}`) },
      'It has as many tags as a case can have.',
    ],
    [{ do: 'untag', tag: 'leak' }, {}, 'changed'],
    [{ do: 'untag', tag: 'dry' }, {}, 'nothing'],
    [{ do: 'unit', unitId: 'kigufi' }, {}, 'changed'],
    [{ do: 'unit', unitId: 'kigufi' }, { institutionId: 'power' }, 'The unit is of another institution.'],
    [{ do: 'unit', unitId: null }, {}, 'nothing'],
    [{ do: 'resolve' }, {}, 'changed'],
    [{ do: 'resolve' }, { state: 'resolved' }, 'nothing'],
    [{ do: 'resolve' }, { answerUnderWay: true }, 'An answer to its author is still under way.'],
    [
      { do: 'resolve' },
      { threatened: true },
      'Somebody threatens in it to harm themselves or others. Open it, and settle it by itself.',
    ],
    [
      { do: 'resolve' },
      { promised: true },
      'Something promised in it is open. Open it, and say what becomes of that.',
    ],
    [{ do: 'resolve' }, { merged: true }, 'It is part of another case by now.'],
  ])('%j to %j: %s', (act, more, expected) => {
    const unitOf = act.do === 'unit' && act.unitId !== null ? 'water' : null;
    const { outcome, sentence } = foresee({ ...facts, ...more }, act, unitOf);
    expect(sentence ?? outcome).toBe(expected);
  });

  it('is taken back only where what it made still stands', () => {
    expect(stillStands({ ...facts, state: 'resolved' }, { do: 'resolve' }, at)).toBe(true);
    expect(stillStands({ ...facts, state: 'resolved', stateAt: new Date(0) }, { do: 'resolve' }, at)).toBe(
      false,
    );
    expect(stillStands(facts, { do: 'assign', memberId: 'grace' }, at)).toBe(false);
    expect(stillStands({ ...facts, merged: true }, { do: 'tag', tag: 'leak' }, at)).toBe(false);
  });

  it('does nothing where what it makes stands already, and tells why only where it refuses', () => {
    const act = fc.oneof(
      fc.record({ do: fc.constant('assign' as const), memberId: fc.constantFrom('thabo', 'grace', null) }),
      fc.record({
        do: fc.constantFrom('tag' as const, 'untag' as const),
        tag: fc.constantFrom('leak', 'dry'),
      }),
      fc.record({ do: fc.constant('unit' as const), unitId: fc.constantFrom('kigufi', null) }),
    );
    const some = fc.record({
      ownerId: fc.constantFrom('thabo', 'grace', null),
      tags: fc.subarray(['leak', 'dry']),
      unitId: fc.constantFrom('kigufi', null),
      claimedBy: fc.constantFrom('Naledi', null),
      merged: fc.boolean(),
    });
    fc.assert(
      fc.property(act, some, (act, more) => {
        const theCase = { ...facts, ...more };
        const { outcome, sentence } = foresee(theCase, act, 'water');
        expect(outcome === 'refused').toBe(sentence !== null);
        if (outcome === 'changed') expect(stillStands(theCase, act, at)).toBe(false);
        if (outcome === 'nothing') expect(stillStands(theCase, act, at)).toBe(true);
      }),
    );
  });
});

describe('a tag that gets another name', () => {
  it('is on each case once, and the case has again what it had when that is taken back', () => {
    const tags = fc.uniqueArray(fc.constantFrom('leak', 'leek', 'dry', 'north'));
    fc.assert(
      fc.property(tags, (before) => {
        fc.pre(before.includes('leek'));
        const after = retagged(before, 'leek', 'leak');
        expect(after).not.toContain('leek');
        expect(new Set(after).size).toBe(after.length);
        expect(unretagged(after, before, 'leek', 'leak').toSorted()).toEqual(before.toSorted());
        const more = unretagged([...after, 'new'], before, 'leek', 'leak');
        expect(more.toSorted()).toEqual([...before, 'new'].toSorted());
      }),
    );
  });
});
