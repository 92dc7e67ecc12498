/** Words and names that are heard without a mention. */

const partOfWord = /[\p{L}\p{N}\p{M}_]/u;

/** How a text is compared: composed, in lower case. */
export function comparable(words: string): string {
  return words.normalize('NFC').toLowerCase();
}

/** True when one of the words stands in the text as a word of its own. */
export function hearsWatched(words: string, watched: readonly string[]): boolean {
  if (watched.length === 0) return false;
  const whole = comparable(words);
  return watched.some((word) => standsIn(whole, comparable(word.trim())));
}

function standsIn(whole: string, word: string): boolean {
  if (word === '') return false;
  for (let at = whole.indexOf(word); at >= 0; at = whole.indexOf(word, at + 1)) {
    if (isEdge(whole, at, word, 'before') && isEdge(whole, at + word.length, word, 'after')) return true;
  }
  return false;
}

/** A word that begins (ends) with a sign, as `#water` does, has its edge there whatever stands before it. */
function isEdge(whole: string, at: number, word: string, side: 'before' | 'after'): boolean {
  const own = side === 'before' ? word.slice(0, 1) : word.slice(-1);
  if (!partOfWord.test(own)) return true;
  const neighbour = side === 'before' ? whole.slice(Math.max(0, at - 1), at) : whole.slice(at, at + 1);
  return !partOfWord.test(neighbour);
}

/**
 * Byte strings of which at least one stands in every text that holds the word, in whatever case and composition: the
 * longest run of ASCII where there is one, else how the word begins, in each of its forms.
 */
export function bytesOfWatched(word: string): string[] {
  const runs = comparable(word.trim()).match(/[!-~]+/g) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  if (longest.length >= 2) return [longest];
  return formsOf(word.trim());
}

/** The first characters of the word in every mixture of cases: enough to find it, few enough to look for. */
function formsOf(word: string): string[] {
  let mixtures = word === '' ? [] : [''];
  for (const letter of [...word].slice(0, 4)) {
    const cases = new Set([letter.toLowerCase(), letter.toUpperCase()]);
    mixtures = mixtures.flatMap((start) => [...cases].map((one) => start + one));
  }
  const forms = new Set(mixtures.flatMap((one) => [one.normalize('NFC'), one.normalize('NFD')]));
  return [...forms].flatMap((form) => [form, escaped(form)]);
}

/** As a JSON writer may write it. */
function escaped(form: string): string {
  return [...Array(form.length).keys()]
    .map((at) => {
      const unit = form.charCodeAt(at);
      return unit < 128 ? form[at] : `\\u${unit.toString(16).padStart(4, '0')}`;
    })
    .join('');
}
