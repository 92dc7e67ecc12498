import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type Binaries, embeddedBinaries } from '../src/database/binaries.ts';
import { type EmbeddedDatabase, startEmbeddedDatabase } from '../src/database/embedded.ts';
import { processesIn } from '../src/database/processes.ts';
import { holderOf } from '../src/database/programLock.ts';
import { programRole } from '../src/database/roles.ts';
import { migrate } from '../src/storage/migrate.ts';
import { addressOf, asSuperuser, template } from './createTestDatabase.ts';
import { folderOfDatabases } from './roomInMemory.ts';

/** A running server that test files make their own databases in. */
export interface SharedServer {
  name: string;
  /** Address of its superuser. */
  superuserUrl: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    servers: SharedServer[];
  }
}

const prefix = 'answerable-test-';
const debian = '/usr/lib/postgresql/15/bin';

/**
 * One embedded server for all test files of a run and, for the storage tests, Debian's Postgres 15 beside it.
 * Only the machine's crash could lose what these tests write, so they do not wait for the disk.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  sweepRemains();
  const kinds: [string, Binaries][] = [['the embedded Postgres 18', embeddedBinaries()]];
  if (project.name === 'storage') {
    const found = debianBinaries();
    if (found) kinds.push(["Debian's Postgres 15", found]);
  }
  const running = await Promise.all(kinds.map(([, binaries]) => startShared(binaries)));
  project.provide(
    'servers',
    running.map(({ database }, at) => ({ name: kinds[at]?.[0] ?? '', superuserUrl: database.superuserUrl })),
  );
  return async () => {
    await Promise.all(running.map(({ database }) => database.stop()));
    for (const { folder } of running) rmSync(folder, { recursive: true, force: true });
  };
}

async function startShared(binaries: Binaries): Promise<{ folder: string; database: EmbeddedDatabase }> {
  const folder = mkdtempSync(join(folderOfDatabases(), prefix));
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_wal_size: '512MB',
    max_connections: 200,
  };
  const database = await startEmbeddedDatabase({ folder, binaries, settings });
  await asSuperuser(database, `create database ${template} owner ${programRole}`);
  await migrate(addressOf(database.superuserUrl, template, programRole), () => undefined);
  return { folder, database };
}

function debianBinaries(): Binaries | null {
  if (existsSync(join(debian, 'postgres'))) {
    return { postgres: join(debian, 'postgres'), initdb: join(debian, 'initdb'), version: 15 };
  }
  const sentence = `Postgres 15 is not in ${debian} (apt install postgresql-15): the storage tests`;
  if (process.env.CI === 'true') throw new Error(`${sentence} would run on one version only.`);
  process.stderr.write(`LEFT OUT: ${sentence} run on the embedded Postgres 18 only.\n`);
  return null;
}

/** A test run that was killed leaves its servers and folders behind; the next one ends them. */
function sweepRemains(): void {
  const places = [...new Set([tmpdir(), folderOfDatabases()])];
  const remains = places.flatMap((place) =>
    readdirSync(place)
      .filter((name) => name.startsWith(prefix))
      .map((name) => join(place, name)),
  );
  for (const folder of remains) {
    // No lock: another run is just making it, or has just ended.
    if (!existsSync(join(folder, 'program.lock')) || holderOf(folder) !== null) continue;
    const cluster = join(folder, 'cluster');
    if (existsSync(cluster)) for (const pid of processesIn(cluster)) process.kill(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}
