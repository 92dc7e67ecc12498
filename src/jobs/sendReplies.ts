/** The role `send`: hands out what is due and looks for what may have left unheard. */
import { checkNext, type DeliveryDeps, deliverNext } from '../desk/replies/deliver.ts';

export interface Sender {
  /** Ends after the replies under way. */
  stop(): Promise<void>;
}

const idleMilliseconds = 250;
const awayMilliseconds = 2_000;

/** Starts `count` senders and one that looks. */
export function startSending(deps: Omit<DeliveryDeps, 'worker'>, name: string, count: number): Sender {
  const stopping = new AbortController();
  const loops = Array.from({ length: count }, (_, i) =>
    loop({ ...deps, worker: `${name}/${i}` }, deliverNext, stopping.signal),
  );
  loops.push(loop({ ...deps, worker: `${name}/look` }, checkNext, stopping.signal));
  return {
    async stop() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

async function loop(
  deps: DeliveryDeps,
  next: (deps: DeliveryDeps) => Promise<boolean>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    let wait = idleMilliseconds;
    try {
      if (await next(deps)) continue;
    } catch (error) {
      deps.log('sending_failed', { reason: error instanceof Error ? error.message : String(error) });
      wait = awayMilliseconds;
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
