import { vocabulary } from './vocabulary.ts';

/** Words of lists (phrases, patterns), by numbers of their own: what stands in a text is compared with them as numbers. */
export class KnownWords {
  readonly #ids = new Map<string, number>();
  /** By the number of the vocabulary: the word's number here, and the birth of the word for which it holds. */
  readonly #found = new Int32Array(vocabulary.size);
  readonly #births = new Uint32Array(vocabulary.size);
  readonly #isStarred = new Uint8Array(vocabulary.size);
  /** What words with a star begin and end with, by the first and last two letters of it. */
  readonly #beginnings = new Map<number, string[]>();
  readonly #endings = new Map<number, string[]>();

  /** The number of a word, which is given when it has none. Not while texts are read. */
  add(word: string): number {
    const known = this.#ids.get(word);
    if (known !== undefined) return known;
    this.#ids.set(word, this.#ids.size);
    return this.#ids.size - 1;
  }

  /** The number of a word; -1 where no list holds it. */
  find(word: string): number {
    return this.#ids.get(word) ?? -1;
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
    this.#found[number] = this.find(word);
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
