import { KnownWords, pairOf } from './knownWords.ts';
import { begin, type PatternMet, type Patterns, type PatternsToLearn } from './patterns.ts';
import { vocabulary } from './vocabulary.ts';

/** Longest phrase that stands before another part, in words. */
const longestPhrase = 6;

/** Words remembered of those for which a word with a star stands. */
const mostRemembered = 8_000;

/** A word or phrase of a list, as it is met by its first word: the list, and the number of the words after the first. */
interface Entry {
  list: number;
  rest: number;
}
/** Those that begin or end with the same two letters, by these (`pairOf`). */
type Starred = Map<number, { part: string; entry: Entry }[]>;

/** Lists of numbers, one behind the other in one array. */
class Rows {
  all: Int32Array = new Int32Array(1_024);
  #from: Int32Array = new Int32Array(1_024);
  #rows = 0;

  /** Where a row begins in `all`; it ends where the next begins. */
  from(row: number): number {
    return this.#from[row]!;
  }

  /** Answers the number of the row. */
  add(numbers: readonly number[]): number {
    const from = this.#from[this.#rows]!;
    const to = from + numbers.length;
    this.all = withRoom(this.all, to);
    this.all.set(numbers, from);
    this.#rows++;
    this.#from = withRoom(this.#from, this.#rows + 1);
    this.#from[this.#rows] = to;
    return this.#rows - 1;
  }

  /** Lets go of the room that was kept for more. */
  trim(): void {
    this.all = this.all.slice(0, this.#from[this.#rows]!);
    this.#from = this.#from.slice(0, this.#rows + 1);
  }
}

function withRoom(numbers: Int32Array, size: number): Int32Array {
  if (size <= numbers.length) return numbers;
  const wider = new Int32Array(2 * size);
  wider.set(numbers);
  return wider;
}

/** Phrases after their first words: rows of numbers of known words, below 0 of words with a star. */
class Rests {
  readonly #rows = new Rows();
  readonly #numbers = new Map<string, number>();
  readonly #starred: string[] = [];
  readonly #known: KnownWords;

  constructor(known: KnownWords) {
    this.#known = known;
    this.numberOf('');
  }

  /** Of words parted by single spaces. 0: no words. */
  numberOf(phrase: string): number {
    const known = this.#numbers.get(phrase);
    if (known !== undefined) return known;
    const words = phrase === '' ? [] : phrase.split(' ');
    const row = this.#rows.add(
      words.map((word) => (/^\*|\*$/.test(word) ? -this.#starred.push(word) : this.#known.add(word))),
    );
    this.#numbers.set(phrase, row);
    return row;
  }

  /** When all are known. */
  close(): void {
    this.#numbers.clear();
    this.#rows.trim();
  }

  sizeOf(rest: number): number {
    return this.#rows.from(rest + 1) - this.#rows.from(rest);
  }

  /** True where these words stand at `at` in a text of `count` words. */
  stands(rest: number, numbers: Int32Array, count: number, at: number): boolean {
    if (rest === 0) return true;
    const from = this.#rows.from(rest);
    const size = this.#rows.from(rest + 1) - from;
    if (at + size > count) return false;
    for (let n = 0; n < size; n++) {
      const wanted = this.#rows.all[from + n]!;
      const number = numbers[at + n]!;
      const is =
        wanted >= 0
          ? this.#known.idOf(number) === wanted
          : isStarred(this.#starred[-wanted - 1]!, vocabulary.words[number]!);
      if (!is) return false;
    }
    return true;
  }
}

const isStarred = (word: string, written: string): boolean =>
  word.endsWith('*') ? written.startsWith(word.slice(0, -1)) : written.endsWith(word.slice(1));

/** Finds patterns in texts. Nothing of the patterns is kept as it was given: words are numbers, and lists of numbers lie in one array. */
export class PatternBook {
  readonly #known: KnownWords;
  readonly #rests: Rests;
  /** Rows of what may begin with a word, the first of them empty: entries, a list and a rest each; their lists, each once; the entries with which patterns are looked for first. */
  readonly #entries = new Rows();
  readonly #lists = new Rows();
  readonly #starts = new Rows();
  /** By a whole first word its row; by how it begins and ends, its first or last two letters. */
  #whole = new Int32Array(0);
  readonly #beginnings: Starred = new Map();
  readonly #endings: Starred = new Map();
  /** Rows that were put together of several, by what they are made of. */
  readonly #mixtures = new Map<string, number>();
  /** Rows of words for which a word with a star stands, by birth and number in the vocabulary. */
  readonly #starred = new Map<number, number>();

  readonly #says: string[];
  readonly #rarest: Uint8Array;
  readonly #parts = new Rows();
  /** By list: the patterns of which it is the rarest part. */
  readonly #by = new Rows();

  /** By list: the number of the text in which a first word of it was met last. */
  readonly #met: Uint32Array;
  #text = 0;
  /** The text that is read: its words, and the row of each. */
  #words: Int32Array = new Int32Array(0);
  #count = 0;
  #rowAt: Int32Array = new Int32Array(256);

  /** `known`: books that share it keep each word once. */
  constructor({ lists, patterns }: PatternsToLearn, known = new KnownWords()) {
    this.#known = known;
    this.#rests = new Rests(known);
    this.#says = patterns.map(({ says }) => says);
    this.#rarest = Uint8Array.from(patterns, ({ rarest }) => rarest);
    const most = patterns.reduce((max, { parts }) => parts.reduce((so, part) => Math.max(so, part), max), -1);
    this.#met = new Uint32Array(most + 1);
    const by = Array.from(this.#met, (): number[] => []);
    patterns.forEach(({ parts, rarest }, at) => {
      this.#parts.add(parts);
      by[parts[rarest]!]!.push(at);
    });
    for (const some of by) this.#by.add(some);
    this.#addRow([]);
    this.#learn(lists);
    for (const rows of [this.#entries, this.#lists, this.#starts, this.#parts, this.#by]) rows.trim();
    this.#rests.close();
  }

  #learn(lists: Iterable<readonly string[]>): void {
    const whole = new Map<number, number[]>();
    let list = -1;
    for (const phrases of lists) {
      // No pattern has it.
      if (++list >= this.#met.length) break;
      for (const phrase of phrases) {
        const end = phrase.indexOf(' ');
        const word = end < 0 ? phrase : phrase.slice(0, end);
        const entry = { list, rest: end < 0 ? 0 : this.#rests.numberOf(phrase.slice(end + 1)) };
        if (word.endsWith('*')) this.#learnBeginning(word.slice(0, -1), entry);
        else if (word.startsWith('*')) this.#learnEnding(word.slice(1), entry);
        else {
          const id = this.#known.add(word);
          push(whole, id, entry.list);
          push(whole, id, entry.rest);
        }
      }
    }
    this.#whole = new Int32Array([...whole.keys()].reduce((most, id) => Math.max(most, id), -1) + 1);
    for (const [id, entries] of whole) this.#whole[id] = this.#addRow(entries);
  }

  #learnBeginning(part: string, entry: Entry): void {
    this.#known.addBeginning(part);
    push(this.#beginnings, pairOf(part, 0), { part, entry });
  }

  #learnEnding(part: string, entry: Entry): void {
    this.#known.addEnding(part);
    push(this.#endings, pairOf(part, part.length - 2), { part, entry });
  }

  /** Answers the number of the row, which is the same in all three. */
  #addRow(entries: readonly number[]): number {
    const lists = new Set<number>();
    const starts: number[] = [];
    for (let e = 0; e < entries.length; e += 2) {
      const list = entries[e]!;
      lists.add(list);
      if (this.#by.from(list) < this.#by.from(list + 1)) starts.push(list, entries[e + 1]!);
    }
    this.#lists.add([...lists]);
    this.#starts.add(starts);
    return this.#entries.add(entries);
  }

  /** The patterns in a text of words as `wordsOfMeaning` cuts it, in the order of the words that were looked for. */
  find(words: readonly string[]): PatternMet[] {
    const numbers = vocabulary.numbersOf(words);
    return this.findNumbers(numbers, numbers.length);
  }

  /** The same for the first `count` words by their numbers in the vocabulary. */
  findNumbers(numbers: Int32Array, count: number): PatternMet[] {
    this.#words = numbers;
    this.#count = count;
    this.#look();
    const met: PatternMet[] = [];
    const starts = this.#starts.all;
    for (let at = 0; at < count; at++) {
      const row = this.#rowAt[at]!;
      const end = this.#starts.from(row + 1);
      for (let e = this.#starts.from(row); e < end; e += 2) this.#start(starts[e]!, starts[e + 1]!, at, met);
    }
    return met;
  }

  /** Marks every list of which a first word stands in the text. */
  #look(): void {
    const text = ++this.#text;
    const met = this.#met;
    const count = this.#count;
    if (this.#rowAt.length < count) this.#rowAt = new Int32Array(2 * count);
    const lists = this.#lists;
    for (let at = 0; at < count; at++) {
      const row = this.#rowOf(this.#words[at]!);
      this.#rowAt[at] = row;
      if (row !== 0) markAll(met, text, lists.all, lists.from(row), lists.from(row + 1));
    }
  }

  /** The patterns of which the rarest part stands at `at`, with these words behind the first. */
  #start(list: number, rest: number, at: number, met: PatternMet[]): void {
    if (!this.#rests.stands(rest, this.#words, this.#count, at + 1)) return;
    const to = at + 1 + this.#rests.sizeOf(rest);
    const end = this.#by.from(list + 1);
    for (let p = this.#by.from(list); p < end; p++) this.#meet(this.#by.all[p]!, at, to, met);
  }

  #meet(pattern: number, at: number, to: number, met: PatternMet[]): void {
    const from = this.#parts.from(pattern);
    const end = this.#parts.from(pattern + 1);
    // Most patterns are done with by that some part of them stands nowhere in the text.
    for (let part = from; part < end; part++) {
      const list = this.#parts.all[part]!;
      if (list >= 0 && this.#met[list] !== this.#text) return;
    }
    const rarest = from + this.#rarest[pattern]!;
    const start = this.#beginningOf(from, rarest - 1, at);
    const stop = start < 0 ? -1 : this.#endOf(end, rarest + 1, to);
    if (stop >= 0) met.push({ says: this.#says[pattern]!, at: start, size: stop - start });
  }

  /** Where the parts from `part` on end, when they follow at `at`; -1 where they do not. */
  #endOf(last: number, part: number, at: number): number {
    if (part === last) return at;
    const wanted = this.#parts.all[part]!;
    if (wanted === begin) return -1;
    if (wanted >= 0) return this.#endOfList(last, part, at);
    for (let gap = 0; gap <= -wanted && at + gap < this.#count; gap++) {
      const end = this.#endOf(last, part + 1, at + gap);
      if (end >= 0) return end;
    }
    return -1;
  }

  #endOfList(last: number, part: number, at: number): number {
    if (at >= this.#count) return -1;
    const { all } = this.#entries;
    const wanted = this.#parts.all[part]!;
    const row = this.#rowAt[at]!;
    const stop = this.#entries.from(row + 1);
    for (let e = this.#entries.from(row); e < stop; e += 2) {
      if (all[e] !== wanted || !this.#rests.stands(all[e + 1]!, this.#words, this.#count, at + 1)) continue;
      const end = this.#endOf(last, part + 1, at + 1 + this.#rests.sizeOf(all[e + 1]!));
      if (end >= 0) return end;
    }
    return -1;
  }

  /** Where the parts down to `first` begin, when `part` ends before `at`; -1 where they do not. */
  #beginningOf(first: number, part: number, at: number): number {
    if (part < first) return at;
    const wanted = this.#parts.all[part]!;
    if (wanted === begin) return at === 0 ? 0 : -1;
    const farthest = wanted < 0 ? -wanted : longestPhrase;
    for (let back = wanted < 0 ? 0 : 1; back <= farthest && back <= at; back++) {
      if (wanted >= 0 && !this.#standsFor(wanted, at - back, back)) continue;
      const start = this.#beginningOf(first, part - 1, at - back);
      if (start >= 0) return start;
    }
    return -1;
  }

  /** True where a phrase of the list, of `size` words, stands at `at`. */
  #standsFor(list: number, at: number, size: number): boolean {
    const { all } = this.#entries;
    const row = this.#rowAt[at]!;
    const stop = this.#entries.from(row + 1);
    for (let e = this.#entries.from(row); e < stop; e += 2)
      if (
        all[e] === list &&
        this.#rests.sizeOf(all[e + 1]!) === size - 1 &&
        this.#rests.stands(all[e + 1]!, this.#words, this.#count, at + 1)
      )
        return true;
    return false;
  }

  #rowOf(number: number): number {
    const id = this.#known.idOf(number);
    if (!this.#known.isStarred(number)) return id < 0 ? 0 : (this.#whole[id] ?? 0);
    const key = vocabulary.births[number]! * vocabulary.size + number;
    const known = this.#starred.get(key);
    if (known !== undefined) return known;
    const row = this.#starredRow(vocabulary.words[number]!, id < 0 ? 0 : (this.#whole[id] ?? 0));
    if (this.#starred.size >= mostRemembered) this.#starred.clear();
    this.#starred.set(key, row);
    return row;
  }

  /** The row of a word: its own, and what is known by how it begins and ends. */
  #starredRow(word: string, own: number): number {
    const mayBegin = this.#beginnings.get(pairOf(word, 0));
    const mayEnd = this.#endings.get(pairOf(word, word.length - 2));
    const begun = mayBegin?.filter(({ part }) => word.startsWith(part)) ?? [];
    const ended = mayEnd?.filter(({ part }) => word.endsWith(part)) ?? [];
    if (begun.length === 0 && ended.length === 0) return own;
    const more = [...begun, ...ended];
    const key = `${own} ${more.map(({ entry }) => `${entry.list}:${entry.rest}`).join(' ')}`;
    const known = this.#mixtures.get(key);
    if (known !== undefined) return known;
    const row = this.#addRow([
      ...this.#entries.all.subarray(this.#entries.from(own), this.#entries.from(own + 1)),
      ...more.flatMap(({ entry }) => [entry.list, entry.rest]),
    ]);
    this.#mixtures.set(key, row);
    return row;
  }
}

function markAll(met: Uint32Array, text: number, lists: Int32Array, from: number, to: number): void {
  for (let at = from; at < to; at++) met[lists[at]!] = text;
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

/** Says of each pattern which part is met least in texts of a kind; looking for it first costs least. */
export function rarestFirst({ lists, patterns }: Patterns, texts: Iterable<readonly string[]>): Patterns {
  const book = new PatternBook({
    lists,
    patterns: lists.map((_, list) => ({ says: String(list), parts: [list], rarest: 0 })),
  });
  const counts = lists.map(() => 0);
  for (const words of texts) for (const { says } of book.find(words)) counts[Number(says)]!++;
  const rarest = (parts: readonly number[]) =>
    parts.reduce(
      (best, part, at) => (part >= 0 && (best < 0 || counts[part]! < counts[parts[best]!]!) ? at : best),
      -1,
    );
  return { lists, patterns: patterns.map((one) => ({ ...one, rarest: rarest(one.parts) })) };
}
