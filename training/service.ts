import { kinds, severities, targetNames, vulnerabilities } from '../src/domain/finding.ts';
import { threats } from '../src/domain/threat.ts';
import { LinearModel, probabilityOf } from '../src/understanding/linearModel.ts';
import type { ModelFile } from '../src/understanding/modelFile.ts';
import { rarestFirst } from '../src/understanding/patternBook.ts';
import { listsOfPatterns } from '../src/understanding/patterns.ts';
import {
  evidence,
  type Learned,
  learnedOf,
  type ServiceExtra,
  type Settled,
  serviceWords,
  withMeaning,
} from '../src/understanding/service.ts';
import {
  type PatternBooks,
  patternBooks,
  patternsIn,
  phraseBook,
  phraseCounts,
  phraseKey,
  phrasesIn,
} from '../src/understanding/serviceCues.ts';
import { type ServiceOutput, serviceOutputs } from '../src/understanding/serviceOutputs.ts';
import { gravePhrases, listOf, patternsByLanguage, sentences } from './corpus.ts';
import { type Course, type Example, learn } from './learn.ts';
import { learnLogistic } from './logistic.ts';
import { learnMeanings, type Meanings } from './meaning.ts';
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
  text: string;
  /** Of which of the two models it is. */
  learned: Learned;
  /** A real post, read by somebody: it tells of how often a thing is so. Sentences of ours do where there is none. */
  tells: boolean;
  /** Texts of one source are near twins: a trial sees all of them or none. */
  source: string;
  language: string;
}

/** Learns kind, severity, vulnerability and threats from our own sentences and from posts of AfriSenti's training part that we labelled. */
export async function trainService(say: (line: string) => void): Promise<ModelFile> {
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
  const books = patternBooks(patterns);
  const [ofReal, ofOwn] = (['real', 'own'] as const).map((learned) =>
    samples.filter((sample) => sample.learned === learned),
  ) as [Sample[], Sample[]];
  const settledReal = settledFor('real', trials('real', ofReal, books, say), say);
  const english = ofOwn.filter(({ language }) => language === 'eng');
  const meanings = await meaningsOf(english, foldsBySource(ofOwn), say);
  const taughtBy = (kindsOf: Meanings['taughtInTrial'][number]): Taught =>
    new Map(english.map((sample, at) => [sample, kindsOf[at]]));
  const unseen = trials('own', ofOwn, books, say, meanings.taughtInTrial.map(taughtBy));
  const told = new Map(english.map((sample, at) => [sample, meanings.unseen[at]!]));
  const inEnglish = unseen.flatMap((one) => {
    const means = told.get(one.sample);
    const scores = one.scores.map((score, o) => {
      const meaning = means?.[o];
      return meaning === undefined ? score : withMeaning(score, meaning);
    });
    return means === undefined ? [] : [{ ...one, scores }];
  });
  const settled = {
    real: settledReal,
    own: settledFor('own', unseen, say),
    eng: settledFor('own', inEnglish, say),
  };
  return {
    models: {
      real: modelOf(ofReal),
      own: modelOf(ofOwn, taughtBy(meanings.taught)),
      meaning: meanings.vectors,
    },
    extra: { settled, meaning: meanings.extra } satisfies ServiceExtra,
    lists: { phrases: says, meanings: meanings.words, ...listsOfPatterns(patterns) },
  };
}

/** What a teacher holds of the kinds of some texts. */
type Taught = ReadonlyMap<Sample, readonly number[] | undefined>;

const modelOf = (some: readonly Sample[], taught?: Taught) =>
  round(learn(softened(some, taught), courseFor(some)), course.shape, course.outputs);

/** The same with targets half way to what the teacher holds: what it doubts of our labels is learned less surely, and what is near to a kind tells of it. */
const softened = (some: readonly Sample[], taught?: Taught): Example[] =>
  some.map((sample) => {
    const kindsTaught = taught?.get(sample);
    if (kindsTaught === undefined) return sample;
    const targets = sample.targets.map((target, o) =>
      kindsTaught[o] === undefined || target < 0 ? target : (target + kindsTaught[o]) / 2,
    );
    return { ...sample, targets };
  });

const meaningsOf = (
  english: readonly Sample[],
  foldOf: (one: Sample) => number,
  say: (line: string) => void,
): Promise<Meanings> =>
  learnMeanings(
    english.map((sample) => ({
      text: sample.text,
      words: sample.words,
      targets: kinds.map((_, o) => Math.max(0, sample.targets[o]!)),
      fold: foldOf(sample),
    })),
    folds,
    say,
  );

const ours = (): Sample[] =>
  sentences().map(({ text, labels, language, file }) => ({
    text,
    words: serviceWords(text),
    targets: targetsOf(labels),
    weight: 1,
    // Sentences of ours in a language of which there are real posts say too little of how often a thing is so.
    learned: learnedOf(language),
    tells: learnedOf(language) === 'own',
    source: file,
    language,
  }));

const real = ({ text, labels, language, felt }: Pointed, at: number): Sample => ({
  text,
  words: serviceWords(text),
  targets: targetsOf({ ...labels, ...meantBy(labels, felt) }).map((target, o) =>
    judgedOnly.includes(serviceOutputs[o]!) ? -1 : target,
  ),
  weight: realWeight,
  learned: learnedOf(language),
  tells: true,
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

/** What models that had not seen a text, nor any of its source, find in it. */
function trials(
  learned: Learned,
  samples: readonly Sample[],
  patterns: PatternBooks,
  say: (line: string) => void,
  taught: readonly Taught[] = [],
): Unseen[] {
  const foldOf = foldsBySource(samples);
  const unseen: Unseen[] = [];
  for (let n = 0; n < folds; n++) {
    const seen = samples.filter((one) => foldOf(one) !== n);
    const trial = learn(softened(seen, taught[n]), courseFor(samples));
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
    say(`service, ${learned}: ${n + 1} of ${folds} trials done`);
  }
  return unseen;
}

function foldsBySource(samples: readonly Sample[]): (one: Sample) => number {
  const random = randomFrom(41);
  const fold = new Map<string, number>();
  for (const { source } of samples) if (!fold.has(source)) fold.set(source, Math.floor(random() * folds));
  return ({ source }) => fold.get(source)!;
}

/** With fewer of them in the real posts our own sentences tell where a thing begins. */
const fewest = 40;

function settledFor(learned: Learned, unseen: readonly Unseen[], say: (line: string) => void): Settled {
  const telling = unseen.filter(({ sample }) => sample.tells);
  const entries = serviceOutputs.map((name, o) => {
    const told = telling.filter(({ sample }) => sample.targets[o]! >= 0);
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
