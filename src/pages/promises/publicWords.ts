/** The words of a promise as everybody may read them: without names of staff and of the author, numbers and mail addresses. */
import { calledNames } from '../../domain/calledNames.ts';
import { nameMasker, type StaffName } from '../../domain/maskNames.ts';
import { privateIn } from '../../domain/numbersInText.ts';
import type { Words } from '../words/words.ts';

const blank = '•••';

/** Builds what makes words public; built once for all promises of a page. */
export function publicWords(
  staff: readonly StaffName[],
  { promises }: Words,
): (words: string, authorNames: readonly string[]) => string {
  const withoutStaff = nameMasker(staff, promises.staff);
  return (words, names) => {
    const called = names.flatMap(calledNames).map((name) => ({ name, email: '', signature: null }));
    const withoutAuthor = nameMasker(called, promises.author);
    return withoutAuthor(withoutStaff(withoutPrivate(bareLinks(words))));
  };
}

const link = /https?:\/\/\S+/giu;
const mailIn = /[^\s/?&=]+@[^\s/?&=]+/gu;
const numberIn = /\d{6,}/gu;

/** Links lead to what shows something; what they carry behind the page, and numbers and addresses in them, is nobody's. */
const bareLinks = (text: string): string =>
  text.replace(link, (found) =>
    found
      .replace(/[?#].*$/su, '')
      .replace(mailIn, blank)
      .replace(numberIn, blank),
  );

function withoutPrivate(text: string): string {
  let result = '';
  let done = 0;
  for (const { start, end } of privateIn(text)) {
    result += text.slice(done, start) + blank;
    done = end;
  }
  return result + text.slice(done);
}
