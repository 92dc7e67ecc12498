import type { ModelFile } from '../src/understanding/modelFile.ts';
import { placeKey } from '../src/understanding/placeKey.ts';
import {
  type Meaning,
  type NameOfPlace,
  PlaceModel,
  type PlacesExtra,
  type Rank,
  type Region,
} from '../src/understanding/places.ts';
import { placeWords, regionKey } from '../src/understanding/placeWords.ts';
import { sentences } from './corpus.ts';
import { kenya } from './gazetteers/kenya.ts';
import type { Named } from './gazetteers/named.ts';
import { nigeria, rwanda, spoken, towns, wholes } from './gazetteers/others.ts';
import { afrisenti, afrisentiLanguages, carePosts } from './sets.ts';

/** Longest name that is kept, in words. */
const longestName = 4;
/** A village that is found in more districts than this tells nothing. */
const mostRegions = 4;

/** Puts the gazetteers together into what the program looks places up in. */
export function trainPlaces(say: (line: string) => void): ModelFile {
  const regions = new Regions();
  const names = new Map<string, { name: string; meanings: Map<number, { rank: Rank; weight: number }> }>();
  const add = (name: string, region: number, rank: Rank, weight: number) => {
    const key = placeKey(name);
    if (key.length < 2 || key.split(' ').length > longestName || /^[\d ]+$/.test(key)) return;
    const known = names.get(key) ?? { name, meanings: new Map() };
    names.set(key, known);
    const before = known.meanings.get(region);
    known.meanings.set(region, {
      rank: Math.max(before?.rank ?? 0, rank) as Rank,
      weight: Math.min(8, (before?.weight ?? 0) + weight),
    });
  };
  const all = [...kenya(), ...rwanda(), ...nigeria(), ...towns(), ...spoken()];
  for (const named of all) if (named.rank === 4) regions.add(named);
  for (const { country, name, of } of wholes()) regions.addWhole(country, name, of);
  for (const named of all) {
    const region = regions.find(named.country, named.region);
    if (region === null) say(`places: no region is called ${named.region} (${named.country})`);
    else for (const one of spellings(named.name)) add(one, region, named.rank, named.weight);
  }
  for (const [region, { name }] of regions.all.entries()) add(name, region, 4, 3);
  const kept = [...names]
    .filter(([, { meanings }]) => {
      const best = Math.max(...[...meanings.values()].map(({ rank }) => rank));
      return best > 1 || meanings.size <= mostRegions;
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const lists = {
    names: kept.map(
      ([key, { name, meanings }]): NameOfPlace => [
        key,
        name,
        [...meanings].map(([region, { rank, weight }]): Meaning => [region, rank, weight]),
      ],
    ),
  };
  const extra: PlacesExtra = { regions: regions.all, ordinary: [], lookalikes: [] };
  extra.ordinary = ordinary(lists.names, regions.all);
  extra.lookalikes = lookalikes({ models: {}, extra, lists }, new Set(kept.map(([key]) => key)));
  say(
    `places: ${extra.regions.length} regions, ${kept.length} names, ${extra.ordinary.length} of them ordinary words, ${extra.lookalikes.length} that look alike`,
  );
  return { models: {}, extra, lists };
}

/** A name and the names in it that stand for one another: "Ainabkoi/Olare", "Kacyiru (Kigali)". */
const spellings = (name: string): string[] => [
  ...new Set([name, ...name.split(/\s*[/(),]\s*/)].map((one) => one.trim()).filter((one) => one.length > 2)),
];

/** Regions by country and name, whatever stands behind the name. */
class Regions {
  readonly all: PlacesExtra['regions'] = [];
  readonly #by = new Map<string, number>();

  add({ country, region }: Pick<Named, 'country' | 'region'>): number {
    const key = `${country} ${regionKey(region)}`;
    const known = this.#by.get(key);
    if (known !== undefined) return known;
    this.#by.set(key, this.all.length);
    return this.all.push({ country, name: region }) - 1;
  }

  addWhole(country: string, name: string, of: readonly string[]): void {
    const whole = this.add({ country, region: name });
    for (const region of of) this.all[this.add({ country, region })]!.within = whole;
  }

  find(country: string, region: string): number | null {
    return this.#by.get(`${country} ${regionKey(region)}`) ?? null;
  }
}

/** How often a word of one letter-run stands in texts, small and capital. */
interface Seen {
  small: number;
  capital: number;
}

function seenIn(texts: Iterable<string>): Map<string, Seen> {
  const seen = new Map<string, Seen>();
  for (const text of texts) {
    const words = placeWords(text);
    words.forEach(({ key, capital }, at) => {
      const known = seen.get(key) ?? { small: 0, capital: 0 };
      seen.set(key, known);
      // The first word of a text is written with a capital whatever it is.
      if (capital && at > 0) known.capital++;
      else if (!capital) known.small++;
    });
  }
  return seen;
}

const tweets = (languages: readonly string[]) =>
  languages.flatMap((language) => afrisenti(language, 'train').map(({ text }) => text));

/** Languages of AfriSenti that are at home in a country. */
const atHome: Readonly<Record<string, readonly string[]>> = {
  KE: ['swa'],
  RW: ['kin', 'swa'],
  NG: ['hau', 'yor', 'ibo', 'pcm'],
  ZA: [],
};

/** Names that are words, or persons, for most who write them: those that people far away write too, and those that are written small. */
function ordinary(names: readonly NameOfPlace[], regions: readonly Region[]): string[] {
  const own = seenIn(sentences().map(({ text }) => text));
  const care = seenIn(carePosts().map(({ text }) => text));
  const far = new Map(
    Object.entries(atHome).map(([country, home]) => [
      country,
      seenIn(tweets(afrisentiLanguages.filter((language) => !home.includes(language)))),
    ]),
  );
  const near = new Map(Object.entries(atHome).map(([country, home]) => [country, seenIn(tweets(home))]));
  /** How much oftener a word is written small than large where its country's languages are written. */
  const atHomeSeen = (key: string, countries: ReadonlySet<string>) =>
    Math.max(
      ...[...countries].map((country) => {
        const seen = near.get(country)?.get(key);
        return seen === undefined ? 0 : seen.small - 2 * seen.capital;
      }),
    );
  const count = (seen: Seen | undefined) => (seen === undefined ? 0 : seen.small + seen.capital);
  return names
    .filter(([key, , meanings]) => {
      if (key.includes(' ')) return false;
      const rank = Math.max(...meanings.map(([, one]) => one));
      const countries = new Set(meanings.map(([region]) => regions[region]!.country));
      const away = [...countries].reduce((least, country) => {
        return Math.min(least, count(far.get(country)?.get(key)));
      }, Number.POSITIVE_INFINITY);
      const small = own.get(key)?.small ?? 0;
      const athome = atHomeSeen(key, countries);
      const stranger = count(care.get(key));
      if (rank === 4) return away > 200 || small > 200;
      if (rank === 3) return away > 15 || small > 25 || stranger > 2 || athome > 12;
      return away > 2 || small > 4 || stranger > 0 || athome > 4;
    })
    .map(([key]) => key);
}

/** Words of ordinary texts that would be taken for a misspelt name. */
function lookalikes(file: ModelFile, names: ReadonlySet<string>): string[] {
  const model = new PlaceModel(file);
  const seen = seenIn([
    ...sentences().map(({ text }) => text),
    ...tweets(afrisentiLanguages),
    ...carePosts().map(({ text }) => text),
  ]);
  return [...seen]
    .filter(([key, { small }]) => small >= 3 && !names.has(key) && model.misspelt(key) !== null)
    .map(([key]) => key)
    .sort();
}
