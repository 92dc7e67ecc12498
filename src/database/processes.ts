import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';

/**
 * A process named so that a reused pid cannot be taken for it: the pid and when it began, in words that
 * only this boot of this machine gives. Null when there is no such process, or only its zombie.
 */
export function startOf(pid: number): string | null {
  if (!isAlive(pid)) return null;
  return process.platform === 'linux' ? startFromProc(pid) : startFromPs(pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function startFromProc(pid: number): string | null {
  const stat = readOrNull(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The name in brackets may hold blanks and brackets itself: count fields from the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return null;
  const boot = readOrNull('/proc/sys/kernel/random/boot_id')?.trim() ?? 'boot';
  return `${boot}/${fields[19]}`;
}

function startFromPs(pid: number): string | null {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null; // ps says 1 when there is no such process
  }
}

/** True when `pid` is a living Postgres that works in `cluster` (it changes into its data folder). */
export function worksIn(pid: number, cluster: string): boolean {
  if (startOf(pid) === null) return false;
  if (process.platform === 'linux') return folderOf(pid) === realpathSync(cluster);
  try {
    const command = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return command.includes(cluster);
  } catch {
    return false; // gone between the two looks
  }
}

/** Every process that works in `cluster`: the server and what it left behind. Empty where /proc is missing. */
export function processesIn(cluster: string): number[] {
  if (process.platform !== 'linux') return [];
  const folder = realpathSync(cluster);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => folderOf(pid) === folder && startFromProc(pid) !== null);
}

function folderOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null; // gone, or another person's
  }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null; // the process ended while we looked
  }
}
