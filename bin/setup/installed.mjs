import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingMachinePackages, pinnedNode, readLockfile } from './machine.mjs';

/**
 * 'full': everything is there. 'start': all that running needs. 'none': install anew.
 * The stamp tells; without one (somebody ran npm ci by hand) npm's own record of node_modules is compared.
 */
export function whatIsInstalled(root) {
  if (!existsSync(pinnedNode(root)) || missingMachinePackages(root).length > 0) return 'none';
  const [hash, mode] = (readOrNull(stampPath(root)) ?? '').trim().split(' ');
  if (hash === lockfileHash(root) && (mode === 'full' || mode === 'start')) return mode;
  const found = compareWithRecord(root);
  if (found !== 'none') stampWherePossible(root, found);
  return found;
}

function compareWithRecord(root) {
  const record = readOrNull(join(root, 'node_modules', '.package-lock.json'));
  if (record === null) return 'none';
  const installed = JSON.parse(record).packages;
  const wanted = Object.entries(readLockfile(root).packages).filter(([path]) => path !== '');
  const isRight = ([path, entry]) => {
    if (installed[path] === undefined) return entry.optional === true;
    return installed[path].version === entry.version && installed[path].integrity === entry.integrity;
  };
  if (wanted.every(isRight)) return 'full';
  return wanted.filter(([, entry]) => !entry.dev && !entry.devOptional).every(isRight) ? 'start' : 'none';
}

/** Written after success only. @param {string} root @param {'full' | 'start'} mode */
export function stamp(root, mode) {
  writeFileSync(stampPath(root), `${lockfileHash(root)} ${mode}\n`);
}

/** Before anything in node_modules is touched: a cut-short installation must not look finished. */
export function removeStamp(root) {
  rmSync(stampPath(root), { force: true });
  rmSync(join(root, 'node_modules', '.package-lock.json'), { force: true });
}

function stampWherePossible(root, mode) {
  try {
    stamp(root, mode);
  } catch {
    // A checkout that may only be read is as good; it is compared again next time.
  }
}

function stampPath(root) {
  return join(root, 'node_modules', '.answerable-stamp');
}

function lockfileHash(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

function readOrNull(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
