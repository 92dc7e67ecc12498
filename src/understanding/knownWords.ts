import { vocabulary } from './vocabulary.ts';

/** Words of lists (phrases, patterns), by numbers of their own: what stands in a text is compared with them as numbers. */
export class KnownWords {
  readonly #ids = new Map<string, number>();
  /** By the number of the vocabulary: the word's number here, and the birth of the word for which it holds. */
  readonly #found = new Int32Array(vocabulary.size);
  readonly #births = new Uint32Array(vocabulary.size);

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

  /** The number here of a word of the vocabulary; -1 where no list holds it. */
  idOf(number: number): number {
    const birth = vocabulary.births[number]!;
    if (this.#births[number] === birth) return this.#found[number]!;
    const id = this.find(vocabulary.words[number]!);
    this.#births[number] = birth;
    this.#found[number] = id;
    return id;
  }
}
