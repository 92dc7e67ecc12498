/**
 * Which posts say the same: copies, copies with a few words of one's own, a copied paragraph. People who are hit by one outage write about one thing in words of their own, and share no long run of
 * them. Pure. Prints are chosen by winnowing (Schleimer, Wilkerson, Aiken: "Winnowing: Local Algorithms for Document Fingerprinting", SIGMOD 2003), over runs of words instead of characters.
 */

/** Words in a row that make a print; of so many prints in a row the least is kept: whoever shares a run of nine words shares one. */
const runOfWords = 6;
const window = 4;
/** Longer texts are looked at to here. Words. */
const mostWords = 400;
/** Texts are alike when so much of the shorter one stands in the other, or so long a run of words. */
const sharedPart = 0.6;
const sharedRun = 14;
/** Shorter texts by different authors are alike by chance ("no water since morning"). Words. */
const leastWords = 9;
/** An author repeats themselves in so few words too. */
const leastOwnWords = 3;

const set = /(?:https?:\/\/|www\.)\S+|[@＠][\p{L}\p{N}_.@-]+/giu;
const word = /[\p{L}\p{M}\p{N}]+/gu;

/** The words that are compared: small letters, composed, without links, handles, signs and emoji. */
export function comparedWords(text: string): string[] {
  const bare = text.normalize('NFKC').toLowerCase().replaceAll(set, ' ');
  return (bare.match(word) ?? []).slice(0, mostWords);
}

/** By what a post is found again among others; rising, each once, 32 bits. `author` finds their own shorter ones too. */
export function printsOf(words: readonly string[], author: string): number[] {
  const own = words.length < leastOwnWords ? [] : [hashOf(`${author} ${words.join(' ')}`)];
  if (words.length < leastWords) return own;
  const runs = runsOf(words, runOfWords);
  const chosen = new Set(own);
  for (let at = 0; at + window <= runs.length; at++) chosen.add(Math.min(...runs.slice(at, at + window)));
  return [...chosen].sort((a, b) => a - b);
}

export interface Compared {
  author: string;
  words: readonly string[];
}

/** True when two posts say the same; whichever comes first. */
export function areAlike(one: Compared, other: Compared): boolean {
  const [short, long] = one.words.length <= other.words.length ? [one, other] : [other, one];
  if (one.author === other.author && short.words.join(' ') === long.words.join(' '))
    return short.words.length >= leastOwnWords;
  if (short.words.length < leastWords) return false;
  const there = new Set(runsOf(long.words, 3));
  const runs = runsOf(short.words, 3).map((run) => there.has(run));
  if (runs.filter(Boolean).length >= sharedPart * runs.length) return true;
  return longest(runs) + 2 >= sharedRun;
}

/** The longest stretch of trues. */
function longest(runs: readonly boolean[]): number {
  let best = 0;
  let now = 0;
  for (const one of runs) {
    now = one ? now + 1 : 0;
    best = Math.max(best, now);
  }
  return best;
}

const runsOf = (words: readonly string[], length: number): number[] =>
  Array.from({ length: Math.max(0, words.length - length + 1) }, (_, at) =>
    hashOf(words.slice(at, at + length).join(' ')),
  );

/** FNV-1a (Fowler, Noll, Vo) over UTF-16 units, as a signed number of 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let n = 0; n < text.length; n++) hash = Math.imul(hash ^ text.charCodeAt(n), 0x01000193);
  return hash;
}

/** What folding a case behind another of its campaign depends on. */
export interface Foldable {
  severity: number;
  vulnerable: boolean;
  threat: string | null;
  ownerId: string | null;
  teamId: string | null;
  /** Posts of its author, and how many of them belong to the campaign. */
  inboundPosts: number;
  alike: number;
}

/** From this severity on a case stands for itself, whatever others wrote. */
const graveFrom = 3;

/** True when nothing is lost by showing another case of the campaign in its place: it says nothing else, nobody works on it, and nobody in it is in danger. */
export const mayBeFolded = (one: Foldable): boolean =>
  one.severity < graveFrom &&
  !one.vulnerable &&
  one.threat === null &&
  one.ownerId === null &&
  one.teamId === null &&
  one.alike >= one.inboundPosts;
