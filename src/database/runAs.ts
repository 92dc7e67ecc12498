import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../domain/fault.ts';

/** Whom the server runs as, and how a command is started as that one. */
export interface RunAs {
  /** Who owns the files, as this process sees it. */
  uid: number;
  gid: number;
  /** Written before the command. */
  prefix: string[];
  /** For `spawn`. */
  identity: { uid?: number; gid?: number };
}

const nobody = 65_534;

/**
 * Postgres refuses to run as root. Then it runs as nobody; and where nobody may not enter the folders
 * (a checkout below /root), as root that is called nobody inside a user namespace of its own.
 */
export function chooseRunAs(folder: string, postgres: string): RunAs {
  const uid = process.getuid?.() ?? 0;
  const gid = process.getgid?.() ?? 0;
  if (uid !== 0) return { uid, gid, prefix: [], identity: {} };
  const asNobody: RunAs = { uid: nobody, gid: nobody, prefix: [], identity: { uid: nobody, gid: nobody } };
  const renamed = ['unshare', '--user', `--map-user=${nobody}`, `--map-group=${nobody}`, '--'];
  const asRenamedRoot: RunAs = { uid, gid, prefix: renamed, identity: {} };
  for (const way of [asNobody, asRenamedRoot]) if (mayWork(way, folder, postgres)) return way;
  throw new Fault(
    'database_refused',
    `The embedded database does not run as root, and another identity may not enter ${folder} or the program's folder. Start Answerable as another person, or set DATABASE_URL.`,
  );
}

function mayWork(way: RunAs, folder: string, postgres: string): boolean {
  const [command, args] = commandOf(way, 'sh', [
    '-c',
    'cd "$1" && test -r . && "$2" --version',
    'sh',
    folder,
    postgres,
  ]);
  return spawnSync(command, args, { ...way.identity, stdio: 'ignore', cwd: '/' }).status === 0;
}

/** The command and its arguments as they must be spawned, together with `way.identity`. */
export function commandOf(way: RunAs, command: string, args: string[]): [string, string[]] {
  const [first, ...rest] = [...way.prefix, command, ...args];
  return [first ?? command, rest];
}

/** Gives `path` to the server alone; all that is below it too when it was somebody else's. */
export function giveTo(way: RunAs, path: string): void {
  const before = lstatSync(path);
  if (before.uid !== way.uid || before.gid !== way.gid) chownAll(way, path);
  chmodSync(path, 0o700);
}

function chownAll(way: RunAs, path: string): void {
  // The folder itself comes last: cut short, the next start sees that it is not done.
  if (lstatSync(path).isDirectory()) for (const name of readdirSync(path)) chownAll(way, join(path, name));
  if (existsSync(path) && !lstatSync(path).isSymbolicLink()) chownSync(path, way.uid, way.gid);
}
