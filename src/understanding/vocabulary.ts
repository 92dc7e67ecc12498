import { beginningOfPair, hashOf, seedOfWord } from './grams.ts';

/**
 * The words that were met lately, each by a number: what a model finds out of a word it keeps in arrays under that number, so that a post is cut into words and each is
 * looked up once, however many models read it. There is room for so many words and no more; the number of a word that was not met again goes to another.
 */
const room = 2 ** 15;
const places = 2 ** 16;

const prime = 0x01000193;

export class Vocabulary {
  /** Numbers are below it. */
  readonly size = room;
  /** By number. */
  readonly words: string[] = [];
  /** By number, how many words had it: what was kept of a word holds as long as this is the same. From 1 on. */
  readonly births = new Uint32Array(room);
  /** By number, hash of the word (FNV-1a from `seedOfWord`). */
  readonly hashes = new Int32Array(room);
  /** By number, `beginningOfPair` of the word. */
  readonly beginnings = new Int32Array(room);
  /** By hash the number of the first word, by number that of the next of the same place; -1: none. */
  readonly #first = new Int32Array(places).fill(-1);
  readonly #next = new Int32Array(room);
  /** By number, the text in which its word was met last. */
  readonly #metIn = new Uint32Array(room);
  /** By number: met again since the hand passed. Clock replacement (Corbató 1968): nearly as good as forgetting the least lately met, and costs a byte. */
  readonly #again = new Uint8Array(room);
  readonly #kept = new Uint8Array(room);
  #hand = 0;
  #text = 1;

  /** The text that is read: numbers that were given in it hold until `begin` is called again. */
  get text(): number {
    return this.#text;
  }

  /** Begins another text. Answers its number. Far fewer words may be met in one than there is room for. */
  begin(): number {
    return ++this.#text;
  }

  /** The number of the word of these UTF-16 units, from and up to. */
  numberOfUnits(units: Uint16Array, from: number, to: number): number {
    let hash = seedOfWord;
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ units[i]!, prime);
    for (let n = this.#first[placeOf(hash)]!; n >= 0; n = this.#next[n]!)
      if (this.hashes[n] === hash && isOf(this.words[n]!, units, from, to)) return this.#met(n);
    return this.#learn(String.fromCharCode(...units.subarray(from, to)), hash);
  }

  /** The number of a word. */
  numberOf(word: string): number {
    const hash = hashOf(word, seedOfWord);
    for (let n = this.#first[placeOf(hash)]!; n >= 0; n = this.#next[n]!)
      if (this.hashes[n] === hash && this.words[n] === word) return this.#met(n);
    return this.#learn(word, hash);
  }

  /** Begins a text of these words; answers their numbers. */
  numbersOf(words: readonly string[]): Int32Array {
    this.begin();
    return Int32Array.from(words, (word) => this.numberOf(word));
  }

  /** The number of a word that keeps it for good. For a few. */
  keep(word: string): number {
    const number = this.numberOf(word);
    this.#kept[number] = 1;
    return number;
  }

  #met(number: number): number {
    this.#again[number] = 1;
    this.#metIn[number] = this.#text;
    return number;
  }

  #learn(word: string, hash: number): number {
    const number = this.words.length < room ? this.words.push(word) - 1 : this.#forget();
    const place = placeOf(hash);
    this.words[number] = word;
    this.hashes[number] = hash;
    this.beginnings[number] = beginningOfPair(word);
    this.births[number]!++;
    this.#again[number] = 0;
    this.#metIn[number] = this.#text;
    this.#next[number] = this.#first[place]!;
    this.#first[place] = number;
    return number;
  }

  /** A number whose word was not met since the hand passed it last, nor in this text. */
  #forget(): number {
    for (;;) {
      const number = this.#hand;
      this.#hand = (number + 1) % room;
      const stays = this.#again[number] === 1 || this.#kept[number] === 1;
      this.#again[number] = 0;
      if (stays || this.#metIn[number] === this.#text) continue;
      this.#unlink(number);
      return number;
    }
  }

  #unlink(number: number): void {
    const place = placeOf(this.hashes[number]!);
    if (this.#first[place] === number) {
      this.#first[place] = this.#next[number]!;
      return;
    }
    let before = this.#first[place]!;
    while (this.#next[before] !== number) before = this.#next[before]!;
    this.#next[before] = this.#next[number]!;
  }
}

const placeOf = (hash: number): number => (hash ^ (hash >>> 15)) & (places - 1);

function isOf(word: string, units: Uint16Array, from: number, to: number): boolean {
  if (word.length !== to - from) return false;
  for (let i = 0; i < word.length; i++) if (word.charCodeAt(i) !== units[from + i]) return false;
  return true;
}

/** The one that all models of this thread share. */
export const vocabulary = new Vocabulary();
