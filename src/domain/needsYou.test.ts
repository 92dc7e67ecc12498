import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compareNeeds,
  isSuspectedIncident,
  type Need,
  type NeedsFacts,
  type NeedsSettings,
  needReasons,
  needsSettings,
  needsYou,
  usualNeeds,
} from './needsYou.ts';

const now = new Date('2026-06-06T12:00:00Z');
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const quiet: NeedsFacts = {
  severity: 0,
  vulnerable: false,
  threat: null,
  waitingSince: null,
  dueAt: null,
  answeredBefore: false,
  lastInboundAt: null,
  unanswered: 0,
  brushedOff: false,
  question: false,
  promiseLateSince: null,
  named: false,
  watchdog: null,
  authorsAlike: 1,
};
const waiting = {
  ...quiet,
  waitingSince: ago(90),
  dueAt: ago(30),
  lastInboundAt: ago(90),
  unanswered: 1,
};
const reasonsOf = (facts: Partial<NeedsFacts>, settings: NeedsSettings = usualNeeds) =>
  needsYou({ ...waiting, ...facts }, settings, now);

describe('what needs an executive', () => {
  test('nothing of a case that waits a little and is not grave', () => {
    expect(reasonsOf({})).toEqual([]);
    expect(needsYou(quiet, usualNeeds, now)).toEqual([]);
  });

  test('a grave or vulnerable one, once its time is over and not before', () => {
    expect(reasonsOf({ severity: 3 })).toEqual(['grave']);
    expect(reasonsOf({ vulnerable: true })).toEqual(['grave']);
    expect(reasonsOf({ threat: 'self' })).toEqual(['grave']);
    expect(reasonsOf({ severity: 4, dueAt: new Date(now.getTime() + 1) })).toEqual([]);
    expect(reasonsOf({ severity: 2 })).toEqual([]);
    expect(reasonsOf({ severity: 2 }, needsSettings({ graveFrom: 2 }))).toEqual(['grave']);
  });

  test('an author who asked twice, and not one whose question came in two posts', () => {
    expect(reasonsOf({ unanswered: 2, lastInboundAt: ago(89) })).toEqual([]);
    expect(reasonsOf({ unanswered: 2, lastInboundAt: ago(30) })).toEqual(['asked_again']);
    expect(reasonsOf({ unanswered: 1, lastInboundAt: ago(30) })).toEqual([]);
  });

  test('an author who was only sent elsewhere, and still waits', () => {
    expect(reasonsOf({ answeredBefore: true, brushedOff: true })).toEqual(['brushed_off']);
    expect(needsYou({ ...quiet, answeredBefore: true, brushedOff: true }, usualNeeds, now)).toEqual([]);
  });

  test('a question that was ignored, and not one that was answered once', () => {
    const old = { waitingSince: ago(25 * 60), question: true };
    expect(reasonsOf(old)).toEqual(['ignored']);
    expect(reasonsOf({ ...old, answeredBefore: true })).toEqual([]);
    expect(reasonsOf({ ...old, question: false })).toEqual([]);
    expect(reasonsOf(old, needsSettings({ ignoredHours: 48 }))).toEqual([]);
  });

  test('a promise that was forgotten, also where nobody waits', () => {
    expect(needsYou({ ...quiet, promiseLateSince: ago(1) }, usualNeeds, now)).toEqual(['promise']);
  });

  test('a watchdog, a name and what many say', () => {
    expect(reasonsOf({ named: true, watchdog: 'Consumer Weekly', authorsAlike: 5 })).toEqual([
      'incident',
      'watchdog',
      'named',
    ]);
    expect(reasonsOf({ authorsAlike: 4 })).toEqual([]);
  });

  test('is a suspected incident exactly where that is a reason, whatever else is', () => {
    fc.assert(
      fc.property(
        fc.record({
          authorsAlike: fc.integer({ min: 1, max: 12 }),
          named: fc.boolean(),
          unanswered: fc.nat(3),
        }),
        fc.record({ incidentAuthors: fc.integer({ min: 2, max: 10 }), off: fc.subarray([...needReasons]) }),
        (facts, set) => {
          const settings = needsSettings(set);
          const reasons = reasonsOf(facts, settings);
          expect(isSuspectedIncident(facts, settings)).toBe(reasons.includes('incident'));
        },
      ),
    );
  });

  test('each reason can be switched off', () => {
    for (const reason of needReasons) {
      // A question that was brushed off was answered; one that was ignored was not.
      const all = { ...waiting, ...everything, answeredBefore: reason === 'brushed_off' };
      expect(needsYou(all, usualNeeds, now)).toContain(reason);
      expect(needsYou(all, needsSettings({ off: [reason] }), now)).not.toContain(reason);
    }
  });

  test('has no room for reach: nothing that a fact may be called counts but what is written here', () => {
    const loud = { ...waiting, followers: 1_000_000, verified: true, shares: 50_000 };
    expect(needsYou(loud, usualNeeds, now)).toEqual(needsYou(waiting, usualNeeds, now));
  });
});

const everything: Partial<NeedsFacts> = {
  severity: 4,
  waitingSince: ago(30 * 60),
  lastInboundAt: ago(60),
  unanswered: 3,
  brushedOff: true,
  question: true,
  promiseLateSince: ago(5),
  named: true,
  watchdog: 'Consumer Weekly',
  authorsAlike: 9,
};

describe('the order of what needs an executive', () => {
  const needs = fc.record({
    caseId: fc.uuid(),
    reasons: fc.subarray([...needReasons], { minLength: 1 }),
    severity: fc.constantFrom(0, 1, 2, 3, 4),
    since: fc.integer({ min: 0, max: 1_000 }).map((n) => ago(n)),
  }) as fc.Arbitrary<Need>;

  test('is total and does not hang on how they come', () => {
    fc.assert(
      fc.property(fc.array(needs, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (all, mix) => {
        const sorted = [...all].sort(compareNeeds).map((n) => n.caseId);
        const mixed = all
          .map((one) => ({ one, at: mix.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
        expect(mixed.sort(compareNeeds).map((n) => n.caseId)).toEqual(sorted);
      }),
    );
  });

  test('who waits longest goes first among equals', () => {
    const one = { caseId: 'b', reasons: ['named'], severity: 1, since: ago(10) } as const;
    const other = { ...one, caseId: 'a', since: ago(5) };
    expect([other, one].sort(compareNeeds)[0]).toBe(one);
  });
});
