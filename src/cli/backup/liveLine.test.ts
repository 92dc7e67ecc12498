import { expect, test } from 'vitest';
import { progressLine } from './backUpTo.ts';
import { liveLine, sizeOf } from './liveLine.ts';

function terminal(rewrites: boolean) {
  const seen = { told: '', clock: 0 };
  const line = liveLine({
    terminal: rewrites,
    now: () => new Date(seen.clock),
    err: (text) => {
      seen.told += text;
    },
  });
  return { seen, line };
}

test('a terminal sees one line rewritten, five times a second, and left clean', () => {
  const { seen, line } = terminal(true);
  for (; seen.clock < 1_000; seen.clock += 10) line.tell(() => `at ${seen.clock}`);
  line.end();
  expect(seen.told.split('\r').length).toBeLessThanOrEqual(7);
  expect(seen.told).not.toContain('\n');
  expect(seen.told.endsWith('\r\u001b[2K')).toBe(true);
});

test('elsewhere lines are few and plain', () => {
  const { seen, line } = terminal(false);
  for (; seen.clock < 20_000; seen.clock += 100) line.tell(() => `at ${seen.clock}`);
  line.end();
  expect(seen.told.trimEnd().split('\n').length).toBeLessThanOrEqual(5);
  expect(seen.told).not.toContain('\r');
});

test('a backup tells its share, its table and its sizes, and is not done before it is done', () => {
  const progress = { table: 'post', done: 20, tables: 34, read: 5e8, expected: 1e9, written: 9e7 };
  expect(progressLine(progress)).toBe(
    'Backing up: about 50 %, table 21 of 34 (post), 500 MB read, 90 MB written',
  );
  expect(progressLine({ ...progress, read: 2e9 })).toContain('about 99 %');
});

test.each([
  [0, '0 kB'],
  [1, '1 kB'],
  [12_400_000, '12 MB'],
  [3_440_000_000, '3.4 GB'],
])('%d bytes are %s', (bytes, text) => {
  expect(sizeOf(bytes)).toBe(text);
});
