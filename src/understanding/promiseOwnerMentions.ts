/** Groups, offices and persons that a sentence names as those who do what is to come; for promiseOwner.ts. */
import type { Keeper } from '../domain/saying.ts';
import type { Marked } from './promiseOwnerMarks.ts';
import type { OwnerRole, OwnerWords } from './promiseOwnerTypes.ts';

/** Who is named, from a word up to another. */
export interface Mention {
  by: Keeper;
  first: number;
  end: number;
}

/** How many words stand before the one that says who it is ("our social care desk"), and before a name that is sent somewhere. */
const mostBefore = 4;
const sentWithin = 5;
/** How often a name may be joined with another: "the manager of the branch of ...". */
const mostJoins = 4;
const named = ['team', 'office', 'person'] as const;
const doers: readonly OwnerRole[] = ['i', 'we', 'you', 'iWill', 'weWill', 'youWill'];

/** The first who is named before a verb of what is to come; else the first who is sent, asked or told; else a person's name before what only people do. */
export function mentionsIn(words: readonly Marked[], language: OwnerWords): Mention | null {
  const heads = words.flatMap((_, at) => headAt(words, at) ?? []);
  return (
    firstOf(heads, (head) => beforeVerb(words, head, language)) ??
    firstOf(heads, (head) => sent(words, head, language)) ??
    firstOf([...words.keys()], (at) => nameBefore(words, at))
  );
}

function firstOf<One>(all: readonly One[], find: (one: One) => Mention | null): Mention | null {
  for (const one of all) {
    const found = find(one);
    if (found !== null) return found;
  }
  return null;
}

/** The longest name of a group, an office or a role that begins with this word. */
function headAt(words: readonly Marked[], at: number): Mention | null {
  const roles = words[at]?.roles;
  if (roles === undefined) return null;
  let longest: Mention | null = null;
  for (const by of named) {
    const size = roles.get(by);
    if (size !== undefined && at + size > (longest?.end ?? at)) longest = { by, first: at, end: at + size };
  }
  return longest;
}

const has = (word: Marked | undefined, ...roles: readonly OwnerRole[]): boolean =>
  word !== undefined && roles.some((role) => word.roles.has(role));

/** A word that may stand within a name. */
const isOrdinary = (word: Marked): boolean =>
  !has(word, 'and', 'ends', 'will', 'gives', 'at', 'of', 'other', ...doers);

/** Where a name begins: with the word that opens it, else where its clause does, else with the capitals before it. */
function firstWord(words: readonly Marked[], { first }: Mention, { headLast, goesOn }: OwnerWords): number {
  let opened = first;
  let at = first;
  for (; at > 0 && first - at < mostBefore; at--) {
    if (words[at]!.apart !== 'no') break;
    const before = words[at - 1]!;
    if (has(before, 'opens')) opened = at - 1;
    else if (opened < first && !headLast) break;
    else if (!isOrdinary(before)) break;
  }
  if (opened < first) return opensBefore(words, opened);
  if (headLast && goesOn && (at === 0 || words[at]!.apart !== 'no')) return at;
  return capitalsBefore(words, first);
}

/** "One of our", "all our": the first of the words that open a name. */
function opensBefore(words: readonly Marked[], from: number): number {
  for (let size = mostBefore; size > 0; size--) {
    const at = from - size;
    if ((words[at]?.roles.get('opens') ?? 0) > size) return at;
  }
  return from;
}

function capitalsBefore(words: readonly Marked[], from: number): number {
  let at = from;
  while (at > 0 && words[at]!.apart === 'no' && words[at - 1]!.capital && isOrdinary(words[at - 1]!)) at--;
  return at;
}

/** A group, an office or a person with a verb of what is to come behind it. */
function beforeVerb(words: readonly Marked[], head: Mention, language: OwnerWords): Mention | null {
  const first = firstWord(words, head, language);
  // "At our office we will": who is met there does nothing.
  if (words[first]!.apart === 'no' && has(words[first - 1], 'at')) return null;
  // "Service facturation": told by the first.
  if (!language.headLast && words[first]!.apart === 'no' && headAt(words, first - 1) !== null) return null;
  let { end } = head;
  let open = language.goesOn;
  let joined = false;
  const last = Math.min(words.length, head.end + language.reach);
  let parted = false;
  for (let at = head.end; at < last; at++) {
    const word = words[at]!;
    if (word.apart === 'sentence') return null;
    if (word.apart === 'clause') open = false;
    parted ||= word.apart === 'clause' || has(word, 'and');
    // "Our team is there, and the power will be back".
    if (parted && has(word, 'opens')) return null;
    const other = headAt(words, at);
    if (other !== null && !(open && (joined || !language.headLast))) return null;
    const isOwn = open && has(word, 'own');
    if (other === null && !isOwn && has(word, ...doers)) return null;
    if (other === null && has(word, 'will')) return { by: head.by, first, end };
    if (isOwn) end = at + 1;
    else if (has(word, 'of', 'near')) joined ||= open;
    else if (other === null && has(word, 'and', 'ends', 'other', 'gives', 'at')) open = false;
    else if (open && !has(word, 'opens')) end = at + 1;
  }
  return null;
}

/** A group, an office or a person that is sent, asked or told, not by the reader. */
function sent(words: readonly Marked[], head: Mention, language: OwnerWords): Mention | null {
  if (language.headLast && headAt(words, afterPossessive(words, head.end)) !== null) return null;
  const first = firstWord(words, head, language);
  for (let at = first - 1; at >= 0 && first - at <= sentWithin; at--) {
    if (words[at + 1]!.apart === 'sentence' || headAt(words, at) !== null) return null;
    if (!has(words[at], 'gives')) continue;
    const before = words.slice(Math.max(0, at - 3), at);
    return before.some((word) => has(word, 'you', 'youWill'))
      ? null
      : { by: head.by, first, end: endOf(words, head.end, language) };
  }
  return null;
}

/** "The courier's office": the office says who it is. */
const afterPossessive = (words: readonly Marked[], at: number): number =>
  words[at]?.key === 's' ? at + 1 : at;

/** Where a name ends of which no verb says it: with what belongs to it. */
function endOf(words: readonly Marked[], from: number, { headLast }: OwnerWords): number {
  let end = from;
  for (let joins = 0; joins < mostJoins; ) {
    const word = words[end];
    if (word === undefined || word.apart !== 'no') return end;
    const other = headLast ? null : headAt(words, end);
    if (other !== null) end = other.end;
    else if (has(word, 'own') || (word.capital && isOrdinary(word))) end++;
    else if (has(word, 'of', 'near')) {
      const next = joinedWith(words, end);
      if (next === end) return end;
      end = next;
      joins++;
    } else return end;
  }
  return end;
}

/** Up to where the name goes that a word joins with what follows; "near" joins with names only. */
function joinedWith(words: readonly Marked[], at: number): number {
  let next = at + 1;
  while (has(words[next], 'opens', 'of') && next - at < mostBefore && words[next]!.apart === 'no') next++;
  const word = words[next];
  if (word === undefined || word.apart !== 'no' || has(word, 'and', 'ends', 'will', ...doers)) return at;
  const head = headAt(words, next);
  if (head !== null) return head.end;
  return has(words[at], 'of') || word.capital ? next + 1 : at;
}

/** "Shanice will ring you": a name with one capital before what only people do. */
function nameBefore(words: readonly Marked[], at: number): Mention | null {
  const name = words[at]!;
  if (!name.capital || !isOrdinary(name) || name.key.length < 3) return null;
  for (let next = at + 1; next <= at + 3; next++) {
    const word = words[next];
    if (word === undefined || word.apart !== 'no') return null;
    if (has(word, 'calls')) return { by: 'person', first: nameFrom(words, at), end: at + 1 };
    if (!has(word, 'will', 'ends')) return null;
  }
  return null;
}

/** "A Sónia", "Mary Wanjiru". */
function nameFrom(words: readonly Marked[], at: number): number {
  const first = capitalsBefore(words, at);
  return words[first]!.apart === 'no' && has(words[first - 1], 'opens') ? first - 1 : first;
}
