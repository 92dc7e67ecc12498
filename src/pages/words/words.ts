/** The languages of the public pages, and which one somebody gets. */
import { en, type Words } from './en.ts';

export type { Words } from './en.ts';

/** A language is there when its table is: each has every text, or it does not compile. */
export const tables: Record<string, Words> = { en };

/** The first of these that we have: what was chosen on the page, what the browser asks for (RFC 9110, 12.5.4), what the form is written in, English. */
export function chosenLanguage(
  chosen: string | undefined,
  accepted: string | undefined,
  written: string,
): string {
  const wanted = [chosen ?? '', ...acceptedLanguages(accepted ?? ''), written];
  return (
    wanted.map((one) => one.toLowerCase().split('-')[0] ?? '').find((one) => Object.hasOwn(tables, one)) ??
    'en'
  );
}

function acceptedLanguages(header: string): string[] {
  return header
    .split(',')
    .map((part) => {
      const [name = '', ...parameters] = part.trim().split(';');
      const weight = parameters
        .map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1])
        .find((one) => one !== undefined);
      return { name: name.trim(), weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ name, weight }) => name !== '' && weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ name }) => name);
}

export const wordsIn = (language: string): Words => tables[language] ?? en;
