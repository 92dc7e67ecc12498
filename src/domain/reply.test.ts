import fc from 'fast-check';
import { expect, test } from 'vitest';
import { laneOf, lanes } from './lane.ts';
import { mayMove, replyMoves, replyStates, signed } from './reply.ts';
import { silentFor } from './silence.ts';

test('what may have left is never queued again before somebody looked', () => {
  expect(mayMove('sending', 'queued')).toBe(false);
  expect(mayMove('sending', 'draft')).toBe(false);
  expect(mayMove('sending', 'unknown')).toBe(true);
  expect(mayMove('unknown', 'queued')).toBe(true);
});

test('what was sent never becomes a draft, and what was taken back goes nowhere', () => {
  expect(replyMoves.sent).toEqual(['bounced']);
  expect(replyMoves.withdrawn).toEqual([]);
  for (const state of replyStates) expect(mayMove(state, state)).toBe(false);
});

test('a signature stands once however often the text is signed', () => {
  fc.assert(
    fc.property(fc.string(), fc.option(fc.string({ minLength: 1, maxLength: 12 })), (text, signature) => {
      const once = signed(text, signature);
      expect(signed(once, signature)).toBe(once);
      if (signature !== null) expect(once).toContain(signature.trim());
    }),
    { numRuns: 1_000 },
  );
  expect(signed('The water is back. ', '^Naledi')).toBe('The water is back. ^Naledi');
  expect(signed('The water is back. ^Naledi\n', '^Naledi')).toBe('The water is back. ^Naledi');
});

test('a thread always has the same lane, and threads are spread over all of them', () => {
  const count = new Array<number>(lanes).fill(0);
  for (let i = 0; i < 3_200; i++) {
    const key = `at://did:plc:karoowater/app.bsky.feed.post/3k${i.toString(36).padStart(11, '2')}`;
    const lane = laneOf(key);
    expect(laneOf(key)).toBe(lane);
    count[lane] = (count[lane] ?? 0) + 1;
  }
  expect(Math.min(...count)).toBeGreaterThan(50);
  expect(Math.max(...count)).toBeLessThan(200);
  fc.assert(fc.property(fc.string(), (key) => laneOf(key) >= 0 && laneOf(key) < lanes));
});

test('a channel is called silent only when it is so for longer than usual at this hour', () => {
  const now = new Date('2031-01-04T12:00:00Z');
  const heard = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  expect(silentFor({ lastHeardAt: null, usualPerHour: 100 }, now)).toBeNull();
  expect(silentFor({ lastHeardAt: heard(600), usualPerHour: 0 }, now)).toBeNull();
  expect(silentFor({ lastHeardAt: heard(15), usualPerHour: 600 }, now)).toBeNull();
  expect(silentFor({ lastHeardAt: heard(16), usualPerHour: 600 }, now)).toEqual({
    minutes: 16,
    usualMinutes: 1,
  });
  expect(silentFor({ lastHeardAt: heard(100), usualPerHour: 2 }, now)).toBeNull();
  expect(silentFor({ lastHeardAt: heard(181), usualPerHour: 2 }, now)).toEqual({
    minutes: 181,
    usualMinutes: 30,
  });
});
