/**
 * What the menus of USSD say, in four languages. Every sentence is in the alphabet of 7 bits, as operators demand of menus ("no special characters"), and every screen within 182 characters:
 * a test asks for both. Reviewed sentence by sentence against the words of the public pages; where an accent is left out, a reader reads it all the same.
 */
export const menuLanguages = ['rw', 'en', 'fr', 'sw'] as const;
export type MenuLanguage = (typeof menuLanguages)[number];

export interface MenuWords {
  /** As it calls itself. */
  language: string;
  what: string;
  complain: string;
  follow: string;
  typeWords: string;
  thanks: string;
  none: string;
  which: string;
  /** `n` is the number of a case. */
  caseNumber(n: number): string;
  states: Readonly<Record<'waiting' | 'answered' | 'resolved', string>>;
  answer: string;
  noAnswer: string;
  wrong: string;
}

export const menuWords: Readonly<Record<MenuLanguage, MenuWords>> = {
  rw: {
    language: 'Kinyarwanda',
    what: 'Hitamo:',
    complain: 'Gutanga ikibazo',
    follow: 'Gukurikirana ikibazo',
    typeWords: "Andika ikibazo cyawe n'aho uri, wohereze:",
    thanks: 'Murakoze. Ikibazo cyawe twacyakiriye. Igisubizo kizaza kuri SMS.',
    none: "Nta kibazo cyoherejwe n'iyi nimero.",
    which: 'Ni ikihe?',
    caseNumber: (n) => `Ikibazo ${n}`,
    states: { waiting: 'kirimo gukurikiranwa', answered: 'twarasubije', resolved: 'cyarakemutse' },
    answer: 'Igisubizo:',
    noAnswer: 'Nta gisubizo kiratangwa. Kizaza kuri SMS.',
    wrong: 'Ibyo ntibiri mu byo guhitamo.',
  },
  en: {
    language: 'English',
    what: 'Choose:',
    complain: 'Complain',
    follow: 'Follow a complaint',
    typeWords: 'Type what is wrong and where, then send:',
    thanks: 'Thank you. We have your complaint. The answer comes by SMS.',
    none: 'This number has sent no complaint.',
    which: 'Which one?',
    caseNumber: (n) => `Case ${n}`,
    states: { waiting: 'we are working on it', answered: 'we answered', resolved: 'resolved' },
    answer: 'Answer:',
    noAnswer: 'No answer yet. It comes by SMS.',
    wrong: 'That is not in the list.',
  },
  fr: {
    language: 'Francais',
    what: 'Choisissez :',
    complain: 'Faire une réclamation',
    follow: 'Suivre une réclamation',
    typeWords: 'Ecrivez le problème et le lieu, puis envoyez :',
    thanks: 'Merci. Nous avons votre réclamation. La réponse viendra par SMS.',
    none: 'Aucune réclamation ne vient de ce numéro.',
    which: 'Laquelle ?',
    caseNumber: (n) => `Dossier ${n}`,
    states: { waiting: 'en cours chez nous', answered: 'nous avons répondu', resolved: 'résolu' },
    answer: 'Réponse :',
    noAnswer: 'Pas encore de réponse. Elle viendra par SMS.',
    wrong: "Ce choix n'existe pas.",
  },
  sw: {
    language: 'Kiswahili',
    what: 'Chagua:',
    complain: 'Toa malalamiko',
    follow: 'Fuatilia malalamiko',
    typeWords: 'Andika tatizo na mahali, kisha tuma:',
    thanks: 'Asante. Tumepokea malalamiko yako. Jibu litakuja kwa SMS.',
    none: 'Namba hii haijatuma malalamiko.',
    which: 'Lipi?',
    caseNumber: (n) => `Kesi ${n}`,
    states: { waiting: 'tunalishughulikia', answered: 'tumejibu', resolved: 'limetatuliwa' },
    answer: 'Jibu:',
    noAnswer: 'Bado hakuna jibu. Litakuja kwa SMS.',
    wrong: 'Chaguo hilo halipo.',
  },
};
