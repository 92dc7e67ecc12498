/** Reach, and how posts spread, is known to few files, which are named here. The queue, what needs an executive, rules, other alerts and the response record are not among them. */
import { expect, test } from 'vitest';
import { importsOf, resolved, sourcesUnder } from './importGraph.ts';

/** Who reads or writes what is counted of how posts spread. */
const knows = [
  'src/alerts/spreading.ts',
  'src/api/contract/spreading.ts',
  'src/api/routes/desk.ts',
  'src/api/routes/spreading.ts',
  'src/desk/spreading/askNetwork.ts',
  'src/desk/spreading/countUsual.ts',
  'src/desk/spreading/followHeard.ts',
  'src/desk/spreading/judgePosts.ts',
  'src/desk/spreading/lookAgain.ts',
  'src/desk/spreading/stories.ts',
  'src/domain/spreading.ts',
  'src/jobs/watchSpreading.ts',
  'src/roles.ts',
  'src/storage/communications.ts',
  'src/storage/spreadAsking.ts',
  'src/storage/spreadStories.ts',
  'src/storage/spreadTables.ts',
  'src/storage/spreadWatch.ts',
  'src/storage/spreading.ts',
  'src/storage/tables.ts',
];
/** Whose names alone say what they are about. */
const secret =
  /\/(spreading|spreadAsking|spreadStories|spreadWatch|spreadTables|watchSpreading|askNetwork|countUsual|followHeard|judgePosts|lookAgain|stories)\.ts$/;
/** Who names a table of it, or the role that may read them. */
const naming = [
  ...knows,
  'src/storage/audit.ts',
  'src/storage/database.ts',
  'src/storage/erasingWrites.ts',
  'src/storage/identities.ts',
  'src/storage/leases.ts',
  'src/storage/migrate.ts',
  'src/storage/readings.ts',
];

const sources = new Map([...sourcesUnder(['src'], /\.ts$/)].filter(([file]) => !file.endsWith('.test.ts')));

test('every file that is named here exists', () => {
  for (const file of naming) expect(sources.has(file), file).toBe(true);
});

test('only named files import what knows how posts spread', () => {
  const importers = [...sources].flatMap(([file, source]) =>
    importsOf(source).some(({ target }) => {
      const path = target === null ? null : resolved(file, target);
      return path !== null && secret.test(`/${path}`) && knows.includes(path);
    })
      ? [file]
      : [],
  );
  // The contract gathers all of its parts.
  expect(importers.filter((file) => !knows.includes(file))).toEqual(['src/api/contract.ts']);
});

test('only named files speak of its tables, of reach, or of the role that may read them', () => {
  const words =
    /\binSpread\b|\bspread_[a-z]+\b|settle_spreading|\banswerable_spread\b|(from|into|join|update)\s+reach\b|insertInto\('reach'\)|selectFrom\('reach'\)|forget_reach/;
  const speakers = [...sources].flatMap(([file, source]) => (words.test(source) ? [file] : []));
  expect(speakers.filter((file) => !naming.includes(file))).toEqual([]);
});

test('the rules that order work, and those that count it, have no word for it', () => {
  for (const file of ['queue', 'needsYou', 'case', 'rule', 'record', 'recordFigures', 'gathering']) {
    const source = sources.get(`src/domain/${file}.ts`);
    expect(source?.length ?? 0, file).toBeGreaterThan(0);
    expect(source, file).not.toMatch(/\b(followers|verified|shares)\??: (number|boolean)/);
  }
});
