/** What members handed over of what was written to them alone comes to the desk of their house: once the undo is over, and again whenever something comes of it. */
import type { Channel } from '../channels/channel.ts';
import { giveToHouse } from '../desk/letterbox/giveToHouse.ts';
import type { Network } from '../domain/network.ts';
import type { Storage } from '../storage/database.ts';
import { failureOf } from '../storage/failures.ts';
import { dueToHandOver } from '../storage/handedOver.ts';
import { repeating } from './repeating.ts';

interface Deps {
  storage: Storage;
  channels: Record<Network, Channel>;
  now(): Date;
  log(event: string, particulars: Record<string, string | number>): void;
}

const idleMilliseconds = 1_000;
const awayMilliseconds = 5_000;
const atOnce = 50;

/** Starts the job; several programs may run it. */
export function startGivingToHouses(deps: Deps): { stop(): Promise<void> } {
  return repeating({
    round: async (signal) => {
      await giveOnce(deps, signal);
      return idleMilliseconds;
    },
    failed: 'giving_to_houses_failed',
    log: deps.log,
    awayMilliseconds,
    isPassing: (error) => failureOf(error) === 'retry',
  });
}

/** Gives what is due now; one that fails holds up no other. Answers how many were given. */
export async function giveOnce(deps: Deps, signal?: AbortSignal): Promise<number> {
  let given = 0;
  for (const one of await dueToHandOver(deps.storage.system, deps.now(), atOnce)) {
    if (signal?.aborted === true) break;
    try {
      await giveToHouse(deps, one);
      given += 1;
    } catch (error) {
      // Nothing of what failed is logged that could tell whose it is.
      deps.log('not_given_to_house', { organisation: one.houseId, reason: failureOf(error) });
      if (failureOf(error) === 'away') throw error;
    }
  }
  return given;
}
