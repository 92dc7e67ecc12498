/** Facts on the form of a text that no word tells: it asks, it begins with a handle. */
import { mark } from './grams.ts';
import { isNumber, kinds } from './letters.ts';
import { vocabulary } from './vocabulary.ts';

/** Marks of the form of a text of so many words, by their numbers in the vocabulary. */
export function formOf(text: string, words: number): number[] {
  const handles = /[@＠]/.test(text) ? (text.match(/[@＠]\p{L}/gu) ?? []).length : 0;
  const marks = [form.handles[Math.min(handles, 3)]!, form.words[Math.min(6, Math.floor(words / 4))]!];
  if (/^\s*[."'-]?\s*[@＠]/.test(text)) marks.push(form.begins);
  if (/https?:/i.test(text)) marks.push(form.links);
  if (/[?？؟፧]/.test(text)) marks.push(form.asks);
  if (/[!！]/.test(text)) marks.push(form.exclaims);
  if (hasNumber(text)) marks.push(form.numbers);
  return marks;
}

const kept = (name: string): number => vocabulary.keep(mark(name));
const form = {
  handles: [0, 1, 2, 3].map((count) => kept(`handles${count}`)),
  words: [0, 1, 2, 3, 4, 5, 6].map((count) => kept(`words${count}`)),
  begins: kept('begins with a handle'),
  links: kept('links'),
  asks: kept('asks'),
  exclaims: kept('exclaims'),
  numbers: kept('numbers'),
};

function hasNumber(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if ((kinds[unit]! & isNumber) !== 0) return true;
    // Half of a character: a look at the whole.
    if (unit >= 0xd800 && unit < 0xe000) return /\p{N}/u.test(text);
  }
  return false;
}
