/** What members of the story promise in their answers, and how it is seen that they kept it. */
import type { Lines } from '../words.ts';

export interface PromiseLines {
  /** A sentence of the answer. */
  said: Lines;
  /** The same in the desk's words. */
  what: string;
  /** Hours until it is due. */
  hours: number;
  kept: string;
}

export const promises: readonly PromiseLines[] = [
  {
    said: {
      en: ['Our crew will be in {place} by tomorrow evening.'],
      sw: ['Mafundi wetu watafika {place} kabla ya kesho jioni.'],
      fr: ['Notre équipe sera à {place} avant demain soir.'],
      rw: ['Abakozi bacu bazagera {place} bitarenze ejo nimugoroba.'],
      mixed: ['Crew yetu itafika {place} by kesho jioni.'],
    },
    what: 'Send a crew to {place}',
    hours: 30,
    kept: 'The crew was there; its sheet is in the depot’s book.',
  },
  {
    said: {
      en: ['I will ring you within two days with what we found.'],
      sw: ['Nitakupigia simu ndani ya siku mbili na tulichogundua.'],
      fr: ['Je vous rappelle sous deux jours avec ce que nous avons trouvé.'],
      rw: ['Nzaguhamagara mu minsi ibiri nkubwire icyo twabonye.'],
      mixed: ['Nitakupigia within two days nikuambie tulichopata.'],
    },
    what: 'Ring the author with what was found in {place}',
    hours: 48,
    kept: 'Rang, and told what was found.',
  },
  {
    said: {
      en: ['Your account will be corrected by the end of the week.'],
      sw: ['Akaunti yako itarekebishwa kabla ya wiki kuisha.'],
      fr: ['Votre compte sera corrigé avant la fin de la semaine.'],
      rw: ['Konti yawe izakosorwa mbere y’uko icyumweru kirangira.'],
      mixed: ['Account yako itarekebishwa before wiki iishe.'],
    },
    what: 'Correct the account of the author in {place}',
    hours: 72,
    kept: 'Corrected; the next bill shows it.',
  },
];

export const notKept = 'The part that is needed has not arrived in the country yet.';
