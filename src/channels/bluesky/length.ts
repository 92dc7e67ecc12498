/** How long a text may be: Bluesky counts characters as a reader sees them, and bytes. */
import type { LengthRule } from '../channel.ts';

export const postLength: LengthRule = { graphemes: 300, bytes: 3_000 };
export const directLength: LengthRule = { graphemes: 1_000, bytes: 10_000 };

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** True when neither limit is passed. */
export function fits(words: string, rule: LengthRule): boolean {
  if (Buffer.byteLength(words) > rule.bytes) return false;
  let left = rule.graphemes;
  for (const _ of segmenter.segment(words)) {
    left -= 1;
    if (left < 0) return false;
  }
  return true;
}
