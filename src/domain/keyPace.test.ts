import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KeyPace, keyPace } from './keyPace.ts';

it('lets a burst through, then as many as time gives back, whatever the rhythm', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 3000 }), (gaps) => {
      const pace = new KeyPace();
      let now = 1_000;
      let taken = 0;
      for (const gap of gaps) {
        now += gap;
        if (pace.take('a', now) === 0) taken += 1;
      }
      const elapsed = (now - 1_000) / 1000;
      expect(taken).toBeLessThanOrEqual(Math.floor(keyPace.burst + elapsed * keyPace.eachSecond + 1e-6));
    }),
    { numRuns: 50 },
  );
});

it('says how long to wait, and after that wait lets the request go on', () => {
  const pace = new KeyPace();
  for (let n = 0; n < keyPace.burst; n++) expect(pace.take('a', 5)).toBe(0);
  const wait = pace.take('a', 5);
  expect(wait).toBeGreaterThan(0);
  expect(pace.take('a', 5 + wait)).toBe(0);
  expect(pace.take('another', 5)).toBe(0);
});
