import { LinearModel, toProbability } from '../src/understanding/linearModel.ts';
import type { ModelFile } from '../src/understanding/modelFile.ts';
import { type Saying, sayings, saysWords, sentencesOf } from '../src/understanding/says.ts';
import { houseReplies, listOf } from './corpus.ts';
import { type Course, type Example, learn } from './learn.ts';
import { randomFrom } from './random.ts';
import { round } from './round.ts';
import { bestThreshold } from './threshold.ts';

const course: Course = {
  shape: { bits: 17, characters: { from: 2, to: 4 }, pairs: true },
  outputs: sayings,
  oneOf: false,
  rounds: 8,
  rate: 0.15,
  leastTexts: 1,
  seed: 43,
  bayes: 0,
};

const folds = 5;

/** A reply of one sentence, or one of the sentences of a longer one. */
interface Reply {
  sentences: string[];
  says: Set<string>;
}

/**
 * Learns what replies do from invented ones. A reply is labelled as a whole: where it has several sentences, each thing is learned from the sentence in which a
 * model of the replies of one sentence finds it most, and from the others that they do not say it.
 */
export function trainSays(say: (line: string) => void): ModelFile {
  const replies = houseReplies().map(({ text, labels }) => ({
    sentences: sentencesOf(text),
    says: new Set(listOf(labels.says)),
  }));
  const from = thresholds(replies, say);
  return { models: { all: roundedOf(examplesOf(replies)) }, extra: { from } };
}

const roundedOf = (examples: readonly Example[]) =>
  round(learn(examples, course), course.shape, course.outputs);

const exampleOf = (sentence: string, targets: readonly number[]): Example => ({
  words: saysWords(sentence),
  targets,
  weight: 1,
});

function examplesOf(replies: readonly Reply[]): Example[] {
  const targetsOf = ({ says }: Reply) => sayings.map((name) => (says.has(name) ? 1 : 0));
  const short = replies
    .filter(({ sentences }) => sentences.length === 1)
    .map((reply) => exampleOf(reply.sentences[0]!, targetsOf(reply)));
  const first = new LinearModel(roundedOf(short));
  const long = replies
    .filter(({ sentences }) => sentences.length > 1)
    .flatMap((reply) => {
      const scores = reply.sentences.map((sentence) => {
        const own = new Float64Array(sayings.length);
        first.score(saysWords(sentence), own);
        return own;
      });
      const chosen = sayings.map((name, o) =>
        reply.says.has(name)
          ? scores.reduce((best, own, at) => (own[o]! > scores[best]![o]! ? at : best), 0)
          : -1,
      );
      return reply.sentences.map((sentence, at) =>
        exampleOf(
          sentence,
          // What a reply says may stand in two of its sentences: the others are only told apart where it says no such thing.
          sayings.map((name, o) =>
            chosen[o] === at ? 1 : reply.says.has(name) && name !== 'promise' ? -1 : 0,
          ),
        ),
      );
    });
  return [...short, ...long];
}

function thresholds(replies: readonly Reply[], say: (line: string) => void): Record<Saying, number> {
  const random = randomFrom(47);
  const fold = replies.map(() => Math.floor(random() * folds));
  const unseen: { most: Float64Array; says: Set<string> }[] = [];
  for (let n = 0; n < folds; n++) {
    const model = new LinearModel(roundedOf(examplesOf(replies.filter((_, at) => fold[at] !== n))));
    for (const { sentences, says } of replies.filter((_, at) => fold[at] === n)) {
      const most = new Float64Array(sayings.length);
      const scores = new Float64Array(sayings.length);
      for (const sentence of sentences) {
        model.score(saysWords(sentence), scores);
        scores.forEach((score, o) => {
          most[o] = Math.max(most[o]!, toProbability(score));
        });
      }
      unseen.push({ most, says });
    }
  }
  const entries = sayings.map((name, o) => {
    const told = unseen.map(({ most, says }) => ({ probability: most[o]!, is: says.has(name) }));
    const { from, f } = bestThreshold(told, 1);
    say(`says: ${name} from ${from.toFixed(2)}, F ${(100 * f).toFixed(1)}`);
    return [name, from] as const;
  });
  return Object.fromEntries(entries) as Record<Saying, number>;
}
