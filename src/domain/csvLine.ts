/** One line of CSV (RFC 4180), for a person's spreadsheet. Pure. */

/** With these a spreadsheet takes a text for a formula, which whoever wrote it could use against whoever opens it. */
const formula = /^[=+\-@\t\r]/;
const special = /[",\r\n]/;

export type Cell = string | number | boolean | null;

/** The line with its end. A text that a spreadsheet would take for a formula gets an apostrophe before it. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(written).join(',')}\r\n`;
}

function written(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const safe = formula.test(cell) ? `'${cell}` : cell;
  return special.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
