import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blockBytes, paddingAfter, readHeading, tarHeading } from './tar.ts';

const name = fc.stringMatching(/^[a-z_]{1,30}\/[a-z_]{1,30}\/\d{5}\.copy\.zst$/);
const at = fc.integer({ min: 0, max: 4_102_444_800 }).map((seconds) => new Date(seconds * 1_000));

test('a heading tells what it was written with, and no changed byte of it is believed', () => {
  fc.assert(
    fc.property(
      name,
      fc.nat(1e9),
      at,
      fc.nat(blockBytes - 1),
      fc.integer({ min: 1, max: 255 }),
      (named, size, time, place, change) => {
        const heading = tarHeading(named, size, time);
        expect(readHeading(heading)).toEqual({ name: named, size });
        heading[place] = (heading[place] ?? 0) ^ change;
        expect(readHeading(heading)).toBeNull();
      },
    ),
  );
});

test.skipIf(spawnSync('tar', ['--version']).error !== undefined)('tar itself reads it', () => {
  const content = Buffer.from('words');
  const file = Buffer.concat([
    tarHeading('tables/post/00001.copy.zst', content.length, new Date(1_000_000_000_000)),
    content,
    Buffer.alloc(paddingAfter(content.length) + 2 * blockBytes),
  ]);
  const listed = spawnSync('tar', ['--utc', '-tvf', '-'], { input: file, encoding: 'utf8' });
  expect(listed.stderr).toBe('');
  expect(listed.stdout).toMatch(/-rw------- .* 5 2001-09-09 01:46 tables\/post\/00001\.copy\.zst/);
});
