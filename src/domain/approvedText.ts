/** Approved texts: what a house says on a topic, with places to fill in. Pure. */

/** What can be filled in, by the name that stands between the braces. */
export const variables = ['author', 'case', 'institution', 'member', 'unit'] as const;
export type Variable = (typeof variables)[number];

export interface ApprovedText {
  id: string;
  title: string;
  topic: string;
  /** ISO 639; null: any. */
  language: string | null;
  text: string;
}

const place = /\{([^{}\n]{1,40})\}/g;

/** The places of a text that have a name we know, in order, each once. */
export function placesIn(text: string): Variable[] {
  const found = [...text.matchAll(place)].map(([, name = '']) => name.trim());
  return variables.filter((variable) => found.includes(variable));
}

/** What is wrong with a text, in a sentence that says how to mend it; null when nothing is. */
export function whatIsWrongWith(text: string): string | null {
  for (const [whole, name = ''] of text.matchAll(place)) {
    if (!(variables as readonly string[]).includes(name.trim()))
      return `${whole} cannot be filled in. Known are ${variables.map((one) => `{${one}}`).join(', ')}.`;
  }
  return null;
}

/** The text with what is known filled in; a place for which nothing is known stays as it is, so that whoever sends sees it. */
export function filled(text: string, known: Partial<Record<Variable, string | null>>): string {
  return text.replaceAll(place, (whole, name: string) => known[name.trim() as Variable] ?? whole);
}

/** The first place that nobody filled in; null when there is none. Braces that are none of ours are the writer's own. */
export function unfilled(text: string): string | null {
  for (const [whole, name = ''] of text.matchAll(place))
    if ((variables as readonly string[]).includes(name.trim())) return whole;
  return null;
}

/** Words without case, accents and signs; for search. */
export function plainWords(text: string): string[] {
  const plain = text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * The texts that fit what was typed, the best first, at most `most`. Every word typed must begin a word of the title, topic or text; words of the title count most, then the
 * topic's; a text in the author's language goes before others, one in no language before one in another.
 */
export function textsFor<T extends ApprovedText>(
  texts: readonly T[],
  typed: string,
  about: { language: string | null; most: number },
): T[] {
  const wanted = plainWords(typed);
  if (wanted.length === 0) return [];
  const scored = texts.flatMap((one) => {
    const score = scoreOf(one, wanted);
    return score === 0 ? [] : [{ one, score: score + languageScore(one.language, about.language) }];
  });
  return scored
    .sort((a, b) => b.score - a.score || (a.one.title < b.one.title ? -1 : 1))
    .slice(0, about.most)
    .map(({ one }) => one);
}

const weights = [
  ['title', 9],
  ['topic', 4],
  ['text', 1],
] as const;

/** 0 where a word is nowhere. */
function scoreOf(text: ApprovedText, wanted: readonly string[]): number {
  const words = weights.map(([field, weight]) => ({ words: plainWords(text[field]), weight }));
  let score = 0;
  for (const word of wanted) {
    const best = Math.max(
      ...words.map(({ words: those, weight }) =>
        those.includes(word) ? 2 * weight : those.some((one) => one.startsWith(word)) ? weight : 0,
      ),
    );
    if (best === 0) return 0;
    score += best;
  }
  return score / wanted.length;
}

function languageScore(of: string | null, wanted: string | null): number {
  if (wanted === null || of === null) return 10;
  return of === wanted ? 20 : 0;
}
