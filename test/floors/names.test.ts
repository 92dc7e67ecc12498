import { expect, test } from 'vitest';
import { sourcesUnder, withoutComments } from './importGraph.ts';

/** Cupboards that hide an idea, and words that mean something else here (docs/glossary.md). */
const cupboards = [
  'util',
  'utils',
  'helper',
  'helpers',
  'common',
  'base',
  'manager',
  'managers',
  'misc',
  'shared',
];
const wrongWords: Record<string, string> = {
  user: 'author, agent, executive or member',
  users: 'authors, agents, executives or members',
  ticket: 'case',
  tickets: 'cases',
  customer: 'author',
  customers: 'authors',
};

/** Names are cut into their words: `caseManager` and `case-manager` both hold "manager". */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.toLowerCase());
}

const declared =
  /\bexport\s+(?:default\s+)?(?:async\s+)?(?:function\*?|const|let|class|interface|type|abstract\s+class)\s+([A-Za-z_$][\w$]*)/g;

const sources = sourcesUnder(['src', 'web/src', 'bin'], /\.(tsx?|mjs)$/);

test('no file or folder is a cupboard', () => {
  const found = [...sources.keys()].filter((file) => wordsOf(file).some((word) => cupboards.includes(word)));
  expect(found).toEqual([]);
});

test('no file, folder or exported name uses a word that means something else here', () => {
  const found: string[] = [];
  for (const [file, source] of sources) {
    const names = [file, ...[...withoutComments(source).matchAll(declared)].map(([, name]) => name ?? '')];
    for (const name of names) {
      const wrong = wordsOf(name).find((word) => word in wrongWords || cupboards.includes(word));
      if (wrong !== undefined)
        found.push(`${file}: "${name}" says "${wrong}"; say ${wrongWords[wrong] ?? 'what it is'}`);
    }
  }
  expect(found).toEqual([]);
});

test('the tables use the words of the house', () => {
  const tables = sourcesUnder(['src/storage'], /\.sql$/);
  const found: string[] = [];
  for (const [file, source] of tables) {
    for (const [, name] of source.matchAll(
      /create (?:table|function|index|unique index)(?: if not exists)? (\w+)/g,
    )) {
      const wrong = wordsOf((name ?? '').replaceAll('_', ' ')).find((word) => word in wrongWords);
      if (wrong !== undefined) found.push(`${file}: ${name}`);
    }
  }
  expect(found).toEqual([]);
});
