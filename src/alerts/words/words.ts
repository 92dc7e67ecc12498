/** Alerts speak the member's language. */
import { type ConsoleLanguage, isConsoleLanguage } from '../../domain/languages.ts';
import { type AlertWords, en } from './en.ts';
import { fr } from './fr.ts';
import { sw } from './sw.ts';

/** Each language has every text, or it does not compile. */
const tables: Record<ConsoleLanguage, AlertWords> = { en, fr, sw };

/** The words for a member who chose this language, or whose organisation did; English where nobody chose one of ours. */
export function alertWords(language: string | null): { language: ConsoleLanguage; words: AlertWords } {
  const one = language !== null && isConsoleLanguage(language) ? language : 'en';
  return { language: one, words: tables[one] };
}
