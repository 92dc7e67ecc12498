import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { backupName } from '../backup/backupNames.ts';
import type { Context } from '../command.ts';

/** Where the backup before an upgrade lies: `backups/before-upgrade-...` in the data folder, which is made when it is missing. */
export function backupBeforeUpgrade(context: Context): string {
  const folder = join(context.settings.dataFolder, 'backups');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, `before-upgrade-${backupName(context.now()).replace('answerable-', '')}`);
}
