/** Names of protected authors inside what members read. Pure. */
import { isOrdinaryWord } from './maskNames.ts';

/** What is shown in the place of a protected author's names. */
export const standInOf = (authorId: string): string => `protected-${authorId.slice(-6)}`;

/** The first stand-in of a text; null where there is none. It must not go out: its reader would wonder who is meant. */
export const standInIn = (text: string): string | null => /\bprotected-[0-9a-f]{6}\b/.exec(text)?.[0] ?? null;

export interface ProtectedNames {
  /** Shown instead. */
  mask: string;
  /** Handles, names, ids on networks. */
  names: readonly string[];
}

export type Mask = (text: string) => string;

/** Where nobody is protected: nothing is looked at. */
export const noMask: Mask = (text) => text;

const small = (text: string): string => text.normalize('NFC').toLowerCase();
const isNamePart = /[\p{L}\p{N}_]/u;
const token = /[\p{L}\p{N}\p{M}]+/gu;
const leastLetters = 4;

/** As they are looked for in texts, in small letters. What says nothing about anybody ("Hope", "Jo") is looked for only behind an @. */
export function lookedFor(name: string): string[] {
  const whole = small(name)
    .trim()
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replace(/[^\p{L}\p{N}]+$/u, '');
  if (whole.length < 2) return [];
  const isWord = /^[\p{L}\p{M}]+$/u.test(whole);
  const tells = isWord ? whole.length >= leastLetters && !isOrdinaryWord(whole) : whole.length > 2;
  // "thandi.bsky.social" is "@thandi" for those who write by hand.
  const [first = ''] = /^[\p{L}\p{N}\p{M}_-]+(?=\.)/u.exec(whole) ?? [];
  const short = whole.includes('@') || whole.includes(' ') || first.length < 3 ? [] : [`@${first}`];
  return [...(tells ? [whole] : [`@${whole}`]), ...short];
}

interface Sought {
  name: string;
  mask: string;
  /** Where the word by which it is found begins in it. */
  offset: number;
}

/** Builds what masks these names, but for those that are `kept`: names of members and of the house, which would tell more by being masked. */
export function authorMask(all: readonly ProtectedNames[], kept: ReadonlySet<string>): Mask {
  const byToken = new Map<string, Sought[]>();
  for (const { mask, names } of all) {
    for (const name of new Set(names.flatMap(lookedFor))) {
      const [anchor] = [...name.matchAll(token)].sort((a, b) => b[0].length - a[0].length);
      if (anchor === undefined || kept.has(name.replace(/^@/, ''))) continue;
      const sought = byToken.get(anchor[0]) ?? [];
      sought.push({ name, mask, offset: anchor.index });
      byToken.set(anchor[0], sought);
    }
  }
  if (byToken.size === 0) return noMask;
  const hint = hintOf([...byToken.keys()]);
  return (given) => {
    const text = given.normalize('NFC');
    return hint.test(text) ? masked(given, text, byToken) : given;
  };
}

/**
 * Finds whatever text may hold one of these words, and some more: nearly all that is shown holds none, and looking at each of its words was a fifth of a page's work.
 * Folding letters as `iu` does finds all that small letters find.
 */
const hintOf = (words: readonly string[]): RegExp => new RegExp(words.join('|'), 'iu');

interface Found {
  from: number;
  to: number;
  mask: string;
}

/** `text` is `given` in composed letters. */
function masked(given: string, text: string, byToken: ReadonlyMap<string, readonly Sought[]>): string {
  // Line ends of JSON inside a text are no letters.
  const looked = sameLengthSmall(text).replaceAll(/\\[bfnrt]/g, '  ');
  const found: Found[] = [];
  for (const word of looked.matchAll(token)) {
    for (const { name, mask, offset } of byToken.get(word[0]) ?? []) {
      const from = word.index - offset;
      const to = from + name.length;
      if (from < 0 || !looked.startsWith(name, from)) continue;
      if (isNamePart.test(looked[to] ?? ' ')) continue;
      if (!name.startsWith('@') && isNamePart.test(looked[from - 1] ?? ' ')) continue;
      found.push({ from: looked[from - 1] === '@' ? from - 1 : from, to, mask });
    }
  }
  return found.length === 0 ? given : replaced(text, found);
}

/** In small letters; one that would change its length by it stays as it is, so that every place is the text's own. */
function sameLengthSmall(text: string): string {
  const low = text.toLowerCase();
  if (low.length === text.length) return low;
  return [...text].map((one) => (one.toLowerCase().length === one.length ? one.toLowerCase() : one)).join('');
}

/** Names that lie over each other are one. */
function replaced(text: string, found: Found[]): string {
  found.sort((a, b) => a.from - b.from || b.to - a.to);
  let result = '';
  let done = 0;
  for (const { from, to, mask } of found) {
    if (from >= done) result += text.slice(done, from) + mask;
    done = Math.max(done, to);
  }
  return result + text.slice(done);
}

/** A value as it is sent to a member, with all its texts masked; the very same where nothing is to be masked. */
export function maskedValue(value: unknown, mask: Mask): unknown {
  if (mask === noMask) return value;
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) {
    const after = value.map((one) => maskedValue(one, mask));
    return after.some((one, n) => one !== value[n]) ? after : value;
  }
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  let after: Record<string, unknown> | null = null;
  for (const [key, one] of Object.entries(value)) {
    const shown = maskedValue(one, mask);
    if (shown === one) continue;
    after ??= { ...value };
    after[key] = shown;
  }
  return after ?? value;
}

function isPlain(value: object): value is Record<string, unknown> {
  const kind: unknown = Object.getPrototypeOf(value);
  return kind === Object.prototype || kind === null;
}

/** True where a post with these words is still found by what was typed once its names are masked: nobody finds a protected author by their name. */
export function isStillFound(text: string, typed: string, mask: Mask): boolean {
  const shown = mask(text);
  if (shown === text) return true;
  const words = (of: string) => [...small(of).matchAll(token)].map(([word]) => word);
  const left = words(shown);
  return words(typed).every((word) => left.some((one) => one.startsWith(word)));
}
