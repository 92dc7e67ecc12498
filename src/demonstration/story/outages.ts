/** The outages of the story: those of its past, one as it begins to play, and two a day after that. */
import { chanceOf } from './chance.ts';
import { allInstitutions } from './institutions.ts';
import { day, hour, minute, pastDays, type Telling } from './telling.ts';
import type { InstitutionKey } from './words.ts';

/** One cause behind many posts. */
export interface Outage {
  id: string;
  of: InstitutionKey;
  place: string;
  from: number;
  lasts: number;
  posts: number;
}

const pastOutages: readonly Outage[] = [
  {
    id: 'o4',
    of: 'water',
    place: 'Kasuku Estate',
    from: 3 * day + 18 * hour + 10 * minute,
    lasts: 110 * minute,
    posts: 34,
  },
  {
    id: 'o8',
    of: 'power',
    place: 'Gitaba',
    from: 7 * day + 20 * hour + 5 * minute,
    lasts: 90 * minute,
    posts: 32,
  },
  {
    id: 'o11',
    of: 'phone',
    place: 'Thornveld',
    from: 10 * day + 13 * hour + 20 * minute,
    lasts: 80 * minute,
    posts: 30,
  },
];

/** Those that begin within a day before `until` and are not over at `from`. The first of the played part begins at once, so that nobody waits to see one. */
export function outagesBetween(telling: Telling, from: number, until: number): Outage[] {
  const opening = {
    id: 'o15',
    of: 'phone',
    place: 'Kwezi Park',
    from: telling.liveFrom + 6 * minute,
    lasts: 40 * minute,
    posts: 42,
  } as const;
  const all: Outage[] = [...pastOutages, opening];
  for (let n = pastDays + 1; n * day < until; n++) all.push(...outagesOfDay(telling, n));
  return all.filter((outage) => outage.from < until && outage.from + outage.lasts >= from);
}

function outagesOfDay({ seed }: Telling, n: number): Outage[] {
  const chance = chanceOf(seed, 'outages', n);
  return [9, 18].map((about, index) => {
    const institution = chance.one(allInstitutions);
    const from = n * day + about * hour + chance.whole(0, 150) * minute;
    const size = { lasts: chance.whole(40, 120) * minute, posts: chance.whole(30, 60) };
    return {
      id: `o${n + 1}-${index}`,
      of: institution.key,
      place: chance.one(institution.places),
      from,
      ...size,
    };
  });
}
