import type { Messages } from '@lingui/core';
import { type ConsoleLanguage, consoleLanguages } from '../../../src/domain/languages.ts';
import { keep, recall } from '../parts/remembered.ts';
import { i18n } from './i18n.ts';

/** English is in the first load; another language comes when it is asked for, with what the server says in it. */
const catalogues = {
  fr: () => Promise.all([import('../locales/fr.json'), import('../locales/server/fr.json')]),
  sw: () => Promise.all([import('../locales/sw.json'), import('../locales/server/sw.json')]),
} as const satisfies Record<Exclude<ConsoleLanguage, 'en'>, () => Promise<unknown>>;

/** Every text of the console in a language, as it was compiled. */
export async function messagesIn(
  language: keyof typeof catalogues,
): Promise<Readonly<Record<string, unknown>>> {
  const [own, server] = await catalogues[language]();
  return { ...server.default.messages, ...own.default.messages };
}

/** The first of the browser's languages that the console speaks; English where it speaks none. */
export function browserLanguage(wishes: readonly string[] = navigator.languages): ConsoleLanguage {
  const names = wishes.map((wish) => wish.toLowerCase().split('-')[0]);
  const known = (name: string | undefined) => consoleLanguages.find((one) => one === name);
  return names.map(known).find((one) => one !== undefined) ?? 'en';
}

/** What the console begins with: the language of whoever used it last in this browser, else the browser's. */
export function languageAtStart(): ConsoleLanguage {
  const last = recall<unknown>('language', null);
  return consoleLanguages.find((one) => one === last) ?? browserLanguage();
}

/** Shows the console in a language. Rejects where its catalogue cannot be loaded: the console stays as it was. */
export async function speak(language: ConsoleLanguage): Promise<void> {
  if (language !== 'en') {
    i18n.load(language, (await messagesIn(language)) as unknown as Messages);
  }
  document.documentElement.lang = language;
  if (i18n.locale !== language) i18n.activate(language);
}

/** Shows it in the language that a member chose (null: the browser's) and begins with it the next time. */
export async function speakTo(chosen: ConsoleLanguage | null): Promise<void> {
  keep('language', chosen);
  await speak(chosen ?? browserLanguage());
}
