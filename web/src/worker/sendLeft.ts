/**
 * Sends what a page left, once the network is back and though the page is closed. The server queues an id once, so that a page which offers the same again doubles nothing; what is refused waits for
 * its writer in the page, who is asked there.
 */
import { type Left, leftAt, leftStore, leftTag, outboxLock } from './left.ts';

declare const self: ServiceWorkerGlobalScope;

interface SyncEvent extends ExtendableEvent {
  tag: string;
}

/** Listens for the network's coming back, where the browser tells workers of it. */
export function sendWhatWasLeft(): void {
  // Browsers that know no such event call nobody.
  self.addEventListener('sync', ((event: SyncEvent) => {
    if (event.tag === leftTag) event.waitUntil(navigator.locks.request(outboxLock, sendLeft));
  }) as EventListener);
}

async function sendLeft(): Promise<void> {
  const store = await caches.open(leftStore);
  const kept = await store.match(leftAt);
  if (kept === undefined) return;
  const left = (await kept.json()) as Left[];
  const me = await fetch('/api/me');
  // Who is not signed in is asked by the page. A server that is down is tried again by the browser.
  if (me.status >= 500) throw new Error(`the server answered ${me.status}`);
  if (!me.ok) return;
  const { member } = (await me.json()) as { member: { id: string } };
  for (const one of left.filter(({ memberId }) => memberId === member.id)) {
    const answer = await fetch(one.address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(one.body),
    });
    if (answer.status === 429 || answer.status >= 500)
      throw new Error(`the server answered ${answer.status}`);
  }
  const others = left.filter(({ memberId }) => memberId !== member.id);
  if (others.length === 0) await store.delete(leftAt);
  else await store.put(leftAt, new Response(JSON.stringify(others)));
}
