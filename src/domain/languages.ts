/** The languages that the program speaks: where each is spoken, and who has read it. */

/** Languages of the public pages, in the order in which they are offered. */
export const publicLanguages = ['en', 'fr', 'sw', 'rw'] as const;
export type PublicLanguage = (typeof publicLanguages)[number];

/** Languages of the console. */
export const consoleLanguages = ['en', 'fr', 'sw'] as const;
export type ConsoleLanguage = (typeof consoleLanguages)[number];

/** Codes of ISO 639-3, as the models tell languages, as those of ISO 639-1, which networks and browsers name; Nigerian Pidgin has none. */
export const shortCodes: Readonly<Record<string, string>> = {
  eng: 'en',
  fra: 'fr',
  swa: 'sw',
  kin: 'rw',
  hau: 'ha',
  yor: 'yo',
  ibo: 'ig',
  amh: 'am',
  por: 'pt',
};

export interface LanguageFacts {
  /** What it is called by those who speak it. */
  own: string;
  /** Native speakers who have read every text of it, and when ("2026-12-01"). Nobody is written here who has not. */
  readBy: readonly { name: string; on: string }[];
}

/** A fact of the program, not of an installation: whoever has read a language is added here with the texts that they mended. */
export const languageFacts: Record<PublicLanguage, LanguageFacts> = {
  en: { own: 'English', readBy: [] },
  fr: { own: 'Français', readBy: [] },
  sw: { own: 'Kiswahili', readBy: [] },
  rw: { own: 'Ikinyarwanda', readBy: [] },
};

export const isPublicLanguage = (name: string): name is PublicLanguage =>
  publicLanguages.some((one) => one === name);

export const isConsoleLanguage = (name: string): name is ConsoleLanguage =>
  consoleLanguages.some((one) => one === name);
