/** Telephone numbers as identities: E.164 with its plus, a short code, or the name that a sender goes by. */

/** What stands before a national number where it is dialled at home: "0" in nearly all countries. */
const trunk = '0';
/** A short code has at most so many digits; what is longer is a number. */
const longestShort = 6;

/**
 * The one form of a number: `+250788123456`. Local forms (0788..., 788...) become it by the country prefix; short codes stay as they are, and names of senders keep their letters.
 * Null for what is none of these.
 */
export function normalNumber(typed: string, prefix: string): string | null {
  const text = typed.trim();
  if (/\p{L}/u.test(text)) return senderName(text);
  const plain = text.replace(/[\s().\-/\u00A0\u202F]/g, '');
  const [, plus = '', digits = ''] = /^(\+|00)?(\d{2,15})$/.exec(plain) ?? [];
  if (digits === '') return null;
  if (plus !== '') return inE164(digits);
  if (digits.length <= longestShort) return digits;
  if (prefix === '') return inE164(digits);
  if (digits.startsWith(trunk)) return inE164(prefix + digits.replace(/^0+/, ''));
  // Gateways often leave the plus out.
  return inE164(
    digits.startsWith(prefix) && digits.length > prefix.length + 6 ? digits : nationalOf(digits, prefix),
  );
}

/** Nine digits and fewer are dialled inside the country; more already hold their country. */
const nationalOf = (digits: string, prefix: string): string =>
  digits.length <= 9 ? prefix + digits : digits;

/** E.164: at most fifteen digits, none of which stands before the country. */
function inE164(digits: string): string | null {
  return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : null;
}

/** Letters, digits and what 3GPP TS 23.040, 9.1.2.5 lets into eleven characters. */
function senderName(text: string): string | null {
  return /^[\p{L}\p{N} &.+_-]{1,20}$/u.test(text) ? text : null;
}

/** True for a number that a message can be sent to: a name of a sender and (most) short codes only send. */
export const isE164 = (number: string): boolean => /^\+[1-9]\d{6,14}$/.test(number);

/** The country prefix as typed: 250, +250, 00250; empty where none is. Null where it is none. */
export function prefixOf(typed: string): string | null {
  const digits = typed.trim().replace(/^(\+|00)/, '');
  return digits === '' || /^[1-9]\d{0,3}$/.test(digits) ? digits : null;
}

/** The number without its plus, as most gateways want it. */
export const withoutPlus = (number: string): string => number.replace(/^\+/, '');

/** The prefix of an account, as it was connected or as it is typed so far. */
export const prefixIn = ({ prefix = '' }: Readonly<Record<string, string>>): string => prefixOf(prefix) ?? '';
