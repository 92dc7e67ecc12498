import type { Messages } from '@lingui/core';
import { i18n } from '../words/i18n.ts';
import { languageAtStart, speak } from '../words/language.ts';

/** What the page shows before anything is tapped; all other texts follow. */
const first = {
  fr: () => import('../locales/fr.json?front'),
  sw: () => import('../locales/sw.json?front'),
} as const;

/** Shows the front row in the language of whoever used this browser last. Answers what loads all other texts of it, for when the page stands. */
export async function speakFront(): Promise<() => Promise<void>> {
  const language = languageAtStart();
  if (language === 'en') return async () => undefined;
  // JSON's own type is too wide for the compiled messages; the compiler of the catalogue vouches for them.
  const { messages } = (await first[language]()).default as unknown as { messages: Messages };
  i18n.load(language, messages);
  i18n.activate(language);
  document.documentElement.lang = language;
  return () => speak(language);
}
