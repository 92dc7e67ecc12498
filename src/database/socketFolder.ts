import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../domain/fault.ts';
import { giveTo, type RunAs } from './runAs.ts';

/** A unix socket's path ends at 107 bytes on Linux and 103 on macOS; Postgres adds `/.s.PGSQL.5432.lock`. */
const longest = 80;

/** Where the socket of the server on this (absolute) data folder lies. */
export function socketFolderOf(folder: string): string {
  const inside = join(folder, 'socket');
  if (Buffer.byteLength(inside) <= longest) return inside;
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  return join(tmpdir(), `answerable-${hash}`);
}

/**
 * Makes the folder of the server's socket, which only the server's own identity may enter: inside the data
 * folder, or in the machine's temporary folder when that path is too long for a socket.
 */
export function makeSocketFolder(folder: string, way: RunAs): string {
  const path = socketFolderOf(folder);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    refuseStrangers(path, way);
  }
  giveTo(way, path);
  return path;
}

/** Anybody may put a folder or a link of that name into the temporary folder before us. */
function refuseStrangers(path: string, way: RunAs): void {
  const found = lstatSync(path);
  const ours = [way.uid, process.getuid?.() ?? way.uid, 0].includes(found.uid);
  if (found.isDirectory() && ours && (found.mode & 0o022) === 0) return;
  throw new Fault(
    'database_refused',
    `${path} belongs to somebody else. Remove it and start Answerable again.`,
  );
}

/** Clears the temporary folder away; the one inside the data folder stays. */
export function leaveSocketFolder(folder: string, socketFolder: string): void {
  if (!socketFolder.startsWith(folder)) rmSync(socketFolder, { recursive: true, force: true });
}

/** The address of a database over that socket, for `pg` and for every libpq program. */
export function addressOver(socketFolder: string, role: string, database: string): string {
  return `postgresql://${role}@/${database}?host=${encodeURIComponent(socketFolder)}&port=5432&sslmode=disable`;
}
