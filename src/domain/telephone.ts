/** Telephone numbers as they are written (E.164: a plus, the country's code, at most 15 digits). Pure. */

/** Country codes of one and of two digits; all others have three (ITU-T E.164, list of assigned codes). */
const short = /^(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/** The code of the country with its plus; null for what is no number. */
export function callingCode(number: string): string | null {
  if (!isNumber(number)) return null;
  const digits = number.slice(1);
  return `+${short.exec(digits)?.[0] ?? digits.slice(0, 3)}`;
}

/** True for a number in E.164. */
export const isNumber = (text: string): boolean => /^\+[1-9]\d{6,14}$/.test(text);

/** A number as somebody wrote it, in E.164; one without its country's code is taken for one of the country of `near`. Null for what is no number. */
export function telephoneNumber(written: string, near: string | null = null): string | null {
  const bare = written.replaceAll(/[\s().\-/\u2010-\u2015\u00a0]/g, '');
  if (/^\+?\d+$/.test(bare) === false) return null;
  const international = bare.startsWith('+') ? bare : bare.startsWith('00') ? `+${bare.slice(2)}` : null;
  if (international !== null) return isNumber(international) ? international : null;
  const code = near === null ? null : callingCode(near);
  if (code === null) return null;
  const number = bare.startsWith('0') ? `${code}${bare.slice(1)}` : `${code}${bare}`;
  return isNumber(number) ? number : null;
}

/** True where the words name this number, in whatever way it is written: with its country's code, with 00, or with 0 as inside the country. */
export function namesNumber(words: string, number: string): boolean {
  if (!isNumber(number)) return false;
  const runs = words.match(/\+?\d[\d\s().\-/\u2010-\u2015\u00a0]{5,30}\d/g) ?? [];
  return runs.some((run) => {
    const found = telephoneNumber(run, number);
    return found === number || telephoneNumber(`+${run.replaceAll(/\D/g, '')}`) === number;
  });
}

/** A number as people read it: "+254 722 000 111". Anything else stays as it is. */
export function spacedNumber(number: string): string {
  const code = callingCode(number);
  if (code === null) return number;
  const groups = number.slice(code.length).match(/\d{3}(?!\d$)|\d+/g) ?? [];
  return [code, ...groups].join(' ');
}
