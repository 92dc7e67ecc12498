import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { caseStates } from './case.ts';
import { authorState, authorStates, pinLockedUntil, pinTriesAtOnce } from './caseLink.ts';

describe('what an author sees of a case', () => {
  test('every state of the desk has words for its author', () => {
    expect(caseStates.map((state) => [state, authorState(state)])).toEqual([
      ['new', 'received'],
      ['open', 'working'],
      ['waiting_author', 'answered'],
      ['waiting_us', 'working'],
      ['resolved', 'settled'],
      ['reopened', 'working'],
    ]);
    expect(authorState(null)).toBe('received');
    expect(new Set(caseStates.map(authorState))).toEqual(new Set(authorStates));
  });
});

describe('guessing a PIN', () => {
  const start = new Date('2031-01-04T06:00:00Z');

  test('four wrong ones cost nothing, the fifth a quarter of an hour, the tenth half an hour', () => {
    expect(pinLockedUntil(0, null, start)).toBeNull();
    expect(pinLockedUntil(4, start, start)).toBeNull();
    expect(pinLockedUntil(5, start, start)).toEqual(new Date('2031-01-04T06:15:00Z'));
    expect(pinLockedUntil(5, start, new Date('2031-01-04T06:15:00Z'))).toBeNull();
    expect(pinLockedUntil(10, start, start)).toEqual(new Date('2031-01-04T06:30:00Z'));
  });

  test('whoever tries on and on, as fast as it is allowed, gets through 10,000 PINs in no less than five years', () => {
    let now = start;
    for (let tries = 1; tries <= 10_000; tries++) now = pinLockedUntil(tries, now, now) ?? now;
    expect(now.getTime() - start.getTime()).toBeGreaterThan(5 * 365 * 24 * 3600_000);
  });

  test('a lock never lasts longer than a day and always ends', () => {
    fc.assert(
      fc.property(fc.nat(100_000), (tries) => {
        const until = pinLockedUntil(tries, start, start);
        if (tries < pinTriesAtOnce) expect(until).toBeNull();
        else if (until !== null) {
          expect(until.getTime() - start.getTime()).toBeLessThanOrEqual(24 * 3600_000);
          expect(pinLockedUntil(tries, start, until)).toBeNull();
        }
      }),
    );
  });
});
