/** A notice as a letter. Pure. */
import { cutToUnits } from '../domain/smsParts.ts';
import type { Notice } from './notice.ts';
import { alertWords } from './words/words.ts';

export interface Letter {
  subject: string;
  text: string;
  html: string | null;
}

/** `base` is our address on the web, without a slash at its end; null where it is not known: then the letter has no link. */
export function letterOf(notice: Notice, base: string | null): Letter {
  const { words } = alertWords(notice.language);
  const link = base === null ? [] : [`${words.open} ${base}${notice.link}`];
  return {
    subject: notice.title,
    text: [notice.body, ...link, words.whyYou].join('\n\n'),
    html: null,
  };
}

/** The same for a telephone: three SMS at most, the link whole. */
export function shortLetterOf(notice: Notice, base: string | null): Letter {
  const link = base === null ? '' : `\n${base}${notice.link}`;
  const room = { gsm7: 3 * 153 - link.length, ucs2: 3 * 67 - link.length };
  const said = cutToUnits([notice.title, notice.body].filter((line) => line !== '').join('\n'), room);
  return { subject: notice.title, text: `${said}${link}`, html: null };
}
