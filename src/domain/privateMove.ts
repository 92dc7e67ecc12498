/** The safe move of a public conversation to private: what is said in public, and what never is. Pure. */
import type { PublicLanguage } from './languages.ts';
import { privateIn } from './numbersInText.ts';

export const moveWays = ['direct', 'link'] as const;
export type MoveWay = (typeof moveWays)[number];

/** What is said where a conversation moves. Whoever moves it may put it otherwise. */
export interface MoveSentences {
  /** In public: that it moved, and nothing else. */
  direct: string;
  /** In public, before the link. */
  link: string;
  /** In the direct message. */
  message: string;
}

export const moveSentences: Record<PublicLanguage, MoveSentences> = {
  en: {
    direct: 'We have written to you in a direct message, so that your details stay private.',
    link: 'Please go on with us here, so that your details stay private:',
    message: 'Only you and we can read this. Please tell us here what we need to look into it.',
  },
  fr: {
    direct: 'Nous vous avons écrit en message privé, pour que vos données restent confidentielles.',
    link: 'Continuez avec nous ici, s’il vous plaît, pour que vos données restent confidentielles :',
    message:
      'Vous et nous seuls pouvons lire ceci. Dites-nous ici, s’il vous plaît, ce qu’il nous faut savoir.',
  },
  sw: {
    direct: 'Tumekuandikia ujumbe wa faragha, ili taarifa zako zibaki siri.',
    link: 'Tafadhali endelea nasi hapa, ili taarifa zako zibaki siri:',
    message: 'Ni wewe na sisi tu tunaoweza kusoma hapa. Tafadhali tuambie hapa tunachohitaji kujua.',
  },
  rw: {
    direct: 'Twakwandikiye mu butumwa bwihariye, kugira ngo amakuru yawe agume ari ibanga.',
    link: 'Komereza hano natwe, kugira ngo amakuru yawe agume ari ibanga:',
    message: 'Ni wowe natwe gusa dushobora gusoma ibi. Tubwire hano ibyo dukeneye kumenya.',
  },
};

/** What must not stand in a public text that is written for privacy's sake: the first number or mail address; null when there is none. */
export const neverInPublic = (text: string): string | null => privateIn(text)[0]?.words ?? null;
