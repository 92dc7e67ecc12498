import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Aspect,
  aspectNames,
  aspects,
  type Correction,
  corrected,
  isKnown,
  namesIn,
  nothingFound,
  type PostFinding,
  severities,
  surelyAbout,
} from './finding.ts';
import { gravest, gravityOf, regraded } from './gravity.ts';
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

const leak = '0198e2a0-0000-7000-8000-000000000001';
const bill = '0198e2a0-0000-7000-8000-000000000002';

test('a topic names the case where it was found for sure or a member said so, and not where one denied it', () => {
  const about = {
    ...nothing,
    topics: [
      { name: leak, sure: 90, because: [] },
      { name: bill, sure: 40, because: [] },
    ],
  };
  const word = (name: string, is: boolean): Correction => ({ aspect: 'topic', name, so: is });
  expect(namesIn(about, 'topic')).toEqual([leak, bill]);
  expect(surelyAbout(about, [])).toEqual([leak]);
  expect(surelyAbout(about, [word(leak, false)])).toEqual([]);
  expect(surelyAbout(about, [word(leak, false), word(leak, true)])).toEqual([leak]);
  expect(surelyAbout(nothing, [word(bill, true)])).toEqual([bill]);
  expect(isKnown(word(leak, true))).toBe(true);
  expect(isKnown(word('No water', true))).toBe(false);
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

const minute = (n: number) => new Date(60_000 * n);
const post = (at: number, name: PostFinding['severity'], ...said: [number, Correction][]) => ({
  at: minute(at),
  found: { ...nothing, severity: name },
  said: said.map(([when, one]) => ({ ...one, at: minute(when) })),
});
const danger = { name: 'danger' as const, sure: 90, because: [] };
const so = (name: string, is = true, aspect: Aspect = 'severity'): Correction => ({ aspect, name, so: is });
const before = { severity: 4 as const, vulnerable: true, threat: null };

test('a denied finding makes a case less grave, and moves nothing else', () => {
  const posts = [post(1, danger, [2, so('danger', false)])];
  expect(regraded(before, 'severity', posts, null)).toEqual({ ...before, severity: 0 });
  expect(regraded(before, 'vulnerable', posts, null)).toEqual({ ...before, vulnerable: false });
  expect(regraded(before, 'kind', posts, null)).toEqual(before);
});

test('what was set by hand holds against what had been read by then, and not against what came later', () => {
  const byHand = { severity: 1 as const, vulnerable: false, at: minute(5) };
  const read = post(1, danger);
  const grade = (...posts: ReturnType<typeof post>[]) => regraded(before, 'severity', posts, byHand).severity;
  expect(grade(read)).toBe(1);
  expect(grade(read, post(6, danger))).toBe(4);
  expect(grade(post(1, null, [6, so('safety')]))).toBe(3);
  expect(grade(post(1, null, [4, so('safety')]))).toBe(1);
  expect(grade(post(1, null, [6, so('safety')], [7, so('safety', false)]))).toBe(1);
});

test('a denied threat is gone, whatever was set by hand', () => {
  const threatened = { ...nothing, threats: [{ name: 'self' as const, sure: 90, because: [] }] };
  const byHand = { severity: 1 as const, vulnerable: false, at: minute(5) };
  const posts = (...said: Correction[]) => [
    { at: minute(1), found: threatened, said: said.map((one) => ({ ...one, at: minute(6) })) },
  ];
  const threat = { ...before, threat: 'self' as const };
  expect(regraded(threat, 'threat', posts(), byHand).threat).toBe('self');
  expect(regraded(threat, 'threat', posts(so('self', false, 'threat')), byHand).threat).toBeNull();
});
