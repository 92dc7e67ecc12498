import { expect, test } from 'vitest';
import type { ImportProgress } from '../listening/importArchive.ts';
import { importReporter, progressLine } from './progress.ts';

const began = { at: new Date(0), bytes: 0, waiting: 900 };
const reading: ImportProgress = {
  phase: 'reading',
  bytes: 250,
  totalBytes: 1_000,
  rows: 500,
  unreadable: 0,
  waiting: 0,
};

test('reading tells its share, its rate and the time left', () => {
  expect(progressLine(reading, began, new Date(5_000))).toBe(
    'Reading: 25 %, 500 rows, 100 a second, 15 s left',
  );
  expect(progressLine({ ...reading, unreadable: 3 }, began, new Date(400_000))).toBe(
    'Reading: 25 %, 500 rows, 3 unreadable, 1 a second, 20 min left',
  );
});

test('an import that goes on counts only what it did itself', () => {
  const line = progressLine({ ...reading, bytes: 600 }, { ...began, bytes: 500 }, new Date(10_000));
  expect(line).toBe('Reading: 60 %, 500 rows, 50 a second, 40 s left');
});

test('what waits for the desk is counted down', () => {
  const taking = { ...reading, phase: 'taking', waiting: 300 } as const;
  expect(progressLine(taking, began, new Date(10_000))).toBe('Taking posts to the desk: 300 wait, 5 s left');
});

test('away from a terminal the lines are few and plain', () => {
  let clock = 0;
  let told = '';
  const reporter = importReporter({
    terminal: false,
    now: () => new Date(clock),
    err: (text) => {
      told += text;
    },
  });
  for (; clock <= 20_000; clock += 100) reporter.progress({ ...reading, bytes: clock / 25 });
  reporter.unreadable({ line: 17, reason: 'The line is not JSON.' });
  reporter.end();
  expect(told.split('\n').filter((line) => line.startsWith('Reading')).length).toBeLessThanOrEqual(5);
  expect(told).toContain('line 17: The line is not JSON.\n');
  expect(told).not.toContain('\r');
});
