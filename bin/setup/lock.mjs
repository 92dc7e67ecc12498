import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A folder without its owner's name is a set-up that was cut short, once it is this old (ms). */
const nameless = 10_000;

/**
 * Waits until no other living set-up works on this checkout, then holds the lock until `release`.
 * @param {string} root
 * @param {(pid: number, seconds: number) => void} onWaiting
 */
export async function takeSetupLock(root, onWaiting) {
  makeFolder(join(root, '.cache'));
  const path = join(root, '.cache', 'setup.lock');
  const mine = JSON.stringify({ pid: process.pid, start: startOf(process.pid), token: randomUUID() });
  const began = Date.now();
  while (!made(path, mine)) {
    const owner = readOwner(path);
    if (isStale(path, owner)) takeAway(path, owner);
    else {
      onWaiting(owner === null ? 0 : JSON.parse(owner).pid, Math.floor((Date.now() - began) / 1000));
      await pause(500);
    }
  }
  return {
    release() {
      if (readOwner(path) === mine) rmSync(path, { recursive: true, force: true });
    },
  };
}

function made(path, mine) {
  if (!makeFolder(path)) return false;
  writeFileSync(join(path, 'owner'), mine);
  return true;
}

/** False when it is there already. Not `recursive`, which calls a read-only disk a missing folder. */
function makeFolder(path) {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function isStale(path, owner) {
  if (owner === null || !owner.endsWith('}')) return Date.now() - changedAt(path) > nameless;
  const { pid, start } = JSON.parse(owner);
  return startOf(pid) !== start;
}

/** Two set-ups may find the same stale lock: whoever moved the other's fresh one puts it back. */
function takeAway(path, owner) {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
    if (readOwner(aside) === owner) rmSync(aside, { recursive: true, force: true });
    else renameSync(aside, path);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  }
}

/** Names a process so that a reused pid is not taken for it; null when it is gone. */
function startOf(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return null;
  }
  if (process.platform !== 'linux') return 'alive';
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return null; // it ended between the two looks
  }
}

function readOwner(path) {
  try {
    return readFileSync(join(path, 'owner'), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function changedAt(path) {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return Date.now(); // released just now
  }
}
