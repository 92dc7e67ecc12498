import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { setsFolder } from '../sets.ts';
import type { Named } from './named.ts';
import { fromPackage } from './packages.ts';

interface Kenya {
  counties: readonly { code: string; name: string }[];
  constituencies: readonly { code: string; name: string; county: string }[];
  getSubCounties(): { name: string; county: string }[];
  getWards(): { name: string; constituency: string }[];
  getLocalities(): { name: string; county: string }[];
  getAreas(): { name: string; county: string }[];
}

/** The 47 counties with what lies in them: sub-counties, constituencies, wards, localities, and the places of planned power interruptions. */
export function kenya(): Named[] {
  const lists = fromPackage<Kenya>('kenya-locations');
  const countyOf = new Map(lists.constituencies.map(({ name, county }) => [name, county]));
  return [
    ...lists.counties.map(({ name }): Named => ({ country: 'KE', name, region: name, rank: 4, weight: 1 })),
    ...[...lists.constituencies, ...lists.getSubCounties()].map(
      ({ name, county }): Named => ({ country: 'KE', name, region: county, rank: 2, weight: 2 }),
    ),
    ...lists.getWards().flatMap(({ name, constituency }): Named[] => {
      const county = countyOf.get(constituency);
      return county === undefined ? [] : [{ country: 'KE', name, region: county, rank: 2, weight: 1 }];
    }),
    ...[...lists.getLocalities(), ...lists.getAreas()].map(
      ({ name, county }): Named => ({ country: 'KE', name, region: county, rank: 2, weight: 1 }),
    ),
    ...interruptions(),
  ];
}

/** Places at which Kenya Power announced an interruption, by county; a name that was announced often weighs more. */
function interruptions(): Named[] {
  const file = join(setsFolder, 'places-kenya', 'formatted_kplc_interruptions.csv');
  const rows = parse(readFileSync(file), { columns: true, relax_quotes: true, relax_column_count: true }) as {
    county?: string;
    area?: string;
    places?: string;
  }[];
  return rows.flatMap(({ county = '', area = '', places = '' }) => {
    const region = county.trim();
    if (region === '') return [];
    const named = (name: string, rank: 1 | 2): Named[] =>
      cleaned(name).map((one) => ({ country: 'KE', name: one, region, rank, weight: 1 }));
    return [
      ...area.split(',').flatMap((one) => named(titled(one), 2)),
      ...[...places.matchAll(/'([^']*)'|"([^"]*)"/g)].flatMap(([, a, b]) => named(a ?? b ?? '', 1)),
    ];
  });
}

/** The names in an announced place, without "part of" and "& adjacent customers". */
function cleaned(name: string): string[] {
  return name
    .replace(/\b(the )?(whole|parts?|sections?) (of )?/gi, '')
    .split(/\s*(?:[,/;()]|&|\band\b)\s*/i)
    .map((one) => one.replace(/[.\s]+$/, '').trim())
    .filter((one) => !/^(adjacent|customers?|environs|others?)\b/i.test(one) && /\p{L}{3}/u.test(one))
    .filter((one) => !one.split(/\s+/).every((word) => anywhere.test(word)));
}

/** What stands in every county. */
const anywhere =
  /^(post|office|offices|hostels?|schools?|sch|pri|primary|sec|secondary|high|hospital|hosp|hotel|htl|church|market|mkt|police|station|stage|bank|centre|center|ctr|dispensary|health|clinic|factory|mall|plaza|estate|est|academy|college|polytechnic|girls|boys|mixed|water|pump|borehole|stadium|prison|court|library|garage|petrol|quarry|dairy|tea|coffee|farm|ranch|camp|mission|catholic|mosque|junction|town|village|area|the|and|of|st|new|old|upper|lower|main|road|rd)$/i;

const titled = (name: string): string =>
  name.toLowerCase().replace(/(^|[\s-])\p{L}/gu, (letter) => letter.toUpperCase());
