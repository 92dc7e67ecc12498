/** Whether a text holds words, found as whole words whatever their case and accents. Pure. */

const patterns = new WeakMap<readonly string[], RegExp | null>();

/** One form for one word: "Fuité", "FUITE" and a full-width "ｆｕｉｔｅ" are the same. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase();

const inWord = '[\\p{L}\\p{N}_]';

/** A word or several in a row; a star at its end stands for any ending ("leak*" finds "leaking"). */
function patternOf(words: string): string | null {
  const bare = plain(words).trim();
  const open = bare.endsWith('*');
  const parts = bare
    .replaceAll('*', ' ')
    .split(/\s+/u)
    .filter((part) => part !== '');
  if (parts.length === 0) return null;
  const inner = parts.map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('\\s+');
  return `${inner}${open ? '' : `(?!${inWord})`}`;
}

function compiled(any: readonly string[]): RegExp | null {
  const known = patterns.get(any);
  if (known !== undefined) return known;
  const found = any.map(patternOf).filter((one) => one !== null);
  const pattern = found.length === 0 ? null : new RegExp(`(?<!${inWord})(?:${found.join('|')})`, 'u');
  patterns.set(any, pattern);
  return pattern;
}

/** True where the text holds any of the words. */
export function wordsIn(text: string, any: readonly string[]): boolean {
  return compiled(any)?.test(plain(text)) ?? false;
}
