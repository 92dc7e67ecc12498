import { kinds, severities, targetNames, vulnerabilities } from '../src/domain/finding.ts';
import { threats } from '../src/domain/threat.ts';
import { LinearModel, probabilityOf } from '../src/understanding/linearModel.ts';
import type { ModelFile } from '../src/understanding/modelFile.ts';
import { rarestFirst } from '../src/understanding/patternBook.ts';
import {
  evidence,
  type Learned,
  learnedOf,
  type PatternBooks,
  patternBooks,
  patternsIn,
  phraseBook,
  phraseCounts,
  phraseKey,
  phrasesIn,
  type ServiceOutput,
  type Settled,
  serviceOutputs,
  serviceWords,
} from '../src/understanding/service.ts';
import { gravePhrases, listOf, patternsByLanguage, sentences } from './corpus.ts';
import { type Course, type Example, learn } from './learn.ts';
import { learnLogistic } from './logistic.ts';
import { randomFrom } from './random.ts';
import { round } from './round.ts';
import { meantBy, type OfOperator, ofOperators, type Pointed, pointedAfrisenti } from './sets.ts';
import { bestThreshold } from './threshold.ts';

const course: Course = {
  shape: { bits: 19, characters: { from: 2, to: 5 }, pairs: true },
  outputs: serviceOutputs,
  oneOf: false,
  rounds: 6,
  averaged: 3,
  rate: 0.1,
  leastTexts: 1,
  seed: 37,
  bayes: 0,
};

const says = phrasesOfLexicons();
const phrases = phraseBook(says);

/** The phrases of all languages together. What a post is written in is not asked: people call for help in the language of their fear. */
function phrasesOfLexicons(): Map<string, ServiceOutput[]> {
  const found = new Map<string, ServiceOutput[]>();
  for (const { phrase, says } of gravePhrases()) {
    const output = serviceOutputs.find((one) => one === says);
    const key = phraseKey(phrase);
    if (output === undefined || key === '') continue;
    const known = found.get(key) ?? [];
    if (!known.includes(output)) found.set(key, [...known, output]);
  }
  return found;
}

/** Rare things count for more, but not for as much as common ones. */
const mostForRare = 3;

const weightOfRare = (so: number, all: number): number =>
  Math.min(mostForRare, Math.sqrt((all - so) / Math.max(1, so)));

const courseFor = (examples: readonly Example[]): Course => ({
  ...course,
  positives: serviceOutputs.map((_, o) => {
    const so = examples.filter(({ targets }) => targets[o] === 1).length;
    return weightOfRare(so, examples.length);
  }),
});

/** A real post that somebody has read counts for as many sentences of ours. */
const realWeight = 2;
const folds = 4;
/** Of what may not be missed rather too much is said: a false alarm is read by a person, a silence by nobody. */
const beta: Partial<Record<ServiceOutput, number>> = { self: 1.5, violence: 1.5, danger: 1.5 };

/**
 * In a language without real posts the names of places in our threats would be signs of one: there a threat must be likelier than not. Of the rest real posts without a threat keep
 * the limit honest.
 */
const leastSure: Partial<Record<ServiceOutput, number>> = { self: 0.5, violence: 0.5 };

/** A text to learn from, with what a trial must know of it. */
interface Sample extends Example {
  /** Which kind of text it tells about; `both`: only where real posts are too few. */
  learned: Learned | 'both';
  /** Texts of one source are near twins: a trial sees all of them or none. */
  source: string;
  language: string;
}

/** Learns kind, severity, vulnerability and threats from our own sentences and from posts of AfriSenti's training part that we labelled. */
export function trainService(say: (line: string) => void): ModelFile {
  const corrected = ofOperators().filter(({ by }) => by === 'author');
  const samples = [...ours(), ...pointedAfrisenti('learned').map(real), ...corrected.map(ofMembers)];
  const patterns = Object.fromEntries(
    Object.entries(patternsByLanguage('service')).map(([language, one]) => [
      language,
      rarestFirst(
        one,
        samples.filter((sample) => sample.language === language).map(({ words }) => words),
      ),
    ]),
  );
  const settled = settle(samples, patternBooks(patterns), say);
  const learned = learn(samples, courseFor(samples));
  return {
    models: { all: round(learned, course.shape, course.outputs) },
    extra: { settled, phrases: Object.fromEntries(says), patterns },
  };
}

const ours = (): Sample[] =>
  sentences().map(({ text, labels, language, file }) => ({
    words: serviceWords(text),
    targets: targetsOf(labels),
    weight: 1,
    // Sentences of ours in a language of which there are real posts say too little of how often a thing is so.
    learned: learnedOf(language) === 'real' ? 'both' : 'own',
    source: file,
    language,
  }));

const real = ({ text, labels, language, felt }: Pointed, at: number): Sample => ({
  words: serviceWords(text),
  targets: targetsOf({ ...labels, ...meantBy(labels, felt) }).map((target, o) =>
    judgedOnly.includes(serviceOutputs[o]!) ? -1 : target,
  ),
  weight: realWeight,
  learned: 'real',
  source: `real ${at}`,
  language,
});
/** A post that members corrected teaches the aspects of which they spoke, what they left standing in them included, and no other. */
export const ofMembers = (post: OfOperator, at: number): Sample => ({
  ...real(post, at),
  // Whom it means is learned from what feels something; of whom a member says it means, it does.
  targets: targetsOf({ ...post.labels, sentiment: post.labels.sentiment === 'neutral' ? '0' : 'felt' }).map(
    (target, o) => (columnOf(serviceOutputs[o]!) in post.labels ? target : -1),
  ),
  source: `corrected ${at}`,
});

/** Where an output stands in a table of labels. */
function columnOf(output: ServiceOutput): string {
  if (kinds.some((one) => one === output)) return 'kinds';
  if (severities.some((one) => one === output)) return 'severity';
  if (vulnerabilities.some((one) => one === output)) return 'vulnerable';
  if (targetNames.some((one) => one === output)) return 'target';
  return threats.some((one) => one === output) ? 'threat' : 'nuisances';
}

/** What the tables of labelled real posts do not tell. */
const judgedOnly: readonly ServiceOutput[] = ['abuse', 'spam'];

/** 1: means it; 0: does not; -1: feels nothing, or nobody said. */
function targetOf(name: string, { sentiment = '0', target }: Readonly<Record<string, string>>): number {
  if (target === undefined || sentiment === '0') return -1;
  return target === name ? 1 : 0;
}

function targetsOf(labels: Readonly<Record<string, string>>): number[] {
  const so = new Set([
    ...listOf(labels.kinds),
    ...listOf(labels.severity),
    ...listOf(labels.vulnerable),
    ...listOf(labels.threat),
    ...listOf(labels.nuisances),
    ...(labels.abuse === 'yes' ? ['abuse'] : []),
    ...(labels.spam === 'yes' ? ['spam'] : []),
  ]);
  return serviceOutputs.map((output) =>
    targetNames.some((one) => one === output) ? targetOf(output, labels) : so.has(output) ? 1 : 0,
  );
}

/** What is seen of a text that a trial had not learned. */
interface Unseen {
  sample: Sample;
  scores: Float64Array;
  phrases: ReadonlyMap<ServiceOutput, number>;
  patterns: ReadonlyMap<ServiceOutput, number>;
}

/** What words, phrases and patterns are worth, and from which probability on each thing is said, by texts of sources that a trial had not seen. */
function settle(
  samples: readonly Sample[],
  patterns: PatternBooks,
  say: (line: string) => void,
): Record<'real' | 'own', Settled> {
  const foldOf = foldsBySource(samples);
  const unseen: Unseen[] = [];
  for (let n = 0; n < folds; n++) {
    const trial = learn(
      samples.filter((one) => foldOf(one) !== n),
      courseFor(samples),
    );
    const model = new LinearModel(round(trial, course.shape, course.outputs));
    for (const sample of samples.filter((one) => foldOf(one) === n)) {
      const scores = new Float64Array(serviceOutputs.length);
      model.score(sample.words, scores);
      unseen.push({
        sample,
        scores,
        phrases: phraseCounts(phrasesIn(sample.words, phrases)),
        patterns: phraseCounts(patternsIn(sample.words, patterns, sample.language)),
      });
    }
    say(`service: ${n + 1} of ${folds} trials done`);
  }
  return { real: settledFor('real', unseen, say), own: settledFor('own', unseen, say) };
}

function foldsBySource(samples: readonly Sample[]): (one: Sample) => number {
  const random = randomFrom(41);
  const fold = new Map<string, number>();
  for (const { source } of samples) if (!fold.has(source)) fold.set(source, Math.floor(random() * folds));
  return ({ source }) => fold.get(source)!;
}

/** With fewer of them in the real posts our own sentences tell where a thing begins. */
const fewest = 40;

function settledFor(
  learned: 'real' | 'own',
  unseen: readonly Unseen[],
  say: (line: string) => void,
): Settled {
  const own = unseen.filter(({ sample }) => sample.learned === learned);
  const entries = serviceOutputs.map((name, o) => {
    const told = own.filter(({ sample }) => sample.targets[o]! >= 0);
    const so = told.filter(({ sample }) => sample.targets[o] === 1).length;
    const enough = so >= fewest ? told : unseen.filter(({ sample }) => sample.targets[o]! >= 0);
    const found = settleOne(name, o, enough, (line) => say(`service, ${learned}: ${line}`));
    const least = learned === 'own' ? (leastSure[name] ?? 0) : 0;
    return { name, weights: found.weights, from: Math.max(found.from, least) };
  });
  const byName = <Value>(value: (one: (typeof entries)[number]) => Value) =>
    Object.fromEntries(entries.map((one) => [one.name, value(one)])) as Record<ServiceOutput, Value>;
  return { from: byName(({ from }) => from), evidence: byName(({ weights }) => weights) };
}

/** Times that the few facts of a thing are gone over. */
const roundsOfEvidence = 4;

/** Learns for one thing what the words as a whole and its phrases are worth, and from where on it is said. */
function settleOne(name: ServiceOutput, o: number, told: readonly Unseen[], say: (line: string) => void) {
  const so = told.filter(({ sample }) => sample.targets[o] === 1).length;
  const rare = weightOfRare(so, told.length);
  const facts = told.map(({ sample, scores, phrases: met, patterns }) => ({
    facts: evidence(scores[o]!, met.get(name) ?? 0, patterns.get(name) ?? 0),
    is: sample.targets[o]!,
    weight: sample.targets[o] === 1 ? rare : 1,
  }));
  const weights = learnLogistic(facts, roundsOfEvidence);
  const judged = facts.map(({ facts: of, is }) => ({
    probability: probabilityOf(of, weights),
    is: is === 1,
  }));
  const { from, f } = bestThreshold(judged, beta[name] ?? 1);
  say(`${name} from ${from.toFixed(2)}, F ${(100 * f).toFixed(1)} of ${so}, evidence ${weights.join(' ')}`);
  return { from, weights };
}
