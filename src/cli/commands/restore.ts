import { existsSync } from 'node:fs';
import { mkdir, open, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isFault } from '../../domain/fault.ts';
import { checkKey } from '../../storage/accountsOpened.ts';
import { type CheckedBackup, checkBackup, readPart } from '../../storage/backup/checkBackup.ts';
import { rowsIn } from '../../storage/backup/manifest.ts';
import { restoreBackup } from '../../storage/backup/restoreBackup.ts';
import { openStorage } from '../../storage/database.ts';
import { erasuresName } from '../../storage/erasuresFile.ts';
import { loadMasterKey } from '../../storage/secrets.ts';
import { liveLine, sizeOf } from '../backup/liveLine.ts';
import { type Settled, settleRestored } from '../backup/settle.ts';
import type { Command, Context } from '../command.ts';
import { findDatabase } from '../findDatabase.ts';

export const restoreCommand: Command = {
  name: 'restore',
  summary: 'Restores a backup into an empty data folder or an empty database.',
  usage: ['restore FILE [--erasures FILE]'],
  about: [
    'First every byte of the backup is compared with its checksums; then the rows are written, counted, and brought to the tables of this program. It overwrites nothing: the data folder (or the database of DATABASE_URL) must be empty. Ended before it was done, even by force, it begins anew when it is started again, and no program starts on what is half done.',
    'Replies that waited when the backup was taken may have gone out since: each is looked for on its network before anything is sent. Posts that their authors deleted since, and authors who were erased since, are erased again, as the file erasures.ndjson names them: put the one of the former data folder into the new one before, or name it.',
    'The key is not in a backup unless it was asked for: put the file "key" of the former data folder into the new one, or set ANSWERABLE_KEY.',
  ],
  options: {
    erasures: {
      type: 'string',
      value: 'FILE',
      help: `what was erased since; default ${erasuresName} in the data folder`,
    },
  },
  words: [1, 1],
  async run(context, given) {
    const backup = await check(context, resolve(given.words[0] ?? ''));
    const erasures = given.text('erasures');
    const path = erasures === null ? join(context.settings.dataFolder, erasuresName) : resolve(erasures);
    if (!existsSync(path)) context.err(`There is no ${path}: what was erased since the backup comes back.\n`);
    await mkdir(context.settings.dataFolder, { recursive: true });
    const found = await findDatabase(context, false);
    try {
      await restore(context, found.url, backup, path);
      await giveKey(context, backup, found.url);
    } finally {
      await found.stop();
    }
  },
};

async function check(context: Context, path: string): Promise<CheckedBackup> {
  const line = liveLine(context);
  try {
    return await checkBackup(path, (bytes, all) =>
      line.tell(() => `Checking the backup: ${Math.floor((100 * bytes) / all)} % of ${sizeOf(all)}`),
    );
  } finally {
    line.end();
  }
}

async function restore(
  context: Context,
  url: string,
  backup: CheckedBackup,
  erasures: string,
): Promise<void> {
  const line = liveLine(context);
  const began = context.now();
  const tell = (sentence: string) => {
    line.end();
    context.err(`${sentence}\n`);
  };
  let settled: Settled = { held: 0, erased: 0, authors: 0, unreadable: 0 };
  try {
    const restored = await restoreBackup({
      url,
      backup,
      signal: context.signal,
      onStep: (sentence) => line.tell(() => sentence),
      tell,
      onProgress: ({ table, read, bytes }) =>
        line.tell(
          () =>
            `Restoring: ${Math.floor((100 * read) / Math.max(1, bytes))} % of ${sizeOf(bytes)} (${table})`,
        ),
      settle: async () => {
        settled = await settleRestored(url, new Date(backup.manifest.takenAt), erasures, began);
      },
    });
    line.end();
    const seconds = (context.now().getTime() - began.getTime()) / 1000;
    const on =
      restored.from === restored.to ? '' : `, brought from version ${restored.from} to ${restored.to}`;
    context.out(
      `Restored ${rowsIn(backup.manifest)} rows of ${restored.tables} tables as of ${backup.manifest.takenAt}${on}; every table was counted. ${seconds.toFixed(1)} s.\n`,
    );
  } finally {
    line.end();
  }
  tellSettled(context, settled);
}

function tellSettled(context: Context, { held, erased, authors, unreadable }: Settled): void {
  if (held > 0)
    context.err(`${held} replies waited then: each is looked for on its network before anything is sent.\n`);
  if (erased > 0) context.err(`${erased} posts that were deleted since are erased again.\n`);
  if (authors > 0) context.err(`${authors} authors who were erased since are erased again.\n`);
  if (unreadable > 0)
    context.err(`${unreadable} lines of ${erasuresName} cannot be read; look at them by hand.\n`);
}

/** Writes the key that came with the backup where none is, and says whether the key that holds now fits. */
async function giveKey(context: Context, backup: CheckedBackup, url: string): Promise<void> {
  const { settings } = context;
  const path = join(settings.dataFolder, 'key');
  const { key } = backup.manifest;
  if (key !== null && settings.key === null && !existsSync(path)) {
    const file = await open(backup.path, 'r');
    const text = await readPart(file, backup, key).finally(() => file.close());
    await writeFile(path, `${text.toString().trim()}\n`, { mode: 0o600, flag: 'wx' });
    context.err(`The key of the backup lies in ${path} now.\n`);
  }
  if (settings.key === null && !existsSync(path)) {
    context.err(
      `There is no key yet: put the former file "key" into ${settings.dataFolder} before the start, or connect the accounts again.\n`,
    );
    return;
  }
  const storage = openStorage({ url, connections: 1 });
  try {
    await checkKey(
      storage.system,
      await loadMasterKey({ given: settings.key ?? undefined, folder: settings.dataFolder }),
    );
  } catch (error) {
    if (!isFault(error)) throw error;
    context.err(`${error.sentence}\n`);
  } finally {
    await storage.close();
  }
}
