import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Aspect,
  aspectNames,
  aspects,
  type Correction,
  corrected,
  gravest,
  gravityOf,
  isKnown,
  namesIn,
  nothingFound,
  type PostFinding,
  severities,
} from './finding.ts';
import { threats } from './threat.ts';

const nothing = nothingFound();
const found: PostFinding = {
  ...nothing,
  language: { name: 'swa', sure: 98, because: [] },
  kinds: [{ name: 'complaint', sure: 80, because: [[0, 4]] }],
  severity: { name: 'essential', sure: 70, because: [] },
  vulnerable: [{ name: 'infant', sure: 90, because: [] }],
};

test('what a member says holds instead of what was found, the latest word last', () => {
  const said: Correction[] = [
    { aspect: 'severity', name: 'danger', so: true },
    { aspect: 'kind', name: 'question', so: true },
    { aspect: 'kind', name: 'complaint', so: false },
  ];
  expect(corrected(found, 'severity', said)).toEqual(['danger']);
  expect(corrected(found, 'kind', said)).toEqual(['question']);
  expect(corrected(found, 'kind', [...said, { aspect: 'kind', name: 'complaint', so: true }])).toEqual([
    'question',
    'complaint',
  ]);
  expect(gravityOf(found, said)).toEqual({ severity: 4, vulnerable: true, threat: null });
  expect(gravityOf(found, [{ aspect: 'vulnerable', name: 'infant', so: false }])).toEqual({
    severity: 2,
    vulnerable: false,
    threat: null,
  });
});

test('nothing found is nothing grave', () => {
  expect(gravityOf(nothing, [])).toEqual({ severity: 0, vulnerable: false, threat: null });
  expect(gravest([])).toEqual({ severity: 0, vulnerable: false, threat: null });
  expect(namesIn(nothing, 'language')).toEqual([]);
});

test('only what its aspect knows can be said', () => {
  expect(isKnown({ aspect: 'severity', name: 'danger', so: true })).toBe(true);
  expect(isKnown({ aspect: 'severity', name: 'terrible', so: true })).toBe(false);
  expect(isKnown({ aspect: 'language', name: 'kin', so: true })).toBe(true);
  expect(isKnown({ aspect: 'place', name: '', so: false })).toBe(false);
});

const anyCorrection = fc.record({
  aspect: fc.constantFrom<Aspect>(...aspectNames),
  name: fc.constantFrom<string>(...severities, ...threats, 'infant', 'complaint'),
  so: fc.boolean(),
});

test('property: the last word on a name holds, and of one-valued aspects at most one name does', () => {
  fc.assert(
    fc.property(fc.array(anyCorrection, { maxLength: 12 }), (said) => {
      for (const aspect of aspectNames) {
        const names = corrected(found, aspect, said);
        if (aspects[aspect] === 'one') expect(names.length).toBeLessThanOrEqual(1);
        expect(new Set(names).size).toBe(names.length);
        const last = said.findLast((one) => one.aspect === aspect);
        if (last !== undefined) expect(names.includes(last.name)).toBe(last.so);
      }
    }),
  );
});

test('property: the gravest of several is never less grave than any of them, in whatever order', () => {
  const anyGravity = fc.record({
    severity: fc.constantFrom<0 | 1 | 2 | 3 | 4>(0, 1, 2, 3, 4),
    vulnerable: fc.boolean(),
    threat: fc.constantFrom(null, ...threats),
  });
  fc.assert(
    fc.property(fc.array(anyGravity, { minLength: 1, maxLength: 8 }), (all) => {
      const worst = gravest(all);
      expect(gravest(all.toReversed())).toEqual(worst);
      for (const one of all) {
        expect(worst.severity).toBeGreaterThanOrEqual(one.severity);
        if (one.vulnerable) expect(worst.vulnerable).toBe(true);
        if (one.threat !== null) expect(worst.threat).not.toBeNull();
      }
    }),
  );
});
