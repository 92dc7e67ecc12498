import { vocabulary } from './vocabulary.ts';

/** Words of lists (phrases, patterns), by numbers of their own: what stands in a text is compared with them as numbers. */
export class KnownWords {
  readonly #ids = new Map<string, number>();
  /** By the number of the vocabulary: the word's number here, and the birth of the word for which it holds. */
  readonly #found = new Int32Array(vocabulary.size);
  readonly #births = new Uint32Array(vocabulary.size);
  readonly #mayBeStarred = new Uint8Array(vocabulary.size);
  /** First and last two letters of words with a star. */
  readonly #beginnings = new Set<number>();
  readonly #endings = new Set<number>();

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

  /** Words that begin with the same two letters as `part` may be starred; or end with them. */
  addBeginning(part: string): void {
    this.#beginnings.add(pairOf(part, 0));
  }
  addEnding(part: string): void {
    this.#endings.add(pairOf(part, part.length - 2));
  }

  /** The number here of a word of the vocabulary; -1 where no list holds it. */
  idOf(number: number): number {
    if (this.#births[number] !== vocabulary.births[number]) this.#look(number);
    return this.#found[number]!;
  }

  /** False for a word of the vocabulary that no word with a star stands for. */
  mayBeStarred(number: number): boolean {
    if (this.#births[number] !== vocabulary.births[number]) this.#look(number);
    return this.#mayBeStarred[number] === 1;
  }

  #look(number: number): void {
    const word = vocabulary.words[number]!;
    const may =
      word.length > 1 &&
      (this.#beginnings.has(pairOf(word, 0)) || this.#endings.has(pairOf(word, word.length - 2)));
    this.#births[number] = vocabulary.births[number]!;
    this.#found[number] = this.find(word);
    this.#mayBeStarred[number] = may ? 1 : 0;
  }
}

/** Two letters of a word as one number. */
export const pairOf = (word: string, at: number): number =>
  (word.charCodeAt(at) << 16) | word.charCodeAt(at + 1);
