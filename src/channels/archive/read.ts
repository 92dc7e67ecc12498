/** Reads an archive file row by row: NDJSON or CSV, any size, from any place where a former reading stopped. */
import { isUtf8 } from 'node:buffer';
import type { Heard } from '../../domain/post.ts';
import type { RawItem } from '../channel.ts';
import { csvFields } from './csv.ts';
import { normaliseArchive } from './normalise.ts';
import { cutRecords, type FileRecord } from './records.ts';
import { archiveFields } from './row.ts';

export type ArchiveForm = 'ndjson' | 'csv';

/** One row of the file and the place where the next one begins. */
export interface ReadRow {
  line: number;
  /** What to keep: the row as JSON, or the line itself (as a JSON string) when it is no row. */
  item: RawItem;
  /** Why the row cannot be read; null when it can. */
  unreadable: string | null;
  /** The institution that the row names. */
  institution: string | null;
  end: number;
  endLine: number;
}

/** Where a former reading stopped: bytes read and lines ended. Zero for a new file. */
export interface ReadPlace {
  bytes: number;
  lines: number;
}

/** A line longer than this many bytes is no row. */
export const longestLine = 1_048_576;

const mark = Buffer.from([0xef, 0xbb, 0xbf]);

/** NDJSON begins with a brace, CSV with the name of a field; the byte order mark that some programs write is passed over. */
export function archiveForm(beginning: Buffer): ArchiveForm {
  const text = withoutMark(beginning).toString('utf8').trimStart();
  return text === '' || text.startsWith('{') || text.startsWith('[') ? 'ndjson' : 'csv';
}

/**
 * The columns of a CSV file's first line, or the sentence that says what is wrong with them. `firstLine` without its line end.
 */
export function archiveColumns(firstLine: string): { columns: string[] } | { fault: string } {
  const columns = csvFields(firstLine)?.map((column) => column.trim()) ?? [];
  const missing = archiveFields.required.filter((field) => !columns.includes(field));
  if (missing.length > 0) {
    return {
      fault: `The first line of a CSV file names the columns; missing: ${missing.join(', ')}. docs/archive-format.md shows the form.`,
    };
  }
  const twice = columns.find((column, at) => column !== '' && columns.indexOf(column) !== at);
  return twice === undefined ? { columns } : { fault: `The column "${twice}" is named twice.` };
}

/** NDJSON rows from `place` on. `chunks` begins there. */
export async function* readNdjson(chunks: AsyncIterable<Buffer>, place: ReadPlace): AsyncGenerator<ReadRow> {
  const records = cutRecords(chunks, {
    quotes: false,
    longest: longestLine,
    start: place.bytes,
    line: place.lines,
  });
  for await (const record of records) {
    const bare = record.line === 1 ? { ...record, bytes: withoutMark(record.bytes) } : record;
    if (bare.bytes.length > 0) yield read(bare, fromJson);
  }
}

/** CSV rows from `place` on, which lies behind the line of the columns. `chunks` begins there. */
export async function* readCsv(
  chunks: AsyncIterable<Buffer>,
  place: ReadPlace,
  columns: readonly string[],
): AsyncGenerator<ReadRow> {
  const records = cutRecords(chunks, {
    quotes: true,
    longest: longestLine,
    start: place.bytes,
    line: place.lines,
  });
  for await (const record of records) yield read(record, (line) => fromCsv(line, columns));
}

/** A file without its byte order mark. */
export function withoutMark(bytes: Buffer): Buffer {
  return bytes.subarray(0, 3).equals(mark) ? bytes.subarray(3) : bytes;
}

type Parsed = { value: unknown; payload: string } | { reason: string };

function read(record: FileRecord, parse: (line: string) => Parsed): ReadRow {
  const fault = faultOf(record);
  const parsed = fault === null ? parse(record.bytes.toString('utf8')) : { reason: fault };
  if ('reason' in parsed) return unreadable(record, parsed.reason);
  const heard = normaliseArchive(parsed.value);
  if (heard.kind === 'unreadable') return unreadable(record, heard.reason, parsed.payload);
  return {
    ...placeOf(record),
    item: { key: threadOf(heard, parsed.value), payload: parsed.payload },
    unreadable: null,
    institution: heard.kind === 'post' ? heard.post.institution : null,
  };
}

function faultOf(record: FileRecord): string | null {
  if (record.fault === 'too long') return `The line is longer than ${longestLine} bytes.`;
  if (record.fault === 'open quote') return 'A quote that opens on this line is never closed.';
  return isUtf8(record.bytes) ? null : 'The line is not UTF-8 text.';
}

function fromJson(line: string): Parsed {
  try {
    return { value: JSON.parse(line), payload: line };
  } catch {
    return { reason: 'The line is not JSON.' };
  }
}

function fromCsv(line: string, columns: readonly string[]): Parsed {
  const fields = csvFields(line);
  if (fields === null) return { reason: 'The quotes of this line make no sense.' };
  if (fields.length !== columns.length) {
    return { reason: `The line has ${fields.length} columns instead of ${columns.length}.` };
  }
  const known: Record<string, string> = {};
  for (const [at, column] of columns.entries()) if (column !== '') known[column] = fields[at] ?? '';
  return { value: known, payload: JSON.stringify(known) };
}

/** A deletion stands in its post's thread, so that it is taken after the post. */
function threadOf(heard: Heard, value: unknown): string {
  return heard.kind === 'post'
    ? heard.post.thread
    : String((value as { conversation: unknown }).conversation);
}

/** What cannot be read is kept as it stood: the line as a JSON string, broken bytes replaced. */
function unreadable(record: FileRecord, reason: string, payload?: string): ReadRow {
  const kept = payload ?? JSON.stringify(record.bytes.toString('utf8'));
  return { ...placeOf(record), item: { key: '', payload: kept }, unreadable: reason, institution: null };
}

function placeOf(record: FileRecord): Pick<ReadRow, 'line' | 'end' | 'endLine'> {
  return { line: record.line, end: record.end, endLine: record.endLine };
}
