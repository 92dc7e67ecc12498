/** Work that is done again and again until it is stopped: a round, a rest, the next round. */
import { pause } from '../listening/listenToAccount.ts';

export interface Repeated {
  /** One round; answers how many milliseconds to rest before the next, which may be none. Cut short by the signal it ends soon. */
  round(signal: AbortSignal): Promise<number>;
  /** What the log calls a round that failed. */
  failed: string;
  log(event: string, particulars: Record<string, string | number>): void;
  /** Milliseconds to rest after a round that failed; twice as long after each further one in a row, eight times at most. */
  awayMilliseconds: number;
  /** True for what may work at once when it is done again: the next round begins, and nothing is logged. */
  isPassing?(error: unknown): boolean;
}

/** How time passes between rounds. */
export interface Rests {
  rest(milliseconds: number, signal: AbortSignal): Promise<void>;
}

const mostTimesAway = 8;

/** Begins at once. Stopping ends the rest, and waits for the round under way. */
export function repeating(work: Repeated, { rest }: Rests = { rest: pause }): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const running = repeat(work, rest, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function repeat(work: Repeated, rest: Rests['rest'], signal: AbortSignal): Promise<void> {
  let times = 1;
  while (!signal.aborted) {
    try {
      const milliseconds = await work.round(signal);
      times = 1;
      if (milliseconds > 0) await rest(milliseconds, signal);
    } catch (error) {
      if (work.isPassing?.(error)) continue;
      work.log(work.failed, { reason: error instanceof Error ? error.message : String(error) });
      await rest(times * work.awayMilliseconds, signal);
      times = Math.min(2 * times, mostTimesAway);
    }
  }
}
