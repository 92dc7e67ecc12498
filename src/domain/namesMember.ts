/** Whether a text names somebody of the house: by first and last name, or both written as one word, as hashtags and handles do. Pure. */

/** A name made ready to be looked for; null for what is no full name: a first name alone is many people's. */
export interface SoughtName {
  words: readonly string[];
  joined: string;
}

const fewestWords = 2;

/** What is looked for of a member's name. */
export function soughtName(name: string): SoughtName | null {
  const words = wordsOf(name);
  return words.length < fewestWords ? null : { words, joined: words.join('') };
}

/** The words of a text, without accents and in small letters: once for all the names that are looked for in it. */
export function wordsOf(text: string): string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** True where the words stand one after the other, the names in either order, or joined. */
export function namesThem(words: readonly string[], sought: SoughtName): boolean {
  const backwards = [...sought.words].reverse();
  return words.some(
    (word, at) =>
      word === sought.joined || standsAt(words, at, sought.words) || standsAt(words, at, backwards),
  );
}

const standsAt = (words: readonly string[], at: number, name: readonly string[]) =>
  name.every((word, n) => words[at + n] === word);
