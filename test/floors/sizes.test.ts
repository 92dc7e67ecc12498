import { expect, test } from 'vitest';
import { sourcesUnder } from './importGraph.ts';

const longest = 400;
const sources = sourcesUnder(['src', 'web', 'bin', 'test', 'bench'], /\.(tsx?|mjs|css)$/);
const sizes = [...sources]
  .filter(([file]) => !file.includes('/locales/'))
  .map(([file, source]) => ({ file, lines: source.trimEnd().split('\n').length }))
  .sort((a, b) => a.lines - b.lines);

test(`no file is longer than ${longest} lines`, () => {
  expect(sizes.filter(({ lines }) => lines > longest)).toEqual([]);
});

test('most files are small', () => {
  const at = (share: number) => sizes[Math.floor(share * (sizes.length - 1))];
  const tail = sizes.slice(-5).map(({ file, lines }) => `${file} ${lines}`);
  process.stderr.write(
    `${sizes.length} files: median ${at(0.5)?.lines} lines, 95 % up to ${at(0.95)?.lines}; longest: ${tail.join(', ')}\n`,
  );
  expect(at(0.95)?.lines).toBeLessThanOrEqual(250);
});
