import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../domain/fault.ts';
import type { Binaries } from './binaries.ts';
import { commandOf, giveTo, type RunAs } from './runAs.ts';

/** Everything that is needed to run one server. */
export interface Place {
  folder: string;
  cluster: string;
  socketFolder: string;
  log: string;
  binaries: Binaries;
  way: RunAs;
  /** `-c name=value` ... */
  settings: string[];
}

/** Nothing of the caller's environment (PGDATA, PGPORT, LC_ALL) may change what the server does. */
export const serverEnvironment = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * Makes the data files when there are none. They are made aside and moved into place when complete: a start
 * that was cut short leaves nothing that looks like a database.
 */
export async function createCluster(place: Place): Promise<void> {
  const making = join(place.folder, 'cluster.making');
  const initialise = (letters: readonly string[]) => {
    rmSync(making, { recursive: true, force: true });
    mkdirSync(making, { mode: 0o700 });
    giveTo(place.way, making);
    return runInitdb(place, making, letters);
  };
  let result = await initialise(wordsOfTheWorld);
  if (result.code !== 0 && /invalid locale name/.test(result.output)) result = await initialise([]);
  if (result.code !== 0) {
    rmSync(making, { recursive: true, force: true });
    throw creationFault(place.folder, result.output);
  }
  renameSync(making, place.cluster);
  const folder = openSync(place.folder, 'r');
  fsyncSync(folder);
  closeSync(folder);
}

/**
 * The parser of searched texts asks the system, not the built-in locale, what a letter is: under plain C it glues curly quotes and emoji to the words
 * beside them. Systems that do not know the name go without.
 */
const wordsOfTheWorld = ['--lc-ctype=C.UTF-8'];

function runInitdb(
  place: Place,
  target: string,
  letters: readonly string[],
): Promise<{ code: number; output: string }> {
  const locale =
    place.binaries.version >= 17
      ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', ...letters]
      : ['--locale=C.UTF-8'];
  const wanted = ['-D', target, '-U', 'postgres', '--encoding=UTF8', ...locale, '--data-checksums'];
  // Who may enter the socket's folder is settled by that folder; nobody comes by the network.
  const access = ['--auth-local=trust', '--auth-host=reject', '--no-instructions'];
  const [command, args] = commandOf(place.way, place.binaries.initdb, [...wanted, ...access]);
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...place.way.identity, cwd: '/', env: serverEnvironment });
    const output: string[] = [];
    child.stdout.on('data', (part) => output.push(String(part)));
    child.stderr.on('data', (part) => output.push(String(part)));
    child.on('error', (error) => resolve({ code: -1, output: String(error) }));
    child.on('close', (code) => resolve({ code: code ?? -1, output: output.join('') }));
  });
}

function creationFault(folder: string, output: string): Fault {
  const cause = new Error(output);
  if (/No space left on device|Disk quota exceeded/.test(output)) return diskFull(folder, cause);
  return new Fault(
    'database_refused',
    `The embedded database could not be created in ${folder}; the log tells why.`,
    {
      cause,
    },
  );
}

export function diskFull(folder: string, cause: unknown): Fault {
  return new Fault(
    'disk_full',
    `The disk that holds ${folder} is full. Free at least 200 MB and start again.`,
    { cause },
  );
}

/** The major version of Postgres that made the data files of this (database) folder; null when there are none. */
export function clusterVersion(folder: string): number | null {
  const file = join(folder, 'cluster', 'PG_VERSION');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').trim()) : null;
}

/** True when there are data files; throws when another major version of Postgres made them. */
export function clusterExists(place: Place): boolean {
  const version = clusterVersion(place.folder);
  if (version === null) return false;
  const ours = place.binaries.version;
  if (version === ours) return true;
  const made = `The data in ${place.folder} was made by Postgres ${version}; this Answerable brings Postgres ${ours}.`;
  if (version > ours)
    throw new Fault(
      'database_newer',
      `${made} Use the version of Answerable that made it, or set DATABASE_URL.`,
    );
  throw new Fault(
    'database_too_old',
    `${made} Run "npx answerable upgrade": it makes a backup and moves the data; nothing is lost when it fails.`,
  );
}
