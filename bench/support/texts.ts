/** Invented texts with the spread of words that real ones have: a few in every second post, many in one of a thousand, most almost never. */
import { seeded, words } from './posts.ts';

/** Stands in three of five posts, as the name of the house does. */
export const everybodysWord = 'karoowater';

const invented = 4_000;
const syllables: Record<string, string> = {
  en: 'ba ter lin mor wen sha dle pon gri est',
  sw: 'ma ki wa ndo mba ji tu lea ngo zi',
  rw: 'mu ki ru ndi wa byi nga ze gu ti',
  fr: 'lé mou van tri cor eau ser gne pla dou',
  yo: 'bá ọ̀ṣẹ́ ilù kẹ̀ rí gbà wò dún fẹ́ tó',
  am: 'በረ ላቱ ሚና ገደ ሶማ ከሪ ነፉ ዘዋ ታለ ቡኑ',
};
const languages = Object.keys(words);

/** The word of a language that is its `rank`th by frequency (from 0): those that everybody uses first, then invented ones. */
export function wordOf(language: string, rank: number): string {
  const known = words[language] ?? [];
  if (rank < known.length) return known[rank] ?? '';
  const parts = (syllables[language] ?? '').split(' ');
  let word = '';
  for (let left = rank + 1; left > 0; left = Math.floor(left / parts.length))
    word += parts[left % parts.length];
  return word;
}

export interface Text {
  text: string;
  language: string;
}

/** Texts of 20 to 1,000 characters in six languages; the frequency of a word falls as its rank grows (Zipf). */
export function* benchTexts(count: number, seed = 1): Generator<Text> {
  const random = seeded(seed);
  const sums: number[] = [];
  for (let rank = 0, sum = 0; rank < invented; rank++) {
    sum += 1 / (rank + 3);
    sums.push(sum);
  }
  const lists = languages.map((language) => sums.map((_, rank) => wordOf(language, rank)));
  for (let i = 0; i < count; i++) {
    const which = Math.floor(random() * languages.length);
    const list = lists[which] ?? [];
    const length = 20 + Math.floor(random() ** 3 * 980);
    let text = random() < 0.6 ? `@${everybodysWord} ` : '';
    while (text.length < length) text += `${list[rankIn(sums, random())]} `;
    yield { text: text.slice(0, length).trim(), language: languages[which] ?? 'en' };
  }
}

function rankIn(sums: readonly number[], share: number): number {
  const wanted = share * (sums[sums.length - 1] ?? 1);
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
