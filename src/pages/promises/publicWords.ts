/** The words of a promise as everybody may read them: without names of staff and of the author, numbers and mail addresses. */
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
    const called = names.flatMap(asNamed).map((name) => ({ name, email: '', signature: null }));
    const withoutAuthor = nameMasker(called, promises.author);
    return withoutAuthor(withoutStaff(withoutPrivate(bareLinks(words))));
  };
}

/** What a server's name ends with, behind the name of whoever has it. */
const server = /(?:\.bsky)?\.(?:social|com|org|net|info|app|dev|example|[a-z]{2})(?:\.[a-z]{2})?$/iu;

/** Words of a name that name nobody: "The Kijito Residents". */
const isFiller =
  /^(?:the|and|for|from|with|our|your|you|all|not|one|are|was|les|des|une|aux|dos|das|wa|ya|na|kwa)$/iu;

/** As the author may be called: "@amina.uwase.example" is Amina Uwase, and each word of more than two is a name by itself. */
function asNamed(name: string): string[] {
  const bare = name.replace(/^@/u, '').replace(server, '');
  const words = bare.split(/[^\p{L}\p{M}]+/u).filter((word) => word !== '' && !isFiller.test(word));
  return [words.join(' '), ...words.slice(1, -1)].filter((one) => one !== '');
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
