import type { Span } from '../domain/finding.ts';
import { placedWords } from './words.ts';

/** Where phrases stand in a text that models saw as words (`wordsOfMeaning`). What is not found again, because it was written in another way, has no place and is left out. */
export function spansOf(text: string, because: readonly string[]): Span[] {
  if (because.length === 0) return [];
  const words = placedWords(text);
  const spans: Span[] = [];
  for (const phrase of because) {
    const wanted = phrase.split(' ');
    const at = words.findIndex((_, n) => wanted.every((word, k) => words[n + k]?.word === word));
    if (at >= 0) spans.push([words[at]!.from, words[at + wanted.length - 1]!.to]);
  }
  return joined(spans);
}

/** In their order, those that overlap as one. */
function joined(spans: readonly Span[]): Span[] {
  const all: [number, number][] = [];
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = all.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
  }
  return all;
}
