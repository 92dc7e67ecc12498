/** Numbers, plurals and moments as each language writes them. */
import type { PublicLanguage } from '../../domain/languages.ts';

/** By which rules of Intl: English with the day before the month, as most of our readers write it. */
const rules: Record<PublicLanguage, string> = { en: 'en-GB', fr: 'fr', sw: 'sw', rw: 'rw' };

/** A number with its marks of thousands. */
export const numberIn = (language: PublicLanguage, n: number): string =>
  new Intl.NumberFormat(rules[language]).format(n);

/** A form for each kind of plural that the language has; `other` where one is not given. */
export function pluralIn(
  language: PublicLanguage,
  n: number,
  forms: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string },
): string {
  return forms[new Intl.PluralRules(rules[language]).select(n)] ?? forms.other;
}

/** A day and a time of day in a zone: "29 November 2026 at 15:05". */
export function momentIn(language: PublicLanguage, at: Date, timeZone: string): string {
  const form = new Intl.DateTimeFormat(rules[language], { dateStyle: 'long', timeStyle: 'short', timeZone });
  if (language !== 'rw') return form.format(at);
  // Of Kinyarwanda, Intl knows the months and not their place: it puts the year first, which nobody in Rwanda does.
  const parts = new Map(form.formatToParts(at).map(({ type, value }) => [type, value]));
  const [day, month, year] = [parts.get('day'), parts.get('month'), parts.get('year')];
  return `${day} ${month} ${year}, ${parts.get('hour')}:${parts.get('minute')}`;
}

/** A month that is written "2026-12": "December 2026". */
export function monthIn(language: PublicLanguage, month: string): string {
  const at = new Date(`${month}-15T12:00:00Z`);
  const form = new Intl.DateTimeFormat(rules[language], { month: 'long', year: 'numeric', timeZone: 'UTC' });
  if (language !== 'rw') return form.format(at);
  const parts = new Map(form.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${parts.get('month')} ${parts.get('year')}`;
}
