/** The rules by which the doctor judges what it saw. Arithmetic only; a test beside asks each of them. */
import { isRunning, neededRoles } from '../../domain/roles.ts';
import type { RunningRole } from '../../storage/listening.ts';
import { newestVersion } from '../../storage/migrate.ts';
import type { ServerFacts } from '../../storage/serverFacts.ts';
import { sizeOf } from '../backup/liveLine.ts';
import { type Finding, fault, fine, warning } from './finding.ts';

const megabyte = 1_000_000;

/** Room on the disk that holds a folder, in bytes. Below 200 MB the embedded database may end at any moment; a backup and an upgrade need about as much again as is there. */
export function judgeDisk(check: string, folder: string, free: number, used: number): Finding {
  const room = `${sizeOf(free)} are free on the disk of ${folder}`;
  const mend = 'Make space, or move the folder to a larger disk.';
  if (free < 200 * megabyte) return fault(check, `Only ${room}.`, mend);
  if (free < Math.max(1_000 * megabyte, used))
    return warning(check, `${room}; what is there takes ${sizeOf(used)}.`, mend);
  return fine(check, `${room}.`);
}

/** How far another clock is from ours, both in milliseconds; `grain` is what the other one cannot tell. */
export function clockGap(clock: Date, asked: { before: number; after: number }, grain: number): number {
  const [earliest, latest] = [clock.getTime(), clock.getTime() + grain];
  if (latest < asked.before) return latest - asked.before;
  return earliest > asked.after ? earliest - asked.after : 0;
}

/** Undo, leases and links count on clocks that agree. */
export function judgeClock(check: string, whose: string, gap: number): Finding {
  const seconds = Math.round(Math.abs(gap) / 100) / 10;
  if (Math.abs(gap) < 2_000) return fine(check, `${whose} agrees with this machine's.`);
  const sentence = `${whose} is ${seconds} s ${gap > 0 ? 'ahead of' : 'behind'} this machine's.`;
  const mend = 'Set both clocks by a time server, for instance with "timedatectl set-ntp true".';
  return Math.abs(gap) < 30_000 ? warning(check, sentence, mend) : fault(check, sentence, mend);
}

export function judgeVersion({ version, standby }: ServerFacts): Finding {
  const check = 'database';
  const major = Number.parseInt(version, 10);
  if (standby)
    return fault(
      check,
      'This database is a standby and only reads.',
      'Name the one that writes in DATABASE_URL.',
    );
  return major >= 15
    ? fine(check, `Postgres ${version} answers.`)
    : fault(check, `Postgres ${version} is older than 15.`, 'Upgrade it, or name another with DATABASE_URL.');
}

/** Whether something that was acknowledged can be lost when the machine loses its power. */
export function judgeSafety({ fsync, fullPageWrites, synchronousCommit }: ServerFacts): Finding {
  const check = 'safety';
  const off = [
    ...(fsync === 'on' ? [] : ['fsync']),
    ...(fullPageWrites === 'on' ? [] : ['full_page_writes']),
  ];
  if (off.length > 0) {
    return fault(
      check,
      `${off.join(' and ')} is off: a loss of power can destroy the database.`,
      `Set ${off.map((name) => `${name} = on`).join(' and ')} in postgresql.conf and reload it.`,
    );
  }
  if (synchronousCommit === 'off') {
    const mend = `Run "alter database ... set synchronous_commit = 'on'", or set it in postgresql.conf.`;
    return fault(check, 'synchronous_commit is off: what was acknowledged can be lost with the power.', mend);
  }
  return fine(check, 'fsync, full_page_writes and synchronous_commit keep what was acknowledged.');
}

/** `each` is what one process may open: its pool and one that listens. */
export function judgeConnections(facts: ServerFacts, processes: number, each: number): Finding {
  const check = 'connections';
  const needed = Math.max(1, processes) * each;
  const { mostConnections, connections } = facts;
  const mend = `Raise max_connections of the database above ${needed + 10}, or lower DATABASE_CONNECTIONS.`;
  if (connections > mostConnections * 0.9)
    return fault(check, `${connections} of ${mostConnections} connections are open.`, mend);
  const sentence = `${connections} of ${mostConnections} connections are open; ${Math.max(1, processes)} processes of this program may open ${needed}.`;
  return needed > mostConnections ? warning(check, sentence, mend) : fine(check, sentence);
}

export function judgeSchema({ schema, restoring }: ServerFacts): Finding {
  const check = 'tables';
  if (restoring)
    return fault(
      check,
      'A restore is under way or was cut short.',
      'Run the same "npx answerable restore" again.',
    );
  if (schema > newestVersion) {
    const sentence = `The tables are of version ${schema}; this program knows ${newestVersion}.`;
    return fault(check, sentence, 'Use the newer program, or restore a backup from before it.');
  }
  if (schema === 0) return warning(check, 'There are no tables yet.', 'Start the program: it makes them.');
  if (schema < newestVersion) {
    const sentence = `The tables are of version ${schema}; this program brings ${newestVersion}.`;
    return warning(check, sentence, 'Run "npx answerable upgrade": it makes a backup first.');
  }
  return fine(check, `The tables are of version ${schema}, which this program brings.`);
}

const howToStart = {
  serve: 'npx answerable serve',
  work: 'npx answerable work',
  listen: 'npx answerable listen',
  send: 'npx answerable work',
} as const;

/** Nothing that runs is a doctor's visit at night; something that runs without the rest is a fault. */
export function judgeRoles(roles: readonly RunningRole[], now: Date): Finding {
  const check = 'roles';
  const living = new Set(roles.filter(({ beatAt }) => isRunning(beatAt, now)).map(({ role }) => role));
  const missing = neededRoles.filter((role) => !living.has(role));
  if (missing.length === 0) return fine(check, `${neededRoles.join(', ')} run.`);
  if (living.size === 0) return warning(check, 'The program does not run.', 'Start it: npm start.');
  const ways = [...new Set(missing.map((role) => howToStart[role]))];
  return fault(
    check,
    `${missing.join(', ')} ${missing.length === 1 ? 'does' : 'do'} not run.`,
    `Start ${ways.join(' and ')}.`,
  );
}

/** How many processes give signs of life. */
export function processesAmong(roles: readonly RunningRole[], now: Date): number {
  return new Set(
    roles.filter(({ beatAt }) => isRunning(beatAt, now)).map(({ host, pid }) => `${host} ${pid}`),
  ).size;
}
