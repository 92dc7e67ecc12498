import { KnownWords } from './knownWords.ts';

/** Nodes of a trie in one table: from a node by a word to another (open addressing, at most half full). */
class Steps {
  #mask = 1_023;
  #from = new Int32Array(1_024).fill(-1);
  #word = new Int32Array(1_024);
  #to = new Int32Array(1_024);
  #count = 0;

  /** Where a step leads; -1: nowhere. */
  get(from: number, word: number): number {
    const at = this.#placeOf(from, word);
    return this.#from[at]! < 0 ? -1 : this.#to[at]!;
  }

  add(from: number, word: number, to: number): void {
    if (2 * ++this.#count > this.#mask) this.#grow();
    const at = this.#placeOf(from, word);
    this.#from[at] = from;
    this.#word[at] = word;
    this.#to[at] = to;
  }

  #placeOf(from: number, word: number): number {
    const hash = Math.imul(Math.imul(from, 0x85ebca6b) ^ word, 0xc2b2ae35);
    let at = (hash ^ (hash >>> 15)) & this.#mask;
    while (this.#from[at]! >= 0 && (this.#from[at] !== from || this.#word[at] !== word))
      at = (at + 1) & this.#mask;
    return at;
  }

  #grow(): void {
    const [froms, words, tos] = [this.#from, this.#word, this.#to];
    const size = 2 * froms.length;
    this.#mask = size - 1;
    this.#from = new Int32Array(size).fill(-1);
    this.#word = new Int32Array(size);
    this.#to = new Int32Array(size);
    froms.forEach((from, old) => {
      if (from < 0) return;
      const at = this.#placeOf(from, words[old]!);
      this.#from[at] = from;
      this.#word[at] = words[old]!;
      this.#to[at] = tos[old]!;
    });
  }
}

/** Phrases, words parted by single spaces, each with a value. Finds the longest that stands at a place of a text. */
export class PhraseTable<Value> {
  /** Of the phrase that `longestAt` found, in words. */
  size = 0;
  readonly #known: KnownWords;
  readonly #steps = new Steps();
  /** By node; undefined where no phrase ends. */
  readonly #values: (Value | undefined)[] = [undefined];

  /** A phrase of more than `longest` words is left out. */
  constructor(phrases: Iterable<readonly [string, Value]>, longest: number, known = new KnownWords()) {
    this.#known = known;
    for (const [phrase, value] of phrases) {
      const words = phrase.split(' ');
      if (words.length > longest) continue;
      let node = 0;
      for (const word of words) node = this.#next(node, known.add(word));
      this.#values[node] = value;
    }
  }

  #next(node: number, word: number): number {
    const known = this.#steps.get(node, word);
    if (known >= 0) return known;
    const next = this.#values.push(undefined) - 1;
    this.#steps.add(node, word, next);
    return next;
  }

  /** Where a phrase leads on by a word, by its number in the known words; -1: nowhere. Every phrase begins at node 0. */
  step(node: number, word: number): number {
    return word < 0 ? -1 : this.#steps.get(node, word);
  }

  /** The value of the phrase that ends at a node. */
  valueAt(node: number): Value | undefined {
    return this.#values[node];
  }

  /** The value of the longest phrase that begins at `at` among the first `count` words, by their numbers in the vocabulary; `size` says how long it is. */
  longestAt(numbers: Int32Array, count: number, at: number): Value | undefined {
    let found: Value | undefined;
    let node = 0;
    for (let i = at; i < count; i++) {
      node = this.step(node, this.#known.idOf(numbers[i]!));
      if (node < 0) break;
      const value = this.#values[node];
      if (value === undefined) continue;
      found = value;
      this.size = i + 1 - at;
    }
    return found;
  }
}
