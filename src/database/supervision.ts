import { setTimeout as pause } from 'node:timers/promises';
import { Fault } from '../domain/fault.ts';
import { clusterExists, createCluster, diskFull, type Place } from './cluster.ts';
import type { OnDatabaseEvent } from './event.ts';
import { ensureRoleAndDatabase } from './roles.ts';
import { adoptOrSpawn, becomesReady, type RunningServer, shutDown } from './server.ts';
import { tailOf, trimLog } from './serverLog.ts';
import { leaveSocketFolder } from './socketFolder.ts';

const quickDeathsAllowed = 5;
/** A server that lived this long, in ms, is not counted among the quick deaths. */
const longLife = 60_000;
const logCheck = 600_000;

/** Keeps one server running on one folder until it is told to stop or the server dies too often. */
export class Supervision {
  readonly ended: Promise<Fault | null>;
  readonly #place: Place;
  readonly #say: OnDatabaseEvent;
  readonly #end: (fault: Fault | null) => void;
  #server: RunningServer | null = null;
  #stopping = false;
  #quickDeaths = 0;
  #logTimer: NodeJS.Timeout | undefined;

  constructor(place: Place, say: OnDatabaseEvent) {
    const { promise, resolve } = Promise.withResolvers<Fault | null>();
    this.#place = place;
    this.#say = say;
    this.ended = promise;
    this.#end = resolve;
  }

  /** Creates what is missing, adopts or starts the server, and resolves when it takes connections. */
  async begin(): Promise<RunningServer> {
    const { folder, log } = this.#place;
    if (!clusterExists(this.#place)) {
      this.#say({ step: 'creating', sentence: `Creating the database in ${folder}.` });
      await createCluster(this.#place);
    }
    trimLog(log);
    const server = await this.#bringUp();
    this.#logTimer = setInterval(() => trimLog(log), logCheck).unref();
    return server;
  }

  async #bringUp(): Promise<RunningServer> {
    while (!this.#stopping) {
      const began = Date.now();
      const server = await adoptOrSpawn(this.#place);
      this.#server = server;
      this.#announce(server);
      if (await this.#comesUp(server)) {
        this.#say({ step: 'ready', sentence: 'The database is ready.' });
        void this.#watch(server, began);
        return server;
      }
      await this.#afterDeath(began, await server.gone);
    }
    throw new Fault('database_unreachable', 'The database is being stopped.');
  }

  #announce(server: RunningServer): void {
    if (server.adopted) {
      this.#say({ step: 'adopted', sentence: 'Found the database still running and took it over.' });
    } else this.#say({ step: 'starting', sentence: 'Starting the database.' });
  }

  async #comesUp(server: RunningServer): Promise<boolean> {
    const ready = await becomesReady(server, this.#place.cluster, (seconds) =>
      this.#say({ step: 'starting', sentence: `The database is recovering its last state, ${seconds} s.` }),
    );
    if (!ready) return false;
    try {
      await ensureRoleAndDatabase(server.socketFolder);
      return true;
    } catch (error) {
      // It died below our hands: that is a death like any other. A living server's refusal is not.
      const gone = await Promise.race([server.gone.then(() => true), pause(1_000, false)]);
      if (gone) return false;
      throw error;
    }
  }

  async #watch(server: RunningServer, began: number): Promise<void> {
    const why = await server.gone;
    if (this.#stopping) return;
    this.#say({ step: 'died', sentence: 'The database ended unexpectedly.' });
    try {
      await this.#afterDeath(began, why);
      await this.#bringUp();
    } catch (error) {
      if (!this.#stopping) this.#giveUp(error);
    }
  }

  /** Counts the death and waits before the next try: 0.1, 0.2, 0.4, 0.8 s. Throws at the fifth quick one. */
  async #afterDeath(began: number, why: Error | null): Promise<void> {
    this.#quickDeaths = Date.now() - began < longLife ? this.#quickDeaths + 1 : 1;
    if (this.#quickDeaths >= quickDeathsAllowed) throw this.#keepsDying(why);
    const wait = 50 * 2 ** this.#quickDeaths;
    this.#say({ step: 'restarting', sentence: `Restarting the database in ${wait / 1000} s.` });
    await pause(wait);
  }

  #keepsDying(why: Error | null): Fault {
    const { folder, log } = this.#place;
    const tail = tailOf(log);
    const cause = new Error(`${why?.message ?? 'the server was gone'}\n${tail}`);
    if (/No space left on device|Disk quota exceeded/.test(tail)) return diskFull(folder, cause);
    return new Fault(
      'database_keeps_dying',
      `The database ended ${quickDeathsAllowed} times in a row. Read the end of ${log}, mend the cause and start again.`,
      { cause },
    );
  }

  #giveUp(error: unknown): void {
    const fault =
      error instanceof Fault
        ? error
        : new Fault('database_unreachable', 'The database could not be restarted; the log tells why.', {
            cause: error,
          });
    this.#say({ step: 'given_up', sentence: fault.sentence, fault });
    clearInterval(this.#logTimer);
    this.#end(fault);
  }

  /** Ends the server in order. Resolves when its process is gone. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#logTimer);
    this.#say({ step: 'stopping', sentence: 'Stopping the database.' });
    if (this.#server !== null) {
      await shutDown(this.#server);
      leaveSocketFolder(this.#place.folder, this.#server.socketFolder);
    }
    this.#end(null);
  }
}
