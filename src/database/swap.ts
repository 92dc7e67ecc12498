/** Puts data files that another major version of Postgres made new in the place of the old ones, which stay beside them until told. */
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { clusterVersion } from './cluster.ts';

/** Data files under this name are complete. */
const fresh = 'cluster.upgraded';
const oldName = /^cluster\.postgres-\d+$/;

/**
 * Moves the complete data files of `from` into `folder`. Two renames: cut short between them, `finishSwap` does the second at the next start; before the first, the old ones
 * are still in their place.
 */
export function swapClusters(folder: string, from: string): void {
  discardFresh(folder);
  renameSync(join(from, 'cluster'), join(folder, fresh));
  syncFolder(folder);
  const old = join(folder, `cluster.postgres-${clusterVersion(folder)}`);
  rmSync(old, { recursive: true, force: true });
  renameSync(join(folder, 'cluster'), old);
  syncFolder(folder);
  finishSwap(folder);
}

/** Does the second rename of a swap that was cut short; nothing otherwise. */
export function finishSwap(folder: string): void {
  if (existsSync(join(folder, 'cluster')) || !existsSync(join(folder, fresh))) return;
  renameSync(join(folder, fresh), join(folder, 'cluster'));
  syncFolder(folder);
}

/** Takes away what an upgrade left that was cut short before the swap: the old files may have been written to since. */
export function discardFresh(folder: string): void {
  finishSwap(folder);
  rmSync(join(folder, fresh), { recursive: true, force: true });
}

/** Names of the old data files that are still there. */
export function oldClusters(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => oldName.test(name)) : [];
}

/** Removes old data files for good; answers their names. */
export function removeOldClusters(folder: string): string[] {
  const names = oldClusters(folder);
  for (const name of names) rmSync(join(folder, name), { recursive: true, force: true });
  return names;
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  fsyncSync(folder);
  closeSync(folder);
}
