import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { listOf, readTable, tableOf } from './corpus.ts';

/** The public data sets: they stay outside of the project, and what is trained on them is written into the cards. */
const root = join(import.meta.dirname, '..');
const named = process.env.ANSWERABLE_SETS ?? '../shared/data';
export const setsFolder = isAbsolute(named) ? named : join(root, named);

/** True when the sets are there. */
export const setsAreHere = (): boolean => existsSync(join(setsFolder, 'afrisenti'));

/** Languages of AfriSenti, by their names of three letters. */
export const afrisentiLanguages = ['swa', 'kin', 'pcm', 'hau', 'yor', 'ibo', 'amh', 'por'] as const;

export interface Tweet {
  text: string;
  label: string;
}

const read = new Map<string, Tweet[]>();

/** The tweets of one part of AfriSenti, in the order of the file. */
export function afrisenti(language: string, part: 'train' | 'dev'): Tweet[] {
  const file = join(setsFolder, 'afrisenti', language, `${part}.tsv`);
  const known = read.get(file);
  if (known !== undefined) return known;
  const tweets = readFileSync(file, 'utf8')
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => {
      const tab = line.lastIndexOf('\t');
      return { text: line.slice(0, tab), label: line.slice(tab + 1).trim() };
    });
  read.set(file, tweets);
  return tweets;
}

export interface CarePost {
  id: string;
  text: string;
}

/** The posts of care-conversations, each id once. */
export function carePosts(): CarePost[] {
  const posts = readFileSync(join(setsFolder, 'care-conversations', 'posts.ndjson'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as CarePost);
  return [...new Map(posts.map((post) => [post.id, post])).values()];
}

/** A post of a public set with the labels that we gave it. */
export interface Pointed {
  text: string;
  language: string;
  labels: Readonly<Record<string, string>>;
  /** What the set itself says that it feels, where it does. */
  felt?: string;
}

/** Labelled posts of AfriSenti: those that models learn from, or those that judge them. */
export function pointedAfrisenti(folder: 'learned' | 'judged'): Pointed[] {
  return afrisentiLanguages.flatMap((language) =>
    tableOf(folder, `afrisenti-${language}.tsv`).flatMap((labels) => {
      const [, part, row] = (labels.ref ?? '').split('/');
      const tweet = afrisenti(language, part as 'train' | 'dev')[Number(row) - 1];
      return tweet === undefined ? [] : [{ text: tweet.text, language, labels, felt: tweet.label }];
    }),
  );
}

/**
 * Whom a real post means that feels something: by the guide complaints and praise mean a body, and what is neither, asks nothing and suggests nothing means
 * somebody or something else.
 */
export function meantBy(
  labels: Readonly<Record<string, string>>,
  felt: string | undefined,
): { sentiment?: string; target?: string } {
  if (felt === undefined) return {};
  const named = listOf(labels.kinds);
  const institution = named.includes('complaint') || named.includes('praise');
  return {
    sentiment: felt === 'neutral' ? '0' : felt,
    ...(institution ? { target: 'institution' } : named.length === 0 ? { target: 'other' } : {}),
  };
}

/** Labelled posts of care-conversations; they judge, except where a card says otherwise. */
export function pointedCare(table: 'care-inbound' | 'care-house'): Pointed[] {
  const posts = new Map(carePosts().map((post) => [post.id, post]));
  const labels = new Map(tableOf('judged', `${table}.tsv`).map((row) => [row.ref ?? '', row]));
  return [...labels].flatMap(([id, row]) => {
    const post = posts.get(id);
    return post === undefined ? [] : [{ text: post.text, language: 'eng', labels: row }];
  });
}

/** A post that members of an operator corrected; its labels are those of which a member said something. */
export interface OfOperator extends Pointed {
  /** Its author's, or the house's. */
  by: 'author' | 'house';
  /** A member said which language it is in. */
  languageSaid: boolean;
}

/** What members corrected (`npx answerable labels`), from the file that ANSWERABLE_LABELS names; nothing without it. */
export function ofOperators(): OfOperator[] {
  const file = process.env.ANSWERABLE_LABELS;
  return file === undefined || file === '' ? [] : readTable(file).map(ofOperator);
}

/** A row of that table. */
export function ofOperator({
  text = '',
  by,
  language = 'und',
  languageBy,
  ...labels
}: Record<string, string>): OfOperator {
  const said = Object.entries(labels).filter(([, value]) => value !== '?');
  return {
    text,
    by: by === 'house' ? 'house' : 'author',
    language,
    languageSaid: languageBy === 'member',
    labels: Object.fromEntries(said),
  };
}
