import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { parse } from 'csv-parse/sync';
import { Fault } from '../../domain/fault.ts';

export interface LabelledText {
  text: string;
  label: string;
}

export type TableFormat = 'tsv' | 'csv';

const textColumns = ['text', 'tweet'];

/**
 * Reads texts with their labels: the first row names the columns, `text` or `tweet` and one of `labels` are found by name, others are left alone. TSV has no quoting; CSV is
 * that of RFC 4180. Without `format` the file's name decides. Throws Fault `labelled_unreadable`.
 */
export async function readLabelled(
  path: string,
  format: TableFormat | null,
  labels: readonly string[],
): Promise<LabelledText[]> {
  const content = (await contentOf(path)).replace(/^\ufeff/, '');
  const [head = [], ...rows] =
    (format ?? formatOf(path)) === 'csv' ? csvRows(content, path) : tsvRows(content);
  const names = head.map((name) => name.trim().toLowerCase());
  const text = names.findIndex((name) => textColumns.includes(name));
  const label = labels.map((name) => names.indexOf(name)).find((at) => at >= 0) ?? -1;
  if (text < 0 || label < 0) {
    const missing = text < 0 ? textColumns : labels;
    throw new Fault(
      'labelled_unreadable',
      `${path} has no column ${missing.join(' or ')}. Its first row must name the columns; it says: ${names.join(', ') || 'nothing'}.`,
    );
  }
  return rows.flatMap((row) => {
    const found = { text: row[text] ?? '', label: (row[label] ?? '').trim() };
    return found.label === '' ? [] : [found];
  });
}

async function contentOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new Fault('labelled_unreadable', `${path} cannot be read. Name a file of labelled texts.`, {
      cause,
    });
  }
}

const formatOf = (path: string): TableFormat => (extname(path).toLowerCase() === '.csv' ? 'csv' : 'tsv');

const tsvRows = (content: string): string[][] =>
  content
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));

function csvRows(content: string, path: string): string[][] {
  try {
    return parse(content, { relax_column_count: true, skip_empty_lines: true }) as string[][];
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'it is broken';
    throw new Fault('labelled_unreadable', `${path} is no CSV: ${why}.`, { cause });
  }
}
