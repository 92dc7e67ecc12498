/** A notice as a letter. Pure. */
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
