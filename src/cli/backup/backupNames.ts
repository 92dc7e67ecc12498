/** Names of backups in a folder of their own, and which of them are kept. */
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

const ours = /^answerable-\d{8}T\d{6}Z\.backup$/;
const cutShort = /^answerable-.*\.backup\.\d+\.partial$/;
/** A file that nobody has written to for so long belongs to a backup that was killed, in milliseconds. */
const abandoned = 3_600_000;

/** A name that sorts by time: answerable-20310104T060000Z.backup. */
export function backupName(at: Date): string {
  return `answerable-${at
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '')}.backup`;
}

/** Which of these names go so that the newest `keep` stay; names of others are never among them. */
export function namesToRemove(names: readonly string[], keep: number): string[] {
  return names
    .filter((name) => ours.test(name))
    .sort()
    .reverse()
    .slice(keep);
}

/** Removes the older backups of a folder, never the one just made, and what killed backups left there. Answers the names. */
export async function keepNewest(folder: string, keep: number, made: string, now: Date): Promise<string[]> {
  const gone = namesToRemove(await readdir(folder), keep).filter((name) => name !== basename(made));
  for (const name of gone) await rm(join(folder, name), { force: true });
  await sweepRemains(folder, now);
  return gone;
}

/** Removes what killed backups left in a folder. */
export async function sweepRemains(folder: string, now: Date): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!cutShort.test(name)) continue;
    const path = join(folder, name);
    if (now.getTime() - (await stat(path)).mtimeMs > abandoned) await rm(path, { force: true });
  }
}
