import type { Span } from '../domain/finding.ts';
import { probabilityOf } from './linearModel.ts';
import { spansOf } from './spans.ts';
import { topicPacks } from './topicPacks.ts';
import { type Background, backgroundOf, type Lesson, TopicWeights, topicWords } from './topicWeights.ts';

/** A topic as its organisation wrote it. */
export interface TaughtTopic {
  id: string;
  /** Sentences that belong to it; ten are enough to begin with. One without any is never found. */
  examples: readonly string[];
  /** What it is called, in as many languages as there are: each is worth more than an example. */
  names?: readonly string[];
  /** Texts of which somebody said that they do not belong to it. */
  not?: readonly string[];
}

/** What a text is about. */
export interface FoundTopic {
  id: string;
  /** 1 to 100; of those said to be 80, about 80 in a hundred are right where half of all texts belong to some topic. */
  sure: number;
  /** The words that spoke most for it. */
  because: Span[];
}

/** More than three topics of one post tell nobody anything. */
const mostFound = 3;

/**
 * What nearness is worth, weights of `facts`, and the least that is said: a logistic regression on texts that a reader had not learned, half of them of other packs or of no topic, over taxonomies of two
 * to sixty topics with ten to thirty examples each. `npm run evaluate` prints how well it holds.
 */
const worth = [3.29, 0.84, 0.93, -0.13, -0.72, 0.24];
const leastSure = 35;
/** A text that stands among the examples word for word. */
const sureOfExample = 99;
/** Nearness below this says nothing of who is nearest. */
const leastNear = 0.02;

/** With fewer topics more of what is written belongs to none. */
const fewTopics = 3;

/** What makes a topic probable: something always, how near it is, how much nearer than any other, how well it is known by examples and by names, among how many. Nearness is 0 to 1. */
export const facts = (
  near: number,
  other: number,
  { examples, names }: { examples: number; names: number },
  topics: number,
): number[] => [
  1,
  Math.log(Math.max(near, 0.001)),
  Math.log(Math.max(near, 0.001) / Math.max(other, leastNear)),
  Math.log(Math.max(examples, 1)),
  Math.log(Math.max(topics, fewTopics)),
  Math.min(names, 4) / 4,
];

/** The sentences of all starter packs, read once: what any organisation may be written about. */
let packs: Background | null = null;
function packBackground(): Background {
  packs ??= backgroundOf(topicPacks().flatMap(({ topics }) => topics.flatMap(({ examples }) => examples)));
  return packs;
}

/**
 * Learns topics from examples: a hundred with thirty each in some tenths of a second. The same topics give the same reader, in whatever order they and their examples stand; topics of one id are one.
 * The method is in topicWeights.ts. `background`: texts about anything, by themselves the starter packs. Throws what the disk says where these are not.
 */
export function learnTopics(
  topics: readonly TaughtTopic[],
  background: Background = packBackground(),
): TopicReader {
  const byId = new Map<string, { examples: Set<string>; names: Set<string>; not: Set<string> }>();
  for (const { id, examples, names = [], not = [] } of topics) {
    const known = byId.get(id) ?? { examples: new Set(), names: new Set(), not: new Set() };
    for (const text of examples) known.examples.add(text);
    for (const text of names) known.names.add(text);
    for (const text of not) known.not.add(text);
    byId.set(id, known);
  }
  // Sums of fractions depend on their order.
  const lessons = [...byId]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([id, { examples, names, not }]) => ({
      id,
      examples: [...examples].sort(),
      names: [...names].sort(),
      not: [...not].sort(),
    }));
  return new TopicReader(lessons, new TopicWeights(lessons, background));
}

/** A text as it is recognised: its words in the order in which they first stand. */
const keyOf = (words: readonly string[]): string => words.join(' ');

/** Of a text that somebody sorted: which topics it belongs to, and which not. */
interface Sorted {
  belongs: Set<number>;
  not: Set<number>;
}

/** Numbers remembered of words, four bytes each, and words at most. */
const mostNumbers = 1_600_000;
const mostWords = 16_000;
/** A longer word is met once, and its letters would be kept. */
const longestRemembered = 40;

/** Tells what texts are about. Not to be shared by threads. */
export class TopicReader {
  readonly #weights: TopicWeights;
  readonly #topics: readonly { id: string; examples: number; names: number }[];
  readonly #sorted = new Map<string, Sorted>();
  readonly #near: Float32Array;
  /** Where in `#parts` a word stands. */
  readonly #places = new Map<string, number>();
  /** For each word remembered, and last for one that is not: what it adds to each topic, then to the square of the text's length. */
  readonly #parts: Float32Array;
  readonly #part: Float32Array;

  constructor(lessons: readonly (Lesson & { id: string })[], weights: TopicWeights) {
    this.#weights = weights;
    this.#topics = lessons.map(({ id, examples, names }) => ({
      id,
      examples: examples.length,
      names: names.length,
    }));
    this.#near = new Float32Array(lessons.length);
    const size = lessons.length + 1;
    this.#part = new Float32Array(size);
    this.#parts = new Float32Array((Math.min(mostWords, Math.floor(mostNumbers / size)) + 1) * size);
    lessons.forEach(({ examples, not }, topic) => {
      for (const text of examples) this.#sortedAs(text)?.belongs.add(topic);
      for (const text of not) this.#sortedAs(text)?.not.add(topic);
    });
  }

  /** The topics of a text, most likely first, at most three; none where none is as sure as `from` (1 to 100; 1: the most likely ones, sure or not). Never throws. */
  find(text: string, from = leastSure): FoundTopic[] {
    const words = topicWords(text);
    if (words.length === 0) return [];
    this.#measure(words);
    const sorted = this.#sorted.get(keyOf(words));
    return this.#likely(sorted, from)
      .sort((one, other) => other.sure - one.sure || this.#near[other.topic]! - this.#near[one.topic]!)
      .slice(0, mostFound)
      .map(({ topic, sure }) => ({
        id: this.#topics[topic]!.id,
        sure,
        because: placesOf(text, this.#causes(words, topic)),
      }));
  }

  /** How near every topic is, 0 to 1, in the order of their ids: what `sure` is made of. */
  nearness(text: string): { id: string; near: number }[] {
    this.#measure(topicWords(text));
    return this.#topics.map(({ id }, topic) => ({ id, near: this.#near[topic]! }));
  }

  /** Every topic that is sure enough, as far as the text was not sorted by somebody. */
  #likely(sorted: Sorted | undefined, from: number): { topic: number; sure: number }[] {
    const near = this.#near;
    let first = 0;
    let second = 0;
    for (const one of near) {
      if (one > first) {
        second = first;
        first = one;
      } else if (one > second) second = one;
    }
    const likely: { topic: number; sure: number }[] = [];
    for (let topic = 0; topic < near.length; topic++) {
      const one = near[topic]!;
      if (sorted?.not.has(topic)) continue;
      if (sorted?.belongs.has(topic)) likely.push({ topic, sure: sureOfExample });
      else if (one >= (from < leastSure ? Number.MIN_VALUE : leastNear)) {
        const sure = this.#sureOf(topic, one, one === first ? second : first);
        if (sure >= from) likely.push({ topic, sure });
      }
    }
    return likely;
  }

  #sortedAs(text: string): Sorted | null {
    const key = keyOf(topicWords(text));
    if (key === '') return null;
    const known = this.#sorted.get(key) ?? { belongs: new Set(), not: new Set() };
    this.#sorted.set(key, known);
    return known;
  }

  /** Fills `#near` with the nearness of every topic, 0 to 1. */
  #measure(words: readonly string[]): void {
    const near = this.#near.fill(0);
    const topics = near.length;
    const parts = this.#parts;
    let square = 0;
    let before: string | null = null;
    for (const word of words) {
      const at = this.#placeOf(word);
      for (let o = 0; o < topics; o++) near[o]! += parts[at + o]!;
      square += parts[at + topics]!;
      if (before !== null) square += this.#weights.addPair(before, word, near);
      before = word;
    }
    const length = Math.sqrt(square) || 1;
    for (let o = 0; o < near.length; o++) near[o]! /= length;
  }

  /** Where in `#parts` stands what a word adds; good until the next call. */
  #placeOf(word: string): number {
    const known = this.#places.get(word);
    if (known !== undefined) return known;
    const size = this.#part.length;
    const last = this.#parts.length - size;
    if (this.#places.size * size >= last) this.#places.clear();
    const at = word.length > longestRemembered ? last : this.#places.size * size;
    const part = this.#part.fill(0);
    part[size - 1] = this.#weights.addWord(word, part);
    this.#parts.set(part, at);
    if (at < last) this.#places.set(word, at);
    return at;
  }

  #sureOf(topic: number, near: number, other: number): number {
    const known = facts(near, other, this.#topics[topic]!, this.#topics.length);
    return Math.min(sureOfExample, Math.max(1, Math.round(100 * probabilityOf(known, worth))));
  }

  /** The words that together make up most of what speaks for a topic. */
  #causes(words: readonly string[], topic: number): string[] {
    const votes = words.map((word) => ({ word, vote: this.#parts[this.#placeOf(word) + topic]! }));
    const sum = votes.reduce((all, { vote }) => all + vote, 0);
    const chosen: string[] = [];
    let share = 0;
    for (const { word, vote } of votes.sort((one, other) => other.vote - one.vote)) {
      if (share >= 0.5 * sum || chosen.length >= 5 || vote === 0) break;
      chosen.push(word);
      share += vote;
    }
    return chosen;
  }
}

const letter = /[\p{L}\p{M}\p{N}]/u;

/** Where words stand in a text, as `spansOf` finds them, which cuts the whole text into words: done only where looking for the letters finds nothing. */
function placesOf(text: string, words: readonly string[]): Span[] {
  const low = text.toLowerCase();
  const places = words.map((word): Span | null => {
    const from = low.indexOf(word);
    const to = from + word.length;
    if (
      from < 0 ||
      low.length !== text.length ||
      letter.test(low[from - 1] ?? '') ||
      letter.test(low[to] ?? '')
    )
      return null;
    return [from, to];
  });
  const found = places.filter((place) => place !== null);
  return found.length === words.length ? found.sort((one, other) => one[0] - other[0]) : spansOf(text, words);
}
