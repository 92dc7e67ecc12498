import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Patterns, readPatterns } from '../src/understanding/patterns.ts';
import { phraseKey } from '../src/understanding/serviceCues.ts';

export const corpusFolder = join(import.meta.dirname, '..', 'corpus');

/** Words that a header line may use. */
const keys = [
  'kinds',
  'sentiment',
  'target',
  'severity',
  'vulnerable',
  'threat',
  'topic',
  'abuse',
  'spam',
  'language',
  'says',
  'eng',
  'fra',
  'swa',
  'kin',
];

/** One text of ours with what its block says of it (corpus/guide.md). */
export interface Labelled {
  text: string;
  language: string;
  file: string;
  line: number;
  labels: Readonly<Record<string, string>>;
  /** The words in braces: what causes the severity, a promise's date. */
  marked: readonly string[];
}

/** Reads a file of blocks. Throws a sentence with file and line where a header has an unknown word. */
export function readBlocks(file: string, language: string): Labelled[] {
  const found: Labelled[] = [];
  let labels: Record<string, string> = {};
  readFileSync(file, 'utf8')
    .split('\n')
    .forEach((raw, at) => {
      const line = raw.trim();
      if (line === '' || /^#(\s|$)/.test(line)) return;
      if (line.startsWith('=')) {
        labels = readHeader(line, `${file}:${at + 1}`);
        return;
      }
      found.push({
        text: line.replaceAll(/[{}<>]/g, ''),
        language: labels.language ?? language,
        file,
        line: at + 1,
        labels,
        marked: [...line.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? ''),
      });
    });
  return found;
}

function readHeader(line: string, place: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const part of line.slice(1).split(';')) {
    if (part.trim() === '') continue;
    const colon = part.indexOf(':');
    const key = part.slice(0, colon).trim();
    if (colon < 0 || !keys.includes(key)) throw new Error(`${place}: there is no label "${part.trim()}".`);
    labels[key] = part.slice(colon + 1).trim();
  }
  return labels;
}

/** The words of a list; "-", "none" and "other" are no words. */
export const listOf = (value: string | undefined): string[] =>
  (value ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '' && !['-', 'none', 'other'].includes(word));

/** All invented posts, in the order of their files. */
export function sentences(): Labelled[] {
  const root = join(corpusFolder, 'sentences');
  return readdirSync(root)
    .sort()
    .flatMap((language) => blocksIn(join(root, language), () => language));
}

/** All invented replies of a house. */
export const houseReplies = (): Labelled[] =>
  blocksIn(join(corpusFolder, 'house'), (name) => name.slice(0, 3));

/** The example sentences of the starter packs. */
export const topicExamples = (): Labelled[] => blocksIn(join(corpusFolder, 'topics'), () => '');

function blocksIn(folder: string, languageOf: (name: string) => string): Labelled[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .flatMap((name) => readBlocks(join(folder, name), languageOf(name)));
}

/** Rows of a table of ours, tab-separated, by the names of its head; none where there is no such file. */
export function tableOf(...path: string[]): Record<string, string>[] {
  const file = join(corpusFolder, ...path);
  return existsSync(file) ? readTable(file) : [];
}

/** Rows of a tab-separated file by the names of its head. */
export function readTable(file: string): Record<string, string>[] {
  const [head = '', ...rows] = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  const names = head.split('\t');
  return rows.map((row) => Object.fromEntries(row.split('\t').map((cell, at) => [names[at] ?? '', cell])));
}

/** Words and phrases with their polarity, -3 to 3, of one language. */
export function lexiconOf(language: string): Map<string, number> {
  return new Map(
    tableOf('lexicon', `${language}.tsv`).map(({ word, polarity }) => [word ?? '', Number(polarity)]),
  );
}

/** Phrases that tell how grave a post is and for whom, of every language that has a lexicon of them. */
export function gravePhrases(): { phrase: string; says: string }[] {
  return readdirSync(join(corpusFolder, 'lexicon'))
    .filter((name) => name.startsWith('grave-'))
    .sort()
    .flatMap((name) => tableOf('lexicon', name))
    .map(({ phrase, says }) => ({ phrase: phrase ?? '', says: says ?? '' }));
}

const patternFiles = (model: 'service' | 'says') => {
  const folder = join(corpusFolder, 'patterns');
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${model}-`))
    .sort()
    .map((name) => ({
      language: name.slice(model.length + 1, -'.txt'.length),
      text: readFileSync(join(folder, name), 'utf8'),
    }));
};

/** The patterns for a model, by language. */
export const patternsByLanguage = (model: 'service' | 'says'): Record<string, Patterns> =>
  Object.fromEntries(
    patternFiles(model).map(({ language, text }) => [language, readPatterns([text], phraseKey)]),
  );

/** The patterns of all languages for a model, together. */
export const patternsOf = (model: 'service' | 'says'): Patterns =>
  readPatterns(
    patternFiles(model).map(({ text }) => text),
    phraseKey,
  );
