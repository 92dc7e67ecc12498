import { type Language, type LanguageExtra, languages, mixtureOf } from '../src/understanding/language.ts';
import { LinearModel, probabilityOf, toShares } from '../src/understanding/linearModel.ts';
import type { ModelFile } from '../src/understanding/modelFile.ts';
import { wordsOfLanguage } from '../src/understanding/words.ts';
import { houseReplies, type Labelled, sentences } from './corpus.ts';
import { type Course, type Example, type Learned, learn } from './learn.ts';
import { learnLogistic, temperatureOf } from './logistic.ts';
import { randomFrom } from './random.ts';
import { round } from './round.ts';
import { afrisenti, afrisentiLanguages, ofOperators } from './sets.ts';

const course: Course = {
  shape: { bits: 18, characters: { from: 1, to: 4 }, pairs: false },
  outputs: languages,
  oneOf: true,
  rounds: 6,
  averaged: 4,
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
/** 0: each text counts the same; 1: each language does. */
const evenness = 0.75;
/** A text that is wrongly called mixed is as bad as so many that are not noticed. */
const mixedWeight = 1.5;

/**
 * Learns to tell languages from AfriSenti's training part and our own sentences; none of the texts that judge it. Public posts are in one language by the name of their file
 * only: from those that a first trial finds mixed English would be learned as Swahili, and they are left out.
 */
export function trainLanguage(say: (line: string) => void): ModelFile {
  const examples = evened([...texts(), ...cuts(texts())]);
  const random = randomFrom(5);
  const held = examples.map(() => random() < 0.15);
  const unseen = examples.filter((_, at) => held[at]);
  const modelOf = (learned: Learned) => new LinearModel(round(learned, course.shape, course.outputs));
  const trialOf = (taught: readonly Text[]): Trial => {
    const learned = learn(taught, course);
    const biases = evenBiases(modelOf(learned), unseen);
    const model = modelOf(biased(learned, biases));
    return { model, biases, extra: secondStage(model, unseen) };
  };
  const first = trialOf(examples.filter((_, at) => !held[at]));
  const pure = examples.map((example) => !example.real || mixtureIn(first, example) < mixedEnough);
  say(`language: first trial done, ${pure.filter((is) => !is).length} posts are mixed`);
  const { extra, biases } = trialOf(examples.filter((_, at) => !held[at] && pure[at]));
  say(`language: second trial done, added ${biases.join(' ')}`);
  const learned = learn(
    examples.filter((_, at) => pure[at]),
    course,
  );
  return { models: { all: round(biased(learned, biases), course.shape, course.outputs) }, extra };
}

const biased = (learned: Learned, biases: readonly number[]): Learned => ({
  ...learned,
  biases: learned.biases.map((bias, o) => bias + biases[o]!),
});

/** In tenths. Our own English is told more easily than what people write: by it alone English would give way to Pidgin altogether. */
const mostAdded = 2;

/** What is added to the scores of each language so that texts, real posts where there are any, which the model has not seen are told as often rightly in each: of Pidgin and English the one of more texts would take the other's. */
function evenBiases(model: LinearModel, unseen: readonly Text[]): number[] {
  const hasReal = new Set(unseen.filter(({ real }) => real).map(({ targets }) => targets.indexOf(1)));
  const judged = unseen.filter(({ real, targets }) => real || !hasReal.has(targets.indexOf(1)));
  const scored = scoredBy(model, judged);
  const biases = languages.map(() => 0);
  for (let pass = 0; pass < 2; pass++)
    languages.forEach((_, o) => {
      let best = { bias: biases[o]!, right: rightIn(scored, biases) };
      for (let step = -mostAdded; step <= mostAdded; step++) {
        const tried = biases.with(o, step / 10);
        const right = rightIn(scored, tried);
        if (right > best.right + 1e-4) best = { bias: step / 10, right };
      }
      biases[o] = best.bias;
    });
  return biases;
}

const scoredBy = (model: LinearModel, texts: readonly Text[]) =>
  texts.map(({ words, targets }) => {
    const scores = new Float64Array(languages.length);
    model.score(words, scores);
    return { scores, target: targets.indexOf(1) };
  });

/** The mean over languages of the share told rightly. */
function rightIn(
  scored: readonly { scores: Float64Array; target: number }[],
  biases: readonly number[],
): number {
  const [right, all] = [languages.map(() => 0), languages.map(() => 0)];
  for (const { scores, target } of scored) {
    let best = 0;
    for (let o = 1; o < scores.length; o++)
      if (scores[o]! + biases[o]! > scores[best]! + biases[best]!) best = o;
    all[target]!++;
    if (best === target) right[target]!++;
  }
  return right.reduce((sum, n, o) => sum + n / Math.max(1, all[o]!), 0) / languages.length;
}

/** A model that has not seen all, and what its second stage learned of the rest. */
interface Trial {
  model: LinearModel;
  biases: readonly number[];
  extra: LanguageExtra;
}

/** From here on a public post is left out as mixed. */
const mixedEnough = 0.5;

function mixtureIn({ model, extra }: Trial, { words }: Example): number {
  return words.length < 5 ? 0 : probabilityOf(factsOfMixture(model, words, extra.temperature), extra.mixture);
}

function factsOfMixture(model: LinearModel, words: readonly string[], temperature: number): number[] {
  const shares = new Float64Array(languages.length);
  model.score(words, shares);
  for (let o = 0; o < shares.length; o++) shares[o]! /= temperature;
  toShares(shares);
  return mixtureOf(model, words, shares, shares.indexOf(Math.max(...shares)));
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
    return one === undefined || !languageSaid ? [] : [exampleOf(text, one, 1)];
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
    weight: example.weight * Math.min(2, (evenTo / sums[of(example)]!) ** evenness),
  }));
}

/** Learns on texts that the trial has not seen how much its shares are worth, and when a text is mixed. */
function secondStage(trial: LinearModel, unseen: readonly Text[]): LanguageExtra {
  const scored = scoredBy(trial, unseen);
  const temperature = temperatureOf(scored);
  const factsOf = (words: readonly string[]) => factsOfMixture(trial, words, temperature);
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
  const ofAll = limitOf(alone.filter(({ real }) => real).map(({ facts }) => probabilityOf(facts, mixture)));
  const mixedFrom = Object.fromEntries(
    languages.map((language) => {
      const all = alone.filter((one) => one.language === language);
      const posts = all.filter(({ real }) => real);
      const own = posts.length > 0 ? posts : all;
      const limit = limitOf(own.map(({ facts }) => probabilityOf(facts, mixture)));
      return [language, posts.length > 0 && posts.length < fewPosts ? Math.max(limit, ofAll) : limit];
    }),
  ) as Record<Language, number>;
  return { mixture, mixedFrom, temperature };
}

/** Of posts in one language so many may be called mixed; real posts count where there are any, which mix more than sentences of ours. */
const calledMixed = 0.01;
/** Of so few posts one in a hundred is chance: the limit of all languages holds where it is higher. */
const fewPosts = 600;

function limitOf(probabilities: number[]): number {
  const sorted = probabilities.sort((a, b) => a - b);
  const limit = sorted[Math.floor((1 - calledMixed) * (sorted.length - 1))] ?? 0.5;
  return Number(Math.max(0.5, limit).toFixed(4));
}
