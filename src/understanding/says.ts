import { mark } from './grams.ts';
import { LinearModel, toProbability } from './linearModel.ts';
import { type ModelFile, onlyModel } from './modelFile.ts';
import { wordsOfMeaning } from './words.ts';

/** What a reply of a house does, in the words of corpus/guide.md. */
export const sayings = ['apology', 'move', 'promise', 'next_step', 'brush_off', 'closing'] as const;
export type Saying = (typeof sayings)[number];

export interface SaidFinding {
  name: Saying;
  /** 0 to 1. */
  confidence: number;
  /** The sentence that says it most, as it was written. */
  sentence: string;
}

/** What belongs to the model besides its weights: from which probability on each is said. */
export interface SaysExtra {
  from: Record<Saying, number>;
}

/** A reply longer than this is read to here, sentence by sentence. */
const mostSentences = 60;

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** The sentences of a reply; a line ends one, too. What has no word is none. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/\n+/)
    .flatMap((line) => [...segmenter.segment(line)].map(({ segment }) => segment.trim()))
    .filter((sentence) => wordsOfMeaning(sentence).some((word) => /\p{L}/u.test(word)))
    .slice(0, mostSentences);
}

/** What the model is shown of a sentence: its words, and those of two apart, so that "will ... you" is seen whatever stands between. */
export function saysWords(sentence: string): string[] {
  const words = wordsOfMeaning(sentence);
  const apart = words.slice(2).map((word, at) => mark(`${words[at]} _ ${word}`));
  return [
    mark('begins'),
    ...words,
    mark('ends'),
    ...apart,
    ...(/\?/.test(sentence) ? [mark('asks')] : []),
    ...(/https?:|\w\.\w{2,}\/\w/.test(sentence) ? [mark('links')] : []),
  ];
}

/** Tells what a reply of a house does; each thing with the sentence that does it. */
export class SaysModel {
  readonly #model: LinearModel;
  readonly #from: SaysExtra['from'];
  readonly #scores = new Float64Array(sayings.length);

  constructor(file: ModelFile) {
    this.#model = new LinearModel(onlyModel(file));
    this.#from = (file.extra as SaysExtra).from;
  }

  find(reply: string): SaidFinding[] {
    const best = new Map<Saying, SaidFinding>();
    for (const sentence of sentencesOf(reply)) {
      this.#model.score(saysWords(sentence), this.#scores);
      sayings.forEach((name, o) => {
        const confidence = toProbability(this.#scores[o]!);
        if (confidence < this.#from[name] || confidence <= (best.get(name)?.confidence ?? 0)) return;
        best.set(name, { name, confidence, sentence });
      });
    }
    return sayings.flatMap((name) => best.get(name) ?? []);
  }
}
