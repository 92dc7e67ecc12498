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
  /** By hash the number of the first word of the same place; -1: none. */
  readonly #first = new Int32Array(places).fill(-1);
  /** By number four fields that are looked at together: hash, a second one, the number of the next word of the same place (-1: none), the text in which the word was met last. */
  readonly #nodes = new Int32Array(4 * room);
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
    let check = seedOfCheck;
    for (let i = from; i < to; i++) {
      const unit = units[i]!;
      hash = Math.imul(hash ^ unit, prime);
      check = checked(check, unit);
    }
    const known = this.#find(hash, check);
    return known >= 0 ? known : this.#learn(String.fromCharCode(...units.subarray(from, to)), hash, check);
  }

  /** The number of a word. */
  numberOf(word: string): number {
    const hash = hashOf(word, seedOfWord);
    let check = seedOfCheck;
    for (let i = 0; i < word.length; i++) check = checked(check, word.charCodeAt(i));
    const known = this.#find(hash, check);
    return known >= 0 ? known : this.#learn(word, hash, check);
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

  /** The word with both hashes: 64 bits tell words apart without a look at their letters. -1: none. */
  #find(hash: number, check: number): number {
    const nodes = this.#nodes;
    for (let n = this.#first[placeOf(hash)]!; n >= 0; n = nodes[4 * n + 2]!)
      if (nodes[4 * n] === hash && nodes[4 * n + 1] === check) {
        this.#again[n] = 1;
        nodes[4 * n + 3] = this.#text;
        return n;
      }
    return -1;
  }

  #learn(word: string, hash: number, check: number): number {
    const number = this.words.length < room ? this.words.push(word) - 1 : this.#forget();
    const place = placeOf(hash);
    this.words[number] = word;
    this.hashes[number] = hash;
    this.beginnings[number] = beginningOfPair(word);
    this.births[number]!++;
    this.#again[number] = 0;
    const at = 4 * number;
    this.#nodes[at] = hash;
    this.#nodes[at + 1] = check;
    this.#nodes[at + 2] = this.#first[place]!;
    this.#nodes[at + 3] = this.#text;
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
      if (stays || this.#nodes[4 * number + 3] === this.#text) continue;
      this.#unlink(number);
      return number;
    }
  }

  #unlink(number: number): void {
    const nodes = this.#nodes;
    const place = placeOf(this.hashes[number]!);
    const next = nodes[4 * number + 2]!;
    if (this.#first[place] === number) {
      this.#first[place] = next;
      return;
    }
    let before = this.#first[place]!;
    while (nodes[4 * before + 2] !== number) before = nodes[4 * before + 2]!;
    nodes[4 * before + 2] = next;
  }
}

const placeOf = (hash: number): number => (hash ^ (hash >>> 15)) & (places - 1);

const seedOfCheck = 0x2545f491;
/** Another hash than FNV-1a, so that what is alike to one is not to the other: multiplied and turned, as MurmurHash does (Appleby 2008). */
const checked = (before: number, unit: number): number =>
  Math.imul(((before << 13) | (before >>> 19)) ^ unit, 0x5bd1e995);

/** The one that all models of this thread share. */
export const vocabulary = new Vocabulary();
