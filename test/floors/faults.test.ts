/** docs/faults.md names tests: each of them is there, and each network has a row for each fault. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const rows = readFileSync(join(root, 'docs/faults.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(1)
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );

test('every test that docs/faults.md names has that title in that file', () => {
  const missing = rows.filter(([, , file = '', title = '']) => {
    if (title === 'none' || title === 'not played') return file !== '';
    return !readFileSync(join(root, file), 'utf8').includes(title);
  });
  expect(missing).toEqual([]);
});

test('docs/faults.md has every fault for every network', () => {
  const faults = new Set(rows.map(([, fault]) => fault));
  const networks = new Set(rows.map(([network]) => network));
  expect(faults.size).toBe(8);
  expect(new Set(rows.map(([network, fault]) => `${network} ${fault}`)).size).toBe(
    faults.size * networks.size,
  );
});
