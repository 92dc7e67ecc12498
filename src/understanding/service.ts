import {
  type Kind,
  kinds,
  nuisances,
  type SeverityName,
  severities,
  type Vulnerability,
  vulnerabilities,
} from '../domain/finding.ts';
import { type Threat, threats } from '../domain/threat.ts';
import { mark } from './grams.ts';
import type { LanguageName } from './language.ts';
import { LinearModel, probabilityOf } from './linearModel.ts';
import { type ModelFile, onlyModel } from './modelFile.ts';
import { PatternBook, type Patterns } from './patterns.ts';
import { wordsOfMeaning } from './words.ts';

/** Everything that the model says, in the order of its columns. */
export const serviceOutputs = [
  ...kinds,
  ...severities,
  ...vulnerabilities,
  ...threats,
  ...nuisances,
] as const;
export type ServiceOutput = (typeof serviceOutputs)[number];

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
}

/** What belongs to the model besides its weights. */
export interface ServiceExtra {
  /** By where a language was learned: from real posts, or from sentences of our own alone. */
  settled: Record<Learned, Settled>;
  /** Phrases of all languages, lower case, words parted by single spaces, and what they speak for. */
  phrases: Record<string, ServiceOutput[]>;
  /** By language, patterns of words and what they speak for. */
  patterns: Record<string, Patterns>;
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

/** Phrases word by word: what the words until here speak for, and which words go on. */
export interface PhraseNode {
  says: readonly ServiceOutput[] | null;
  next: Map<string, PhraseNode> | null;
}
/** By their first words. */
export type Phrases = ReadonlyMap<string, PhraseNode>;

/** Longest phrase, in words; a longer one is never found. */
const longestPhrase = 4;

/** Phrases as they are looked up. */
export function phraseBook(says: ReadonlyMap<string, readonly ServiceOutput[]>): Phrases {
  const first = new Map<string, PhraseNode>();
  for (const [phrase, speaksFor] of says) {
    const words = phrase.split(' ');
    if (words.length > longestPhrase) continue;
    let nodes = first;
    words.forEach((word, at) => {
      const node = nodes.get(word) ?? { says: null, next: null };
      nodes.set(word, node);
      if (at === words.length - 1) node.says = speaksFor;
      else {
        node.next ??= new Map();
        nodes = node.next;
      }
    });
  }
  return first;
}

/** A phrase as it was met in a text. */
export interface Met {
  /** Where its first word stands, and how many there are. */
  at: number;
  size: number;
  says: readonly ServiceOutput[];
}

/** The phrases in a text, longest first at each place, none inside another. */
export function phrasesIn(words: readonly string[], phrases: Phrases): Met[] {
  const met: Met[] = [];
  for (let at = 0; at < words.length; at++) {
    let node = phrases.get(words[at]!);
    let found: Met | null = null;
    for (let size = 1; node !== undefined; size++) {
      if (node.says !== null) found = { at, size, says: node.says };
      node = at + size < words.length ? node.next?.get(words[at + size]!) : undefined;
    }
    if (found === null) continue;
    met.push(found);
    at += found.size - 1;
  }
  return met;
}

/** A phrase as it is looked up: cut into words as a post is. */
export const phraseKey = (phrase: string): string => wordsOfMeaning(phrase).join(' ');

/** How many phrases of a text speak for each thing. */
export function phraseCounts(met: readonly Met[]): Map<ServiceOutput, number> {
  const counts = new Map<ServiceOutput, number>();
  for (const { says } of met) for (const name of says) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
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

/** Books of patterns by language. */
export type PatternBooks = ReadonlyMap<string, PatternBook>;
export const patternBooks = (patterns: Readonly<Record<string, Patterns>>): PatternBooks =>
  new Map(Object.entries(patterns).map(([language, one]) => [language, new PatternBook(one)]));

/** Languages whose patterns are looked for in a text of a language: its own, and those that are mixed into it. In any other all are. */
const beside: Readonly<Record<string, readonly string[]>> = {
  eng: ['eng', 'pcm'],
  fra: ['fra'],
  swa: ['swa', 'eng'],
  kin: ['kin', 'fra', 'eng'],
  pcm: ['pcm', 'eng'],
  hau: ['hau', 'pcm', 'eng'],
  yor: ['yor', 'pcm', 'eng'],
  ibo: ['ibo', 'pcm', 'eng'],
  amh: ['amh', 'eng'],
  por: ['por'],
};

/** The patterns in a text, as phrases are told. */
export function patternsIn(words: readonly string[], books: PatternBooks, language: string): Met[] {
  const met: Met[] = [];
  for (const name of beside[language] ?? books.keys())
    for (const { at, size, says } of books.get(name)?.find(words) ?? [])
      met.push({ at, size, says: [says as ServiceOutput] });
  return met;
}

/** What the model is shown of a text: its words, and facts on its form that no word tells. */
export function serviceWords(text: string): string[] {
  const words = wordsOfMeaning(text);
  const handles = (text.match(/[@＠]\p{L}/gu) ?? []).length;
  return [
    ...words,
    mark(`handles${Math.min(handles, 3)}`),
    mark(`words${Math.min(6, Math.floor(words.length / 4))}`),
    ...(/^\s*[."'-]?\s*[@＠]/.test(text) ? [mark('begins with a handle')] : []),
    ...(/https?:/i.test(text) ? [mark('links')] : []),
    ...(/[?？؟፧]/.test(text) ? [mark('asks')] : []),
    ...(/[!！]/.test(text) ? [mark('exclaims')] : []),
    ...(/\p{N}/u.test(text) ? [mark('numbers')] : []),
  ];
}

const hasLetter = /[\p{L}\p{N}]/u;

const nothing: ServiceFinding = {
  kinds: [],
  severity: null,
  vulnerable: [],
  threats: [],
  abuse: null,
  spam: null,
};

/** Tells what a post wants of a desk: its kind, how grave it is and for whom, and what is no matter of a desk at all. */
export class ServiceModel {
  readonly #model: LinearModel;
  readonly #extra: ServiceExtra;
  readonly #phrases: Phrases;
  readonly #patterns: PatternBooks;
  readonly #scores = new Float64Array(serviceOutputs.length);

  constructor(file: ModelFile) {
    this.#model = new LinearModel(onlyModel(file));
    const extra = file.extra as ServiceExtra;
    this.#extra = extra;
    this.#phrases = phraseBook(new Map(Object.entries(extra.phrases)));
    this.#patterns = patternBooks(extra.patterns);
  }

  find(text: string, language: LanguageName): ServiceFinding {
    const words = serviceWords(text);
    const said = words.filter((word) => word.charCodeAt(0) > 32);
    if (said.length === 0) return nothing;
    const phrases = phrasesIn(said, this.#phrases);
    const patterns = patternsIn(said, this.#patterns, language);
    const settled = this.#extra.settled[learnedOf(language)];
    const shares = this.#probabilities(words, phrases, patterns, settled);
    const met = [...phrases, ...patterns];
    const found = <Name extends ServiceOutput>(name: Name): Found<Name> | null => {
      const confidence = shares[serviceOutputs.indexOf(name)]!;
      return confidence >= settled.from[name]
        ? { name, confidence, because: this.#causes(said, met, name) }
        : null;
    };
    const all = <Name extends ServiceOutput>(names: readonly Name[]) =>
      names.map(found).filter((one) => one !== null);
    // What is in no language is in none of these kinds either: numbers, names, a shout.
    const kindsFound = language === 'und' && said.length < 2 ? [] : all(kinds);
    return {
      kinds: kindsFound,
      severity: this.#gravest(shares, said, met, settled),
      vulnerable: all(vulnerabilities),
      threats: all(threats),
      abuse: found('abuse'),
      spam: found('spam'),
    };
  }

  /** What the words as a whole and the phrases in them make probable, output by output. */
  #probabilities(
    words: readonly string[],
    phrases: readonly Met[],
    patterns: readonly Met[],
    { evidence: weights }: Settled,
  ): Float64Array {
    this.#model.score(words, this.#scores);
    const met = phraseCounts(phrases);
    const shaped = phraseCounts(patterns);
    serviceOutputs.forEach((name, o) => {
      const facts = evidence(this.#scores[o]!, met.get(name) ?? 0, shaped.get(name) ?? 0);
      this.#scores[o] = probabilityOf(facts, weights[name]);
    });
    return this.#scores;
  }

  /** The one that is surest, measured by how sure it must be. */
  #gravest(
    shares: Float64Array,
    words: readonly string[],
    met: readonly Met[],
    { from }: Settled,
  ): Found<SeverityName> | null {
    let best: { name: SeverityName; confidence: number; over: number } | null = null;
    for (const name of severities) {
      const confidence = shares[serviceOutputs.indexOf(name)]!;
      const over = confidence / from[name];
      if (over >= 1 && (best === null || over > best.over)) best = { name, confidence, over };
    }
    return best === null
      ? null
      : { name: best.name, confidence: best.confidence, because: this.#causes(words, met, best.name) };
  }

  /** The phrases that speak for it; without one the words that together make up most of what speaks for it at all, neighbours joined. */
  #causes(words: readonly string[], met: readonly Met[], name: ServiceOutput): string[] {
    const own = met.filter(({ says }) => says.includes(name));
    if (own.length > 0) return own.map(({ at, size }) => words.slice(at, at + size).join(' '));
    const output = serviceOutputs.indexOf(name);
    const votes = words.map((word) => {
      // A sign is no reason that anybody could follow.
      return hasLetter.test(word) ? Math.max(0, this.#model.partOfWord(word)[output]!) : 0;
    });
    const sum = votes.reduce((all, vote) => all + vote, 0);
    const order = [...votes.keys()].sort((a, b) => votes[b]! - votes[a]! || a - b);
    const chosen = new Set<number>();
    let share = 0;
    for (const at of order) {
      if (share >= 0.5 * sum || chosen.size >= 5 || votes[at] === 0) break;
      chosen.add(at);
      share += votes[at]!;
    }
    return joined(words, chosen);
  }
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
