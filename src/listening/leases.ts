/** Names this program in its leases, and at the start gives back those of programs on this machine that were killed. */
import { createHash } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { startOf } from '../database/processes.ts';
import type { Storage } from '../storage/database.ts';
import { freeLeases, leaseHolders } from '../storage/leases.ts';

/** A pid means something among these processes only: two containers may well share a host name. */
function placeOfPids(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname(); // a system without namespaces
  }
}

const nameOf = (pid: number, start: string): string =>
  `${placeOfPids()}/${pid}/${createHash('sha256').update(start).digest('hex').slice(0, 12)}`;

/** The name under which this program leases; another program with the same pid has another name. */
export function programName(): string {
  return nameOf(process.pid, startOf(process.pid) ?? '');
}

/**
 * Frees what programs held that no longer live, so that a restart need not wait for their leases to end. Programs on other machines are left to
 * their leases: whether they live cannot be known here.
 */
export async function freeLeasesOfTheDead(
  storage: Storage,
  log: (event: string, particulars: Record<string, string | number>) => void,
): Promise<void> {
  const prefix = `${placeOfPids()}/`;
  const dead = (await leaseHolders(storage.system, prefix)).filter((name) => !lives(name, prefix));
  if (dead.length === 0) return;
  await freeLeases(storage.system, dead);
  log('leases_of_killed_programs_freed', { holders: dead.length });
}

/** A holder's name is its program's, and behind it a part of that program. */
function lives(name: string, prefix: string): boolean {
  const pid = Number(name.slice(prefix.length).split('/')[0]);
  const start = Number.isSafeInteger(pid) && pid > 0 ? startOf(pid) : null;
  if (start === null) return false;
  const program = nameOf(pid, start);
  return name === program || name.startsWith(`${program}/`);
}
