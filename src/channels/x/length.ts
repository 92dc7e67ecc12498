/** How long a text is, as X weighs it: by its own library. */
import twitterText from 'twitter-text';
import type { LengthRule } from '../channel.ts';

/** Latin letters weigh one, most other signs two, an address 23. Bytes do not matter. */
export const postLength: LengthRule = { graphemes: 280, weighted: true, bytes: 40_000 };
export const directLength: LengthRule = { graphemes: 10_000, bytes: 40_000 };

/** True when X takes the text as a post. */
export function fitsPost(words: string): boolean {
  return weightOf(words) <= postLength.graphemes;
}

/** Units of X: 280 are allowed. */
export function weightOf(words: string): number {
  return twitterText.parseTweet(words.normalize('NFC')).weightedLength;
}

/** True when X would see an address in it, and ask more for it. */
export function holdsAddress(words: string): boolean {
  return twitterText.extractUrls(words).length > 0;
}
