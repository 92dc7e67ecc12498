import { mark } from './grams.ts';

/** Longest phrase of a lexicon, in words. */
const longestPhrase = 3;

/** Words and phrases with their polarity (-3 to 3), by language. */
export type Lexicons = Readonly<Record<string, ReadonlyMap<string, number>>>;

/**
 * What a lexicon says of a text, as marks: how much praise and how much blame it counts, which of them is more, which came last. A model learns for each
 * language what they are worth.
 */
export function lexiconMarks(
  lexicon: ReadonlyMap<string, number> | undefined,
  words: readonly string[],
): string[] {
  if (lexicon === undefined) return [];
  let praise = 0;
  let blame = 0;
  let last = 0;
  for (let at = 0; at < words.length; at++) {
    const found = phraseAt(lexicon, words, at);
    if (found === null) continue;
    if (found.polarity > 0) praise += found.polarity;
    else blame -= found.polarity;
    last = found.polarity;
    at += found.size - 1;
  }
  const levels = (name: string, sum: number) =>
    Array.from({ length: level(sum) }, (_, step) => mark(`${name}${step}`));
  return [
    ...levels('praise', praise),
    ...levels('blame', blame),
    mark(`more${Math.sign(praise - blame)}`),
    mark(`last${Math.sign(last)}`),
    ...(praise === 0 && blame === 0 ? [mark('neither')] : []),
  ];
}

function phraseAt(
  lexicon: ReadonlyMap<string, number>,
  words: readonly string[],
  at: number,
): { polarity: number; size: number } | null {
  for (let size = Math.min(longestPhrase, words.length - at); size > 0; size--) {
    const phrase = size === 1 ? words[at]! : words.slice(at, at + size).join(' ');
    const polarity = lexicon.get(phrase);
    if (polarity !== undefined) return { polarity, size };
  }
  return null;
}

/** Steps that a sum is told in: 0, 1, 2, 4, 7 and more. */
const level = (sum: number): number =>
  sum <= 0 ? 0 : sum <= 1 ? 1 : sum <= 2 ? 2 : sum <= 4 ? 3 : sum <= 7 ? 4 : 5;
