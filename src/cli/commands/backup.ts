import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { checkBackup } from '../../storage/backup/checkBackup.ts';
import { type Manifest, rowsIn } from '../../storage/backup/manifest.ts';
import type { WrittenBackup } from '../../storage/backup/writeBackup.ts';
import { backUpTo } from '../backup/backUpTo.ts';
import { backupName, keepNewest } from '../backup/backupNames.ts';
import { liveLine, sizeOf } from '../backup/liveLine.ts';
import { type Command, type Context, type Given, WrongUse } from '../command.ts';
import { findDatabase } from '../findDatabase.ts';

export const backupCommand: Command = {
  name: 'backup',
  summary: 'Writes everything into one file, while the program runs; checks such a file.',
  usage: ['backup FOLDER [--keep COUNT] [--with-key]', 'backup FILE [--with-key]', 'backup --verify FILE'],
  about: [
    'All of it is as it was in one moment. In a FOLDER the file gets a name with its time; --keep leaves the newest and removes the older ones, for backups on a schedule. The file appears when it is whole: a backup that was ended, even by force, leaves none.',
    'Left out: who is signed in, and the key. Without the key the passwords of connected accounts in a backup cannot be read, by nobody: keep the file "key" of the data folder (or ANSWERABLE_KEY) in another place, once. --with-key puts it into the backup; whoever has that file then has everything.',
    '--verify reads a backup from end to end and compares every byte with its checksums. "npx answerable restore" does the same before it writes anything.',
  ],
  options: {
    keep: {
      type: 'string',
      value: 'COUNT',
      help: 'how many backups stay in the folder, this one among them',
    },
    'with-key': { type: 'boolean', help: 'puts the key into the file too' },
    verify: { type: 'boolean', help: 'checks a backup and writes nothing' },
  },
  words: [1, 1],
  async run(context, given) {
    const path = resolve(given.words[0] ?? '');
    if (given.flag('verify')) return verify(context, path);
    const keep = keepOf(given);
    const folder = isFolder(given.words[0] ?? '');
    if (keep !== null && !folder) throw new WrongUse('--keep is for a folder of backups that is there.');
    const at = context.now();
    const target = folder ? join(path, backupName(at)) : path;
    const written = await backUp(context, target, given.flag('with-key'));
    context.out(`${target}\n`);
    context.err(`${closing(written, (context.now().getTime() - at.getTime()) / 1000)}\n`);
    if (written.manifest.key === null) context.err(keyAdvice(context));
    if (keep === null) return;
    const gone = await keepNewest(dirname(target), keep, target, context.now());
    if (gone.length > 0) context.err(`Removed older ones: ${gone.join(', ')}.\n`);
  },
};

const isFolder = (path: string) => path.endsWith('/') || (existsSync(path) && statSync(path).isDirectory());

function keepOf(given: Given): number | null {
  const text = given.text('keep');
  if (text === null) return null;
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new WrongUse(`--keep is a number from 1 to 9999; not "${text}".`);
  return Number(text);
}

async function verify(context: Context, path: string): Promise<void> {
  const line = liveLine(context);
  const checked = await checkBackup(path, (bytes, all) =>
    line.tell(() => `Checking: ${Math.floor((100 * bytes) / all)} % of ${sizeOf(all)}`),
  );
  line.end();
  context.out(`${path} is whole: ${told(checked.manifest)}\n`);
}

/** Writes a backup of the database that is found. */
async function backUp(context: Context, path: string, withKey: boolean): Promise<WrittenBackup> {
  const key = withKey ? await keyOf(context) : null;
  const found = await findDatabase(context, true);
  try {
    return await backUpTo(context, found.url, path, { key });
  } finally {
    await found.stop();
  }
}

async function keyOf(context: Context): Promise<string> {
  return context.settings.key ?? (await readFile(join(context.settings.dataFolder, 'key'), 'utf8')).trim();
}

function closing({ bytes, manifest }: WrittenBackup, seconds: number): string {
  const text = manifest.tables.reduce((sum, table) => sum + table.bytes, 0);
  const pace = sizeOf(text / Math.max(seconds, 0.001));
  return `Backed up ${told(manifest)} ${sizeOf(bytes)} in ${seconds.toFixed(1)} s (${pace} of rows a second).`;
}

function told(manifest: Manifest): string {
  const { tables, schema, program, takenAt, key } = manifest;
  return `${rowsIn(manifest)} rows of ${tables.length} tables (version ${schema}) as of ${takenAt}, by Answerable ${program}${key === null ? '' : ', with the key'}.`;
}

function keyAdvice({ settings }: Context): string {
  const where = settings.key === null ? `${join(settings.dataFolder, 'key')}` : 'ANSWERABLE_KEY';
  return `The key is not in it. Keep a copy of ${where} in another place: without it accounts must be connected again.\n`;
}
