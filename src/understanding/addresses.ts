/** Links, mail addresses and handles, told by a look at each unit. */
import { isLetter, isNumber, isSpace, kinds } from './letters.ts';

const isAt = (unit: number): boolean => unit === 0x40 || unit === 0xff20;

const inHandle = (unit: number): boolean =>
  (kinds[unit]! & (isLetter | isNumber)) !== 0 || unit === 0x5f || unit === 0x2e || unit === 0x2d;

/**
 * False where a text has no link and no mail address for certain: no slash, no "@" inside a word, no "www."; and no handle that a look at each unit does not tell,
 * of letters beyond the first 65,536.
 */
export function mayLink(text: string): boolean {
  let before = 32;
  let handle = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0x2f) return true;
    if (unit === 0x2e && (before === 0x77 || before === 0x57)) return true;
    if (isAt(unit)) {
      if ((kinds[before]! & isSpace) === 0) return true;
      handle = true;
    } else if (handle && !inHandle(unit)) {
      if (unit >= 0xd800 && unit < 0xe000) return true;
      handle = false;
    }
    before = unit;
  }
  return false;
}

/** True where a handle begins. */
export const isHandleAt = (text: string, at: number): boolean =>
  isAt(text.charCodeAt(at)) && endOfHandle(text, at + 1) > at + 1;

/** Behind the letters, digits, dots, hyphens and low lines from here on. */
export function endOfHandle(text: string, from: number): number {
  let i = from;
  while (i < text.length && inHandle(text.charCodeAt(i))) i++;
  return i;
}
