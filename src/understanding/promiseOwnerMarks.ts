/** The words of a sentence with what each does in it, in one language; for promiseOwner.ts. */
import { keyOf, readTo, type Token, tokensOf, wordPattern } from './promiseDateTokens.ts';
import type { OwnerRole, OwnerWords } from './promiseOwnerTypes.ts';

/** A word, and how many words each thing takes that begins with it. */
export interface Marked extends Token {
  roles: ReadonlyMap<OwnerRole, number>;
  /** What stands before it parts it from what was said before: a comma, or the end of a sentence. */
  apart: 'no' | 'clause' | 'sentence';
}

interface Phrase {
  words: readonly string[];
  role: OwnerRole;
  accented: boolean;
}
type Book = ReadonlyMap<string, readonly Phrase[]>;
const books = new WeakMap<OwnerWords, Book>();

function bookOf(language: OwnerWords): Book {
  const there = books.get(language);
  if (there !== undefined) return there;
  const book = new Map<string, Phrase[]>();
  for (const [role, ways] of Object.entries(language.words) as [OwnerRole, string][])
    for (const way of ways.split('|')) {
      const words = [...way.matchAll(wordPattern)].map(([word]) => keyOf(word));
      const phrase = { words, role, accented: way.endsWith('!') };
      const [first = ''] = words;
      const list = book.get(first);
      if (list === undefined) book.set(first, [phrase]);
      else list.push(phrase);
    }
  books.set(language, book);
  return book;
}

/** The sentence's words as a language reads them. */
export function markedWords(text: string, language: OwnerWords): Marked[] {
  const book = bookOf(language);
  const forms = Object.entries(language.forms ?? {}) as [OwnerRole, RegExp][];
  const tokens = tokensOf(text.slice(0, readTo));
  return tokens.map((token, at) => {
    const roles = new Map<OwnerRole, number>();
    for (const [role, form] of forms) if (form.test(token.key)) roles.set(role, 1);
    for (const { words, role, accented } of book.get(token.key) ?? [])
      if (words.length > (roles.get(role) ?? 0) && !(accented && !token.marked) && stands(tokens, at, words))
        roles.set(role, words.length);
    return { ...token, roles, apart: apart(token.before, tokens[at - 1]?.key ?? '') };
  });
}

const stands = (tokens: readonly Token[], at: number, words: readonly string[]): boolean =>
  words.every((word, n) => tokens[at + n]?.key === word && (n === 0 || !parts.test(tokens[at + n]!.before)));

const parts = /[,;:!?.…()፣፤።\n]/;

/** A full stop behind a short word may be that of "Mr." */
function apart(before: string, previous: string): Marked['apart'] {
  if (/[;:!?…።\n]/.test(before)) return 'sentence';
  if (before.includes('.')) return previous.length > 3 ? 'sentence' : 'no';
  return parts.test(before) ? 'clause' : 'no';
}
