/** A text as words that may name a place: how each is looked up, and what its spelling and its neighbours tell. */
export interface PlaceWord {
  /** As it is looked up: without accents and apostrophes, lower case. */
  key: string;
  capital: boolean;
  /** All of it in large letters, as an abbreviation is. */
  large: boolean;
  /** Where it stands in the text, from and up to (UTF-16 units). */
  from: number;
  to: number;
  /** A sign between it and the word before that no name crosses. */
  apart: boolean;
}

/** Longer posts are read to here (UTF-16 units). */
const readTo = 8_000;
const links = /\b(?:https?:\/\/|www\.)\S+|\S+@\S+\.\S+|[@＠][\p{L}\p{N}_.-]+/giu;
const beginsLarge = /^\p{Lu}/u;
const word = /[\p{L}\p{M}\p{N}]+(?:['’ʼ`][\p{L}\p{M}]+)*/gu;

/** A name as it is looked up: "Murang'a" and "MURANGA" are one, and so are "Tharaka-Nithi" and "Tharaka Nithi". */
export const placeKey = (name: string): string => (plain.test(name) ? name.toLowerCase() : levelled(name));

const plain = /^[A-Za-z0-9]+$/;
const levelled = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[\p{M}'’ʼ`]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The words of a text; a tag like #KisumuDarkness is cut where its words begin. */
export function placeWords(text: string): PlaceWord[] {
  const cut = text.slice(0, readTo);
  const bare = !/[/@＠]|www\./i.test(cut) ? cut : cut.replace(links, (match) => ' '.repeat(match.length));
  const words: PlaceWord[] = [];
  let end = 0;
  for (const match of bare.matchAll(word)) {
    const apart = end > 0 && /[^\s\-–_'’/]/.test(bare.slice(end, match.index));
    const isTag = bare[match.index - 1] === '#' || bare[match.index - 1] === '＃';
    const parts = isTag ? match[0].split(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/u) : [match[0]];
    let from = match.index;
    for (const part of parts) {
      words.push({
        key: placeKey(part),
        capital: isTag || beginsLarge.test(part),
        large: part.length > 1 && part === part.toUpperCase() && beginsLarge.test(part),
        from,
        to: from + part.length,
        apart: from === match.index && apart,
      });
      from += part.length;
    }
    end = match.index + match[0].length;
  }
  return words.filter(({ key }) => key !== '');
}

/**
 * What is left of a name when it is misheard: its first letter and its consonants, those taken for one that East and West Africans write for one another (l and r,
 * b and v, c, k and q, s and z, g and j, f and ph), none twice in a row.
 */
export function skeletonOf(key: string): string {
  const sounds = key
    .replaceAll('ph', 'f')
    .replaceAll('sh', 's')
    .replaceAll('ch', 'c')
    .replace(/[lr]/g, 'r')
    .replace(/[bvp]/g, 'b')
    .replace(/[ckq]/g, 'k')
    .replace(/[sz]/g, 's')
    .replace(/[gj]/g, 'g')
    .replace(/[dt]/g, 't')
    .replace(/[mn]/g, 'n');
  const vowels = /[aeiouyhw ]/g;
  return (sounds.slice(0, 1) + sounds.slice(1).replace(vowels, '')).replace(/(.)\1+/g, '$1');
}

/** Steps between two words when a step adds, drops or changes a letter or swaps two neighbours (Damerau-Levenshtein); more than `most` is `most + 1`. */
export function stepsBetween(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(change, row[j]! + 1, next[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, before[j - 2]! + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return Math.min(row[b.length]!, most + 1);
}

/** Names that regions had before, or have in some lists. */
const former: Record<string, string> = {
  eden: 'garden route',
  uthungulu: 'king cetshwayo',
  'greater sekhukhune': 'sekhukhune',
  siyanda: 'zf mgcawu',
  'z f mgcawu': 'zf mgcawu',
  sisonke: 'harry gwala',
  'elegeyo marakwet': 'elgeyo marakwet',
  'bojanala platinum': 'bojanala',
  'thabo mofutsanyane': 'thabo mofutsanyana',
  'nelson mandela': 'nelson mandela bay',
  fct: 'federal capital territory',
  'abuja federal capital territory': 'federal capital territory',
  'fct abuja': 'federal capital territory',
  abuja: 'federal capital territory',
};

/** A region as it is compared: without what it is (county, district, state). */
export const regionKey = (name: string): string => {
  const key = placeKey(name)
    .replace(/\b(county|district|state|metropolitan|municipality|metro|province|local)\b/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^city of /, '');
  return former[key] ?? key;
};
