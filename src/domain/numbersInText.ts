/** Finds in a text what may be private and everybody could read: numbers of accounts and phones, mail addresses. Pure. */

export interface PrivateFind {
  kind: 'number' | 'mail';
  /** As it stands in the text. */
  words: string;
  /** Where it begins and ends in the text, in UTF-16 units. */
  start: number;
  end: number;
}

/** Digits in a row, or parted by spaces, dots, hyphens, slashes or brackets: six together or seven parted are more than a price, a time or a house has. */
const leastTogether = 6;
const leastParted = 7;

const link = /\bhttps?:\/\/\S+/giu;
/** A name on a network, with its server where it has one: no mail address. */
const mention = /(?<![\p{L}\p{N}.])@[\p{L}\p{N}_.-]+(?:@[\p{L}\p{N}.-]+)?/gu;
const mail = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/gu;
const digits = /\+?\(?\p{Nd}(?:[ \u00a0.\-/()]{0,2}\p{Nd})*/gu;
const isDate = /^(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4})$/;
const areYears = /^(?:19|20)\d\d(?:[ \-/]{1,3}(?:19|20)\d\d)+$/;
const isGrouped = /^[1-9]\d{0,2}(?:[ \u00a0.]\d{3})+$/;
const currency =
  'RWF|FRW|KES|KSH|TZS|TSH|UGX|USH|NGN|ZAR|ETB|GHS|USD|EUR|GBP|FCFA|XAF|XOF|CDF|BIF|SHS?|[$€£₦]';
const moneyBefore = new RegExp(`(?:${currency})\\.? ?$`, 'iu');
const moneyAfter = new RegExp(`^ ?(?:${currency})(?![\\p{L}])`, 'iu');

/** Same length, so that places stay what they are. */
const blank = (text: string, what: RegExp) => text.replaceAll(what, (found) => ' '.repeat(found.length));

/** Everything of a text that looks like the number of an account or a phone, or a mail address, in its order. Addresses of pages and names on networks are none. */
export function privateIn(text: string): PrivateFind[] {
  const bare = blank(blank(text, link), mention);
  const mails = [...bare.matchAll(mail)].map((found) => findOf('mail', found));
  const rest = blank(bare, mail);
  const numbers = [...rest.matchAll(digits)]
    .filter((found) => isLong(found[0]) && !isOrdinary(rest, found))
    .map((found) => findOf('number', found));
  return [...mails, ...numbers].sort((a, b) => a.start - b.start);
}

function findOf(kind: PrivateFind['kind'], { 0: words, index }: RegExpExecArray): PrivateFind {
  return { kind, words, start: index, end: index + words.length };
}

function isLong(run: string): boolean {
  const together = run.split(/[^\p{Nd}]+/u).some((part) => part.length >= leastTogether);
  return together || run.replaceAll(/[^\p{Nd}]/gu, '').length >= leastParted;
}

/** Days, years and sums of money have many digits too. */
function isOrdinary(text: string, { 0: run, index }: RegExpExecArray): boolean {
  if (isDate.test(run) || areYears.test(run)) return true;
  if (run.startsWith('+') || run.startsWith('0')) return false;
  const named = moneyBefore.test(text.slice(0, index)) || moneyAfter.test(text.slice(index + run.length));
  return named && (isGrouped.test(run) || /^\d{1,9}$/.test(run));
}
