/** The words of a promise as everybody may read them: without names of staff and of the author, numbers and mail addresses. */
import { authorMask } from '../../domain/authorMask.ts';
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
    const withoutAuthor = authorMask([{ mask: promises.author, names: names.flatMap(withParts) }], new Set());
    return withoutAuthor(withoutStaff(withoutPrivate(words)));
  };
}

/** A name, and each word of it: "Amina Uwase" is Amina to whoever promised, and so is "amina.uwase.example". */
const withParts = (name: string): string[] => [
  name,
  ...name
    .replace(/^@/u, '')
    .replace(/\.(?:[\w-]+\.)?\w+$/u, '')
    .split(/[^\p{L}\p{M}]+/u)
    .filter((word) => word.length >= leastLetters),
];
/** Shorter words are more than a name. */
const leastLetters = 4;

function withoutPrivate(text: string): string {
  let result = '';
  let done = 0;
  for (const { start, end } of privateIn(text)) {
    result += text.slice(done, start) + blank;
    done = end;
  }
  return result + text.slice(done);
}
