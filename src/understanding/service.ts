import {
  type Kind,
  kinds,
  type SeverityName,
  severities,
  type TargetName,
  targetNames,
  type Vulnerability,
  vulnerabilities,
} from '../domain/finding.ts';
import { type Threat, threats } from '../domain/threat.ts';
import { cutText } from './cut.ts';
import { formOf } from './form.ts';
import { KnownWords } from './knownWords.ts';
import type { LanguageFinding } from './language.ts';
import { isLetter, isNumber, kinds as kindsOfUnits } from './letters.ts';
import { LinearModel, toProbability } from './linearModel.ts';
import { type MeaningExtra, MeaningModel } from './meaning.ts';
import { listIn, type ModelFile, modelIn } from './modelFile.ts';
import { patternsOfFile } from './patterns.ts';
import {
  type Met,
  type PatternBooks,
  type Phrases,
  patternBooks,
  patternsOf,
  phraseBook,
  phrasesOf,
  type SpeakingPhrase,
  sharing,
} from './serviceCues.ts';
import { columns, type ServiceOutput, serviceOutputs } from './serviceOutputs.ts';
import { vocabulary } from './vocabulary.ts';
import { wordsOfMeaning } from './words.ts';

/** Something found, how sure it is, and the words that caused it. */
export interface Found<Name extends string> {
  name: Name;
  /** 0 to 1. */
  confidence: number;
  /** Words of the text, as they stand in it, lower case; runs of neighbours together. */
  because: string[];
}

export interface ServiceFinding {
  /** None of them: the post is something else. */
  kinds: Found<Kind>[];
  severity: Found<SeverityName> | null;
  vulnerable: Found<Vulnerability>[];
  threats: Found<Threat>[];
  abuse: Found<'abuse'> | null;
  spam: Found<'spam'> | null;
  /** Whom the post means, if it feels something. */
  target: Found<TargetName> | null;
}

/** What belongs to the model besides its weights. */
export interface ServiceExtra {
  /** By where a language was learned: from real posts, or from sentences of our own alone; of English besides by what its words mean. */
  settled: Record<Learned | 'eng', Settled>;
  /** Of English texts. */
  meaning: MeaningExtra;
}

/** What turns scores into findings. */
export interface Settled {
  /** From which probability on a thing is said. */
  from: Record<ServiceOutput, number>;
  /** How much the words as a whole and the phrases in them are worth for a thing: weights of `evidence`. */
  evidence: Record<ServiceOutput, number[]>;
}

/** How a language was learned. What people say who write to nobody in particular is mostly no matter of a desk; our own sentences are mostly one. */
export type Learned = 'real' | 'own';
const learnedFromReal: ReadonlySet<string> = new Set([
  'swa',
  'kin',
  'pcm',
  'hau',
  'yor',
  'ibo',
  'amh',
  'por',
]);
export const learnedOf = (language: string): Learned => (learnedFromReal.has(language) ? 'real' : 'own');

/** Pidgin that is less sure than this is more often English. */
const surePidgin = 0.9;

/** How a text is read. Of what nobody could tell the language most is English, or says nothing in any. */
function readAs({ name, chief, confidence }: LanguageFinding): Learned | 'eng' {
  if (chief === null || chief === 'eng' || (name === 'pcm' && confidence < surePidgin)) return 'eng';
  return learnedOf(chief);
}

/** What speaks for a thing: something always, the score of all words, one phrase, a second one, a pattern, a second one. */
export const evidence = (score: number, phrases: number, patterns: number): number[] => [
  1,
  score,
  phrases > 0 ? 1 : 0,
  phrases > 1 ? 1 : 0,
  patterns > 0 ? 1 : 0,
  patterns > 1 ? 1 : 0,
];

/**
 * The score of the words as a whole where their meaning is known, too: both count alike. Trials on sentences of our own would give the letters nearly all, since the same hands wrote what is learned and what is tried; of what others
 * write the meaning tells as much.
 */
export const withMeaning = (score: number, meaning: number): number => (score + meaning) / 2;

/** What the model is shown of a text: its words, and facts on its form that no word tells. */
export function serviceWords(text: string): string[] {
  const words = wordsOfMeaning(text);
  return [...words, ...formOf(text, words.length).map((number) => vocabulary.words[number]!)];
}

/** True for words of a letter or number, false for signs. */
const hasLetter = (word: string): boolean =>
  (kindsOfUnits[word.charCodeAt(0)]! & (isLetter | isNumber)) !== 0 || /[\p{L}\p{N}]/u.test(word);

const nothing: ServiceFinding = {
  kinds: [],
  severity: null,
  vulnerable: [],
  threats: [],
  abuse: null,
  spam: null,
  target: null,
};

/** What was found in a text on the way to what is said of it. */
interface Seen {
  shares: Float64Array;
  met: readonly Met[];
  settled: Settled;
  model: LinearModel;
}

/** Tells what a post wants of a desk: its kind, how grave it is and for whom, and what is no matter of a desk at all. */
export class ServiceModel {
  /** One learned from real posts and our sentences in the same languages, one from our sentences in the others: each reads its languages better than one of all does. */
  readonly #models: Record<Learned, LinearModel>;
  readonly #meaning: MeaningModel;
  readonly #meanings = new Float64Array(kinds.length);
  readonly #settled: ServiceExtra['settled'];
  readonly #phrases: Phrases;
  readonly #patterns: PatternBooks;
  readonly #scores = new Float64Array(serviceOutputs.length);
  /** How many phrases, and how many patterns, speak for each. */
  readonly #phrasesFor = new Int32Array(serviceOutputs.length);
  readonly #patternsFor = new Int32Array(serviceOutputs.length);
  /** A text as the model is shown it, and the words of it that are said; by their numbers. */
  #shown = new Int32Array(256);
  #said = new Int32Array(256);
  #saidCount = 0;

  constructor(file: ModelFile) {
    const known = new KnownWords();
    this.#models = {
      real: new LinearModel(modelIn(file, 'real')),
      own: new LinearModel(modelIn(file, 'own')),
    };
    const { settled, meaning } = file.extra as ServiceExtra;
    this.#settled = settled;
    this.#meaning = new MeaningModel(modelIn(file, 'meaning'), listIn<string>(file, 'meanings'), meaning);
    // Patterns first: their words then have low numbers, and what books keep by these is short.
    this.#patterns = patternBooks(patternsOfFile(file), known);
    this.#phrases = phraseBook(sharing(listIn<SpeakingPhrase>(file, 'phrases')), known);
  }

  /** `language`: what the language model says of the text. */
  find(text: string, language: LanguageFinding): ServiceFinding {
    const shown = this.#show(text);
    if (this.#saidCount === 0) return nothing;
    const phrases = phrasesOf(this.#said, this.#saidCount, this.#phrases);
    const { name } = language;
    const patterns = patternsOf(this.#said, this.#saidCount, this.#patterns, name);
    const read = readAs(language);
    const settled = this.#settled[read];
    const model = this.#models[read === 'eng' ? 'own' : read];
    const shares = this.#probabilities(model, shown, { phrases, patterns }, settled, read === 'eng');
    const seen: Seen = { shares, met: [...phrases, ...patterns], settled, model };
    // What is in no language is in none of these kinds either: numbers, names, a shout.
    const kindsFound = name === 'und' && this.#saidCount < 2 ? [] : this.#all(kinds, seen);
    return {
      kinds: kindsFound,
      severity: this.#surest(severities, seen),
      vulnerable: this.#all(vulnerabilities, seen),
      threats: ownWords(this.#all(threats, seen).filter(({ name }) => this.#isSaid(name, seen))),
      abuse: this.#found('abuse', seen),
      spam: this.#found('spam', seen),
      target: this.#surest(targetNames, seen),
    };
  }

  /** Writes the numbers of `serviceWords`, and of those that are said; answers how many the former are. */
  #show(text: string): number {
    const { meaning, meanings } = cutText(text);
    const marks = formOf(text, meanings);
    const count = meanings + marks.length;
    if (this.#shown.length < count) {
      this.#shown = new Int32Array(2 * count);
      this.#said = new Int32Array(2 * count);
    }
    let said = 0;
    for (let n = 0; n < meanings; n++) {
      const number = meaning[n]!;
      this.#shown[n] = number;
      if (vocabulary.words[number]!.charCodeAt(0) > 32) this.#said[said++] = number;
    }
    this.#shown.set(marks, meanings);
    this.#saidCount = said;
    return count;
  }

  #found<Name extends ServiceOutput>(name: Name, seen: Seen): Found<Name> | null {
    const confidence = seen.shares[columns.get(name)!]!;
    return confidence >= seen.settled.from[name]
      ? { name, confidence, because: this.#causes(seen, name) }
      : null;
  }

  /** Whether there is enough to go by: a phrase or pattern of it, or more than a few words. In "Thanks, I will wait" nearly every word was met in somebody's farewell, too. */
  #isSaid(name: Threat, { met }: Seen): boolean {
    return this.#saidCount >= fewestWithoutPhrase || met.some(({ says }) => says.includes(name));
  }

  #all<Name extends ServiceOutput>(names: readonly Name[], seen: Seen): Found<Name>[] {
    const all: Found<Name>[] = [];
    for (const name of names) {
      const found = this.#found(name, seen);
      if (found !== null) all.push(found);
    }
    return all;
  }

  /** What the words as a whole and the phrases in them make probable, output by output. */
  #probabilities(
    model: LinearModel,
    shown: number,
    { phrases, patterns }: Readonly<Record<'phrases' | 'patterns', readonly Met[]>>,
    { evidence: weights }: Settled,
    isEnglish: boolean,
  ): Float64Array {
    const scores = this.#scores;
    model.scoreNumbers(this.#shown, shown, scores);
    if (isEnglish) this.#addMeaning(scores);
    countInto(this.#phrasesFor, phrases);
    countInto(this.#patternsFor, patterns);
    for (let o = 0; o < scores.length; o++) {
      const sum = sumOfEvidence(
        weights[serviceOutputs[o]!],
        scores[o]!,
        this.#phrasesFor[o]!,
        this.#patternsFor[o]!,
      );
      scores[o] = toProbability(sum);
    }
    return scores;
  }

  /** Kinds are the first of all outputs. */
  #addMeaning(scores: Float64Array): void {
    if (!this.#meaning.scoreNumbers(this.#said, this.#saidCount, this.#meanings)) return;
    for (let o = 0; o < kinds.length; o++) scores[o] = withMeaning(scores[o]!, this.#meanings[o]!);
  }

  /** The one that is surest, measured by how sure it must be. */
  #surest<Name extends ServiceOutput>(names: readonly Name[], seen: Seen): Found<Name> | null {
    const {
      shares,
      settled: { from },
    } = seen;
    let best: { name: Name; confidence: number; over: number } | null = null;
    for (const name of names) {
      const confidence = shares[columns.get(name)!]!;
      const over = confidence / from[name];
      if (over >= 1 && (best === null || over > best.over)) best = { name, confidence, over };
    }
    return best === null
      ? null
      : { name: best.name, confidence: best.confidence, because: this.#causes(seen, best.name) };
  }

  /** The phrases that speak for it; without one the words that together make up most of what speaks for it at all, neighbours joined. */
  #causes({ met, model }: Seen, name: ServiceOutput): string[] {
    const words = (from: number, to: number) =>
      Array.from(this.#said.subarray(from, to), (number) => vocabulary.words[number]!);
    const own = met.filter(({ says }) => says.includes(name));
    if (own.length > 0) return own.map(({ at, size }) => words(at, at + size).join(' '));
    return joined(words(0, this.#saidCount), this.#chosen(model, columns.get(name)!));
  }

  /** Which words of the text together make up most of what speaks for an output. */
  #chosen(model: LinearModel, output: number): ReadonlySet<number> {
    const count = this.#saidCount;
    const votes = new Float64Array(count);
    let sum = 0;
    for (let at = 0; at < count; at++) {
      const number = this.#said[at]!;
      // A sign is no reason that anybody could follow.
      if (!hasLetter(vocabulary.words[number]!)) continue;
      votes[at] = Math.max(0, model.parts[model.partAt(number) + output]!);
      sum += votes[at]!;
    }
    const chosen = new Set<number>();
    for (let share = 0; share < 0.5 * sum && chosen.size < mostCauses; ) {
      const most = largest(votes);
      if (votes[most] === 0) break;
      chosen.add(most);
      share += votes[most]!;
      votes[most] = 0;
    }
    return chosen;
  }
}

/** Words given as the reason of a finding, where no phrase is. */
const mostCauses = 5;

/** Where the largest stands; the first of several. */
function largest(votes: Float64Array): number {
  let most = 0;
  for (let at = 1; at < votes.length; at++) if (votes[at]! > votes[most]!) most = at;
  return most;
}

/** Words of a text in which no phrase and no pattern threatens, that is taken for a threat all the same. */
const fewestWithoutPhrase = 8;

/** Beside a threat against oneself one against others must be so sure. */
const besideSelf = 0.8;

/** "I will kill" is most of "I will kill myself", and sounds like a threat against others. One against oneself is never left out: help is offered for it. */
function ownWords(found: Found<Threat>[]): Found<Threat>[] {
  const self = found.find(({ name }) => name === 'self')?.confidence ?? 0;
  return found.filter(({ name, confidence }) => name === 'self' || confidence >= besideSelf * self);
}

function countInto(counts: Int32Array, met: readonly Met[]): void {
  counts.fill(0);
  for (const { says } of met)
    for (const name of says) {
      const column = columns.get(name);
      if (column !== undefined) counts[column]!++;
    }
}

/** The facts of `evidence`, each weighed, without writing them down. */
function sumOfEvidence(weights: readonly number[], score: number, phrases: number, patterns: number): number {
  const [always = 0, words = 0, phrase = 0, phraseMore = 0, pattern = 0, patternMore = 0] = weights;
  let sum = always + score * words;
  if (phrases > 0) sum += phrase;
  if (phrases > 1) sum += phraseMore;
  if (patterns > 0) sum += pattern;
  if (patterns > 1) sum += patternMore;
  return sum;
}

function joined(words: readonly string[], chosen: ReadonlySet<number>): string[] {
  const runs: string[] = [];
  words.forEach((word, at) => {
    if (!chosen.has(at)) return;
    if (chosen.has(at - 1)) runs[runs.length - 1] += ` ${word}`;
    else runs.push(word);
  });
  return runs;
}
