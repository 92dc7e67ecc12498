import { type Saying, sayings } from '../domain/saying.ts';
import { mark } from './grams.ts';
import { LinearModel, probabilityOf } from './linearModel.ts';
import { type ModelFile, onlyModel } from './modelFile.ts';
import { PatternBook } from './patternBook.ts';
import { patternsOfFile } from './patterns.ts';
import { wordsOfMeaning } from './words.ts';

export { type Saying, sayings };

export interface SaidFinding {
  name: Saying;
  /** 0 to 1. */
  confidence: number;
  /** The sentence that says it most, as it was written. */
  sentence: string;
}

/** What belongs to the model besides its weights. */
export interface SaysExtra {
  /** From which probability on each is said. */
  from: Record<Saying, number>;
  /** How much the words as a whole and the patterns in them are worth for each: weights of `saysEvidence`. */
  evidence: Record<Saying, number[]>;
}

/** The name of the file's patterns. They speak for a saying, for `hangs` (what takes a promise back) and for `asks` (what the author is asked to do). */
export const saysPatterns = 'all';

/** A reply longer than this is read to here, sentence by sentence. */
const mostSentences = 60;

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** The sentences of a reply; a line ends one, too. What has no word is none. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/\n+/)
    .flatMap((line) => [...segmenter.segment(line)].map(({ segment }) => segment.trim()))
    .filter((sentence) => wordsOfMeaning(sentence).some((word) => /\p{L}/u.test(word)))
    .slice(0, mostSentences);
}

/** What the model is shown of a sentence: its words, and those of two apart, so that "will ... you" is seen whatever stands between. */
export function saysWords(sentence: string): string[] {
  const words = wordsOfMeaning(sentence);
  const apart = words.slice(2).map((word, at) => mark(`${words[at]} _ ${word}`));
  return [
    mark('begins'),
    ...words,
    mark('ends'),
    ...apart,
    ...(/\?/.test(sentence) ? [mark('asks')] : []),
    ...(/https?:|\w\.\w{2,}\/\w/.test(sentence) ? [mark('links')] : []),
  ];
}

/** A sentence of a reply as the model looks at it. */
export interface Sentence {
  text: string;
  /** As `saysWords` gives them. */
  words: string[];
  /** How many patterns speak for each thing. */
  cues: ReadonlyMap<string, number>;
  asks: boolean;
  /** Something is asked of the author in an earlier sentence ("send us your number. We will check."), or in a later one. */
  asked: boolean;
  asksLater: boolean;
}

/** The sentences of a reply with what the patterns say of each. */
export function readReply(reply: string, patterns: PatternBook): Sentence[] {
  const texts = sentencesOf(reply);
  const cuesOf = texts.map((text) => {
    const cues = new Map<string, number>();
    for (const { says } of patterns.find(wordsOfMeaning(text))) cues.set(says, (cues.get(says) ?? 0) + 1);
    return cues;
  });
  const first = cuesOf.findIndex((cues) => cues.has('asks'));
  const last = cuesOf.findLastIndex((cues) => cues.has('asks'));
  return texts.map((text, at) => {
    const asked = first >= 0 && first < at;
    const asksLater = last > at;
    const words = besideAsking(saysWords(text), asked, asksLater);
    return { text, words, cues: cuesOf[at]!, asks: cuesOf[at]!.has('asks'), asked, asksLater };
  });
}

/** "We'll look into it" beside "which order is it?" hangs on the author's answer, and "we'll tell the crew" does not: words say other things where something is asked beside them. */
function besideAsking(words: readonly string[], asked: boolean, asksLater: boolean): string[] {
  const again = (place: string) => words.map((word) => mark(`${place} ${word}`));
  return [...words, ...(asked ? again('asked') : []), ...(asksLater ? again('asks later') : [])];
}

/** What speaks for a thing in a sentence: something always, the score of all words, its patterns, and what takes it back. */
export function saysEvidence(
  name: Saying,
  score: number,
  { cues, asks, asked, asksLater, text }: Sentence,
): number[] {
  const own = cues.get(name) ?? 0;
  const so = (is: boolean) => (is ? 1 : 0);
  return [
    1,
    score,
    so(own > 0),
    so(own > 1),
    so(cues.has('hangs')),
    so(own > 0 && cues.has('hangs')),
    so(asks),
    so(asked),
    so(asksLater),
    so(text.includes('?')),
  ];
}

/** Tells what a reply of a house does; each thing with the sentence that does it. */
export class SaysModel {
  readonly #model: LinearModel;
  readonly #extra: SaysExtra;
  readonly #patterns: PatternBook;
  readonly #scores = new Float64Array(sayings.length);

  constructor(file: ModelFile) {
    this.#model = new LinearModel(onlyModel(file));
    this.#extra = file.extra as SaysExtra;
    const patterns = patternsOfFile(file)[saysPatterns];
    if (patterns === undefined) throw new Error('The file of what replies say has no patterns.');
    this.#patterns = new PatternBook(patterns);
  }

  find(reply: string): SaidFinding[] {
    const best = new Map<Saying, SaidFinding>();
    for (const sentence of readReply(reply, this.#patterns)) {
      this.#model.score(sentence.words, this.#scores);
      sayings.forEach((name, o) => {
        const facts = saysEvidence(name, this.#scores[o]!, sentence);
        const confidence = probabilityOf(facts, this.#extra.evidence[name]);
        if (confidence < this.#extra.from[name] || confidence <= (best.get(name)?.confidence ?? 0)) return;
        best.set(name, { name, confidence, sentence: sentence.text });
      });
    }
    return sayings.flatMap((name) => best.get(name) ?? []);
  }
}
