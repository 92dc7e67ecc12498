/**
 * Moves the embedded database to the major version of Postgres that this program brings: everything is read from the old server into a backup and written into new data files, which
 * then take the place of the old ones. Until that moment the old ones are only read.
 */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { embeddedBinaries } from '../../database/binaries.ts';
import { clusterVersion } from '../../database/cluster.ts';
import { startEmbeddedDatabase } from '../../database/embedded.ts';
import { olderBinaries } from '../../database/otherBinaries.ts';
import { takeProgramLock } from '../../database/programLock.ts';
import { discardFresh, swapClusters } from '../../database/swap.ts';
import { checkBackup } from '../../storage/backup/checkBackup.ts';
import { rowsIn } from '../../storage/backup/manifest.ts';
import { restoreBackup } from '../../storage/backup/restoreBackup.ts';
import { holdingMigrations } from '../../storage/migrate.ts';
import { backUpTo } from '../backup/backUpTo.ts';
import { liveLine, sizeOf } from '../backup/liveLine.ts';
import type { Context } from '../command.ts';
import { databaseFolder } from '../openDatabase.ts';
import { backupBeforeUpgrade } from './backupBefore.ts';

/** The older major version of the data files, or null when there is nothing to move. */
export function olderClusterOf(context: Context): number | null {
  if (context.settings.databaseUrl !== null) return null;
  const version = clusterVersion(databaseFolder(context.settings));
  return version !== null && version < embeddedBinaries().version ? version : null;
}

/** Moves it. Answers where the backup lies. Cut short at any moment, the same command begins anew. */
export async function moveCluster(
  context: Context,
  version: number,
  postgres: string | null,
): Promise<string> {
  const { dataFolder } = context.settings;
  const folder = databaseFolder(context.settings);
  const binaries = olderBinaries(version, dataFolder, postgres);
  discardFresh(folder);
  const backup = await readOld(context, folder, binaries);
  const lock = takeProgramLock(folder);
  try {
    const fresh = join(dataFolder, 'database.upgrading');
    await clear(fresh);
    const rows = await writeNew(context, fresh, backup);
    swapClusters(folder, fresh);
    rmSync(fresh, { recursive: true, force: true });
    context.err(
      `${rows} rows were moved from Postgres ${version} to ${embeddedBinaries().version} and counted there.\n`,
    );
    return backup;
  } finally {
    lock.release();
  }
}

/** Reads everything from the old server. Commands that would use it meanwhile wait, so that nothing is written that would not be moved. */
async function readOld(
  context: Context,
  folder: string,
  binaries: ReturnType<typeof olderBinaries>,
): Promise<string> {
  context.err(`Reading the data with Postgres ${binaries.version} from ${binaries.postgres}.\n`);
  const onProgress = ({ sentence }: { sentence: string }) => context.err(`${sentence}\n`);
  const old = await startEmbeddedDatabase({ folder, binaries, onProgress });
  try {
    return await holdingMigrations(old.url, async () => {
      const path = backupBeforeUpgrade(context);
      await backUpTo(context, old.url, path, { everything: true });
      return path;
    });
  } finally {
    await old.stop();
  }
}

async function writeNew(context: Context, folder: string, path: string): Promise<number> {
  mkdirSync(folder, { recursive: true });
  const line = liveLine(context);
  const tell = (sentence: string) => {
    line.end();
    context.err(`${sentence}\n`);
  };
  const database = await startEmbeddedDatabase({ folder, onProgress: ({ sentence }) => tell(sentence) });
  try {
    const backup = await checkBackup(path);
    await restoreBackup({
      url: database.url,
      backup,
      signal: context.signal,
      onStep: (sentence) => line.tell(() => sentence),
      tell,
      onProgress: ({ table, read, bytes }) =>
        line.tell(
          () => `Writing: ${Math.floor((100 * read) / Math.max(1, bytes))} % of ${sizeOf(bytes)} (${table})`,
        ),
    });
    return rowsIn(backup.manifest);
  } finally {
    line.end();
    await database.stop();
  }
}

/** Takes away what an upgrade left that was killed; its server may still run. */
async function clear(folder: string): Promise<void> {
  if (existsSync(join(folder, 'cluster'))) await (await startEmbeddedDatabase({ folder })).stop();
  rmSync(folder, { recursive: true, force: true });
}
