import { LinearModel, probabilityOf } from '../src/understanding/linearModel.ts';
import type { ModelFile } from '../src/understanding/modelFile.ts';
import {
  evidence,
  phraseBook,
  phraseCounts,
  phraseKey,
  phrasesIn,
  type ServiceOutput,
  serviceOutputs,
  serviceWords,
} from '../src/understanding/service.ts';
import { gravePhrases, listOf, sentences } from './corpus.ts';
import { type Course, type Example, learn } from './learn.ts';
import { learnLogistic } from './logistic.ts';
import { randomFrom } from './random.ts';
import { round } from './round.ts';
import { type Pointed, pointedAfrisenti } from './sets.ts';
import { bestThreshold } from './threshold.ts';

const course: Course = {
  shape: { bits: 19, characters: { from: 2, to: 5 }, pairs: true },
  outputs: serviceOutputs,
  oneOf: false,
  rounds: 6,
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
const beta: Partial<Record<ServiceOutput, number>> = { self: 2, violence: 2, danger: 1.5 };

/** Learns kind, severity, vulnerability and threats from our own sentences and from posts of AfriSenti's training part that we labelled. */
export function trainService(say: (line: string) => void): ModelFile {
  const examples = [...ours(), ...pointedAfrisenti('learned').map(real)];
  const { from, evidence } = thresholds(examples, say);
  const learned = learn(examples, courseFor(examples));
  return {
    models: { all: round(learned, course.shape, course.outputs) },
    extra: { from, evidence, phrases: Object.fromEntries(says) },
  };
}

const ours = (): Example[] =>
  sentences().map(({ text, labels }) => ({
    words: serviceWords(text),
    targets: targetsOf(labels),
    weight: 1,
  }));

const real = ({ text, labels }: Pointed): Example => ({
  words: serviceWords(text),
  targets: targetsOf(labels).map((target, o) => (judgedOnly.includes(serviceOutputs[o]!) ? -1 : target)),
  weight: realWeight,
});
/** What the tables of labelled real posts do not tell. */
const judgedOnly: readonly ServiceOutput[] = ['abuse', 'spam'];

function targetsOf(labels: Readonly<Record<string, string>>): number[] {
  const so = new Set([
    ...listOf(labels.kinds),
    ...listOf(labels.severity),
    ...listOf(labels.vulnerable),
    ...listOf(labels.threat),
    ...(labels.abuse === 'yes' ? ['abuse'] : []),
    ...(labels.spam === 'yes' ? ['spam'] : []),
  ]);
  return serviceOutputs.map((output) => (so.has(output) ? 1 : 0));
}

/** From which probability on each thing is said: where its F measure on texts that a trial had not seen is best. */
function thresholds(
  examples: readonly Example[],
  say: (line: string) => void,
): { from: Record<ServiceOutput, number>; evidence: Record<ServiceOutput, number[]> } {
  const random = randomFrom(41);
  const fold = examples.map(() => Math.floor(random() * folds));
  const unseen: Unseen[] = [];
  for (let n = 0; n < folds; n++) {
    const trial = learn(
      examples.filter((_, at) => fold[at] !== n),
      courseFor(examples),
    );
    const model = new LinearModel(round(trial, course.shape, course.outputs));
    examples.forEach(({ words, targets }, at) => {
      if (fold[at] !== n) return;
      const scores = new Float64Array(serviceOutputs.length);
      model.score(words, scores);
      unseen.push({ scores, targets, phrases: phraseCounts(phrasesIn(words, phrases)) });
    });
    say(`service: ${n + 1} of ${folds} trials done`);
  }
  const found = serviceOutputs.map((name, o) => settle(name, o, unseen, say));
  const byName = <Value>(value: (one: (typeof found)[number]) => Value) =>
    Object.fromEntries(found.map((one) => [one.name, value(one)])) as Record<ServiceOutput, Value>;
  return { from: byName((one) => one.from), evidence: byName((one) => one.weights) };
}

interface Unseen {
  scores: Float64Array;
  phrases: ReadonlyMap<ServiceOutput, number>;
  targets: readonly number[];
}

/** Times that the few facts of a thing are gone over. */
const roundsOfEvidence = 4;

/** Learns for one thing what the words as a whole and its phrases are worth, and from where on it is said. */
function settle(name: ServiceOutput, o: number, unseen: readonly Unseen[], say: (line: string) => void) {
  const told = unseen.filter(({ targets }) => targets[o]! >= 0);
  const so = told.filter(({ targets }) => targets[o] === 1).length;
  const rare = weightOfRare(so, told.length);
  const facts = told.map(({ scores, phrases, targets }) => ({
    facts: evidence(scores[o]!, phrases.get(name) ?? 0),
    is: targets[o]!,
    weight: targets[o] === 1 ? rare : 1,
  }));
  const weights = learnLogistic(facts, roundsOfEvidence);
  const judged = facts.map(({ facts, is }) => ({
    probability: probabilityOf(facts, weights),
    is: is === 1,
  }));
  const { from, f } = bestThreshold(judged, beta[name] ?? 1);
  say(`service: ${name} from ${from.toFixed(2)}, F ${(100 * f).toFixed(1)}, evidence ${weights.join(' ')}`);
  return { name, from, weights };
}
