import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Fault, isFault } from '../domain/fault.ts';
import { type Binaries, embeddedBinaries } from './binaries.ts';
import { diskFull, type Place } from './cluster.ts';
import type { OnDatabaseEvent } from './event.ts';
import { takeProgramLock } from './programLock.ts';
import { programRole } from './roles.ts';
import { chooseRunAs, giveTo } from './runAs.ts';
import { asArguments, type ServerSettings, serverSettings } from './serverSettings.ts';
import { addressOver, makeSocketFolder } from './socketFolder.ts';
import { Supervision } from './supervision.ts';
import { finishSwap } from './swap.ts';

export interface EmbeddedDatabase {
  /** Address as the program's role, which is no superuser. */
  url: string;
  /** Address as the superuser, for backups and tests only. */
  superuserUrl: string;
  /** True when the server of a killed program was still running and was taken over. */
  adopted: boolean;
  /** Null after `stop`; the Fault when the server died too often and was given up. */
  ended: Promise<Fault | null>;
  /** Fast shutdown; resolves when the server is gone. May be called again. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Holds the data files, the log, the lock and the socket. Made when missing. */
  folder: string;
  onProgress?: OnDatabaseEvent;
  /** Postgres settings that replace ours. */
  settings?: ServerSettings;
  /** Another Postgres than the one from npm. */
  binaries?: Binaries;
}

/**
 * Starts the embedded Postgres on `folder`, or adopts the one that a killed program left running there.
 * Throws a Fault: `database_in_use` (another living program), `disk_full`, `database_missing` (none for this
 * machine), `database_refused`, `database_newer`, `database_too_old`, `database_keeps_dying`.
 */
export async function startEmbeddedDatabase(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const folder = makeFolder(resolve(options.folder));
  const lock = withSentence(folder, () => takeProgramLock(folder));
  let supervision: Supervision | undefined;
  try {
    const place = withSentence(folder, () => preparePlace(folder, options));
    supervision = new Supervision(place, options.onProgress ?? (() => undefined));
    const server = await supervision.begin();
    return handle(supervision, server.socketFolder, server.adopted, () => lock.release());
  } catch (error) {
    await supervision?.stop();
    lock.release();
    throw error;
  }
}

function handle(
  supervision: Supervision,
  socket: string,
  adopted: boolean,
  release: () => void,
): EmbeddedDatabase {
  let stopped: Promise<void> | undefined;
  return {
    url: addressOver(socket, programRole, programRole),
    superuserUrl: addressOver(socket, 'postgres', 'postgres'),
    adopted,
    ended: supervision.ended,
    stop() {
      stopped ??= supervision.stop().finally(release);
      return stopped;
    },
  };
}

function preparePlace(folder: string, options: EmbeddedOptions): Place {
  const binaries = options.binaries ?? embeddedBinaries();
  const way = chooseRunAs(folder, binaries.postgres);
  finishSwap(folder);
  const cluster = join(folder, 'cluster');
  if (existsSync(cluster)) giveTo(way, cluster);
  return {
    folder,
    cluster,
    socketFolder: makeSocketFolder(folder, way),
    log: join(folder, 'postgres.log'),
    binaries,
    way,
    settings: asArguments(serverSettings(binaries.version, options.settings)),
  };
}

/** The server's identity must be able to walk through, so others may pass but not look. */
function makeFolder(folder: string): string {
  return withSentence(folder, () => {
    mkdirSync(folder, { recursive: true });
    if (process.getuid?.() === 0) chmodSync(folder, 0o711);
    return folder;
  });
}

/** What the file system refuses is told in one sentence. */
function withSentence<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (isFault(error)) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT') throw diskFull(folder, error);
    if (
      code === 'EACCES' ||
      code === 'EROFS' ||
      code === 'EPERM' ||
      code === 'ENOTDIR' ||
      code === 'EEXIST'
    ) {
      const sentence = `${folder} cannot be written. Make it writable, or name another folder with ANSWERABLE_DATA.`;
      throw new Fault('settings_invalid', sentence, { cause: error });
    }
    throw error;
  }
}
