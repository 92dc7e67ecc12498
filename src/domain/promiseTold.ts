/** What is suggested to tell an author once their promise was kept, or will not be: short, in their language, with what shows it. Pure. */
import { questionIn } from './didItHappen.ts';
import { shortCodes } from './languages.ts';

export interface EndedPromise {
  kept: boolean;
  /** The author is asked whether it happened. */
  asks?: boolean;
  /** In the house's words. */
  what: string;
  /** What shows that it was kept, or why it will not be; null where nothing was said. */
  evidence: string | null;
}

/** By ISO 639-3: kept, and not. Nobody who speaks them natively has read them but the English. `{author}` is the author's name, `{what}` the promise. */
const sentences: Readonly<Record<string, { kept: string; broken: string }>> = {
  eng: {
    kept: 'Hello {author}. We had promised you: “{what}”. It is done.',
    broken: 'Hello {author}. We had promised you: “{what}”. We cannot keep it, and we are sorry.',
  },
  fra: {
    kept: 'Bonjour {author}. Nous vous avions promis : « {what} ». C’est fait.',
    broken:
      'Bonjour {author}. Nous vous avions promis : « {what} ». Nous ne pouvons pas le tenir, et nous le regrettons.',
  },
  swa: {
    kept: 'Habari {author}. Tulikuahidi: “{what}”. Imefanyika.',
    broken: 'Habari {author}. Tulikuahidi: “{what}”. Hatuwezi kuitimiza, na tunaomba radhi.',
  },
  kin: {
    kept: 'Muraho {author}. Twari twabasezeranyije: “{what}”. Byakozwe.',
    broken:
      'Muraho {author}. Twari twabasezeranyije: “{what}”. Ntidushobora kubikora, turabisabira imbabazi.',
  },
  pcm: {
    kept: 'Hello {author}. We don promise you: “{what}”. E don happen.',
    broken: 'Hello {author}. We don promise you: “{what}”. We no fit do am again, abeg no vex.',
  },
  por: {
    kept: 'Olá {author}. Tínhamos prometido: “{what}”. Está feito.',
    broken: 'Olá {author}. Tínhamos prometido: “{what}”. Não o podemos cumprir, e pedimos desculpa.',
  },
};

const longCodes = new Map(Object.entries(shortCodes).map(([long, short]) => [short, long]));

/** More of it would not fit beside the rest. Characters. */
const longestWhat = 110;
const longestEvidence = 80;

/** The words in the first of these languages (ISO 639-1 or -3, with or without a country, or null) that there are some in; else in English. */
export function promiseTold(
  languages: readonly (string | null)[],
  { kept, what, evidence, asks = false }: EndedPromise,
): { language: string; text: string } {
  const known = languages
    .map((one) => one?.toLowerCase().split('-')[0] ?? '')
    .map((one) => longCodes.get(one) ?? one)
    .find((one) => Object.hasOwn(sentences, one));
  const language = known ?? 'eng';
  const pair = sentences[language];
  const sentence = (kept ? pair?.kept : pair?.broken) ?? '';
  // A function: "$&" in somebody's words is no pattern.
  const text = sentence.replace('{what}', () => quotedWhat(what));
  const told = evidence === null ? text : `${text} ${cut(evidence, longestEvidence)}`;
  // On a line of its own, so that it is a sentence of its own whatever the evidence ends in.
  return { language, text: asks ? `${told}\n${questionIn(language)}` : told };
}

/** Which of these promises a text quotes, the earlier of two that read alike first. The longest is looked for first and taken out: "Repair the pipe" is not quoted by "Repair the pipe in Palm Street". */
export function quotedIn<One extends { what: string | null }>(text: string, promises: readonly One[]): One[] {
  const longest = promises
    .flatMap((one) =>
      one.what === null || quotedWhat(one.what) === '' ? [] : [{ one, quote: quotedWhat(one.what) }],
    )
    .toSorted((a, b) => b.quote.length - a.quote.length);
  let rest = text;
  return longest.flatMap(({ one, quote }) => {
    if (!rest.includes(quote)) return [];
    rest = rest.replace(quote, () => '\n');
    return [one];
  });
}

/** A promise as it is quoted to its author. */
export const quotedWhat = (what: string): string => cut(what.replace(/[.\s]+$/u, ''), longestWhat);

function cut(text: string, most: number): string {
  const letters = [...text.trim()];
  return letters.length <= most
    ? text.trim()
    : `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}
