/** Whoever writes on the network: saves raw items as the listener does, so many a second, whatever the rest does meanwhile. */
import type { Storage } from '../../src/storage/database.ts';
import { saveRawItems } from '../../src/storage/inbox.ts';
import { type BenchItem, benchItems } from './posts.ts';

export interface Writer {
  written(): number;
  stop(): Promise<void>;
}

export interface Writes {
  organisationId: number;
  accountId: string;
  perSecond: number;
  /** Other seeds write other posts. */
  seed: number;
  /** How many conversations a million posts belong to; default 600,000. */
  conversations?: number;
  /** Told of an item right before it is saved; may change it. */
  onWrite?: (item: BenchItem) => void;
}

/** Writes until it is stopped: what came while one batch was being saved is the next batch, as with a listener's stream. */
export function startWriter(storage: Storage, writes: Writes): Writer {
  const items = benchItems(
    {
      posts: 1_000_000,
      authors: 400_000,
      conversations: writes.conversations ?? 600_000,
      largest: 500,
      doubles: 0,
      edits: 0,
      // A kept desk has heard what earlier writers wrote: heard again it would change nothing.
      from: Math.floor(Math.random() * 1e12),
    },
    writes.seed,
  );
  const began = performance.now();
  let stopped = false;
  let written = 0;
  const run = async () => {
    while (!stopped) {
      const due = Math.floor(((performance.now() - began) / 1000) * writes.perSecond);
      const batch: BenchItem[] = [];
      for (; written < due; written++) {
        const next = items.next();
        if (next.done) return;
        writes.onWrite?.(next.value);
        batch.push(next.value);
      }
      if (batch.length > 0) await save(storage, writes, batch, String(written));
      else await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  const running = run();
  return {
    written: () => written,
    stop: () => {
      stopped = true;
      return running;
    },
  };
}

/** Saves items at once, as a stream's batch. */
export function save(
  storage: Storage,
  to: { organisationId: number; accountId: string },
  items: readonly BenchItem[],
  cursor: string,
): Promise<void> {
  return saveRawItems(storage, {
    organisationId: to.organisationId,
    accountId: to.accountId,
    source: 'bench',
    cursor,
    items: items.map((item) => ({ key: item.key, payload: JSON.stringify(item.payload) })),
    heardAt: new Date(),
  });
}
