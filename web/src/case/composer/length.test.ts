import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lengthOf, roomLeft } from './length.ts';

const bluesky = { graphemes: 300, bytes: 3000 };

describe('the length of a reply', () => {
  it('counts a family, a flag and an accented letter as one character each', () => {
    expect(lengthOf('👨‍👩‍👧‍👦').graphemes).toBe(1);
    expect(lengthOf('🇷🇼').graphemes).toBe(1);
    expect(lengthOf('ọ́').graphemes).toBe(1);
    expect(lengthOf('አማርኛ').graphemes).toBe(4);
  });
  it('counts bytes as the network does', () => {
    expect(lengthOf('é').bytes).toBe(2);
    expect(lengthOf('👨‍👩‍👧‍👦').bytes).toBe(25);
  });
});

describe('the room left', () => {
  it('is counted in characters as a rule', () => {
    expect(roomLeft({ graphemes: 280, bytes: 280 }, bluesky)).toEqual({
      left: 20,
      unit: 'graphemes',
      fits: true,
    });
    expect(roomLeft({ graphemes: 301, bytes: 301 }, bluesky)).toEqual({
      left: -1,
      unit: 'graphemes',
      fits: false,
    });
  });
  it('is counted in bytes when these run out first', () => {
    const families = lengthOf('👨‍👩‍👧‍👦'.repeat(121));
    expect(roomLeft(families, bluesky)).toEqual({ left: 3000 - 121 * 25, unit: 'bytes', fits: false });
  });
  it('fits exactly when both limits hold', () => {
    fc.assert(
      fc.property(fc.nat(600), fc.nat(6000), (graphemes, bytes) => {
        expect(roomLeft({ graphemes, bytes }, bluesky).fits).toBe(graphemes <= 300 && bytes <= 3000);
      }),
    );
  });
});
