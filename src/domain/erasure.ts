/** What goes when an author is erased, and the word that it takes. */

/** How much there is of each kind, or how much went. */
export interface ErasedCounts {
  identities: number;
  cases: number;
  /** Of the author. */
  posts: number;
  /** Ours to the author, drafts among them. */
  answers: number;
  files: number;
  notes: number;
  links: number;
}

/** Whoever erases types the author's name or the number of the case, as they stand on the screen. */
export function confirmsErasure(
  typed: string,
  of: { names: readonly string[]; caseNumber: number },
): boolean {
  const said = plain(typed);
  if (said === '') return false;
  return [...of.names, String(of.caseNumber)].some((name) => plain(name) === said);
}

/** Without what people leave out: capitals, spaces around, the sign before a handle or a number. */
const plain = (text: string): string =>
  text.normalize('NFKC').trim().replace(/^[@#]/, '').trim().toLowerCase();

/** What is gathered about one post's names before anything is renamed. */
export interface NamedThread {
  network: string;
  thread: string;
  visibility: 'public' | 'direct';
}

/** Below this length a name on a network is too common to be looked for in other texts ("42"). */
const leastLength = 8;

/** The author's names on networks that can be looked for inside other texts. */
export function tellingNames(networkIds: readonly string[]): string[] {
  return networkIds.filter((name) => name.length >= leastLength);
}

/**
 * True when the name of a thread names its author, so that it must go with them: it was between us two, it begins with a post of theirs, it holds their name, or nobody else
 * wrote in it.
 */
export function threadNamesAuthor(
  one: NamedThread,
  of: { names: readonly string[]; posts: ReadonlySet<string>; shared: ReadonlySet<string> },
): boolean {
  if (one.visibility === 'direct' || of.posts.has(one.thread)) return true;
  return of.names.some((name) => one.thread.includes(name)) || !of.shared.has(one.thread);
}
