/**
 * The menu of USSD: choose a language, complain, or follow a case. It keeps nothing between two calls: the whole way stands in the text that the network sends, each step after a star.
 */
import { cutToUnits } from '../../../domain/smsParts.ts';
import type { AskedWhileReceiving, CaseStands } from '../../receiving.ts';
import { type MenuLanguage, type MenuWords, menuLanguages, menuWords } from './words.ts';

/** One screen of USSD: 182 characters of 7 bits (3GPP TS 23.038, 5), or 80 of 16 bits in the same 160 octets. */
export const screenRoom = { gsm7: 182, ucs2: 80 } as const;

export interface MenuAnswer {
  screen: string;
  /** The last screen of the session. */
  ends: boolean;
  /** What the caller complains of; null where they do not. */
  complaint: string | null;
  language: MenuLanguage | '';
}

/** So many cases are offered. */
const mostCases = 5;

/** What is shown next. `caller` is the number that calls. */
export async function answerMenu(
  typed: string,
  caller: string,
  desk: AskedWhileReceiving,
): Promise<MenuAnswer> {
  const way = steps(typed);
  const first = choice(way, menuLanguages.length);
  const language = first.at === null ? undefined : menuLanguages[first.at];
  if (language === undefined) return goesOn('', chooseLanguage(first.missed));
  const words = menuWords[language];
  const second = choice(first.rest, 2);
  if (second.at === null) return goesOn(language, chooseWhat(words, second.missed));
  if (second.at === 0) return complain(words, language, second.rest);
  return follow(words, language, second.rest, await desk.casesOf(caller, mostCases));
}

const steps = (typed: string): string[] => (typed === '' ? [] : typed.split('*'));

interface Choice {
  /** From 0; null where nothing of the list was chosen yet. */
  at: number | null;
  rest: string[];
  /** Something else was chosen before. */
  missed: boolean;
}

/** The first step that is in the list: what was mistyped before it stays in the way for ever, and is passed over. */
function choice(way: readonly string[], most: number): Choice {
  for (const [i, step] of way.entries()) {
    const chosen = Number(step.trim());
    if (/^\d+$/.test(step.trim()) && chosen >= 1 && chosen <= most)
      return { at: chosen - 1, rest: way.slice(i + 1), missed: false };
  }
  return { at: null, rest: [], missed: way.length > 0 };
}

const goesOn = (language: MenuLanguage | '', screen: string): MenuAnswer => ({
  screen: cutToUnits(screen, screenRoom),
  ends: false,
  complaint: null,
  language,
});
const ends = (language: MenuLanguage, screen: string, complaint: string | null = null): MenuAnswer => ({
  screen: cutToUnits(screen, screenRoom),
  ends: true,
  complaint,
  language,
});

const listed = (lines: readonly string[]): string => lines.map((line, i) => `${i + 1}. ${line}`).join('\n');

function chooseLanguage(missed: boolean): string {
  const list = listed(menuLanguages.map((one) => menuWords[one].language));
  return missed ? `${menuWords.rw.wrong}\n${list}` : list;
}

function chooseWhat(words: MenuWords, missed: boolean): string {
  return `${missed ? words.wrong : words.what}\n${listed([words.complain, words.follow])}`;
}

/** A star that somebody typed among their words stands for itself. */
function complain(words: MenuWords, language: MenuLanguage, rest: readonly string[]): MenuAnswer {
  const said = rest
    .join('*')
    .replace(/^[*\s]+/, '')
    .trim();
  return said === '' ? goesOn(language, words.typeWords) : ends(language, words.thanks, said);
}

function follow(
  words: MenuWords,
  language: MenuLanguage,
  rest: readonly string[],
  cases: readonly CaseStands[],
): MenuAnswer {
  const [only] = cases;
  if (only === undefined) return ends(language, words.none);
  if (cases.length === 1) return ends(language, stands(words, only));
  const { at, missed } = choice(rest, cases.length);
  const chosen = at === null ? undefined : cases[at];
  if (chosen !== undefined) return ends(language, stands(words, chosen));
  const list = listed(cases.map((one) => `${words.caseNumber(one.number)} (${dayOf(one.since)})`));
  return goesOn(language, `${missed ? words.wrong : words.which}\n${list}`);
}

/** Day and month, as people write them in all four languages. */
const dayOf = (at: Date): string => `${at.getUTCDate()}/${at.getUTCMonth() + 1}`;

/** State and last answer: the answer is cut, since the whole of it came by SMS. */
function stands(words: MenuWords, { number, state, lastAnswer }: CaseStands): string {
  const head = `${words.caseNumber(number)}: ${words.states[state]}.`;
  if (lastAnswer === null) return `${head}\n${words.noAnswer}`;
  return `${head}\n${words.answer} ${writable(lastAnswer.text)}`;
}

/** Without accents that the alphabet of 7 bits lacks, where that makes room for twice as much. */
function writable(text: string): string {
  const flat = text
    .replace(/\s+/g, ' ')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d\u00ab\u00bb]/g, '"')
    .replace(/[\u2013\u2014]/g, '-')
    .replaceAll('\u2026', '...')
    .trim();
  return [...flat].map((one) => plainer[one] ?? one).join('');
}

/** Letters of our languages that the alphabet of 7 bits lacks. */
const plainer: Readonly<Record<string, string>> = {
  ç: 'c',
  â: 'a',
  ê: 'e',
  ë: 'e',
  î: 'i',
  ï: 'i',
  ô: 'o',
  û: 'u',
  ú: 'u',
  á: 'a',
  í: 'i',
  ó: 'o',
  ã: 'a',
  õ: 'o',
  À: 'A',
  Â: 'A',
  È: 'E',
  Ê: 'E',
  Ë: 'E',
  Î: 'I',
  Ï: 'I',
  Ô: 'O',
  Û: 'U',
  Ù: 'U',
  œ: 'oe',
  Œ: 'OE',
};
