import { i18n } from './i18n.ts';

/**
 * By which rules dates, numbers and lists are written: the browser's own where it speaks the console's language (English of Kenya, French of Senegal), else those of the language.
 */
export function rules(wishes: readonly string[] = navigator.languages): string {
  const own = wishes.find((wish) => wish.toLowerCase().split('-')[0] === i18n.locale && isTag(wish));
  return own ?? (i18n.locale === 'en' ? 'en-GB' : i18n.locale);
}

/** Some systems make tags that Intl does not take ("en-US@posix"). */
function isTag(wish: string): boolean {
  try {
    return Intl.getCanonicalLocales(wish).length > 0;
  } catch {
    // Then it is none.
    return false;
  }
}

const kept = new Map<string, Intl.DateTimeFormat>();

/** A format of dates in the console's language, made once: a list of a thousand rows asks for it at every row. */
export function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = `${i18n.locale} ${JSON.stringify(options)}`;
  const made = kept.get(name) ?? new Intl.DateTimeFormat(rules(), options);
  kept.set(name, made);
  return made;
}

/** "Naledi, Thabo and Aline". */
export const listed = (names: readonly string[]): string =>
  new Intl.ListFormat(rules(), { type: 'conjunction' }).format(names);

/** "Naledi, Thabo or Aline". */
export const listedOr = (names: readonly string[]): string =>
  new Intl.ListFormat(rules(), { type: 'disjunction' }).format(names);
