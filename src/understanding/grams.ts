/**
 * What a linear model sees of a text: for each word itself and every run of letters in it, and pairs of neighbours. Each is a number between 0 and
 * 2^bits by hashing (Weinberger et al., Feature Hashing for Large Scale Multitask Learning, 2009), so that no list of words is needed and a word that
 * nobody has ever written is still seen by its parts. All of it is a sum over words: what a word adds can be remembered.
 */
export interface GramShape {
  /** Rows of the table: 2^bits. */
  bits: number;
  /** Runs of so many to so many characters, the word's borders counting as one; `to` 0: none. */
  characters: { from: number; to: number };
  /** Pairs of neighbouring words, too. */
  pairs: boolean;
}

/** Room for the grams of one word; a word has fewer than 6 for each of its characters, and the rest of a monster is left out. */
export const mostGrams = 4_096;

const prime = 0x01000193;
const start = 0x811c9dc5;
/** Where the hash of a whole word starts. */
export const seedOfWord = 0x5bd1e995;

/** Finishing steps of MurmurHash3 (public domain): near inputs end far apart. */
function mixed(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** FNV-1a over UTF-16 units. */
export function hashOf(word: string, seed = start): number {
  let h = seed;
  for (let i = 0; i < word.length; i++) h = Math.imul(h ^ word.charCodeAt(i), prime);
  return h;
}

/** Something seen of a text that is no word of it, told among its words: "it asks", "it begins with a handle". It has no letters to look at. */
export const mark = (name: string): string => `\u0001${name}`;
const isMark = (word: string): boolean => word.charCodeAt(0) === 1;

/** Writes the rows of one word (itself and its runs) into `rows`, which holds `mostGrams`; answers how many. */
export function gramsOfWord(shape: GramShape, word: string, rows: Int32Array): number {
  const mask = 2 ** shape.bits - 1;
  const { from, to } = shape.characters;
  rows[0] = mixed(hashOf(word, seedOfWord)) & mask;
  if (to === 0 || isMark(word)) return 1;
  let n = 1;
  const length = word.length + 2;
  for (let i = 0; i < length; i++) {
    let h = start;
    const most = Math.min(to, length - i);
    for (let size = 1; size <= most; size++) {
      const at = i + size - 2;
      h = Math.imul(h ^ (at < 0 || at === word.length ? 32 : word.charCodeAt(at)), prime);
      if (size >= from && n < mostGrams) rows[n++] = mixed(h ^ size) & mask;
    }
  }
  return n;
}

/** What a word adds to the row of the pair that it begins. */
export const beginningOfPair = (first: string): number => Math.imul(hashOf(first, 0x1b873593), 31);

/** The row of a pair of neighbours: `beginningOfPair` of the first, and the second by its hash (`hashOf` from `seedOfWord`). */
export const gramFrom = (shape: GramShape, beginning: number, second: number): number =>
  mixed(beginning ^ Math.imul(second, 0x27d4eb2f)) & (2 ** shape.bits - 1);

/** The row of a pair of neighbours. */
export const gramOfPair = (shape: GramShape, first: string, second: string): number =>
  gramFrom(shape, beginningOfPair(first), hashOf(second, seedOfWord));
