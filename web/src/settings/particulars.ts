/** The particulars of an act, for whoever reads the audit on the screen. */
import { languageWords } from '../words/names.ts';

/** A name that only programs know what to do with; the exported list has all of them. */
const isId = (value: unknown): boolean =>
  typeof value === 'string' && /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value);

/** "timeZone" as "time zone". */
const spaced = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function valueWords(name: string, value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return name === 'language' ? languageWords(value) : value;
}

/** "name: value" pairs, without what is empty and without ids. */
export const particularsWords = (particulars: Record<string, unknown>): string =>
  Object.entries(particulars)
    .filter(([, value]) => value !== null && !isId(value))
    .map(([name, value]) => `${spaced(name)}: ${valueWords(name, value)}`)
    .join(', ');
