/**
 * How many SMS a text becomes, as telephone networks count: 3GPP TS 23.038 (alphabet of 7 bits, 6.2.1) and TS 23.040 (joining several, 9.2.3.24.1). Pure; the console counts by the
 * same rule as the sender.
 */

/** One unit each. */
const basic = new Set([
  ...'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
]);
/** Two units each: an escape stands before them. */
const extended = new Set([...'\f^{}\\[~]|€']);

/** Units of one SMS, and of each of several that are joined. */
const room = { gsm7: { alone: 160, joined: 153 }, ucs2: { alone: 70, joined: 67 } } as const;

export type SmsAlphabet = keyof typeof room;

/** How a text is sent: the alphabet, its units in that alphabet, and how many SMS that makes. */
export interface SmsParts {
  alphabet: SmsAlphabet;
  units: number;
  parts: number;
  /** Units that fit in before there is one part more. */
  left: number;
}

/** Units of a character in the alphabet of 7 bits; null where it has none there. */
function units7(character: string): number | null {
  return basic.has(character) ? 1 : extended.has(character) ? 2 : null;
}

/** True when the whole text can be written in the alphabet of 7 bits. */
export function isGsm7(text: string): boolean {
  for (const character of text) if (units7(character) === null) return false;
  return true;
}

/** The text in its parts. A character is never torn: one that does not fit any more begins the next part. */
export function smsPieces(text: string): { alphabet: SmsAlphabet; pieces: string[]; units: number[] } {
  const alphabet: SmsAlphabet = isGsm7(text) ? 'gsm7' : 'ucs2';
  const unitsOf = (one: string): number => (alphabet === 'gsm7' ? (units7(one) ?? 1) : one.length);
  let total = 0;
  for (const character of text) total += unitsOf(character);
  if (total <= room[alphabet].alone) return { alphabet, pieces: [text], units: [total] };
  const pieces = [''];
  const units = [0];
  for (const character of text) {
    const more = unitsOf(character);
    let last = pieces.length - 1;
    if ((units[last] ?? 0) + more > room[alphabet].joined) {
      last = pieces.push('') - 1;
      units.push(0);
    }
    pieces[last] = (pieces[last] ?? '') + character;
    units[last] = (units[last] ?? 0) + more;
  }
  return { alphabet, pieces, units };
}

/** How many SMS a text becomes. */
export function smsParts(text: string): SmsParts {
  const { alphabet, units } = smsPieces(text);
  const { alone, joined } = room[alphabet];
  const each = units.length === 1 ? alone : joined;
  const total = units.reduce((sum, one) => sum + one, 0);
  return { alphabet, units: total, parts: units.length, left: each - (units.at(-1) ?? 0) };
}

/** No more than so many units of the alphabet that the text needs, whole words where that is possible; `…` is in no alphabet of 7 bits, so three full stops say that there was more. */
export function cutToUnits(text: string, most: Readonly<Record<SmsAlphabet, number>>): string {
  const alphabet: SmsAlphabet = isGsm7(text) ? 'gsm7' : 'ucs2';
  const unitsOf = (one: string): number => (alphabet === 'gsm7' ? (units7(one) ?? 1) : one.length);
  const limit = most[alphabet];
  let total = 0;
  for (const character of text) total += unitsOf(character);
  if (total <= limit) return text;
  const dots = '...';
  if (limit <= dots.length) return '';
  let kept = '';
  let used = dots.length;
  for (const character of text) {
    used += unitsOf(character);
    if (used > limit) break;
    kept += character;
  }
  const space = kept.lastIndexOf(' ');
  return `${(space > kept.length * 0.6 ? kept.slice(0, space) : kept).trimEnd()}${dots}`;
}
