import { KnownWords } from './knownWords.ts';
import { listIn, type ModelFile } from './modelFile.ts';
import { OnceEach } from './onceEach.ts';
import { PhraseTable } from './phraseTable.ts';
import { saysAfter, saysAfterOthers, saysBefore, saysBeforeOthers } from './placeCues.ts';
import { type PlaceWord, placeWords, skeletonOf, stepsBetween } from './placeWords.ts';
import { vocabulary } from './vocabulary.ts';

/** A county, district, state or district municipality: what a place is told to. */
export interface Region {
  /** ISO 3166-1 alpha-2 of its country. */
  country: string;
  name: string;
  /** Number of the region that it lies in: Gasabo in Kigali. */
  within?: number;
}

/** Countries whose places are known; any other is told by its own name at most. */
export const countries = ['KE', 'RW', 'ZA', 'NG'] as const;
export type Country = (typeof countries)[number];

/** How much of the country a name stands for, and how far it is trusted without more: 4 a region, 3 a town, 2 a ward, sector or suburb, 1 a village or an estate. */
export type Rank = 1 | 2 | 3 | 4;

/** What a name may mean: region, rank, and how often it means it beside others. */
export type Meaning = readonly [region: number, rank: Rank, weight: number];

export interface PlacesExtra {
  regions: Region[];
  /** Keys that are ordinary words, too, or names of persons: they need a word before or after them that says it is a place. */
  ordinary: string[];
  /** Words that look like a misspelt name and are none. */
  lookalikes: string[];
}

/** A value of the file's list `names`: a key (`placeKey`), the name as it is written, and what it may mean. */
export type NameOfPlace = readonly [key: string, name: string, meanings: readonly Meaning[]];

/** Where something is, as far as words tell. */
export interface PlaceFound {
  /** The name as it is written on the map. */
  place: string;
  region: string;
  country: string;
  /** 0 to 1. */
  confidence: number;
  /** The words of the text. */
  because: string;
}

const mostNames = 30;
/** Less sure than this is not said. */
const sureEnough = 0.5;

/** Where a language is at home: a name of another country is then seldom meant. */
const homes: Readonly<Record<string, readonly string[]>> = {
  kin: ['RW'],
  swa: ['KE', 'RW'],
  hau: ['NG'],
  yor: ['NG'],
  ibo: ['NG'],
  pcm: ['NG'],
};

/** A name as it is looked up. */
interface Name {
  key: string;
  /** As it is written on the map. */
  name: string;
  meanings: readonly Meaning[];
  rank: number;
  /** Also an ordinary word, or the name of a person. */
  isOrdinary: boolean;
}

interface Mention {
  from: number;
  to: number;
  name: string;
  meanings: readonly Meaning[];
  /** 0 to 1: how sure it is that these words name a place at all. */
  sure: number;
}

/** Tells where a text says that something is. Works on names alone: no network, no coordinates. */
export class PlaceModel {
  readonly #regions: readonly Region[];
  readonly #words = new KnownWords();
  readonly #names: PhraseTable<Name>;
  readonly #lookalikes: ReadonlySet<string>;
  /** By the number of the vocabulary: the number of the word's key among the words of names, -1 where it is in none, and the name that it was probably meant to be, undefined before that was asked; its birth for which that holds. */
  readonly #ids = new Int32Array(vocabulary.size);
  readonly #meanings: (Name | null | undefined)[] = [];
  readonly #births = new Uint32Array(vocabulary.size);
  /** Names by how they sound. */
  readonly #sounds = new Map<string, Name[]>();

  constructor(file: ModelFile) {
    const { regions, ordinary, lookalikes } = file.extra as PlacesExtra;
    const ordinaries = new Set(ordinary);
    this.#regions = regions;
    this.#lookalikes = new Set(lookalikes);
    const once = new OnceEach<readonly Meaning[]>();
    const all = Array.from(listIn<NameOfPlace>(file, 'names'), ([key, name, meanings]): [string, Name] => [
      key,
      { key, name, meanings: once.of(meanings), rank: rankOf(meanings), isOrdinary: ordinaries.has(key) },
    ]);
    this.#names = new PhraseTable(all, Number.POSITIVE_INFINITY, this.#words);
    for (const [key, name] of all) {
      if (key.length < leastMisspelt || name.rank < 2) continue;
      const sound = skeletonOf(key);
      const known = this.#sounds.get(sound);
      if (known === undefined) this.#sounds.set(sound, [name]);
      else known.push(name);
    }
  }

  /**
   * The places of a text, the surest first; each region once. `country`: where the organisation serves, which decides between names that occur twice. `language`: of the text, ISO 639-3.
   */
  find(text: string, country: string | null = null, language = 'und'): PlaceFound[] {
    const words = placeWords(text);
    const mentions = this.#mentions(words, writingOf(words));
    if (mentions.length === 0) return [];
    const shares = mentions.map((mention) => this.#shares(mention, mentions, { country, language }));
    const found = new Map<number, PlaceFound & { rank: number }>();
    mentions.forEach((mention, at) => {
      const [region, share, rank] = shares[at]!;
      const confidence = Number((mention.sure * share).toFixed(3));
      if (confidence < sureEnough) return;
      const known = found.get(region);
      // The narrower name tells more: "Kasarani, Nairobi" is Kasarani.
      if (
        known !== undefined &&
        (known.rank < rank || (known.rank === rank && known.confidence >= confidence))
      ) {
        known.confidence = Math.max(known.confidence, confidence);
        return;
      }
      found.set(region, {
        place: mention.name,
        region: this.#regions[region]!.name,
        country: this.#regions[region]!.country,
        confidence: Math.max(confidence, known?.confidence ?? 0),
        because: text.slice(words[mention.from]!.from, words[mention.to - 1]!.to),
        rank,
      });
    });
    // A city of several districts is not told beside one of them.
    for (const region of found.keys()) {
      const { within } = this.#regions[region]!;
      if (within !== undefined) found.delete(within);
    }
    return [...found.values()]
      .sort((a, b) => b.confidence - a.confidence)
      .map(({ rank: _, ...place }) => place);
  }

  #mentions(words: readonly PlaceWord[], writing: Writing): Mention[] {
    const mentions: Mention[] = [];
    for (let at = 0; at < words.length && mentions.length < mostNames; at++) {
      const mention = this.#nameAt(words, at, writing) ?? this.#misspeltAt(words, at, writing);
      if (mention === null) continue;
      mentions.push(mention);
      at = mention.to - 1;
    }
    return mentions;
  }

  /** The number of a word's key among the words of names; -1: it is in none. */
  #idOf({ number, key }: PlaceWord): number {
    const birth = vocabulary.births[number]!;
    if (this.#births[number] !== birth) {
      this.#births[number] = birth;
      this.#ids[number] = this.#words.find(key);
      this.#meanings[number] = undefined;
    }
    return this.#ids[number]!;
  }

  #nameAt(words: readonly PlaceWord[], at: number, writing: Writing): Mention | null {
    let node = 0;
    let best: Mention | null = null;
    for (let size = 1; at + size <= words.length; size++) {
      const word = words[at + size - 1]!;
      if (size > 1 && word.apart) break;
      node = this.#names.step(node, this.#idOf(word));
      if (node < 0) break;
      const known = this.#names.valueAt(node);
      if (known === undefined) continue;
      const sure = surety(words, [at, size], known, writing);
      if (sure > 0) best = { from: at, to: at + size, name: known.name, meanings: known.meanings, sure };
    }
    return best;
  }

  #misspeltAt(words: readonly PlaceWord[], at: number, writing: Writing): Mention | null {
    const word = words[at]!;
    const { number, key, capital } = word;
    if (key.length < leastMisspelt) return null;
    const cue = cueAt(words, at, 1);
    const large = capital && writing !== 'large';
    if (!cue && !large && writing !== 'small') return null;
    this.#idOf(word);
    const known = this.#meanings[number];
    const found = known === undefined ? this.#meant(key) : known;
    this.#meanings[number] = found;
    if (found === null || isAnother(words, at, 1)) return null;
    const { name, meanings, rank } = found;
    if (rank < 3 && (!cue || key.length < 6)) return null;
    const sure = cue && large ? 0.75 : cue || (large && at > 0) ? 0.65 : key.length > 6 ? 0.6 : 0;
    return sure === 0 ? null : { from: at, to: at + 1, name, meanings, sure };
  }

  /** The name that a word was probably meant to be; null where it looks like none. `key`: as `placeKey` gives it. */
  misspelt(key: string): string | null {
    return this.#meant(key)?.key ?? null;
  }

  #isName(key: string): boolean {
    let node = 0;
    if (!key.includes(' ')) return this.#endsName(this.#names.step(0, this.#words.find(key)));
    for (const word of key.split(' ')) if (node >= 0) node = this.#names.step(node, this.#words.find(word));
    return this.#endsName(node);
  }

  #endsName = (node: number): boolean => node >= 0 && this.#names.valueAt(node) !== undefined;

  #meant(key: string): Name | null {
    if (key.length < leastMisspelt || this.#lookalikes.has(key) || this.#isName(key)) return null;
    const most = key.length < 9 ? 1 : 2;
    let best: { name: Name; steps: number } | null = null;
    for (const name of this.#sounds.get(skeletonOf(key)) ?? []) {
      const steps = stepsBetween(key, name.key, most);
      if (steps <= most && (best === null || steps < best.steps)) best = { name, steps };
    }
    return best?.name ?? null;
  }

  /** The region that a mention most likely means, its share among all that it may mean, and its rank there. */
  #shares(
    mention: Mention,
    all: readonly Mention[],
    { country, language }: { country: string | null; language: string },
  ): [region: number, share: number, rank: Rank] {
    const weights = mention.meanings.map(([region, rank, weight]) => {
      let worth = weight * rankWorth[rank];
      const here = this.#regions[region]!.country;
      if (here === country) worth *= 50;
      else if (homes[language]?.includes(here) === false) worth /= 20;
      for (const other of all) {
        if (other === mention) continue;
        if (other.meanings.some(([one]) => one === region || this.#regions[region]!.within === one))
          worth *= 10 / other.meanings.length + 1;
        else if (
          other.meanings.every(([one]) => this.#regions[one]!.country === this.#regions[region]!.country)
        )
          worth *= 3;
      }
      return worth;
    });
    const sum = weights.reduce((total, weight) => total + weight, 0);
    const best = weights.indexOf(Math.max(...weights));
    const [region, ,] = mention.meanings[best]!;
    const same = weights.reduce(
      (total, weight, n) => total + (mention.meanings[n]![0] === region ? weight : 0),
      0,
    );
    // A name of a country where nobody speaks so is seldom meant, and is said only where nothing else speaks against it.
    const strange =
      country === null && homes[language]?.includes(this.#regions[region]!.country) === false ? 0.7 : 1;
    return [region, (strange * same) / sum, mention.meanings[best]![1]];
  }
}

const rankWorth: Record<Rank, number> = { 4: 40, 3: 12, 2: 3, 1: 1 };
/** A shorter word is taken as it is written. */
const leastMisspelt = 5;

/** How a text is written: as usual, all in small letters, all in large ones. */
type Writing = 'usual' | 'small' | 'large';

function writingOf(words: readonly PlaceWord[]): Writing {
  let capitals = 0;
  let large = 0;
  for (const word of words) {
    if (word.capital) capitals++;
    if (word.large) large++;
  }
  if (large > 0.7 * words.length && words.length > 2) return 'large';
  return capitals === 0 ? 'small' : 'usual';
}

const rankOf = (meanings: readonly Meaning[]): number => Math.max(...meanings.map(([, rank]) => rank));

/** How sure it is that these words name a place: by what stands around them and how they are written; 0: they do not. */
function surety(
  words: readonly PlaceWord[],
  [at, size]: readonly [number, number],
  { key, meanings, rank, isOrdinary }: Name,
  writing: Writing,
): number {
  if (isAnother(words, at, size)) return 0;
  const those = words.slice(at, at + size);
  const cue = cueAt(words, at, size);
  const capital = writing !== 'large' && those.every((word) => word.capital);
  if (isOrdinary) return cue && (capital || rank > 2) ? 0.75 : 0;
  if (key.length < 4) return short(those, { cue, capital, rank }, writing);
  if (cue) return capital || size > 1 ? 0.95 : 0.85;
  if (rank >= 3) return capital ? 0.9 : 0.75;
  // Villages and estates are called as people are.
  if (rank > 1 && (capital || size > 1)) return 0.7;
  if (capital && size > 1) return 0.6;
  return writing === 'small' && rank > 1 && key.length > 5 && meanings.length === 1 ? 0.6 : 0;
}

/** A name of three letters, or an abbreviation. */
function short(
  those: readonly PlaceWord[],
  { cue, capital, rank }: { cue: boolean; capital: boolean; rank: number },
  writing: Writing,
): number {
  if (rank < 3) return cue && capital ? 0.75 : 0;
  if (capital && (cue || those.every(({ large, key }) => large || key.length > 2))) return 0.7;
  return writing === 'small' && (cue || rank > 3) ? 0.55 : 0;
}

/** A person, a company or a country that has the name of a place. */
function isAnother(words: readonly PlaceWord[], at: number, size: number): boolean {
  const previous = words[at - 1];
  const next = words[at + size];
  const titled = previous !== undefined && (previous.cue & saysBeforeOthers) !== 0;
  // "Bank of Kigali", "Rivers of tears".
  const house = previous?.key === 'of' && words[at - 2]?.key === 'bank';
  return titled || house || (next !== undefined && !next.apart && (next.cue & saysAfterOthers) !== 0);
}

function cueAt(words: readonly PlaceWord[], at: number, size: number): boolean {
  const first = words[at]!;
  const previous = words[at - 1];
  const next = words[at + size];
  return (
    (previous !== undefined && !first.apart && (previous.cue & saysBefore) !== 0) ||
    (next !== undefined && !next.apart && (next.cue & saysAfter) !== 0)
  );
}

/** Where a post is about: what its text says, else the author's stated home, else what the network says of it. */
export interface Whereabouts {
  text: string;
  /** The author's stated home. */
  home?: string | null;
  /** The network's field of the post or its author. */
  field?: string | null;
}

export type PlaceSource = 'text' | 'home' | 'network';

/** The places of a post with what told them; nothing where nothing does. A home is less sure than a word of the post. */
export function whereabouts(
  model: PlaceModel,
  { text, home, field }: Whereabouts,
  { country = null, language = 'und' }: { country?: string | null; language?: string } = {},
): (PlaceFound & { from: PlaceSource })[] {
  const sources: [PlaceSource, string | null | undefined, number][] = [
    ['text', text, 1],
    ['home', home, 0.7],
    ['network', field, 0.6],
  ];
  for (const [from, words, worth] of sources) {
    if (words === null || words === undefined) continue;
    // A home is nothing but a place: it needs no word that says so.
    const found = model.find(
      from === 'text' ? words : `in ${words}`,
      country,
      from === 'text' ? language : 'und',
    );
    if (found.length > 0)
      return found.map((one) => ({ ...one, from, confidence: Number((one.confidence * worth).toFixed(3)) }));
  }
  return [];
}
