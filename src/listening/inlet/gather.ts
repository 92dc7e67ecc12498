/**
 * Keeps what networks bring by calling us. Each request is answered only after its items are safe, and what comes for one account while its last transaction is under way
 * goes into the next one together: a burst costs few transactions, a single request waits for nobody.
 */
import type { HeardFile, RawItem } from '../../channels/channel.ts';
import { storable } from '../../channels/reading.ts';
import type { Storage } from '../../storage/database.ts';
import { failureOf } from '../../storage/failures.ts';
import { saveRawItems } from '../../storage/inbox.ts';

export interface Brought {
  organisationId: number;
  accountId: string;
  items: readonly RawItem[];
  files: readonly HeardFile[];
}

interface Waiting extends Brought {
  kept(): void;
  failed(error: unknown): void;
}

/** So many items go into one transaction at most; a single request may bring more. */
const mostItems = 1_000;
/** So many requests wait for one account at most: more are told to come again, before the program's memory is full of them. */
const mostWaiting = 5_000;

/** Too much waits for this account: the network is to come again. */
export class TooMuchWaits extends Error {}

export interface Gathering {
  /** Resolves when all of it is safe. Throws TooMuchWaits, or why the database did not take it. */
  keep(brought: Brought): Promise<void>;
}

/** Starts with nothing waiting. */
export function gathering(storage: Storage, now: () => Date): Gathering {
  const queues = new Map<string, Waiting[]>();
  const drain = async (name: string, queue: Waiting[]): Promise<void> => {
    while (queue.length > 0) {
      const batch = nextBatch(queue);
      await saveBatch(storage, batch, now);
    }
    queues.delete(name);
  };
  return {
    keep(brought) {
      if (brought.items.length === 0) return Promise.resolve();
      const name = `${brought.organisationId} ${brought.accountId}`;
      const queue = queues.get(name);
      if (queue !== undefined && queue.length >= mostWaiting)
        return Promise.reject(new TooMuchWaits('too many requests wait for one account'));
      return new Promise((kept, failed) => {
        const waiting = { ...brought, kept, failed };
        if (queue !== undefined) {
          queue.push(waiting);
          return;
        }
        const opened = [waiting];
        queues.set(name, opened);
        // What arrives in the same turn of the loop goes along.
        setImmediate(() => void drain(name, opened));
      });
    },
  };
}

function nextBatch(queue: Waiting[]): Waiting[] {
  let items = 0;
  let most = 0;
  for (const { items: more } of queue) {
    if (most > 0 && items + more.length > mostItems) break;
    items += more.length;
    most += 1;
  }
  return queue.splice(0, most);
}

/** One that the database cannot take does not take the others with it: they are tried alone then. */
async function saveBatch(storage: Storage, batch: readonly Waiting[], now: () => Date): Promise<void> {
  try {
    await saveTogether(storage, batch, now());
    for (const one of batch) one.kept();
  } catch (error) {
    const alone = batch.length > 1 && ['refused', 'retry'].includes(failureOf(error));
    if (alone) for (const one of batch) await saveBatch(storage, [one], now);
    else for (const one of batch) one.failed(error);
  }
}

async function saveTogether(storage: Storage, batch: readonly Waiting[], heardAt: Date): Promise<void> {
  const [first] = batch;
  if (first === undefined) return;
  const { organisationId, accountId } = first;
  const items = batch.flatMap((one) =>
    one.items.map(({ key, payload }) => ({ key: storable(key), payload: JSON.stringify(payload) })),
  );
  const files = batch.flatMap((one) => one.files);
  await saveRawItems(storage, {
    organisationId,
    accountId,
    source: null,
    cursor: null,
    items,
    files,
    heardAt,
  });
}
