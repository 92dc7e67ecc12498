/**
 * "Did it happen?": the question that is put to an author once a member says that a promise was kept, and what the author's own words answer. Pure. It finds words that say so plainly and
 * nothing else: whatever it is not sure of is for a person to read, and what it is sure of is for a person to confirm (decision 0049).
 */
import { shortCodes } from './languages.ts';
import * as plainAnswers from './plainAnswers.ts';

/** By ISO 639-3, as the words in which it was promised. Nobody who speaks them natively has read them but the English. */
const questions: Readonly<Record<string, string>> = {
  eng: 'Did it happen?',
  fra: 'Est-ce bien arrivé ?',
  swa: 'Je, ilifanyika?',
  kin: 'Ese byabaye?',
  pcm: 'E don happen true true?',
  por: 'Aconteceu mesmo?',
};

const longCodes = new Map(Object.entries(shortCodes).map(([long, short]) => [short, long]));

/** The question in a language (ISO 639-1 or -3, with or without a country), else in English. */
export function questionIn(language: string): string {
  const code = language.toLowerCase().split('-')[0] ?? '';
  return questions[longCodes.get(code) ?? code] ?? questions.eng ?? '';
}

/** Words without capitals, accents, marks and stretched letters ("Yesss!" is "yes"), apart by single spaces. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[’‘`´ʼ']/gu, '')
    .replace(/(\p{L})\1{2,}/gu, '$1')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const asked = new Set(Object.values(questions).map(plain));

/** True for an answer of ours that puts the question, in whichever language: as a sentence of its own. */
export const asksWhether = (text: string): boolean => {
  const sentences = text.split(/[.!?:;”»"\n]+/u);
  // Behind a name as well ("Hello Amina, did it happen?"), and whole: one of the questions has a comma of its own.
  return sentences.some((sentence) =>
    sentence.split(',').some((_, from, parts) => asked.has(plain(parts.slice(from).join(',')))),
  );
};

/** Signs that alone are an answer. */
const thumbs: Readonly<Record<string, AuthorAnswer>> = { '👍': 'yes', '✅': 'yes', '👎': 'no', '❌': 'no' };

/** Question marks of whichever script: what asks answers nothing. */
const asking = /[?？؟፧⁉⁇⁈‽¿⸮❓❔]/u;
/** What quotes may be somebody else's words, our own question among them. */
const quoting = /["“”„‟«»‹›「」『』＂>]/u;
/** A picture may turn words into their contrary ("Fixed 🤡"), whatever stands before it. */
const picture = /\p{Extended_Pictographic}|\p{Regional_Indicator}/u;

export type AuthorAnswer = 'yes' | 'no';

/** Longer than that somebody tells more than yes or no. Words. */
const mostWords = 12;

/**
 * What a short text plainly answers; null where it is not sure: where it says more, asks, quotes, shows a picture, repeats our question or says both. Names that are addressed (@house) and addresses are no words of it.
 */
export function answerIn(text: string): AuthorAnswer | null {
  const own = text.replace(/https?:\/\/\S+/gu, ' ').replace(/(^|\s)@[\w.-]+/gu, '$1');
  const wordy = [...own].filter((one) => thumbs[one] === undefined).join('');
  if (asking.test(own) || quoting.test(own) || picture.test(wordy) || asksWhether(own)) return null;
  const sign = [...new Set([...own].map((one) => thumbs[one]).filter((one) => one !== undefined))];
  const parts = own
    .split(/[.,;:!\n…-]+/u)
    .map(plain)
    .map(withoutCourtesies)
    .filter((part) => part !== '');
  if (parts.length === 0) return sign.length === 1 ? (sign[0] ?? null) : null;
  if (parts.join(' ').split(' ').length > mostWords) return null;
  const found = new Set<AuthorAnswer | null>([...parts.map(answerOf), ...sign]);
  return found.size === 1 ? ([...found][0] ?? null) : null;
}

/** The longest first: of what is said beside an answer all of it is taken away. */
const courtesies = plainAnswers.courtesies.map(plain).toSorted((a, b) => b.length - a.length);

const said = new Map<string, AuthorAnswer>([
  ...plainAnswers.yes.map((words) => [plain(words), 'yes'] as const),
  ...plainAnswers.no.map((words) => [plain(words), 'no'] as const),
]);

const answerOf = (part: string): AuthorAnswer | null => said.get(part) ?? null;

function withoutCourtesies(part: string): string {
  let rest = part;
  for (let more = true; more; ) {
    const whole = rest;
    const one = courtesies.find(
      (words) => whole === words || whole.startsWith(`${words} `) || whole.endsWith(` ${words}`),
    );
    more = one !== undefined && !said.has(whole);
    if (more && one !== undefined)
      rest = (
        whole === one
          ? ''
          : whole.startsWith(`${one} `)
            ? whole.slice(one.length)
            : whole.slice(0, -one.length)
      ).trim();
  }
  return rest;
}

/** A post of the author after the question. */
export interface AnsweringPost {
  id: string;
  at: Date;
  /** Null where it was deleted or erased. */
  text: string | null;
  /** Which version of it these words are. */
  revision: string;
  /** It answers what asked, and nothing else that we wrote or asked. */
  clear: boolean;
}

export interface ReadAnswer {
  postId: string;
  revision: string;
  at: Date;
  text: string;
  says: AuthorAnswer | null;
}

/** So long after the question what the author writes may answer it. Milliseconds. */
export const answeredWithin = 14 * 86_400_000;

/**
 * The post that answers, and what it plainly says (null: a person has to read it, as with whatever may answer something else of ours). What was written before the question, or much later, answers nothing. The last post that says it plainly
 * counts, so that whoever thinks better of it is heard; where none does, the first one is what a person reads. Null where nothing was written.
 */
export function answerTo(askedAt: Date, posts: readonly AnsweringPost[]): ReadAnswer | null {
  const until = askedAt.getTime() + answeredWithin;
  const after = posts
    .flatMap(({ id, at, text, revision, clear }) =>
      text === null || text.trim() === ''
        ? []
        : [{ postId: id, at, text, revision, says: clear ? answerIn(text) : null }],
    )
    .filter(({ at }) => at > askedAt && at.getTime() <= until)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.postId < b.postId ? -1 : 1));
  return after.findLast(({ says }) => says !== null) ?? after[0] ?? null;
}
