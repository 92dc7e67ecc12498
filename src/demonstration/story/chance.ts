/** Chance that is the same every time: everything in the story follows from names and numbers, nothing from the clock or the machine. */
export interface Chance {
  /** From 0 up to, not including, 1. */
  share(): number;
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number;
  /** True for this share of the asks. */
  is(share: number): boolean;
  /** One of these. Throws for an empty list. */
  one<T>(of: readonly T[]): T;
}

/** A source of chance that these words name. FNV-1a makes a number of them, mulberry32 goes on from it. */
export function chanceOf(...words: readonly (string | number)[]): Chance {
  let state = 2_166_136_261;
  for (const byte of Buffer.from(words.join('\u001f'))) state = Math.imul(state ^ byte, 16_777_619);
  const share = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    share,
    whole: (from, to) => from + Math.floor(share() * (to - from + 1)),
    is: (wanted) => share() < wanted,
    one: (of) => {
      const found = of[Math.floor(share() * of.length)];
      if (found === undefined) throw new Error('chance was asked for one of none');
      return found;
    },
  };
}
