import { hashOf, seedOfWord } from './grams.ts';
import { vocabulary } from './vocabulary.ts';

/** Words with numbers of their own, by the hash that the vocabulary has of each anyway (open addressing, at most half full): most words of a text are in no list, and a look at one place says so. */
class WordNumbers {
  readonly #words: string[] = [];
  #mask = 1_023;
  /** By place: the word's hash, and its number and one; 0: nobody's. */
  #hashes = new Int32Array(1_024);
  #numbers = new Int32Array(1_024);

  /** The number of the word, which is given when it has none. */
  add(word: string): number {
    const hash = hashOf(word, seedOfWord);
    const known = this.find(word, hash);
    if (known >= 0) return known;
    const number = this.#words.push(word) - 1;
    if (2 * this.#words.length > this.#mask) this.#grow();
    else this.#put(hash, number);
    return number;
  }

  /** -1 for a word without one. `hash`: FNV-1a from `seedOfWord`. */
  find(word: string, hash: number): number {
    for (let at = this.#placeOf(hash); ; at = (at + 1) & this.#mask) {
      const number = this.#numbers[at]! - 1;
      if (number < 0 || (this.#hashes[at] === hash && this.#words[number] === word)) return number;
    }
  }

  #placeOf(hash: number): number {
    return (hash ^ (hash >>> 15)) & this.#mask;
  }

  #put(hash: number, number: number): void {
    let at = this.#placeOf(hash);
    while (this.#numbers[at] !== 0) at = (at + 1) & this.#mask;
    this.#hashes[at] = hash;
    this.#numbers[at] = number + 1;
  }

  #grow(): void {
    const size = 2 * (this.#mask + 1);
    this.#mask = size - 1;
    this.#hashes = new Int32Array(size);
    this.#numbers = new Int32Array(size);
    this.#words.forEach((word, number) => {
      this.#put(hashOf(word, seedOfWord), number);
    });
  }
}

/** Words of lists (phrases, patterns), by numbers of their own: what stands in a text is compared with them as numbers. */
export class KnownWords {
  readonly #ids = new WordNumbers();
  /** By the number of the vocabulary: the word's number here, and the birth of the word for which it holds. */
  readonly #found = new Int32Array(vocabulary.size);
  readonly #births = new Uint32Array(vocabulary.size);
  readonly #isStarred = new Uint8Array(vocabulary.size);
  /** What words with a star begin and end with, by the first and last two letters of it. */
  readonly #beginnings = new Map<number, string[]>();
  readonly #endings = new Map<number, string[]>();

  /** The number of a word, which is given when it has none. Not while texts are read. */
  add(word: string): number {
    return this.#ids.add(word);
  }

  /** The number of a word; -1 where no list holds it. */
  find(word: string): number {
    return this.#ids.find(word, hashOf(word, seedOfWord));
  }

  /** A word with a star stands for all that begin so; or that end so. At least two letters. */
  addBeginning(part: string): void {
    addOnce(this.#beginnings, pairOf(part, 0), part);
  }
  addEnding(part: string): void {
    addOnce(this.#endings, pairOf(part, part.length - 2), part);
  }

  /** The number here of a word of the vocabulary; -1 where no list holds it. */
  idOf(number: number): number {
    if (this.#births[number] !== vocabulary.births[number]) this.#look(number);
    return this.#found[number]!;
  }

  /** False for a word of the vocabulary that no word with a star stands for. */
  isStarred(number: number): boolean {
    if (this.#births[number] !== vocabulary.births[number]) this.#look(number);
    return this.#isStarred[number] === 1;
  }

  #look(number: number): void {
    const word = vocabulary.words[number]!;
    const begins = this.#beginnings.get(pairOf(word, 0));
    const ends = this.#endings.get(pairOf(word, Math.max(0, word.length - 2)));
    const may =
      begins?.some((part) => word.startsWith(part)) === true ||
      ends?.some((part) => word.endsWith(part)) === true;
    this.#births[number] = vocabulary.births[number]!;
    this.#found[number] = this.#ids.find(word, vocabulary.hashes[number]!);
    this.#isStarred[number] = may ? 1 : 0;
  }
}

/** Two letters of a word as one number. */
export const pairOf = (word: string, at: number): number =>
  (word.charCodeAt(at) << 16) | word.charCodeAt(at + 1);

function addOnce(parts: Map<number, string[]>, pair: number, part: string): void {
  const known = parts.get(pair);
  if (known === undefined) parts.set(pair, [part]);
  else if (!known.includes(part)) known.push(part);
}
