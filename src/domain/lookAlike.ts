/**
 * How alike a name on a network is to one of ours. Pure. Letters that the eye confuses are folded to one (the table is ours, written from the shapes of Latin, Cyrillic and Greek letters), words that
 * any imposter adds ("official", "support") and numbers are left out, and what remains may differ by a letter or two, swapped or doubled ones counting as one. Short names must be the same: among few
 * letters every second name is one letter away from another.
 */

/** Each letter, and those that look like it. Small letters; what is beyond Latin is written as it is seen. */
const confused: Readonly<Record<string, string>> = {
  a: 'аɑα4',
  b: 'ьвβ8',
  c: 'сϲ¢',
  d: 'ԁɗ',
  e: 'еєёҽε3€',
  g: 'ɡԍ9',
  h: 'һнħ',
  k: 'кκҝ',
  l: 'iіıιӏɩɪ1|!łї',
  m: 'м',
  n: 'пηոŋ',
  o: 'оοօ0øө',
  p: 'рρ',
  q: 'ԛ',
  r: 'гʀ',
  s: 'ѕʂ5$',
  t: 'тτ7',
  u: 'υսцʋ',
  v: 'ѵνʌ',
  w: 'ԝшωѡ',
  x: 'хχ×',
  y: 'уγўү',
  z: 'ʐ2',
};
const letterOf = new Map(
  Object.entries(confused).flatMap(([letter, others]) =>
    [...others].map((other) => [other, letter] as const),
  ),
);

/** What any imposter adds, as it reads once it is folded. */
const added = new Set(
  [
    ...[
      'official',
      'support',
      'help',
      'helpdesk',
      'helpline',
      'desk',
      'care',
      'customer',
      'customercare',
      'service',
      'services',
    ],
    ...[
      'team',
      'real',
      'the',
      'info',
      'verified',
      'hq',
      'online',
      'contact',
      'agent',
      'assist',
      'assistance',
      'admin',
      'reply',
      'replies',
      'cares',
    ],
    ...['officiel', 'aide', 'client', 'clients', 'equipe', 'rasmi', 'msaada', 'huduma', 'wateja', 'ubufasha'],
  ].map(fold),
);
/** Those that are cut off a longer word, too: long enough that a name seldom ends so by chance. */
const glued = [...added].filter((word) => word.length >= 4).sort((a, b) => b.length - a.length);

/** Letters of a name that must be left for it to be compared at all, from which on letters may differ, and from which on one is looked for in a longer one. */
const shortest = 3;
const oneFrom = 5;
const twoFrom = 9;
const heldFrom = 7;
/** Longer names are compared by their beginning: what nobody writes must not cost. */
const longest = 64;

/** From this on a name is taken for a look-alike. */
export const alikeFrom = 0.75;

/** A name as the eye takes it: small letters, marks and signs left out, letters that are confused made one. */
export function fold(name: string): string {
  const bare = name.normalize('NFKD').toLowerCase().replaceAll(/\p{M}/gu, '');
  const seen = [...bare].map((letter) => letterOf.get(letter) ?? letter).join('');
  return seen
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');
}

/** What is left of a name without what any imposter adds: it is what they want to be taken for. */
export function coreOf(name: string): string {
  const words = name
    // A capital inside a word begins another, and so does a letter behind a number or before one.
    .replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .split(/[^\p{L}\p{M}\p{N}$€¢|!×]+/u)
    .filter((word) => word !== '');
  const telling = words.filter((word) => !/^\p{N}+$/u.test(word)).map(fold);
  const left = telling.filter((word) => !added.has(word) && word !== '').join('');
  const all = left === '' ? fold(name) : left;
  return withoutGlued(withoutNumber(name, all)).slice(0, longest);
}

/** Numbers at the end are of whoever came too late for the name. */
function withoutNumber(name: string, folded: string): string {
  const number = /\p{L}(\p{N}+)[^\p{L}\p{N}]*$/u.exec(name)?.[1];
  if (number === undefined) return folded;
  const end = fold(number);
  const cut = folded.endsWith(end) ? folded.slice(0, -end.length) : folded;
  return cut.length >= shortest ? cut : folded;
}

function withoutGlued(folded: string): string {
  for (const word of glued) {
    const left = folded.startsWith(word)
      ? folded.slice(word.length)
      : folded.endsWith(word)
        ? folded.slice(0, -word.length)
        : '';
    if (left.length >= oneFrom) return left;
  }
  return folded;
}

/** How many letters must be put in, left out, changed or swapped with their neighbour to make one of the other, counted up to `most`; more than that is `most + 1`. */
export function distance(a: string, b: string, most: number): number {
  const [from, to] = [[...a], [...b]];
  if (Math.abs(from.length - to.length) > most) return most + 1;
  let before: number[] = [];
  let last = to.map((_, at) => at).concat(to.length);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      row.push(
        Math.min(
          (last[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (last[j - 1] ?? 0) + same,
          swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    if (Math.min(...row) > most) return most + 1;
    before = last;
    last = row;
  }
  return Math.min(last[to.length] ?? 0, most + 1);
}

/** A name without what is added, and as a whole: some names of ours hold a word that imposters add, too. */
const readings = (name: string): string[] => [...new Set([coreOf(name), fold(name).slice(0, longest)])];

/** How alike two names are, from 0 (another name) to 1 (the eye tells no difference). The same whichever comes first. */
export function likeness(a: string, b: string): number {
  if (a === b) return 1;
  const others = readings(b);
  return Math.max(...readings(a).flatMap((one) => others.map((other) => likenessOf(one, other))));
}

function likenessOf(one: string, other: string): number {
  const length = Math.min([...one].length, [...other].length);
  if (length < shortest) return 0;
  if (one === other) return 1;
  const most = length >= twoFrom ? 2 : length >= oneFrom ? 1 : 0;
  if (most === 0) return 0;
  const apart = distance(one, other, most);
  return apart > most ? 0 : 1 - apart / Math.max([...one].length, [...other].length);
}

/** Names under which an account is known: its handle, what stands before its server or its domain, its name. */
export function namesOf({ handle, name }: { handle: string; name: string | null }): string[] {
  const bare = handle.replace(/^@/, '');
  const own = bare.split('@')[0] ?? '';
  const label = own.split('.')[0] ?? '';
  // The name of somebody else's server is no name of theirs, and one label alone may be a word of everybody: it counts where it is long enough to be a name.
  const parts = [bare, own, ...(label.length >= oneFrom ? [label] : [])];
  return [...new Set([...parts, ...(name === null ? [] : [name])])].filter((one) => one !== '');
}

/** The name of ours that an account looks most like, where it is one of these; null where it looks like none. */
export function looksLike(
  theirs: { handle: string; name: string | null },
  ours: readonly string[],
): { name: string; likeness: number } | null {
  let found: { name: string; likeness: number } | null = null;
  for (const one of namesOf(theirs))
    for (const name of ours) {
      const alike = likeness(one, name);
      if (alike >= alikeFrom && alike > (found?.likeness ?? 0)) found = { name, likeness: alike };
    }
  return found;
}

/** The longest name of ours that stands whole in a longer one of theirs; null where none does. Shorter ones stand in words by chance. */
export function holdsName(
  theirs: { handle: string; name: string | null },
  ours: readonly string[],
): string | null {
  const names = namesOf(theirs).map(fold);
  const held = ours.filter((name) => {
    const own = fold(name);
    return [...own].length >= heldFrom && names.some((one) => one.includes(own));
  });
  return held.reduce<string | null>((best, name) => (name.length > (best?.length ?? 0) ? name : best), null);
}
