/** The response record as a table that can be taken along. Times in whole seconds. */
import { type Cell, csvLine } from '../domain/csvLine.ts';
import type { Figures } from '../domain/recordFigures.ts';
import type { ResponseRecord } from './record.ts';

const columns: readonly [string, (figures: Figures) => Cell][] = [
  ['count', ({ count }) => count],
  ['answered', ({ answered }) => answered],
  ['settled_without_answer', ({ settled }) => settled],
  ['answered_share', ({ share }) => share],
  ['median_seconds_of_answered', ({ median }) => median],
  ['ninth_decile_seconds_of_answered', ({ ninth }) => ninth],
  ['kaplan_meier_median_seconds', ({ likely }) => likely.median],
  ['kaplan_meier_low_95', ({ likely }) => likely.low],
  ['kaplan_meier_high_95', ({ likely }) => likely.high],
  ['on_time', ({ onTime }) => onTime],
  ['late', ({ late }) => late],
];

/** By the values of a dimension, or by days, with a line of names first. */
export function recordCsv({ table, series }: ResponseRecord, which: 'values' | 'days', by: string): string {
  const cells = (figures: Figures) => columns.map(([, read]) => read(figures));
  const names = columns.map(([name]) => name);
  const lines =
    which === 'days'
      ? [['from', 'to', ...names], ...series.map(({ from, to, figures }) => [from, to, ...cells(figures)])]
      : [
          [by, 'name', ...names],
          ...table.map(({ value, name, figures }) => [value, name, ...cells(figures)]),
        ];
  // What spreadsheets need to see that it is UTF-8.
  return `\uFEFF${lines.map((line) => csvLine(line)).join('')}`;
}
