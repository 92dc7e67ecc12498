import { type Language, type LanguageExtra, languages, mixtureOf } from '../src/understanding/language.ts';
import { LinearModel, probabilityOf, toShares } from '../src/understanding/linearModel.ts';
import type { ModelFile } from '../src/understanding/modelFile.ts';
import { wordsOfLanguage } from '../src/understanding/words.ts';
import { houseReplies, type Labelled, sentences } from './corpus.ts';
import { type Course, type Example, learn } from './learn.ts';
import { learnLogistic, temperatureOf } from './logistic.ts';
import { randomFrom } from './random.ts';
import { round } from './round.ts';
import { afrisenti, afrisentiLanguages, ofOperators } from './sets.ts';

const course: Course = {
  shape: { bits: 18, characters: { from: 1, to: 4 }, pairs: false },
  outputs: languages,
  oneOf: true,
  rounds: 4,
  rate: 0.5,
  leastTexts: 1,
  bayes: 0,
  seed: 11,
};

/** Of so many texts a piece of two to four words is learned from as well, often cut in the middle of a word. */
const cutShare = 0.6;
const cutWeight = 0.7;
/** A language with few texts counts for more, but not for as many as the largest. */
const evenTo = 5_000;
/** A text that is wrongly called mixed is as bad as so many that are not noticed. */
const mixedWeight = 1.5;

/** Learns to tell languages from AfriSenti's training part and our own sentences; none of the texts that judge it. */
export function trainLanguage(say: (line: string) => void): ModelFile {
  const examples = evened([...texts(), ...cuts(texts())]);
  const random = randomFrom(5);
  const held = examples.map(() => random() < 0.15);
  const first = learn(
    examples.filter((_, at) => !held[at]),
    course,
  );
  const trial = new LinearModel(round(first, course.shape, course.outputs));
  say('language: first half of the course done');
  const extra = secondStage(
    trial,
    examples.filter((_, at) => held[at]),
  );
  const learned = learn(examples, course);
  return { models: { all: round(learned, course.shape, course.outputs) }, extra };
}

/** A text, and whether it is a real post. */
interface Text extends Example {
  real: boolean;
}

/** Everything in one language. */
function texts(): Text[] {
  const tweets = afrisentiLanguages.flatMap((language) =>
    afrisenti(language, 'train').map(({ text }) => ({ ...exampleOf(text, language, 1), real: true })),
  );
  const own = [...sentences(), ...houseReplies()].filter(inOneLanguage);
  const corrected = ofOperators().flatMap(({ text, language, languageSaid }) => {
    const one = languages.find((name) => name === language);
    return one === undefined || !languageSaid ? [] : [{ ...exampleOf(text, one, 1), real: true }];
  });
  return [
    ...tweets,
    ...corrected,
    ...own.map(({ text, language }) => exampleOf(text, language as Language, 1)),
  ].filter(({ words }) => words.length > 0);
}

/** Pidgin of the streets is written half in English, as its public posts are: of those there are enough, and more would take English for Pidgin. */
const inOneLanguage = ({ language, file }: Labelled): boolean =>
  languages.some((one) => one === language) && !/pcm.street/.test(file);

function exampleOf(text: string, language: Language, weight: number): Text {
  const targets = languages.map((one) => (one === language ? 1 : 0));
  return { words: wordsOfLanguage(text), targets, weight, real: false };
}

function cuts(whole: readonly Text[]): Text[] {
  const random = randomFrom(3);
  return whole
    .filter(({ words }) => words.length > 5 && random() < cutShare)
    .map((example) => {
      const count = 2 + Math.floor(random() * 3);
      const from = random() < 0.6 ? 0 : Math.floor(random() * (example.words.length - count));
      const words = example.words.slice(from, from + count);
      const last = words[count - 1] ?? '';
      if (random() < 0.5) words[count - 1] = last.slice(0, 1 + Math.floor(random() * last.length));
      return { ...example, words, weight: cutWeight, real: false };
    });
}

function evened(examples: readonly Text[]): Text[] {
  const sums = languages.map(() => 0);
  const of = ({ targets }: Example) => targets.indexOf(1);
  for (const example of examples) sums[of(example)]! += example.weight;
  return examples.map((example) => ({
    ...example,
    weight: example.weight * Math.min(2, Math.sqrt(evenTo / sums[of(example)]!)),
  }));
}

/** Learns on texts that the trial has not seen how much its shares are worth, and when a text is mixed. */
function secondStage(trial: LinearModel, unseen: readonly Text[]): LanguageExtra {
  const scored = unseen.map((example) => {
    const scores = new Float64Array(languages.length);
    trial.score(example.words, scores);
    return { scores, target: example.targets.indexOf(1) };
  });
  const temperature = temperatureOf(scored);
  const factsOf = (words: readonly string[]) => {
    const shares = new Float64Array(languages.length);
    trial.score(words, shares);
    for (let o = 0; o < shares.length; o++) shares[o]! /= temperature;
    toShares(shares);
    return mixtureOf(trial, words, shares, shares.indexOf(Math.max(...shares)));
  };
  const alone = unseen
    .filter(({ words }) => words.length >= 5)
    .map(({ words, targets, real }) => ({
      facts: factsOf(words),
      is: 0,
      weight: 1,
      language: languages[targets.indexOf(1)]!,
      real,
    }));
  const mixed = sentences()
    .filter(({ language }) => language === 'mixed')
    .map(({ text }) => ({ facts: factsOf(wordsOfLanguage(text)), is: 1, weight: mixedWeight }));
  const mixture = learnLogistic([...alone, ...mixed], 40);
  const mixedFrom = Object.fromEntries(
    languages.map((language) => {
      const all = alone.filter((one) => one.language === language);
      const posts = all.filter(({ real }) => real);
      const own = posts.length > 0 ? posts : all;
      return [language, limitOf(own.map(({ facts }) => probabilityOf(facts, mixture)))];
    }),
  ) as Record<Language, number>;
  return { mixture, mixedFrom, temperature };
}

/** Of posts in one language so many may be called mixed; real posts count where there are any, which mix more than sentences of ours. */
const calledMixed = 0.01;

function limitOf(probabilities: number[]): number {
  const sorted = probabilities.sort((a, b) => a - b);
  const limit = sorted[Math.floor((1 - calledMixed) * (sorted.length - 1))] ?? 0.5;
  return Number(Math.max(0.5, limit).toFixed(4));
}
