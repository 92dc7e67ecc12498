import { join } from 'node:path';
import { oldClusters, removeOldClusters } from '../../database/swap.ts';
import { schemaVersion, withClient } from '../../storage/backup/catalogue.ts';
import { migrate, newestVersion } from '../../storage/migrate.ts';
import { backUpTo } from '../backup/backUpTo.ts';
import type { Command, Context } from '../command.ts';
import { findDatabase } from '../findDatabase.ts';
import { databaseFolder } from '../openDatabase.ts';
import { backupBeforeUpgrade } from '../upgrade/backupBefore.ts';
import { moveCluster, olderClusterOf } from '../upgrade/moveCluster.ts';

export const upgradeCommand: Command = {
  name: 'upgrade',
  summary: 'Makes a backup, then brings the database to this program.',
  usage: ['upgrade [--without-backup]', 'upgrade --postgres FOLDER', 'upgrade --forget-old'],
  about: [
    'Tables of an older program are brought to the version of this one. Each step is done as a whole or not at all: ended in between, even by force, the same command goes on.',
    'An embedded database that an older major version of Postgres made is moved to the one that this program brings. The older Postgres is needed once to read it: it is looked for where systems keep it, and the command says how to get it. The old data files stay beside the new ones; --forget-old removes them when everything is well.',
    'Every start brings the tables forward by itself too, without a backup.',
  ],
  options: {
    postgres: { type: 'string', value: 'FOLDER', help: 'where the programs of the older Postgres are' },
    'without-backup': { type: 'boolean', help: 'where a backup was made by other means just now' },
    'forget-old': { type: 'boolean', help: 'removes the data files that an upgrade left, and nothing else' },
  },
  words: [0, 0],
  async run(context, given) {
    if (given.flag('forget-old')) return forgetOld(context);
    const older = olderClusterOf(context);
    if (older === null) await upgradeTables(context, !given.flag('without-backup'));
    else {
      const backup = await moveCluster(context, older, given.text('postgres'));
      context.err(`The backup from before lies in ${backup}.\n`);
    }
    tellOld(context);
  },
};

async function upgradeTables(context: Context, withBackup: boolean): Promise<void> {
  const found = await findDatabase(context, true);
  try {
    const from = await withClient(found.url, 'upgrade', schemaVersion);
    if (from === newestVersion) {
      context.err(`The tables are at version ${from} already: there is nothing to do.\n`);
      return;
    }
    if (withBackup && from > 0 && from < newestVersion) {
      const { path } = await backUpTo(context, found.url, backupBeforeUpgrade(context));
      context.err(`The backup from before lies in ${path}.\n`);
    }
    const { to } = await migrate(found.url, (sentence) => context.err(`${sentence}\n`));
    context.err(`The tables went from version ${from} to ${to}.\n`);
  } finally {
    await found.stop();
  }
}

function tellOld(context: Context): void {
  for (const name of oldClusters(databaseFolder(context.settings))) {
    const path = join(databaseFolder(context.settings), name);
    context.err(`The old data files lie in ${path}; "npx answerable upgrade --forget-old" removes them.\n`);
  }
}

function forgetOld(context: Context): void {
  const gone = removeOldClusters(databaseFolder(context.settings));
  context.err(gone.length === 0 ? 'There are no old data files.\n' : `Removed ${gone.join(', ')}.\n`);
}
