import { LinearModel, probabilityOf } from '../src/understanding/linearModel.ts';
import type { ModelFile } from '../src/understanding/modelFile.ts';
import { PatternBook, rarestFirst } from '../src/understanding/patternBook.ts';
import { listsOfPatterns, type Patterns } from '../src/understanding/patterns.ts';
import {
  readReply,
  type Saying,
  type Sentence,
  sayings,
  saysEvidence,
  saysPatterns,
} from '../src/understanding/says.ts';
import { wordsOfMeaning } from '../src/understanding/words.ts';
import { houseReplies, listOf, patternsOf } from './corpus.ts';
import { type Course, type Example, learn } from './learn.ts';
import { type Fact, learnLogistic } from './logistic.ts';
import { randomFrom } from './random.ts';
import { round } from './round.ts';
import { ofOperators } from './sets.ts';
import { bestThreshold, lowestThreshold, reachedFrom } from './threshold.ts';

const course: Course = {
  shape: { bits: 18, characters: { from: 2, to: 4 }, pairs: true },
  outputs: sayings,
  oneOf: false,
  rounds: 8,
  rate: 0.15,
  leastTexts: 1,
  seed: 43,
  bayes: 0,
};

const folds = 5;

/** A reply of one sentence, or one of several, of which nobody said which does what. */
interface Reply {
  sentences: Sentence[];
  says: Set<string>;
}

/**
 * Learns what replies do from invented ones. A reply is labelled as a whole: where it has several sentences, each thing is learned from the sentence in which a
 * model of the replies of one sentence finds it most, and from the others that they do not say it.
 */
export function trainSays(say: (line: string) => void): ModelFile {
  const corrected = ofOperators().filter(({ by, labels }) => by === 'house' && labels.says !== undefined);
  const texts = [...houseReplies(), ...corrected];
  const patterns: Patterns = rarestFirst(
    patternsOf('says'),
    texts.map(({ text }) => wordsOfMeaning(text)),
  );
  const book = new PatternBook(patterns);
  const replies = texts.map(({ text, labels }) => ({
    sentences: readReply(text, book),
    says: new Set(listOf(labels.says)),
  }));
  const found = settled(replies, say);
  return {
    models: { all: roundedOf(examplesOf(replies)) },
    extra: found,
    lists: listsOfPatterns({ [saysPatterns]: patterns }),
  };
}

const roundedOf = (learned: readonly Learned[]) =>
  round(
    learn(
      learned.map(({ example }) => example),
      course,
    ),
    course.shape,
    course.outputs,
  );

interface Learned {
  sentence: Sentence;
  example: Example;
}

const learnedFrom = (sentence: Sentence, targets: readonly number[]): Learned => ({
  sentence,
  example: { words: sentence.words, targets, weight: 1 },
});

/** The sentences of replies, each with what it says; -1 where that is not known. */
function examplesOf(replies: readonly Reply[]): Learned[] {
  const targetsOf = ({ says }: Reply) => sayings.map((name) => (says.has(name) ? 1 : 0));
  const short = replies
    .filter(({ sentences }) => sentences.length === 1)
    .map((reply) => learnedFrom(reply.sentences[0]!, targetsOf(reply)));
  const first = new LinearModel(roundedOf(short));
  return [
    ...short,
    ...replies.filter(({ sentences }) => sentences.length > 1).flatMap((reply) => partsOf(reply, first)),
  ];
}

/** What a pattern is worth when the sentence of a thing is looked for: more than any score of words. */
const cueWorth = 4;

function partsOf({ sentences, says }: Reply, first: LinearModel): Learned[] {
  const scores = sentences.map(({ words, cues }) => {
    const own = new Float64Array(sayings.length);
    first.score(words, own);
    return own.map((score, o) => score + (cues.has(sayings[o]!) ? cueWorth : 0));
  });
  const chosen = sayings.map((name, o) =>
    says.has(name) ? scores.reduce((best, own, at) => (own[o]! > scores[best]![o]! ? at : best), 0) : -1,
  );
  return sentences.map((sentence, at) =>
    learnedFrom(
      sentence,
      // What a reply says may stand in two of its sentences: the others are only told apart where it says no such thing.
      sayings.map((name, o) => (chosen[o] === at ? 1 : says.has(name) && name !== 'promise' ? -1 : 0)),
    ),
  );
}

interface Unseen {
  reply: Reply;
  scores: Float64Array[];
  targets: (readonly number[])[];
}

/** What patterns and words are worth, and from which probability on each thing is said, on replies that a trial had not seen. */
function settled(replies: readonly Reply[], say: (line: string) => void) {
  const random = randomFrom(47);
  const fold = replies.map(() => Math.floor(random() * folds));
  const unseen: Unseen[] = [];
  for (let n = 0; n < folds; n++) {
    const learned = examplesOf(replies.filter((_, at) => fold[at] !== n));
    const model = new LinearModel(roundedOf(learned));
    for (const reply of replies.filter((_, at) => fold[at] === n)) {
      const scores = reply.sentences.map(({ words }) => {
        const own = new Float64Array(sayings.length);
        model.score(words, own);
        return own;
      });
      const parts =
        reply.sentences.length === 1
          ? [
              learnedFrom(
                reply.sentences[0]!,
                sayings.map((name) => (reply.says.has(name) ? 1 : 0)),
              ),
            ]
          : partsOf(reply, model);
      unseen.push({ reply, scores, targets: parts.map(({ example }) => example.targets) });
    }
  }
  const found = sayings.map((name, o) => settle(name, o, unseen, say));
  const byName = <Value>(value: (one: (typeof found)[number]) => Value) =>
    Object.fromEntries(found.map((one) => [one.name, value(one)])) as Record<Saying, Value>;
  return { from: byName(({ from }) => from), evidence: byName(({ weights }) => weights) };
}

/**
 * Of a promise that nobody notices nobody keeps a date, and a false one is denied with a press: as many are said as so many false alarms among replies without a promise
 * allow. Our own near misses are many more than those of a real desk.
 */
const mostAlarms: Partial<Record<Saying, number>> = { promise: 0.12 };

/** Times that the few facts of a thing are gone over. */
const roundsOfEvidence = 40;

function settle(name: Saying, o: number, unseen: readonly Unseen[], say: (line: string) => void) {
  const facts = unseen.flatMap(({ reply, scores, targets }) =>
    reply.sentences.flatMap((sentence, at): Fact[] => {
      const is = targets[at]![o]!;
      return is < 0 ? [] : [{ facts: saysEvidence(name, scores[at]![o]!, sentence), is, weight: 1 }];
    }),
  );
  const weights = learnLogistic(facts, roundsOfEvidence);
  const told = unseen.map(({ reply, scores }) => ({
    probability: reply.sentences.reduce(
      (most, sentence, at) =>
        Math.max(most, probabilityOf(saysEvidence(name, scores[at]![o]!, sentence), weights)),
      0,
    ),
    is: reply.says.has(name),
  }));
  const alarms = mostAlarms[name];
  const from = alarms === undefined ? bestThreshold(told, 1).from : lowestThreshold(told, alarms);
  const { recall, precision, falseAlarms } = reachedFrom(told, from);
  const figures = [recall, precision, falseAlarms].map((share) => (100 * share).toFixed(1));
  say(
    `says: ${name} from ${from.toFixed(2)}, recall ${figures[0]}, precision ${figures[1]}, false alarms ${figures[2]} in a hundred without it, evidence ${weights.join(' ')}`,
  );
  return { name, from, weights };
}
