/** The role `work`: several workers serve the inbox, woken by the database and by a slow clock. */
import { gathering, Pace } from '../domain/pace.ts';
import type { Storage } from '../storage/database.ts';
import { type InboxDeps, serveLanes } from './serveInbox.ts';

export interface Workers {
  /** Ends after the batches under way. */
  stop(): Promise<void>;
}

const idleMilliseconds = 2_000;
const awayMilliseconds = 1_000;

/** Starts `count` workers; half of them at most serve one organisation while others are there. */
export function startWorkers(deps: Omit<InboxDeps, 'worker'>, name: string, count: number): Workers {
  const pace = new Pace();
  const bell = newBell(deps.storage, pace);
  const growth = newGrowth(deps.storage);
  const running = Array.from({ length: count }, (_, i) =>
    work(
      // Whoever found work calls the next: a single post wakes one worker, a burst all of them.
      {
        ...deps,
        worker: `${name}/${i}`,
        beside: Math.max(1, Math.floor(count / 2)),
        onClaimed: bell.claimed,
        anotherIsFree: bell.isWaitedFor,
        pace,
      },
      bell,
      growth,
    ),
  );
  return {
    async stop() {
      bell.end();
      await Promise.all(running);
    },
  };
}

/** Serves until nothing waits any more in any lane; for commands that take their own items to the desk. */
export async function drainInbox(deps: InboxDeps, onTaken: (items: number) => void): Promise<void> {
  for (let taken = await serveLanes(deps); taken !== null; taken = await serveLanes(deps)) onTaken(taken);
}

interface Bell {
  ended(): boolean;
  /** Wakes one that waits where there may be `more` to take, and one when what comes for this organisation meanwhile is to be taken. */
  claimed(organisationId: number, more: boolean): void;
  /** Whether anybody waits. */
  isWaitedFor(): boolean;
  /** Rings so far: taken before looking for work, so that a ring during the look is not slept through. */
  rings(): number;
  wait(milliseconds: number, since: number): Promise<void>;
  end(): void;
}

/** A timer may fire a little early. */
const surely = 5;

function newBell(storage: Storage, pace: Pace): Bell {
  let ended = false;
  let rings = 0;
  const waiting = new Set<() => void>();
  const ring = () => {
    rings += 1;
    const [wake] = waiting;
    wake?.();
  };
  // For whom more is gathered the bell rings when that ends.
  const stopListening = storage.notifications.on('inbox', (payload) => {
    if (payload === null || !pace.gathering(performance.now()).includes(Number(payload))) ring();
  });
  return {
    ended: () => ended,
    claimed(organisationId, more) {
      pace.began(organisationId, performance.now());
      if (more) ring();
      setTimeout(ring, gathering + surely);
    },
    isWaitedFor: () => waiting.size > 0,
    rings: () => rings,
    wait: (milliseconds, since) =>
      new Promise((resolve) => {
        if (ended || rings !== since) return resolve();
        const timer = setTimeout(wake, milliseconds);
        function wake() {
          clearTimeout(timer);
          waiting.delete(wake);
          resolve();
        }
        waiting.add(wake);
      }),
    end() {
      ended = true;
      stopListening();
      for (const wake of waiting) wake();
    },
  };
}

/** Counts what was taken; at each tenfold the planner is told that the tables grew. */
function newGrowth(storage: Storage): { took(items: number): Promise<void> } {
  let taken = 0;
  let next = 1_000;
  return {
    async took(items) {
      taken += items;
      if (taken < next) return;
      next *= 10;
      await storage.countForPlanner();
    },
  };
}

async function work(deps: InboxDeps, bell: Bell, growth: ReturnType<typeof newGrowth>): Promise<void> {
  while (!bell.ended()) {
    const since = bell.rings();
    try {
      const taken = await serveLanes(deps);
      if (taken === null) await bell.wait(idleMilliseconds, since);
      else await growth.took(taken);
    } catch (error) {
      deps.log('inbox_failed', { reason: error instanceof Error ? error.message : String(error) });
      await bell.wait(awayMilliseconds, bell.rings());
    }
  }
}
