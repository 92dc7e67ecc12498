import { expect, test } from 'vitest';
import { importsOf, sourcesUnder } from './importGraph.ts';
import { brokenWalls } from './walls.ts';

test('the house stands: nobody imports upward, across, in a circle, or what belongs to another room', () => {
  expect(brokenWalls(sourcesUnder(['src', 'web'], /\.tsx?$/))).toEqual([]);
});

const house = (files: Record<string, string>) => brokenWalls(new Map(Object.entries(files)));

test('a file may import its own room and lower floors', () => {
  expect(
    house({
      'src/desk/a.ts':
        "import { b } from './b.ts';\nimport type { C } from '../storage/c.ts';\nimport { d } from '../domain/d.ts';",
      'src/desk/b.ts': "export { e } from '../domain/d.ts';",
    }),
  ).toEqual([]);
});

test.each([
  ['an import up the stairs', 'src/storage/a.ts', "import { b } from '../desk/b.ts';", 'up the stairs'],
  ['an import across', 'src/desk/a.ts', "import type { B } from '../insight/b.ts';", 'same floor'],
  ['a re-export up the stairs', 'src/domain/a.ts', "export * from '../storage/b.ts';", 'up the stairs'],
  ['an import for its effect', 'src/domain/a.ts', "import '../storage/b.ts';", 'up the stairs'],
  [
    'a dynamic import that climbs',
    'src/desk/a.ts',
    "const b = await import('../api/b.ts');",
    'dynamically imports',
  ],
  ['a type taken by a dynamic import', 'src/desk/a.ts', "let b: import('../api/b.ts').B;", 'up the stairs'],
  [
    'a dynamic import that computes',
    'src/desk/a.ts',
    'const b = await import(name);',
    'computes what it imports',
  ],
  [
    'a dynamic import with a template',
    'src/desk/a.ts',
    'await import(`../$' + '{x}/b.ts`);',
    'computes what it imports',
  ],
  ['a worker that climbs', 'src/domain/a.ts', "new URL('../api/b.ts', import.meta.url)", 'up the stairs'],
  ['an import out of src', 'src/desk/a.ts', "import { x } from '../../test/x.ts';", 'outside src'],
  ['an unknown room', 'src/cupboard/a.ts', '', 'not on the list'],
  [
    'an import from an unknown room',
    'src/main.ts',
    "import { x } from './cupboard/x.ts';",
    'not on the list',
  ],
  ['SQL outside storage', 'src/desk/a.ts', "import { sql } from 'kysely';", 'only storage speaks SQL'],
  ['a network outside channels', 'src/desk/a.ts', "import WebSocket from 'ws';", 'speak to networks'],
  ['fetch outside channels', 'src/desk/a.ts', 'await fetch(address);', 'calls fetch'],
  [
    'the console and the desk',
    'web/src/a.ts',
    "import type { B } from '../../src/desk/b.ts';",
    'may not know it',
  ],
  [
    'the console and schemas',
    'web/src/a.ts',
    "import { Me } from '../../src/api/contract.ts';",
    'more than types',
  ],
])('%s is found and told with its file', (_, file, source, why) => {
  const faults = house({ [file]: source });
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain(file);
  expect(faults[0]).toContain(why);
});

test('a circle inside a room is told with all its files', () => {
  const faults = house({
    'src/desk/a.ts': "import './b.ts';",
    'src/desk/b.ts': "import type { C } from './c.ts';",
    'src/desk/c.ts': "import { a } from './a.ts';",
  });
  expect(faults).toEqual(['a circle: src/desk/a.ts -> src/desk/b.ts -> src/desk/c.ts -> src/desk/a.ts']);
});

test('imports are read over several lines and not from comments', () => {
  const source = `
    // import { no } from './comment.ts';
    /* import './comment.ts'; await import('./comment.ts') */
    import {
      one, // with a remark
      type Two as Three,
    } from './many.ts';
    import four, * as five from "./four.ts";
    export { six } from './six.ts'; import './seven.ts';
    const link = 'https://x.example'; const eight = import('./eight.ts');
    const pattern = /'/; import nine from './nine.ts';
  `;
  expect(importsOf(source).map(({ target }) => target)).toEqual([
    './many.ts',
    './four.ts',
    './six.ts',
    './nine.ts',
    './seven.ts',
    './eight.ts',
  ]);
});
