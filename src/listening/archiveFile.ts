/** An archive file on disk: what it is, whether it can be read, and its rows from any place on. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import {
  type ArchiveForm,
  archiveColumns,
  archiveForm,
  longestLine,
  type ReadPlace,
  type ReadRow,
  readCsv,
  readNdjson,
  withoutMark,
} from '../channels/archive/read.ts';
import { cutRecords } from '../channels/archive/records.ts';
import { Fault } from '../domain/fault.ts';

export interface ArchiveFile {
  path: string;
  bytes: number;
  form: ArchiveForm;
  /** CSV only: the columns, and where the first row begins. */
  columns: readonly string[];
  firstRow: ReadPlace;
}

const chunkBytes = 262_144;

/** Looks at a file without reading it whole. Throws Fault `archive_unreadable`. */
export async function openArchive(path: string): Promise<ArchiveFile> {
  try {
    const found = await stat(path);
    if (!found.isFile())
      throw new Fault('archive_unreadable', `${path} is not a file. Name one NDJSON or CSV file.`);
    const form = archiveForm(await beginningOf(path, 4_096));
    const file = { path, bytes: found.size, form, columns: [], firstRow: { bytes: 0, lines: 0 } };
    return form === 'csv' ? await withColumns(file) : file;
  } catch (cause) {
    throw cause instanceof Fault ? cause : cannotRead(path, cause);
  }
}

async function withColumns(file: ArchiveFile): Promise<ArchiveFile> {
  const options = { quotes: true, longest: longestLine, start: 0, line: 0 };
  for await (const record of cutRecords(chunksOf(file, 0), options)) {
    const found = archiveColumns(withoutMark(record.bytes).toString('utf8'));
    if ('fault' in found) throw new Fault('archive_unreadable', found.fault);
    return { ...file, columns: found.columns, firstRow: { bytes: record.end, lines: record.endLine } };
  }
  return file;
}

async function beginningOf(path: string, bytes: number): Promise<Buffer> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The file's rows from a place on; the size is the one that was seen at first, so that a growing file has an end. */
export function rowsFrom(file: ArchiveFile, place: ReadPlace): AsyncIterable<ReadRow> {
  const from = place.bytes < file.firstRow.bytes ? file.firstRow : place;
  const chunks = chunksOf(file, from.bytes);
  return file.form === 'csv' ? readCsv(chunks, from, file.columns) : readNdjson(chunks, from);
}

/** The name of the first institution in the file, looked for in its first thousand rows. */
export async function firstInstitution(file: ArchiveFile): Promise<string | null> {
  let looked = 0;
  for await (const row of rowsFrom(file, file.firstRow)) {
    if (row.institution !== null) return row.institution;
    looked += 1;
    if (looked === 1_000) return null;
  }
  return null;
}

/** SHA-256 over all that the file says: the same file is known again under any name. */
export async function fingerprintOf(file: ArchiveFile, onRead: (bytes: number) => void): Promise<string> {
  const hash = createHash('sha256').update(`${file.form} `);
  let read = 0;
  for await (const chunk of chunksOf(file, 0)) {
    hash.update(chunk);
    read += chunk.length;
    onRead(read);
  }
  return hash.digest('hex');
}

async function* chunksOf(file: ArchiveFile, start: number): AsyncGenerator<Buffer> {
  if (start >= file.bytes) return;
  try {
    yield* createReadStream(file.path, { start, end: file.bytes - 1, highWaterMark: chunkBytes });
  } catch (cause) {
    throw cannotRead(file.path, cause);
  }
}

function cannotRead(path: string, cause: unknown): Fault {
  const code = (cause as NodeJS.ErrnoException).code;
  const why = code === 'ENOENT' ? 'does not exist' : 'cannot be read';
  return new Fault(
    'archive_unreadable',
    `${path} ${why}. Check its name and that this program may read it.`,
    {
      cause,
    },
  );
}
