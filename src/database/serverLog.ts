import {
  closeSync,
  copyFileSync,
  existsSync,
  fstatSync,
  openSync,
  readSync,
  statSync,
  truncateSync,
} from 'node:fs';

const largest = 5_000_000;

/**
 * Keeps the server's log below 5 MB and one older part beside it. The server writes in append mode, so the
 * file may be emptied below its hands.
 */
export function trimLog(path: string): void {
  if (!existsSync(path) || statSync(path).size < largest) return;
  copyFileSync(path, `${path}.1`);
  truncateSync(path, 0);
}

/** The last `bytes` of the log, for finding out why the server ended. */
export function tailOf(path: string, bytes = 8_192): string {
  if (!existsSync(path)) return '';
  const file = openSync(path, 'r');
  try {
    const size = fstatSync(file).size;
    const length = Math.min(size, bytes);
    const buffer = Buffer.alloc(length);
    readSync(file, buffer, 0, length, size - length);
    return buffer.toString('utf8');
  } finally {
    closeSync(file);
  }
}
