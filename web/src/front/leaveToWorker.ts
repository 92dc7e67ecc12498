/** Leaves what waits to the service worker, which sends it once the network is back though this page is closed, where the browser can wake it. */
import { type Left, leftAt, leftStore, leftTag } from '../worker/left.ts';

/** The browser's promise to wake a worker once the network is back; the types of pages do not know it, and not all browsers have it. */
interface WakesLater {
  sync?: { register(tag: string): Promise<void> };
}

let before: Promise<void> = Promise.resolve();

/** Left are these and no others, once the promise is settled; one at a time, in the order in which they were asked for. Where the browser cannot, they wait for this page as before. */
export function leaveToWorker(waiting: readonly Left[]): Promise<void> {
  // A full phone, or a browser that may not: the page itself still offers what waits.
  before = before.then(() => leave(waiting)).catch(() => undefined);
  return before;
}

async function leave(waiting: readonly Left[]): Promise<void> {
  if (!('serviceWorker' in navigator) || !('caches' in globalThis)) return;
  const registration = (await navigator.serviceWorker.getRegistration('/')) as WakesLater | undefined;
  if (registration?.sync === undefined) return;
  const store = await caches.open(leftStore);
  if (waiting.length === 0) {
    await store.delete(leftAt);
    return;
  }
  await store.put(leftAt, new Response(JSON.stringify(waiting)));
  await registration.sync.register(leftTag);
}
