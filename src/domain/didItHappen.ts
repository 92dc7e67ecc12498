/**
 * "Did it happen?": the question that is put to an author once a member says that a promise was kept, and what the author's own words answer. Pure. It finds words that say so plainly and
 * nothing else: whatever it is not sure of is for a person to read, and what it is sure of is for a person to confirm (decision 0049).
 */
import { shortCodes } from './languages.ts';

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
export const asksWhether = (text: string): boolean =>
  text.split(/[.!?:;”»"\n]+/u).some((sentence) => asked.has(plain(sentence)));

/** What somebody says by these words and nothing more: each language's own, with what is said beside it out of courtesy. */
const yes = [
  ...[
    'yes',
    'yep',
    'yeah',
    'yup',
    'yes it did',
    'it did',
    'yes it is',
    'it happened',
    'yes it happened',
    'it is done',
  ],
  ...[
    'its done',
    'done',
    'it was done',
    'fixed',
    'its fixed',
    'it is fixed',
    'its working now',
    'it works now',
    'confirmed',
  ],
  ...[
    'resolved',
    'all good',
    'all good now',
    'its back',
    'it is back',
    'yes its back',
    'yes it works',
    'received',
    'got it',
  ],
  ...[
    'oui',
    'oui cest fait',
    'cest fait',
    'cest bon',
    'oui cest bon',
    'cest regle',
    'oui cest regle',
    'bien recu',
    'ca marche',
  ],
  ...[
    'ndiyo',
    'ndio',
    'ndiyo ilifanyika',
    'ilifanyika',
    'imefanyika',
    'ndiyo imefanyika',
    'imerudi',
    'tayari',
  ],
  ...['yego', 'yego byabaye', 'byabaye', 'byakozwe', 'yego byakozwe', 'byakemutse'],
  ...['e don happen', 'yes e don happen', 'e don do', 'dem don do am', 'yes o', 'yes oo'],
  ...['eh an yi', 'i an yi', 'an gyara'],
  ...['beeni', 'been ni', 'o ti sele', 'won ti se e'],
  ...['ee', 'ee emere ya', 'emela ya'],
  ...['አዎ', 'አዎን', 'ሆኗል', 'ተደርጓል'].map(plain),
  ...[
    'sim',
    'sim aconteceu',
    'aconteceu',
    'esta feito',
    'ja esta',
    'resolvido',
    'sim ja esta',
    'foi resolvido',
  ],
];
const no = [
  ...[
    'no',
    'nope',
    'nah',
    'no it didnt',
    'it didnt',
    'it did not',
    'no it did not',
    'not yet',
    'no not yet',
    'still not',
  ],
  ...[
    'still nothing',
    'nothing happened',
    'nothing has happened',
    'no nothing',
    'never',
    'it never happened',
    'not at all',
  ],
  ...[
    'no it hasnt',
    'it hasnt',
    'still waiting',
    'no still waiting',
    'not done',
    'its not done',
    'it is not done',
    'not fixed',
  ],
  ...[
    'its not fixed',
    'no water',
    'still no water',
    'still no power',
    'not working',
    'still not working',
    'not true',
    'lies',
  ],
  ...[
    'non',
    'pas encore',
    'non pas encore',
    'toujours pas',
    'non toujours pas',
    'toujours rien',
    'rien du tout',
    'ce nest pas fait',
  ],
  ...['hapana', 'bado', 'hapana bado', 'haijafanyika', 'haikufanyika', 'si kweli', 'hakuna kitu'],
  ...['oya', 'ntibyabaye', 'oya ntibyabaye', 'ntibirakorwa', 'oya ntibirakorwa'],
  ...['e never happen', 'no e never happen', 'dem never do am', 'nothing happen', 'lie lie'],
  ...['aa', 'ba a yi ba', 'ba a gyara ba', 'tukuna'],
  ...['rara', 'bee ko', 'ko ti sele', 'won o se e'],
  ...['mba', 'o mebeghi', 'emebeghi ya'],
  ...['አይ', 'አይደለም', 'አልሆነም', 'ገና'].map(plain),
  ...['nao', 'ainda nao', 'nao ainda nao', 'nao aconteceu', 'nao foi feito', 'continua na mesma'],
];
/** Said beside an answer without changing it. */
const courtesies = [
  ...[
    'thanks',
    'thank you',
    'thank you very much',
    'thanks a lot',
    'many thanks',
    'thank you so much',
    'please',
    'hi',
    'hello',
    'sir',
    'madam',
  ],
  ...[
    'god bless',
    'god bless you',
    'much appreciated',
    'merci',
    'merci beaucoup',
    'bonjour',
    'asante',
    'asante sana',
    'habari',
  ],
  ...[
    'murakoze',
    'murakoze cyane',
    'muraho',
    'abeg',
    'na gode',
    'nagode',
    'e se',
    'ese',
    'daalu',
    'imela',
    'obrigado',
    'obrigada',
    'muito obrigado',
  ],
  ...['muito obrigada', 'ola', 'አመሰግናለሁ', 'እናመሰግናለን'].map(plain),
  ...['today', 'now', 'finally', 'this morning', 'at last', 'indeed', 'enfin', 'leo', 'sasa'],
].toSorted((a, b) => b.length - a.length);

/** Signs that alone are an answer. */
const thumbs: Readonly<Record<string, AuthorAnswer>> = { '👍': 'yes', '✅': 'yes', '👎': 'no', '❌': 'no' };

export type AuthorAnswer = 'yes' | 'no';

/** Longer than that somebody tells more than yes or no. Words. */
const mostWords = 12;

/**
 * What a short text plainly answers; null where it is not sure: where it says more, asks, or says both. Names that are addressed (@house) and addresses are no words of it.
 */
export function answerIn(text: string): AuthorAnswer | null {
  const own = text.replace(/https?:\/\/\S+/gu, ' ').replace(/(^|\s)@[\w.-]+/gu, '$1');
  if (/[?？]/u.test(own)) return null;
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

const said = new Map<string, AuthorAnswer>([
  ...yes.map((words) => [words, 'yes'] as const),
  ...no.map((words) => [words, 'no'] as const),
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
 * The post that answers, and what it plainly says (null: a person has to read it). What was written before the question, or much later, answers nothing. The last post that says it plainly
 * counts, so that whoever thinks better of it is heard; where none does, the first one is what a person reads. Null where nothing was written.
 */
export function answerTo(askedAt: Date, posts: readonly AnsweringPost[]): ReadAnswer | null {
  const until = askedAt.getTime() + answeredWithin;
  const after = posts
    .flatMap(({ id, at, text, revision }) =>
      text === null || text.trim() === '' ? [] : [{ postId: id, at, text, revision }],
    )
    .filter(({ at }) => at > askedAt && at.getTime() <= until)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.postId < b.postId ? -1 : 1))
    .map((post) => ({ ...post, says: answerIn(post.text) }));
  return after.findLast(({ says }) => says !== null) ?? after[0] ?? null;
}
