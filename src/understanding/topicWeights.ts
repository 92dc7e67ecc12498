import { type GramShape, gramOfPair, gramsOfWord, mostGrams } from './grams.ts';
import { wordsOfMeaning } from './words.ts';

/** Whole words, runs of four to six letters, which hold the stems behind the prefixes of Swahili and Kinyarwanda, and pairs: the best of five shapes with ten examples. */
const shape: GramShape = { bits: 18, characters: { from: 4, to: 6 }, pairs: true };
const rowsInAll = 2 ** shape.bits;

const hasMeaning = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

/** The words that tell a topic, lower case, each once: what is said ten times says no more. Signs are none. */
export const topicWords = (text: string): string[] => [
  ...new Set(wordsOfMeaning(text).filter((word) => hasMeaning.test(word))),
];

const room = new Int32Array(mostGrams);

/** Each row of a text as often as its words have it. */
function rowsOf(text: string): Int32Array {
  const rows: number[] = [];
  let before: string | null = null;
  for (const word of topicWords(text)) {
    for (let g = 0, n = gramsOfWord(shape, word, room); g < n; g++) rows.push(room[g]!);
    if (before !== null) rows.push(gramOfPair(shape, before, word));
    before = word;
  }
  return Int32Array.from(rows);
}

/** Texts about anything, which tell how ordinary a gram is. */
export interface Background {
  texts: number;
  /** For each row, in how many texts it stands. */
  counts: Uint32Array;
}

/** Prepares texts; a few hundred in each language do, and 35,000 did no better. */
export function backgroundOf(texts: readonly string[]): Background {
  return { texts: texts.length, counts: countsOf(texts.map(rowsOf)) };
}

function countsOf(texts: readonly Int32Array[]): Uint32Array {
  const counts = new Uint32Array(rowsInAll);
  const seen = new Int32Array(rowsInAll).fill(-1);
  texts.forEach((rows, at) => {
    for (const row of rows) {
      if (seen[row] === at) continue;
      seen[row] = at;
      counts[row]!++;
    }
  });
  return counts;
}

/** A topic as it is learned. */
export interface Lesson {
  examples: readonly string[];
  /** Texts that do not belong to it. */
  not: readonly string[];
}

/** What a text that does not belong takes from a topic: as much as an example gives. */
const ofNot = 1;

/**
 * How near texts come to topics. A topic is the sum of its examples as vectors of grams, each weighing the square of its inverse document frequency, less the texts that do not belong to it; nearness is
 * the cosine (Rocchio, Relevance Feedback in Information Retrieval, 1971; Joachims 1997 for telling texts apart by it).
 */
export class TopicWeights {
  readonly topics: number;
  /** What a row weighs in a text. */
  readonly #telling: Float32Array;
  /** Row r's entries are from starts[r] up to starts[r + 1]: topic, and what it adds. */
  readonly #starts = new Int32Array(rowsInAll + 1);
  readonly #columns: Uint16Array;
  readonly #weights: Float32Array;

  constructor(lessons: readonly Lesson[], background: Background) {
    this.topics = lessons.length;
    const examples = lessons.map((lesson) => lesson.examples.map(rowsOf));
    this.#telling = tellingOf(examples.flat(), background);
    const sums = lessons.map(({ not }, o) => this.#sumOf(examples[o]!, not.map(rowsOf)));
    for (const sum of sums) for (const row of sum.keys()) this.#starts[row + 1]!++;
    for (let row = 0; row < rowsInAll; row++) this.#starts[row + 1]! += this.#starts[row]!;
    this.#columns = new Uint16Array(this.#starts[rowsInAll]!);
    this.#weights = new Float32Array(this.#columns.length);
    this.#place(sums);
  }

  /** Adds what one word brings to each topic to `sums`; answers what it adds to the square of the text's length. */
  addWord(word: string, sums: Float32Array): number {
    let square = 0;
    for (let g = 0, n = gramsOfWord(shape, word, room); g < n; g++) square += this.#addRow(room[g]!, sums);
    return square;
  }

  /** The same for a pair of neighbours. */
  addPair(first: string, second: string, sums: Float32Array): number {
    return this.#addRow(gramOfPair(shape, first, second), sums);
  }

  #addRow(row: number, sums: Float32Array): number {
    const tell = this.#telling[row]!;
    for (let at = this.#starts[row]!, to = this.#starts[row + 1]!; at < to; at++)
      sums[this.#columns[at]!]! += this.#weights[at]!;
    return tell * tell;
  }

  #sumOf(examples: readonly Int32Array[], not: readonly Int32Array[]): Map<number, number> {
    const sum = new Map<number, number>();
    const add = (rows: Int32Array, times: number) => {
      let square = 0;
      for (const row of rows) square += this.#telling[row]! ** 2;
      const length = Math.sqrt(square) || 1;
      for (const row of rows) sum.set(row, (sum.get(row) ?? 0) + (times * this.#telling[row]!) / length);
    };
    for (const rows of examples) add(rows, 1);
    for (const rows of not) add(rows, -ofNot);
    // What speaks against a topic only takes away: a text would otherwise be far from it for words that it merely shares with a correction.
    for (const [row, weight] of sum) if (weight <= 0) sum.delete(row);
    return sum;
  }

  #place(sums: readonly Map<number, number>[]): void {
    const next = this.#starts.slice();
    sums.forEach((sum, o) => {
      let square = 0;
      for (const weight of sum.values()) square += weight * weight;
      const length = Math.sqrt(square) || 1;
      for (const [row, weight] of sum) {
        const at = next[row]!++;
        this.#columns[at] = o;
        this.#weights[at] = (this.#telling[row]! * weight) / length;
      }
    });
  }
}

/** (ln((n + 1) / (df + 1)) + 1) squared; n texts, df of them with the row. */
function tellingOf(texts: readonly Int32Array[], background: Background): Float32Array {
  const own = countsOf(texts);
  const n = texts.length + background.texts;
  return Float32Array.from(own, (count, row) => (Math.log((n + 1) / (count + background.counts[row]! + 1)) + 1) ** 2);
}
