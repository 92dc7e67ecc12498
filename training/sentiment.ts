import { basename } from 'node:path';
import { type Language, languages } from '../src/understanding/language.ts';
import { LinearModel } from '../src/understanding/linearModel.ts';
import type { ModelFile } from '../src/understanding/modelFile.ts';
import { type SentimentExtra, sentiments, sentimentWords } from '../src/understanding/sentiment.ts';
import { lexiconOf, sentences } from './corpus.ts';
import { type Course, type Example, learn } from './learn.ts';
import { temperatureOf } from './logistic.ts';
import { randomFrom } from './random.ts';
import { round } from './round.ts';
import { afrisenti, afrisentiLanguages, ofOperators } from './sets.ts';

/** Chosen by the posts of the training part that a trial had not seen (`crossed`). */
const courseOf = (language: Language): Course => ({
  shape: { bits: 18, characters: { from: 3, to: 6 }, pairs: true },
  outputs: sentiments,
  oneOf: true,
  rounds: 6,
  averaged: 3,
  rate: 0.15,
  leastTexts: 1,
  seed: 23,
  bayes: language === 'pcm' ? 2 : 1,
});

/** Of our own sentences: those written in the world of the public posts, and those of customers. */
const weights = { street: 1, own: 0.5 };
/** Written for other things: on posts that a trial had not seen, Swahili was told worse with them (60 in a hundred) than without (63). Left out in every language. */
const forOtherThings = /street_b|streetc|wants|threats/;
const folds = 5;

const lexicons = Object.fromEntries(languages.map((language) => [language, lexiconOf(language)]));

/** Learns what posts feel, for each language a model of its own, from AfriSenti's training part and our own sentences. */
export function trainSentiment(say: (line: string) => void): ModelFile {
  const models: Record<string, ReturnType<typeof round>> = {};
  const extra: SentimentExtra = { settings: {}, lexicons: {} };
  for (const language of languages) {
    const real = realPosts(language);
    const own = [...ownPosts(language), ...correctedPosts(language)];
    extra.settings[language] = settingsOf(courseOf(language), real, own);
    models[language] = roundedOf(courseOf(language), [...real, ...own]);
    const words = lexicons[language];
    if (words !== undefined && words.size > 0) extra.lexicons[language] = Object.fromEntries(words);
    say(`sentiment: ${language}, ${real.length} posts and ${own.length} sentences`);
  }
  return { models, extra };
}

const roundedOf = (course: Course, examples: readonly Example[]) =>
  round(learn(examples, course), course.shape, course.outputs);

const exampleOf = (text: string, language: Language, label: string, weight: number): Example => ({
  words: sentimentWords(text, language, lexicons),
  targets: sentiments.map((one) => (one === label ? 1 : 0)),
  weight,
});

function realPosts(language: Language): Example[] {
  const known = afrisentiLanguages.find((one) => one === language);
  if (known === undefined) return [];
  return afrisenti(known, 'train').map(({ text, label }) => exampleOf(text, language, label, 1));
}

function ownPosts(language: Language): Example[] {
  return sentences()
    .filter((one) => one.language === language && !forOtherThings.test(basename(one.file)))
    .map(({ text, labels, file }) => {
      const degree = Number(labels.sentiment ?? 0);
      const label = degree < 0 ? 'negative' : degree > 0 ? 'positive' : 'neutral';
      return exampleOf(text, language, label, /street/.test(file) ? weights.street : weights.own);
    });
}

/** Those of which members said what they feel; that it is not what was found says nothing of what it is. */
const correctedPosts = (language: Language): Example[] =>
  ofOperators()
    .filter((one) => one.by === 'author' && one.language === language)
    .flatMap(({ text, labels }) => {
      const felt = sentiments.find((one) => one === labels.sentiment);
      return felt === undefined ? [] : [exampleOf(text, language, felt, 1)];
    });

interface Scored {
  scores: Float64Array;
  target: number;
}

/** What to divide by and what to add, by posts that the model has not learned from; where there is no real post, by sentences of ours. */
function settingsOf(
  course: Course,
  real: readonly Example[],
  own: readonly Example[],
): { temperature: number; biases: number[] } {
  const [judged, always] = real.length > 0 ? [real, own] : [own, []];
  const unseen = crossed(course, judged, always);
  const biases = real.length > 0 ? biasesOf(unseen) : [0, 0, 0];
  const moved = unseen.map(({ scores, target }) => ({
    scores: scores.map((score, o) => score + biases[o]!),
    target,
  }));
  return { temperature: temperatureOf(moved), biases };
}

/** Scores of every judged text by a model that has not seen it. */
function crossed(course: Course, judged: readonly Example[], always: readonly Example[]): Scored[] {
  const random = randomFrom(29);
  const fold = judged.map(() => Math.floor(random() * folds));
  return Array.from({ length: folds }, (_, n) => {
    const model = new LinearModel(
      roundedOf(course, [...judged.filter((_, at) => fold[at] !== n), ...always]),
    );
    return judged
      .filter((_, at) => fold[at] === n)
      .map(({ words, targets }) => {
        const scores = new Float64Array(sentiments.length);
        model.score(words, scores);
        return { scores, target: targets.indexOf(1) };
      });
  }).flat();
}

/** What is best added to the scores of negative and positive, by weighted F1; nothing where it gains too little to be more than chance. */
function biasesOf(unseen: readonly Scored[]): number[] {
  let best = { f1: weightedF1(unseen, [0, 0, 0]) + 0.002, biases: [0, 0, 0] };
  for (let low = -8; low <= 8; low++)
    for (let high = -8; high <= 8; high++) {
      const biases = [low / 10, 0, high / 10];
      const f1 = weightedF1(unseen, biases);
      if (f1 > best.f1) best = { f1, biases };
    }
  return best.biases;
}

function weightedF1(all: readonly Scored[], biases: readonly number[]): number {
  const right = [0, 0, 0];
  const said = [0, 0, 0];
  const are = [0, 0, 0];
  for (const { scores, target } of all) {
    let best = 0;
    for (let o = 1; o < 3; o++) if (scores[o]! + biases[o]! > scores[best]! + biases[best]!) best = o;
    said[best]!++;
    are[target]!++;
    if (best === target) right[target]!++;
  }
  return are.reduce((sum, n, o) => sum + (n * 2 * right[o]!) / Math.max(1, said[o]! + n) / all.length, 0);
}
