import { type GramShape, gramOfPair, gramsOfWord, mostGrams } from './grams.ts';
import { wordsOfMeaning } from './words.ts';

/** Whole words, runs of four to six letters, which hold the stems behind the prefixes of Swahili and Kinyarwanda, and pairs: the best of five shapes with ten examples. */
const shape: GramShape = { bits: 18, characters: { from: 4, to: 6 }, pairs: true };
const rowsInAll = 2 ** shape.bits;

const hasMeaning = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

/** The words that tell a topic, lower case, each once: what is said ten times says no more. Signs are none. */
export function topicWords(text: string): string[] {
  const words: string[] = [];
  const known = new Set<string>();
  for (const word of wordsOfMeaning(text)) {
    if (known.has(word)) continue;
    known.add(word);
    // Signs stand one by one, or twice.
    if (word.length > 2 || hasMeaning.test(word)) words.push(word);
  }
  return words;
}

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
  /** What it is called, in any languages. */
  names: readonly string[];
  /** Texts that do not belong to it. */
  not: readonly string[];
}

/** What a text that does not belong takes from a topic: as much as an example gives. */
const ofNot = 1;
/** A name counts as so many examples: it holds the words that matter, and no others. Without, macro F1 from ten examples is 42, with it 55. */
const ofName = 2;

/**
 * How near texts come to topics. A topic is the sum of its examples as vectors of grams, each weighing the square of its inverse document frequency, less the texts that do not belong to it; nearness is
 * the cosine (Rocchio, Relevance Feedback in Information Retrieval, 1971; Joachims 1997 for telling texts apart by it).
 */
export class TopicWeights {
  readonly topics: number;
  /** Row r's entries (topic, and what it adds) are from starts[2r] up to starts[2r + 2]. Between them stands what the row weighs: reading is as slow as the memory, and they are one place in it. */
  readonly #starts = new Int32Array(2 * rowsInAll + 1);
  readonly #between = new Float32Array(this.#starts.buffer);
  readonly #columns: Uint16Array;
  readonly #weights: Float32Array;

  constructor(lessons: readonly Lesson[], background: Background) {
    this.topics = lessons.length;
    const examples = lessons.map((lesson) => lesson.examples.map(rowsOf));
    const telling = tellingOf(examples.flat(), background);
    const sums = lessons.map(({ names, not }, o) =>
      sumOf(examples[o]!, names.map(rowsOf), not.map(rowsOf), telling),
    );
    for (const sum of sums) for (const row of sum.keys()) this.#starts[2 * row + 2]!++;
    for (let row = 0; row < rowsInAll; row++) this.#starts[2 * row + 2]! += this.#starts[2 * row]!;
    this.#columns = new Uint16Array(this.#starts[2 * rowsInAll]!);
    this.#weights = new Float32Array(this.#columns.length);
    this.#place(sums, telling);
    for (let row = 0; row < rowsInAll; row++) this.#between[2 * row + 1] = telling[row]! ** 2;
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
    const starts = this.#starts;
    const from = starts[2 * row]!;
    const to = starts[2 * row + 2]!;
    if (from < to) {
      const columns = this.#columns;
      const weights = this.#weights;
      for (let at = from; at < to; at++) sums[columns[at]!]! += weights[at]!;
    }
    return this.#between[2 * row + 1]!;
  }

  #place(sums: readonly Map<number, number>[], telling: Float32Array): void {
    const next = this.#starts.slice();
    sums.forEach((sum, o) => {
      let square = 0;
      for (const weight of sum.values()) square += weight * weight;
      const length = Math.sqrt(square) || 1;
      for (const [row, weight] of sum) {
        const at = next[2 * row]!++;
        this.#columns[at] = o;
        this.#weights[at] = (telling[row]! * weight) / length;
      }
    });
  }
}

/** (ln((n + 1) / (df + 1)) + 1) squared; n texts, df of them with the row. */
function tellingOf(texts: readonly Int32Array[], background: Background): Float32Array {
  const own = countsOf(texts);
  const n = texts.length + background.texts;
  // Most rows are in few texts, and a logarithm is slow.
  const byCount = Float32Array.from({ length: n + 1 }, (_, df) => (Math.log((n + 1) / (df + 1)) + 1) ** 2);
  const telling = new Float32Array(rowsInAll);
  for (let row = 0; row < rowsInAll; row++) telling[row] = byCount[own[row]! + background.counts[row]!]!;
  return telling;
}

/** A topic as a sum of vectors of length 1, by row. */
function sumOf(
  examples: readonly Int32Array[],
  names: readonly Int32Array[],
  not: readonly Int32Array[],
  telling: Float32Array,
): Map<number, number> {
  const sum = new Map<number, number>();
  const add = (rows: Int32Array, times: number) => {
    let square = 0;
    for (const row of rows) square += telling[row]! ** 2;
    const length = Math.sqrt(square) || 1;
    for (const row of rows) sum.set(row, (sum.get(row) ?? 0) + (times * telling[row]!) / length);
  };
  for (const rows of examples) add(rows, 1);
  for (const rows of names) add(rows, ofName);
  for (const rows of not) add(rows, -ofNot);
  // What speaks against a topic only takes away: a text would otherwise be far from it for words that it merely shares with a correction.
  for (const [row, weight] of sum) if (weight <= 0) sum.delete(row);
  return sum;
}
