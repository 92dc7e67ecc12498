import { statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';

const memory = '/dev/shm';
const gigabytes = 2 ** 30;

/**
 * Where the data files of a test's database are made: in memory where there is plenty of it, otherwise where temporary files are.
 * A database is six hundred files, and a disk's journal of them takes more of a processor than all that is done in it.
 */
export function folderOfDatabases(): string {
  if (process.platform !== 'linux' || freemem() < 6 * gigabytes) return tmpdir();
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize < 4 * gigabytes ? tmpdir() : memory;
  } catch {
    // No such place on this machine.
    return tmpdir();
  }
}
