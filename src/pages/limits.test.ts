import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Buckets, countedAddress, PageLimits } from './limits.ts';

const start = Date.UTC(2031, 0, 4, 6);
const later = (seconds: number) => new Date(start + seconds * 1000);
const sending = (n: number, photos = 0) => ({
  address: '198.51.100.7',
  place: 'water',
  text: `No water in street ${n}`,
  photos,
});

describe('limits', () => {
  test('200 honest forms in ten minutes from one address all pass, in the same words too, and with a photo each', () => {
    const limits = new PageLimits();
    const same = new PageLimits();
    const photos = new PageLimits();
    for (let n = 0; n < 200; n++) {
      expect(limits.take(sending(n), later(n * 3))).toBe(true);
      expect(same.take(sending(0), later(n * 3))).toBe(true);
      expect(photos.take(sending(n, 1), later(n * 3))).toBe(true);
    }
  });

  test('200 honest forms at one and the same moment all pass', () => {
    const limits = new PageLimits();
    for (let n = 0; n < 200; n++) expect(limits.take(sending(n), later(0))).toBe(true);
  });

  test('a flood is slowed, then not even read, and other addresses do not feel it', () => {
    const limits = new PageLimits();
    let passed = 0;
    for (let n = 0; n < 6_000; n++) if (limits.take(sending(n), later(n / 10))) passed += 1;
    expect(passed).toBeLessThan(900);
    expect(limits.isFlooding('198.51.100.7', later(600))).toBe(true);
    expect(limits.isFlooding('198.51.100.8', later(600))).toBe(false);
    expect(limits.take({ ...sending(1), address: '198.51.100.8' }, later(600))).toBe(true);
    // An hour later everybody is welcome again.
    expect(limits.isFlooding('198.51.100.7', later(600 + 3600))).toBe(false);
    expect(limits.take(sending(1), later(600 + 3600))).toBe(true);
  });

  test('the machines of a thousand addresses cannot send more to one form than it takes', () => {
    const limits = new PageLimits();
    let passed = 0;
    for (let n = 0; n < 40_000; n++) {
      if (limits.take({ ...sending(n), address: `10.0.${n % 250}.${n % 199}` }, later(0))) passed += 1;
    }
    expect(passed).toBeLessThanOrEqual(6_000);
  });

  test('in no stretch of time does a bucket give more than its capacity and what flowed in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ wait: fc.nat(30), cost: fc.integer({ min: 1, max: 5 }) }), { maxLength: 200 }),
        (tries) => {
          const bucket = new Buckets(10, 0.5, 100);
          let seconds = 0;
          let taken = 0;
          for (const { wait, cost } of tries) {
            seconds += wait;
            if (bucket.take('one', cost, later(seconds))) taken += cost;
            expect(taken).toBeLessThanOrEqual(10 + seconds * 0.5 + 1e-9);
          }
        },
      ),
    );
  });

  test('what is kept does not grow without end', () => {
    const bucket = new Buckets(1, 0, 3);
    for (const key of ['a', 'b', 'c', 'd']) bucket.take(key, 1, later(0));
    expect(['a', 'b', 'c', 'd'].map((key) => bucket.level(key, later(0)))).toEqual([1, 0, 0, 0]);
  });

  test.each([
    ['198.51.100.7', '198.51.100.7'],
    ['::ffff:198.51.100.7', '::ffff:198.51.100.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8::6', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('%s counts as %s', (address, counted) => {
    expect(countedAddress(address)).toBe(counted);
  });
});
