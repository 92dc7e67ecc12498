import { cutText } from './cut.ts';
import { KnownWords } from './knownWords.ts';
import type { Language } from './language.ts';
import { type Lexicons, type LexiconTable, lexiconMarks, lexiconTable, markNumbers } from './lexicon.ts';
import { LinearModel, toShares } from './linearModel.ts';
import type { ModelFile } from './modelFile.ts';
import { wordsOfMeaning } from './words.ts';

export const sentiments = ['negative', 'neutral', 'positive'] as const;
export type Sentiment = (typeof sentiments)[number];

export interface SentimentFinding {
  value: Sentiment;
  /** 0 to 1. */
  confidence: number;
  /** -1 to 1: how surely bad rather than good. */
  degree: number;
}

/** What belongs to the models besides their weights. */
export interface SentimentExtra {
  /** By language: what scores are divided by, and what is added to them before. */
  settings: Record<string, { temperature: number; biases: number[] }>;
  /** Phrases with their polarity, by language. */
  lexicons: Record<string, Record<string, number>>;
}

/** What a sentiment model is shown of a text in this language. */
export function sentimentWords(text: string, language: Language, lexicons: Lexicons): string[] {
  const words = wordsOfMeaning(text);
  return [...words, ...lexiconMarks(lexicons[language], words)];
}

/** Tells what the words of a text feel: for each language a model of its own. */
export class SentimentModel {
  readonly #models: ReadonlyMap<string, LinearModel>;
  readonly #settings: SentimentExtra['settings'];
  readonly #lexicons: ReadonlyMap<string, LexiconTable>;
  /** Words and marks of a text by their numbers. */
  #numbers = new Int32Array(256);
  readonly #scores = new Float64Array(sentiments.length);

  constructor(file: ModelFile) {
    this.#models = new Map(
      Object.entries(file.models).map(([language, parameters]) => [language, new LinearModel(parameters)]),
    );
    const { settings, lexicons } = file.extra as SentimentExtra;
    const known = new KnownWords();
    this.#settings = settings;
    this.#lexicons = new Map(
      Object.entries(lexicons).map(([language, words]) => [
        language,
        lexiconTable(Object.entries(words), known),
      ]),
    );
  }

  /** Null for a text without a word, and for one in no language that has a model. */
  find(text: string, language: Language | null): SentimentFinding | null {
    const model = language === null ? undefined : this.#models.get(language);
    if (language === null || model === undefined) return null;
    const count = this.#show(text, language);
    if (count === 0) return null;
    const shares = this.#scores;
    model.scoreNumbers(this.#numbers, count, shares);
    const { temperature = 1, biases = [] } = this.#settings[language] ?? {};
    for (let o = 0; o < shares.length; o++) shares[o] = (shares[o]! + (biases[o] ?? 0)) / temperature;
    toShares(shares);
    const best = shares.indexOf(Math.max(...shares));
    return { value: sentiments[best]!, confidence: shares[best]!, degree: shares[2]! - shares[0]! };
  }

  /** Writes the numbers of `sentimentWords`; answers how many. */
  #show(text: string, language: Language): number {
    const { meaning, meanings } = cutText(text);
    const lexicon = this.#lexicons.get(language);
    const marks = lexicon === undefined ? [] : markNumbers(lexicon, meaning, meanings);
    const count = meanings + marks.length;
    if (this.#numbers.length < count) this.#numbers = new Int32Array(2 * count);
    for (let n = 0; n < meanings; n++) this.#numbers[n] = meaning[n]!;
    this.#numbers.set(marks, meanings);
    return count;
  }
}
