/** Public holidays by country. They come from a library, whose rules weigh some 40 MB: it is loaded when somebody asks. */
import { Fault } from '../../domain/fault.ts';

export interface Holiday {
  /** "2026-12-25" */
  date: string;
  name: string;
}

export interface Country {
  /** ISO 3166: "KE". */
  code: string;
  name: string;
}

/** The countries whose holidays are known, by name. */
export async function countries(): Promise<Country[]> {
  const Holidays = await library();
  return Object.entries(new Holidays().getCountries('en'))
    .map(([code, name]) => ({ code, name }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The country's public holidays of these years, one entry a date, in order. Feasts that follow the moon are computed; a government may name another day, which a member
 * then writes down. Throws Fault `input_invalid` for a country that is not known.
 */
export async function holidaysOf(country: string, years: readonly number[]): Promise<Holiday[]> {
  const Holidays = await library();
  const found = new Holidays(country);
  if (new Holidays().getCountries('en')[country] === undefined)
    throw new Fault(
      'input_invalid',
      `The holidays of "${country}" are not known. Choose another country, or write the days down yourself.`,
    );
  const names = new Map<string, string>();
  for (const year of years)
    for (const { date, name, type } of found.getHolidays(year, 'en')) {
      const day = date.slice(0, 10);
      if (type === 'public') names.set(day, names.has(day) ? `${names.get(day)}, ${name}` : name);
    }
  return [...names].sort(([a], [b]) => (a < b ? -1 : 1)).map(([date, name]) => ({ date, name }));
}

async function library() {
  return (await import('date-holidays')).default;
}
