/** Writes a backup with its progress on standard error. */
import { type BackupProgress, type WrittenBackup, writeBackup } from '../../storage/backup/writeBackup.ts';
import type { Context } from '../command.ts';
import { version } from '../version.ts';
import { liveLine, sizeOf } from './liveLine.ts';

/** Backs the database at `url` up to `path`. Throws what `writeBackup` throws. */
export async function backUpTo(
  context: Context,
  url: string,
  path: string,
  more: { key?: string | null; everything?: boolean } = {},
): Promise<WrittenBackup> {
  const line = liveLine(context);
  try {
    const ask = { url, path, program: version, at: context.now(), signal: context.signal, ...more };
    return await writeBackup({ ...ask, onProgress: (progress) => line.tell(() => progressLine(progress)) });
  } finally {
    line.end();
  }
}

/** What is told while a backup is written. */
export function progressLine({ table, done, tables, read, expected, written }: BackupProgress): string {
  const share = Math.min(99, Math.floor((100 * read) / Math.max(1, expected)));
  return `Backing up: about ${share} %, table ${done + 1} of ${tables} (${table}), ${sizeOf(read)} read, ${sizeOf(written)} written`;
}
