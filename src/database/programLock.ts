import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../domain/fault.ts';
import { startOf } from './processes.ts';

/** Held by one living program per data folder. */
export interface ProgramLock {
  release(): void;
}

/**
 * Takes the folder for this process, or throws `database_in_use` while another living program has it.
 * A lock whose program ended is taken over, even when its pid belongs to a stranger by now.
 */
export function takeProgramLock(folder: string): ProgramLock {
  const path = join(folder, 'program.lock');
  const mine = JSON.stringify({ pid: process.pid, start: startOf(process.pid), token: randomUUID() });
  const candidate = `${path}.${randomUUID()}`;
  writeFileSync(candidate, mine);
  try {
    while (!linked(candidate, path)) {
      const held = readOrNull(path);
      if (held === null) continue;
      const holder = livingHolder(held);
      if (holder !== null) throw inUse(folder, holder);
      takeAway(path, held);
    }
  } finally {
    rmSync(candidate, { force: true });
  }
  return {
    release() {
      if (readOrNull(path) === mine) rmSync(path, { force: true });
    },
  };
}

/** The pid of the living program that holds `folder`, or null. */
export function holderOf(folder: string): number | null {
  const held = readOrNull(join(folder, 'program.lock'));
  return held === null ? null : livingHolder(held);
}

/** A link appears whole or not at all, so nobody ever reads a half-written lock. */
function linked(candidate: string, path: string): boolean {
  try {
    linkSync(candidate, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function livingHolder(held: string): number | null {
  try {
    const { pid, start } = JSON.parse(held) as { pid: number; start: string };
    const now = startOf(pid);
    return now !== null && now === start ? pid : null;
  } catch {
    return null; // not a lock of ours: a file cut short by a full disk
  }
}

/** Two programs may find the same stale lock: whoever moved the other's fresh one puts it back. */
function takeAway(path: string, stale: string): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readOrNull(aside) !== stale) linked(aside, path);
  rmSync(aside, { force: true });
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function inUse(folder: string, pid: number): Fault {
  return new Fault(
    'database_in_use',
    `Another Answerable (process ${pid}) is running on ${folder}. Stop it first, or give this one its own folder with ANSWERABLE_DATA.`,
  );
}
