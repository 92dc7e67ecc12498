/** Who is to keep a promise: reads who does it in the sentence that promises. Pure; ten languages. */
import type { Keeper, Kept } from '../domain/saying.ts';
import { type Language, languages } from './language.ts';
import { type Marked, markedWords } from './promiseOwnerMarks.ts';
import { type Mention, mentionsIn } from './promiseOwnerMentions.ts';
import type { OwnerWords } from './promiseOwnerTypes.ts';
import { english, french, pidgin, portuguese } from './promiseOwnerWords.ts';
import { amharic, hausa, igbo, kinyarwanda, swahili, yoruba } from './promiseOwnerWordsMore.ts';

const wordsOf: Readonly<Record<Language, OwnerWords>> = {
  eng: english,
  fra: french,
  swa: swahili,
  kin: kinyarwanda,
  pcm: pidgin,
  hau: hausa,
  yor: yoruba,
  ibo: igbo,
  amh: amharic,
  por: portuguese,
};

/**
 * Who keeps what a sentence promises, with the words that name them; null where nothing in it is to come. Whoever is named as a group, an office or a person holds before a bare "we" or "I"; where
 * nobody is named ("it will be restored", "you will receive it") the house keeps it, and no words say so. `language` is an ISO 639-3 code: its words are tried and English, which replies of every
 * house are mixed with; those of all languages where it is null, "mixed" or any other. A text is read to its 5,000th UTF-16 unit, and none makes it throw.
 */
export function promiseOwner(text: string, language: string | null): Kept | null {
  const known = languages.find((one) => one === language);
  const tried = known === undefined ? languages : [...new Set<Language>([known, 'eng'])];
  const read = tried.map((one) => ({ language: wordsOf[one], words: markedWords(text, wordsOf[one]) }));
  for (const { language: one, words } of read) {
    const named = mentionsIn(words, one);
    if (named !== null) return keptBy(words, named);
  }
  const bare = read.map(({ words }) => bareDoer(words));
  const own = bare.find((one) => one !== null && one !== 'nobody');
  if (own !== undefined) return own;
  return bare.includes('nobody') ? { by: 'house', because: [] } : null;
}

const keptBy = (words: readonly Marked[], { by, first, end }: Mention): Kept => ({
  by,
  because: [[words[first]!.from, words[end - 1]!.to]],
});

/** Who does it by a pronoun or the form of the verb; `nobody` where something is to come and none of ours is said to do it. */
function bareDoer(words: readonly Marked[]): Kept | 'nobody' | null {
  let subject: Mention | null = null;
  let told = false;
  for (const [at, { roles, apart }] of words.entries()) {
    if (apart !== 'no') subject = null;
    const whole = sized(at, roles.get('iWill'), 'speaker') ?? sized(at, roles.get('weWill'), 'house');
    if (whole !== null) return keptBy(words, subject ?? whole);
    if (roles.has('will') || roles.has('youWill')) {
      if (subject !== null && roles.has('will')) return keptBy(words, subject);
      told = true;
    }
    if (roles.has('you') || roles.has('other')) subject = null;
    subject = sized(at, roles.get('i'), 'speaker') ?? sized(at, roles.get('we'), 'house') ?? subject;
  }
  return told ? 'nobody' : null;
}

const sized = (first: number, size: number | undefined, by: Keeper): Mention | null =>
  size === undefined ? null : { by, first, end: first + size };
