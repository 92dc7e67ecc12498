/** A post as words: what belongs to the network (links, handles, tags) is set aside, and spelling that says nothing is levelled. */

/** Longer posts are read to here: nobody's meaning hides behind four pages, and time stays bounded. Characters (UTF-16 units). */
export const readTo = 8_000;

/** Links, mail addresses, handles and tags. A tag's word may carry the meaning, so only `wordsOfLanguage` drops it. */
const links = /\b(?:https?:\/\/|www\.)\S+/giu;
const run = /\S+/gu;
const handles = /[@＠][\p{L}\p{N}_.-]+/gu;
const tags = /[#＃][\p{L}\p{N}_]+/gu;
/** "soooo" and "sooo" are one word, as are "!!!!" and "!!". */
const stretched = /(.)\1{2,}/gu;
const quotes = /[’‘`´ʼ]/g;
/** What joins and colours emoji. */
const joiners = /\u200d|\ufe0f/g;

/** Words of letters only, for telling the language: lower case, composed (NFC); links, handles, tags, digits, signs and emoji are gone. */
export function wordsOfLanguage(text: string): string[] {
  const bare = withoutAddresses(text.slice(0, readTo));
  const plain = levelled(/[#＃]/.test(bare) ? bare.replace(tags, ' ') : bare);
  return plain.match(lettersOnly) ?? [];
}
const lettersOnly = /[\p{L}\p{M}]+(?:'[\p{L}\p{M}]+)*/gu;

/** The text that was cut into words last: several models read one after the other. */
let last: { text: string; words: readonly string[] } = { text: '', words: [] };

/** Words, numbers (as 0), emoji and signs one by one, for what a text means: lower case, composed (NFC); links and handles are gone. */
export function wordsOfMeaning(text: string): string[] {
  if (last.text !== text) {
    const words = levelled(withoutAddresses(text.slice(0, readTo))).match(everything) ?? [];
    last = { text, words: words.map((word) => (isNumber.test(word) ? '0' : word)) };
  }
  return [...last.words];
}
const everything = /[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}]+)*|[^\s\p{L}\p{M}\p{N}#]/gu;
const isNumber = /^\p{N}+$/u;

/** Links, mail addresses and handles; a text without a sign of one is not searched for them. */
export const withoutAddresses = (text: string): string => {
  const unmailed = text.includes('@') ? text.replace(run, (one) => (isMail(one) ? ' ' : one)) : text;
  const bare = /\/|www\./i.test(unmailed) ? unmailed.replace(links, ' ') : unmailed;
  return /[@＠]/.test(bare) ? bare.replace(handles, ' ') : bare;
};

/** True for what stands between two spaces and holds a mail address. By its places: an expression for it would try every sign of a long run against every other. */
export function isMail(one: string): boolean {
  const at = one.indexOf('@', 1);
  return at > 0 && one.lastIndexOf('.', one.length - 2) >= at + 2;
}

/** Words as `wordsOfMeaning` reads them, with where each stands in the text as it was written; links and handles are cut up and stand among them. */
export function placedWords(text: string): { word: string; from: number; to: number }[] {
  return [...text.slice(0, readTo).matchAll(everythingWritten)].map(({ 0: written, index }) => {
    const word = levelled(written);
    return { word: isNumber.test(word) ? '0' : word, from: index, to: index + written.length };
  });
}
const everythingWritten = /[\p{L}\p{M}\p{N}]+(?:['’‘`´ʼ][\p{L}\p{M}]+)*|[^\s\p{L}\p{M}\p{N}#]/gu;

const levelled = (text: string): string =>
  text.normalize('NFC').toLowerCase().replace(joiners, '').replace(quotes, "'").replace(stretched, '$1$1');

/** The number of letters that tell a language: what is left when links, handles, tags, digits, signs and emoji are set aside. */
export const lettersIn = (words: readonly string[]): number =>
  words.reduce((sum, word) => sum + word.length, Math.max(0, words.length - 1));
