import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directionOf, doneAt, meant, shownUnder } from './swipe.ts';

describe('a swipe', () => {
  it('claims to the right, resolves to the left, hands off far to the left', () => {
    expect(doneAt(100, 360)).toBe('claim');
    expect(doneAt(-100, 360)).toBe('settle');
    expect(doneAt(-230, 360)).toBe('handOff');
  });
  it('does nothing that was not shown, and nothing for a slip', () => {
    fc.assert(
      fc.property(fc.integer({ min: -400, max: 400 }), fc.integer({ min: 280, max: 560 }), (dx, width) => {
        const done = doneAt(dx, width);
        if (Math.abs(dx) < meant) expect(done).toBeNull();
        else expect(done).toBe(shownUnder(dx, width));
      }),
    );
  });
  it('is not what scrolls, nor what begins at the edge of the screen', () => {
    const from = { x: 180, screen: 360 };
    expect(directionOf({ ...from, dx: 3, dy: 2 })).toBe('unclear');
    expect(directionOf({ ...from, dx: 30, dy: 5 })).toBe('sideways');
    expect(directionOf({ ...from, dx: 30, dy: 40 })).toBe('elsewhere');
    expect(directionOf({ x: 5, screen: 360, dx: 60, dy: 0 })).toBe('elsewhere');
  });
});
