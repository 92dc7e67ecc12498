/** The languages of the public pages, and which one somebody gets. */
import { isPublicLanguage, type PublicLanguage } from '../../domain/languages.ts';
import { en, type Words } from './en.ts';
import { fr } from './fr.ts';
import { rw } from './rw.ts';
import { sw } from './sw.ts';

export type { Words } from './en.ts';

/** Each language has every text, or it does not compile. */
const tables: Record<PublicLanguage, Words> = { en, fr, sw, rw };

export const wordsIn = (language: PublicLanguage): Words => tables[language];

/** A language tag as one of our languages ("sw-KE" is Swahili); null for one that we do not have. */
export function languageNamed(tag: string): PublicLanguage | null {
  const name = tag.toLowerCase().split('-')[0] ?? '';
  return isPublicLanguage(name) ? name : null;
}

/** The first of these that we have: what was chosen on the page, what the browser asks for (RFC 9110, 12.5.4), what the form is written in, English. */
export function chosenLanguage(
  chosen: string | null,
  accepted: string | undefined,
  written: string,
): PublicLanguage {
  const wanted = [chosen ?? '', ...acceptedLanguages(accepted ?? ''), written];
  return wanted.map(languageNamed).find((one) => one !== null) ?? 'en';
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
