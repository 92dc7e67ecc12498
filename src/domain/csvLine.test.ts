import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvLine } from './csvLine.ts';

test('a line is read back as it was by somebody else’s reader', () => {
  const cells = fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(cells, (list) => {
      const [read] = parse(csvLine(list)) as string[][];
      expect(read).toEqual(list.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)));
    }),
  );
});

test('nothing that an author wrote is a formula in a spreadsheet', () => {
  expect(csvLine(['=HYPERLINK("x")', '+250', '-', '@home', 'a=b'])).toBe(
    `"'=HYPERLINK(""x"")",'+250,'-,'@home,a=b\r\n`,
  );
});

test('nothing is empty, and numbers are bare', () => {
  expect(csvLine([null, 3, true, ''])).toBe(',3,true,\r\n');
});
