import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Fault } from '../domain/fault.ts';
import { type Place, serverEnvironment } from './cluster.ts';
import { processesIn, worksIn } from './processes.ts';
import { commandOf } from './runAs.ts';
import { asArguments } from './serverSettings.ts';

/** A server that runs: ours, or one that outlived the program that started it. */
export interface RunningServer {
  pid: number;
  adopted: boolean;
  socketFolder: string;
  /** Resolves when the process is gone, with what was learnt about why. */
  gone: Promise<Error | null>;
}

type State = 'starting' | 'ready' | 'stopping';

interface Postmaster {
  pid: number;
  socketFolder: string;
  state: State;
}

/** The living server of these data files, by its own note; null when the note is missing or stale. */
export function livingPostmaster(cluster: string): Postmaster | null {
  const note = readNote(cluster);
  return note !== null && worksIn(note.pid, cluster) ? note : null;
}

function readNote(cluster: string): Postmaster | null {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    const state = lines[7]?.trim();
    return {
      pid: Number(lines[0]),
      socketFolder: lines[4] ?? '',
      state: state === 'ready' || state === 'stopping' ? state : 'starting',
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Takes over the server that still runs on these files, or starts one. */
export async function adoptOrSpawn(place: Place): Promise<RunningServer> {
  let found = livingPostmaster(place.cluster);
  while (found?.state === 'stopping') {
    await pause(20);
    found = livingPostmaster(place.cluster);
  }
  if (found !== null) {
    const gone = whenGone(found.pid, place.cluster);
    return { pid: found.pid, adopted: true, socketFolder: found.socketFolder, gone };
  }
  await clearRemains(place);
  return spawnServer(place);
}

/**
 * After a kill -9 the server's own children need a moment to notice, and its note and the lock of its socket stay
 * behind. A stranger (or a zombie that nobody has fetched yet) with the pid in them would keep Postgres from
 * starting, so both go, but only when no process is left that works on these files; the socket's folder is ours alone.
 */
async function clearRemains({ cluster, socketFolder }: Place): Promise<void> {
  for (let waited = 0; processesIn(cluster).length > 0; waited += 20) {
    if (waited === 5_000) for (const pid of processesIn(cluster)) process.kill(pid, 'SIGKILL');
    await pause(20);
  }
  if (process.platform !== 'linux') return;
  for (const left of [join(cluster, 'postmaster.pid'), join(socketFolder, '.s.PGSQL.5432.lock')])
    rmSync(left, { force: true });
}

function spawnServer(place: Place): RunningServer {
  const socket = { unix_socket_directories: `"${place.socketFolder}"`, unix_socket_permissions: '0700' };
  const wanted = ['-D', place.cluster, ...place.settings, ...asArguments(socket)];
  const [command, args] = commandOf(place.way, place.binaries.postgres, wanted);
  const log = openSync(place.log, 'a', 0o600);
  // A session of its own: Ctrl-C in the terminal reaches the program, which then ends the server in order.
  const options = { ...place.way.identity, cwd: '/', env: serverEnvironment, detached: true };
  const child = spawn(command, args, { ...options, stdio: ['ignore', log, log] });
  closeSync(log);
  child.unref();
  const gone = new Promise<Error | null>((resolve) => {
    child.on('error', resolve);
    child.on('exit', (code, signal) => resolve(new Error(`postgres ended with ${signal ?? `code ${code}`}`)));
  });
  if (child.pid === undefined) throw doesNotRun(gone);
  return { pid: child.pid, adopted: false, socketFolder: place.socketFolder, gone };
}

function doesNotRun(cause: unknown): Fault {
  const sentence =
    'The embedded database does not run on this machine. Set DATABASE_URL to a Postgres 15 or newer.';
  return new Fault('database_missing', sentence, { cause });
}

async function whenGone(pid: number, cluster: string): Promise<null> {
  while (worksIn(pid, cluster)) await pause(250, undefined, { ref: false });
  return null;
}

/** True once the server accepts connections; false when it is gone before. `onWaiting` hears whole seconds. */
export async function becomesReady(
  server: RunningServer,
  cluster: string,
  onWaiting: (seconds: number) => void,
): Promise<boolean> {
  let gone = false;
  void server.gone.then(() => {
    gone = true;
  });
  const began = Date.now();
  let told = 0;
  while (!gone) {
    const note = readNote(cluster);
    if (note?.pid === server.pid && note.state === 'ready') return true;
    const seconds = Math.floor((Date.now() - began) / 1000);
    if (seconds >= told + 5) {
      told = seconds;
      onWaiting(seconds);
    }
    await pause(10);
  }
  return false;
}

/**
 * Fast shutdown: open transactions are rolled back, everything acknowledged is on the disk. A server that
 * does not end within 20 s is ended hard; it then recovers from its journal at the next start.
 */
export async function shutDown(server: RunningServer): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    tell(server.pid, signal);
    if (await isGoneWithin(server, 20_000)) return;
  }
}

/** Waits with a timer that keeps this process alive, since the server itself does not. */
async function isGoneWithin(server: RunningServer, patience: number): Promise<boolean> {
  const alarm = new AbortController();
  const late = pause(patience, false, { signal: alarm.signal }).catch(() => true); // called off: it is gone
  const gone = await Promise.race([server.gone.then(() => true), late]);
  alarm.abort();
  return gone;
}

function tell(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
