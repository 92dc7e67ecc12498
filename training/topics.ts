/**
 * Judges the learning of topics on the starter packs, ten times a tenth of each pack's sentences that a reader has not learned: `node training/topics.ts`, and part of `npm run evaluate`. `--settle` prints
 * the constants with which `sure` is right as often as it says.
 */
import { figuresOf, type Judged } from '../src/understanding/judging/figures.ts';
import { probabilityOf } from '../src/understanding/linearModel.ts';
import { type TopicPack, topicPacks } from '../src/understanding/topicPacks.ts';
import { facts, learnTopics, type TopicReader } from '../src/understanding/topics.ts';
import { type Background, backgroundOf } from '../src/understanding/topicWeights.ts';
import { majority, naiveBayes, type Taught } from './baselines.ts';
import { sentences } from './corpus.ts';
import type { Fact } from './logistic.ts';
import { randomFrom } from './random.ts';

const folds = 10;
/** Examples for each topic; a tenth of the thirty judges. */
const amounts = [10, 20, 27];
/** Sentences of no topic at all that are looked at. */
const idleTexts = 600;

/** Topics that an organisation might have together. */
interface Taxonomy {
  topics: { id: string; names: readonly string[]; examples: readonly string[] }[];
  background: Background;
  /** Sentences of other packs. */
  others: string[];
}

interface Fold {
  taught: Taught[];
  judged: Taught[];
}

function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const random = randomFrom(seed);
  return items
    .map((item) => ({ item, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item);
}

const topicsOf = ({ sector, topics }: TopicPack) =>
  topics.map(({ key, names, examples }) => ({
    id: `${sector}/${key}`,
    names: Object.values(names),
    examples,
  }));

/** The packs' own sentences are left out of what is known of texts in general: those that judge would be among them. */
function taxonomyOf(own: readonly TopicPack[]): Taxonomy {
  const others = topicPacks()
    .filter(({ sector }) => !own.some((pack) => pack.sector === sector))
    .flatMap(topicsOf)
    .flatMap(({ examples }) => examples);
  return {
    topics: own.flatMap(topicsOf),
    background: backgroundOf(others),
    others: shuffled(others, 5),
  };
}

const unnamed = (taxonomy: Taxonomy): Taxonomy => ({
  ...taxonomy,
  topics: taxonomy.topics.map((topic) => ({ ...topic, names: [] })),
});

function foldsOf({ topics }: Taxonomy, amount: number): Fold[] {
  const texts = topics.map(({ id, examples }, at) =>
    shuffled(examples, 100 + at).map((text) => ({ text, label: id })),
  );
  return Array.from({ length: folds }, (_, fold) => ({
    taught: texts.flatMap((own) => own.filter((_, at) => at % folds !== fold).slice(0, amount)),
    judged: texts.flatMap((own) => own.filter((_, at) => at % folds === fold)),
  }));
}

const readerOf = ({ topics, background }: Taxonomy, taught: readonly Taught[]): TopicReader =>
  learnTopics(
    topics.map(({ id, names }) => ({
      id,
      names,
      examples: taught.filter(({ label }) => label === id).map(({ text }) => text),
    })),
    background,
  );

/** Sentences of ours that are nobody's matter: what people write to each other. */
const idle = (): string[] =>
  shuffled(
    sentences().filter(({ labels }) => labels.topic === undefined && (labels.kinds ?? 'other') === 'other'),
    7,
  )
    .slice(0, idleTexts)
    .map(({ text }) => text);

/** Something that a reader said, and whether it is so. */
interface Said {
  sure: number;
  is: boolean;
}

/** Shares of texts, 0 to 1, but for `said`. */
interface Score {
  /** Macro F1 of the first choice, sure or not. */
  reader: number;
  majority: number;
  bayes: number;
  /** Told rightly and wrongly where only what is sure enough is told. */
  right: number;
  wrong: number;
  /** Of other packs' sentences, and of those of no topic: how many get one. */
  others: number;
  idle: number;
  said: Said[];
}

const share = (texts: readonly string[], is: (text: string) => boolean): number =>
  texts.filter(is).length / Math.max(1, texts.length);

const partOf = (texts: readonly string[], fold: number) => texts.filter((_, at) => at % folds === fold);

/** As many texts of no topic as of one: half of other packs, half idle. */
const strangersOf = (
  { others }: Taxonomy,
  noTopic: readonly string[],
  fold: number,
  count: number,
): string[] => [
  ...partOf(noTopic, fold).slice(0, Math.ceil(count / 2)),
  ...partOf(others, fold).slice(0, Math.floor(count / 2)),
];

function judge(taxonomy: Taxonomy, amount: number, noTopic: readonly string[]): Score {
  const choices: Record<'reader' | 'majority' | 'bayes', Judged[]> = { reader: [], majority: [], bayes: [] };
  const score = { right: 0, wrong: 0, others: 0, idle: 0, said: [] as Said[] };
  foldsOf(taxonomy, amount).forEach(({ taught, judged }, fold) => {
    const reader = readerOf(taxonomy, taught);
    const [most, bayes] = [majority(taught), naiveBayes(taught)];
    const told = (text: string) => reader.find(text).length > 0;
    for (const { text, label } of judged) {
      const [found] = reader.find(text);
      if (found?.id === label) score.right++;
      else if (found !== undefined) score.wrong++;
      choices.reader.push({ truth: [label], said: [reader.find(text, 1)[0]?.id ?? 'none'] });
      choices.majority.push({ truth: [label], said: [most(text)] });
      choices.bayes.push({ truth: [label], said: [bayes(text)] });
      score.said.push(...reader.find(text, 1).map(({ id, sure }) => ({ sure, is: id === label })));
    }
    for (const text of strangersOf(taxonomy, noTopic, fold, judged.length))
      score.said.push(...reader.find(text, 1).map(({ sure }) => ({ sure, is: false })));
    score.others += share(partOf(taxonomy.others, fold), told) / folds;
    score.idle += share(partOf(noTopic, fold), told) / folds;
  });
  return {
    ...score,
    reader: figuresOf(choices.reader).macroF1,
    majority: figuresOf(choices.majority).macroF1,
    bayes: figuresOf(choices.bayes).macroF1,
    right: score.right / choices.reader.length,
    wrong: score.wrong / choices.reader.length,
  };
}

const columns = ['reader', 'bayes', 'majority', 'right', 'wrong', 'others', 'idle'] as const;
const percent = (value: number) => (100 * value).toFixed(1).padStart(9);
const mean = (all: readonly number[]) => all.reduce((sum, one) => sum + one, 0) / all.length;

/** Prints how well topics are learned; answers the mean macro F1 over the packs for each amount of examples, 0 to 1. */
export function judgeTopics(say: (line: string) => void): { examples: number; macroF1: number }[] {
  const noTopic = idle();
  const taxonomies = topicPacks().map((pack) => ({ sector: pack.sector, ...taxonomyOf([pack]) }));
  const said: Said[] = [];
  say(
    'Topics, from so many examples each: macro F1 of the first choice, of naive Bayes and of the majority;',
  );
  say(
    'of the sentences told rightly and wrongly when only what is sure is told, and of other packs and of no topic told at all (%)',
  );
  say(`  ${''.padEnd(22)}${columns.map((column) => column.padStart(9)).join('')}`);
  return amounts.map((amount) => {
    const scores = taxonomies.map((taxonomy) => judge(taxonomy, amount, noTopic));
    const row = (name: string, value: (column: (typeof columns)[number]) => number) =>
      say(
        `  ${String(amount).padEnd(4)}${name.padEnd(18)}${columns.map((column) => percent(value(column))).join('')}`,
      );
    for (const [at, { sector }] of taxonomies.entries()) row(sector, (column) => scores[at]![column]);
    row('all packs', (column) => mean(scores.map((score) => score[column])));
    said.push(...scores.flatMap((score) => score.said));
    if (amount === amounts.at(-1)) tellHonesty(said, say);
    return { examples: amount, macroF1: mean(scores.map((score) => score.reader)) };
  });
}

/** Of what was said to be so sure, how much was right. */
function tellHonesty(said: readonly Said[], say: (line: string) => void): void {
  say('  Said to be sure, and right (%):');
  for (let from = 0; from < 100; from += 10) {
    const own = said.filter(({ sure }) => sure >= from && sure < from + 10);
    if (own.length > 0)
      say(
        `  ${`${from} to ${from + 9}`.padEnd(12)}${percent(mean(own.map(({ is }) => Number(is))))}   ${own.length} answers`,
      );
  }
}

/** Learns what makes a topic probable, on every pack, with and without names, and on packs together: organisations have two topics or sixty. */
function settle(say: (line: string) => void): void {
  const packs = topicPacks();
  const noTopic = idle();
  const taxonomies = [
    ...packs.map((pack) => taxonomyOf([pack])),
    ...packs.map((pack) => unnamed(taxonomyOf([pack]))),
    taxonomyOf(packs.slice(0, 4)),
    taxonomyOf(packs.slice(4)),
    taxonomyOf(packs),
  ];
  const all = taxonomies.flatMap((taxonomy) => {
    const own = amounts.flatMap((amount) =>
      foldsOf(taxonomy, amount).flatMap(({ taught, judged }, fold) => {
        const reader = readerOf(taxonomy, taught);
        const strangers = strangersOf(taxonomy, noTopic, fold, judged.length);
        return [...judged, ...strangers.map((text) => ({ text, label: '' }))].flatMap((one) =>
          factsOf(reader, one, { examples: amount, names: taxonomy.topics[0]!.names.length }),
        );
      }),
    );
    // A taxonomy of sixty topics has most of the texts, and counts for one.
    return own.map((fact) => ({ ...fact, weight: 1 / own.length }));
  });
  say(
    `Topics: ${all.length} facts, worth ${worthOf(all)
      .map((one) => one.toFixed(2))
      .join(', ')}`,
  );
}

/** Steps of Newton's method; it stands still after six. */
const steps = 12;

/** Weights of a logistic regression by Newton's method: these are facts of very different sizes, on which small steps do not arrive. */
function worthOf(all: readonly Fact[]): number[] {
  const size = all[0]?.facts.length ?? 0;
  let weights = new Array<number>(size).fill(0);
  for (let step = 0; step < steps; step++) {
    // Rows of the system: curvature, then slope.
    const rows = weights.map((_, i) => weights.map((_, j) => (i === j ? 1e-6 : 0)).concat(0));
    for (const { facts: x, is, weight } of all) {
      const p = probabilityOf(x, weights);
      rows.forEach((row, i) => {
        for (let j = 0; j < size; j++) row[j]! += weight * p * (1 - p) * x[i]! * x[j]!;
        row[size]! += weight * (is - p) * x[i]!;
      });
    }
    const change = solved(rows);
    weights = weights.map((weight, i) => weight + change[i]!);
  }
  return weights;
}

/** Gauss and Jordan, for a matrix without zeros on its diagonal, as a curvature is; the last column is the right side. */
function solved(rows: readonly number[][]): number[] {
  rows.forEach((own, i) => {
    const by = own[i]!;
    own.forEach((value, j) => {
      own[j] = value / by;
    });
    rows.forEach((other, k) => {
      if (k === i) return;
      const times = other[i]!;
      own.forEach((value, j) => {
        other[j]! -= times * value;
      });
    });
  });
  return rows.map((row) => row.at(-1) ?? 0);
}

/** Of the three nearest topics. */
function factsOf(
  reader: TopicReader,
  { text, label }: Taught,
  known: { examples: number; names: number },
): Fact[] {
  const nearest = reader.nearness(text).sort((one, other) => other.near - one.near);
  return nearest.slice(0, 3).map(({ id, near }, at) => {
    const other = nearest[at === 0 ? 1 : 0]?.near ?? 0;
    return { facts: facts(near, other, known, nearest.length), is: Number(id === label), weight: 1 };
  });
}

if (process.argv[1] === import.meta.filename) {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  if (process.argv.includes('--settle')) settle(say);
  else judgeTopics(say);
}
