import { KnownWords } from './knownWords.ts';
import { LinearModel, type Parameters } from './linearModel.ts';

/** What belongs to the model besides its table and its words. */
export interface MeaningExtra {
  /** By output, of every hidden unit what it is worth, and the bias last. */
  weights: number[][];
}

/**
 * What the words of an English text mean together: each is a vector, learned from a sentence encoder (docs/decisions/0039), so that words which no text of ours has are
 * near to those that mean the like. Their weighted sum, brought to length 1 by the weights, goes through one layer of rectified units.
 */
export class MeaningModel {
  readonly #known = new KnownWords();
  readonly #vectors: LinearModel;
  readonly #weights: readonly Float64Array[];
  readonly #hidden: Float64Array;
  #rows = new Int32Array(256);

  /** `words`: of each row of the table its word. */
  constructor(vectors: Parameters, words: Iterable<string>, { weights }: MeaningExtra) {
    for (const word of words) this.#known.add(word);
    this.#vectors = new LinearModel(vectors);
    this.#weights = weights.map((list) => Float64Array.from(list));
    this.#hidden = new Float64Array(vectors.outputs.length);
  }

  /** Writes a score an output into `scores`, of the first `count` words by their numbers in the vocabulary. False where none of them is known. */
  scoreNumbers(numbers: Int32Array, count: number, scores: Float64Array): boolean {
    if (this.#rows.length < count) this.#rows = new Int32Array(2 * count);
    let rows = 0;
    for (let n = 0; n < count; n++) {
      const row = this.#known.idOf(numbers[n]!);
      if (row >= 0) this.#rows[rows++] = row;
    }
    if (rows === 0) return false;
    const hidden = this.#hidden;
    this.#vectors.scoreRows(this.#rows, rows, hidden);
    for (let o = 0; o < scores.length; o++) {
      const weights = this.#weights[o]!;
      let sum = weights[hidden.length]!;
      for (let h = 0; h < hidden.length; h++) if (hidden[h]! > 0) sum += hidden[h]! * weights[h]!;
      scores[o] = sum;
    }
    return true;
  }
}
