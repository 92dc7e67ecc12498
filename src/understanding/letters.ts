/** What each UTF-16 unit is, so that a text is cut into words by looking units up, once each. */

export const isLetter = 1;
export const isMark = 2;
export const isNumber = 4;
export const isSpace = 8;
/** Lower case depends on what stands beside it, or is several units; half of a character beyond the first 65,536. */
export const isOdd = 16;
/** May be written in another way that is the same (NFC), by itself or with what stands before it. */
export const isUnsettled = 32;

/** Bits of the above, by unit. */
export const kinds = new Uint8Array(65_536);
/** The lower case of each unit; quotes as "'". */
export const lowered = new Uint16Array(65_536);

/** What joins and colours emoji: it is dropped. */
export const isJoiner = (unit: number): boolean => unit === 0x200d || unit === 0xfe0f;

/** Of the block of emoji, which are signs and nothing else: by the code point less `firstEmoji`. */
export const firstEmoji = 0x1f000;
export const emoji = new Uint8Array(0xb00);

const halves = { from: 0xd800, to: 0xe000 };

function mark(expression: RegExp, bit: number, all: string): void {
  for (const { 0: run, index } of all.matchAll(expression))
    for (let i = 0; i < run.length; i++) kinds[all.charCodeAt(index + i)]! |= bit;
}

function fill(): void {
  const units = Array.from({ length: 65_536 }, (_, unit) => unit).filter(
    (unit) => unit < halves.from || unit >= halves.to,
  );
  const all = units.map((unit) => String.fromCharCode(unit)).join('');
  mark(/\p{L}+/gu, isLetter, all);
  mark(/\p{M}+/gu, isMark | isUnsettled, all);
  mark(/\p{N}+/gu, isNumber, all);
  mark(/\s+/gu, isSpace, all);
  // Letters of Korean that join the one before.
  mark(/[\u1160-\u11ff]+/gu, isUnsettled, all);
  for (let from = 0; from < 65_536; from += together)
    if (from < halves.from || from >= halves.to) fillFrom(from);
  kinds.fill(isOdd, halves.from, halves.to);
  // A joiner changes nothing beside it.
  kinds[0xfe0f]! &= ~isUnsettled;
  for (const quote of '’‘`´ʼ') lowered[quote.charCodeAt(0)] = 0x27;
  for (let at = 0; at < emoji.length; at++)
    emoji[at] = isPlainSign(String.fromCodePoint(firstEmoji + at)) ? 1 : 0;
}

/** Units that are looked at together: one by one takes 60 ms of every start. */
const together = 256;

/** The lower case of units and what may be written in another way. Each stands between signs that join with nothing. */
function fillFrom(from: number): void {
  const units = Array.from({ length: together }, (_, i) => from + i);
  const apart = `|${units.map((unit) => String.fromCharCode(unit)).join('|')}|`;
  const lower = apart.toLowerCase();
  if (lower.length !== apart.length || apart.includes('Σ') || apart.normalize('NFC') !== apart) {
    for (const unit of units) fillUnit(unit);
    return;
  }
  for (let i = 0; i < together; i++) lowered[from + i] = lower.charCodeAt(2 * i + 1);
}

function fillUnit(unit: number): void {
  const character = String.fromCharCode(unit);
  const lower = character.toLowerCase();
  lowered[unit] = lower.charCodeAt(0);
  // The last sigma of a word is written in another way.
  if (lower.length > 1 || character === 'Σ') kinds[unit]! |= isOdd;
  if (character.normalize('NFC') !== character) kinds[unit]! |= isUnsettled;
}

const isPlainSign = (sign: string): boolean =>
  !/[\s\p{L}\p{M}\p{N}]/u.test(sign) && sign.toLowerCase() === sign && sign.normalize('NFC') === sign;

fill();
