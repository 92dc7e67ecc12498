/**
 * What kind of private thing somebody showed everybody: by its form where that tells (check digits, lengths, beginnings), else by the word that stands next to it. Pure.
 * Forms: payment cards ISO/IEC 7812-1 with its check digit (Luhn), telephone numbers ITU-T E.164, identity numbers of South Africa (Identification Act: birth date, citizenship, Luhn) and of
 * Rwanda (sixteen digits: nationality, year of birth, sex), social security numbers of the United States.
 */
import { type PrivateFind, privateIn } from './numbersInText.ts';

export const privateKinds = ['card', 'identity', 'phone', 'account', 'meter', 'mail', 'number'] as const;
export type PrivateKind = (typeof privateKinds)[number];

export interface PrivateThing {
  kind: PrivateKind;
  /** Where it begins and ends in the text, in UTF-16 units. */
  start: number;
  end: number;
}

/** Words that say what the number beside them is, in the ten languages; a beginning is enough where the word goes on. */
const saying: Record<'card' | 'identity' | 'phone' | 'account' | 'meter', string> = {
  card: 'card|carte bancaire|kadi|ikarita|cartão|katin|visa|mastercard|verve|ካርድ',
  identity:
    'i\\.?d\\.?(?: no| number| card)?|national id|nin|bvn|ssn|passport|passeport|pasi|paasport|identity|identit[ée]|cni|kitambulisho|indangamuntu|irangamuntu|bilhete|bi n|huduma|መታወቂያ',
  phone:
    'phone|tel|t[ée]l[ée]phone|telefone?|terefone|cell|mobile|whats ?app|watsap|call|ring|sms|simu|(?:ni|u|mu|tu)?hamagar|numéro|appele[rz]|ligue|wasiliana|waya|kira|pe mi|foonu|ekwentị|ekwenti|kpọọ|ስልክ|ደውሉ',
  account:
    'account|acc?t|acc|a/c|akaunti|compte|konti|conta|asusun|akaụntụ|akant|customer (?:no|number)|client n|numéro client|iban|policy|ሂሳብ|ሒሳብ',
  meter: 'meter|mita|compteur|contador|mubazi|cash ?power|luku|prepaid|token|konta|ቆጣሪ',
};

/** So far before a number, and behind it, a word is taken to speak of it. UTF-16 units. */
const reach = { before: 40, behind: 24 };

const sayings = Object.entries(saying).map(
  ([kind, words]) =>
    [kind as keyof typeof saying, new RegExp(`(?<![\\p{L}])(?:${words})(?![\\p{L}]{5})`, 'giu')] as const,
);

/** Everything of a text that looks private, in its order. */
export function privateData(text: string): PrivateThing[] {
  return privateIn(text).map((find) => ({ kind: kindOf(text, find), start: find.start, end: find.end }));
}

function kindOf(text: string, find: PrivateFind): PrivateKind {
  if (find.kind === 'mail') return 'mail';
  const number = find.words.normalize('NFKC').replaceAll(/[^\p{Nd}+]/gu, '');
  const told = byWord(text, find);
  if (isCard(number) && told !== 'account' && told !== 'meter') return 'card';
  if (isIdentity(number, find.words) && (told === null || told === 'identity')) return 'identity';
  if (number.startsWith('+')) return 'phone';
  return told ?? (isPhone(number) ? 'phone' : 'number');
}

/** What the word nearest before the number says that it is, or else the nearest behind it in the same sentence. */
function byWord(text: string, { start, end }: PrivateFind): keyof typeof saying | null {
  const before = sinceOther(text.slice(Math.max(0, start - reach.before), start));
  const last = nearest(before, (index, length) => before.length - index - length);
  if (last !== null) return last;
  const behind = text.slice(end, end + reach.behind).split(/[.!?\n]/u, 1)[0] ?? '';
  return nearest(behind, (index) => index);
}

/** What comes after another long number belongs to this one. */
const sinceOther = (before: string): string => before.split(/\p{Nd}{4,}/u).at(-1) ?? '';

function nearest(
  text: string,
  distance: (index: number, length: number) => number,
): keyof typeof saying | null {
  let found: { kind: keyof typeof saying; far: number } | null = null;
  for (const [kind, words] of sayings)
    for (const { 0: word, index } of text.matchAll(words)) {
      const far = distance(index, word.length);
      if (found === null || far < found.far) found = { kind, far };
    }
  return found?.kind ?? null;
}

/** True where the last digit checks the others (Luhn, ISO/IEC 7812-1 annex B). */
export function isChecked(digits: string): boolean {
  let sum = 0;
  for (let n = 0; n < digits.length; n++) {
    const digit = Number(digits[digits.length - 1 - n]);
    const twice = 2 * digit;
    sum += n % 2 === 0 ? digit : twice > 9 ? twice - 9 : twice;
  }
  return sum % 10 === 0;
}

const isCard = (number: string): boolean => /^[2-6]\d{12,18}$/.test(number) && isChecked(number);

function isIdentity(number: string, written: string): boolean {
  if (/^\d{3}-\d{2}-\d{4}$/.test(written)) return true;
  if (/^[123](?:19|20)\d{2}[78]\d{10}$/.test(number)) return true;
  const southAfrican = /^\d{2}(\d{2})(\d{2})\d{4}[01]\d{2}$/.exec(number);
  if (southAfrican === null) return false;
  const [, month, day] = southAfrican.map(Number);
  return within(month, 12) && within(day, 31) && isChecked(number);
}

const within = (n: number | undefined, most: number): boolean => n !== undefined && n >= 1 && n <= most;

/** As they are written inside the countries that we know: a nought and eight to ten digits more. */
const isPhone = (number: string): boolean => /^0[1-9]\d{7,9}$/.test(number);
