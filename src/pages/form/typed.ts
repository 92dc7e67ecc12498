/** What was typed into a form, and what is wrong with it. */
import type { Words } from '../words/words.ts';

export const fieldNames = ['topic', 'unit', 'place', 'text', 'photo', 'name', 'reach', 'pin'] as const;
export type FieldName = (typeof fieldNames)[number];
/** As typed, put right only where a browser changes it: line breaks, spaces around. */
export type Typed = Record<FieldName, string>;
export type Errors = Partial<Record<FieldName, string>>;

export const mostText = 5_000;
const mostOf = { place: 150, name: 100, reach: 300 } as const;
export const lengths = { text: mostText, ...mostOf } as const;

const nothing: Typed = { topic: '', unit: '', place: '', text: '', photo: '', name: '', reach: '', pin: '' };
export const emptyForm = (): Typed => ({ ...nothing });

/** Line breaks as one sign, no sign that a database cannot hold, whole letters only. */
export function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it takes out.
  const without = text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
  return without.toWellFormed().trim();
}

/** One line: what a name or a place is. */
const oneLine = (text: string): string => plain(text).replace(/\s+/g, ' ');

export function typedIn(fields: ReadonlyMap<string, string>): Typed {
  const typed = emptyForm();
  for (const name of fieldNames) {
    const value = fields.get(name) ?? '';
    typed[name] = name === 'text' || name === 'reach' ? plain(value) : oneLine(value);
  }
  return typed;
}

/** What must be mended; nothing where it can be taken. `offered`: the topics and the ids of units to choose from. */
export function errorsIn(
  typed: Typed,
  offered: { topics: readonly string[]; units: readonly string[] },
  words: Words,
): Errors {
  const errors: Errors = {};
  if (typed.text === '') errors.text = words.textEmpty;
  else if (typed.text.length > mostText) errors.text = words.textLong(mostText);
  for (const name of ['place', 'name', 'reach'] as const) {
    if (typed[name].length > mostOf[name]) errors[name] = words.tooLong(mostOf[name]);
  }
  if (typed.topic !== '' && !offered.topics.includes(typed.topic)) errors.topic = words.notOffered;
  if (typed.unit !== '' && !offered.units.includes(typed.unit)) errors.unit = words.notOffered;
  if (typed.pin !== '' && !/^\d{4,8}$/.test(typed.pin)) errors.pin = words.pinWrong;
  return errors;
}
