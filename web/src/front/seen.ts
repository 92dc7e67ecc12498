/**
 * Tells the server which posts were really on the screen: half of one (or of the screen, where it is longer) for a second, on a page that is looked at. What was sent to a phone in a pocket was
 * not seen.
 */

/** Milliseconds. */
const longEnough = 1_000;
const gathered = 800;
/** The server takes so many at once. */
const most = 200;

const told = new Set<string>();
let waiting: string[] = [];
let isTelling = false;

type Tell = (ids: string[]) => Promise<unknown>;

function tellWaiting(tell: Tell): void {
  const ids = waiting.slice(0, most);
  waiting = waiting.slice(most);
  isTelling = waiting.length > 0;
  if (isTelling) setTimeout(tellWaiting, gathered, tell);
  tell(ids).catch(() => {
    // Without a network nobody is told; what comes onto the screen again is told then.
    for (const one of ids) told.delete(one);
  });
}

function tellSoon(id: string, tell: Tell): void {
  if (told.has(id)) return;
  told.add(id);
  waiting.push(id);
  if (isTelling) return;
  isTelling = true;
  setTimeout(tellWaiting, gathered, tell);
}

const isLookedAt = () => document.visibilityState === 'visible';

/** Calls `tell` once the element has been looked at for long enough. Returns how to stop watching. */
export function whenSeen(element: Element, id: string, tell: Tell): () => void {
  let since: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    clearTimeout(since);
    since = undefined;
  };
  const observer = new IntersectionObserver(
    ([entry]) => {
      if (entry === undefined) return;
      const half = Math.min(entry.boundingClientRect.height, window.innerHeight) / 2;
      if (!entry.isIntersecting || entry.intersectionRect.height < half) return stop();
      since ??= setTimeout(() => {
        if (isLookedAt()) tellSoon(id, tell);
        else stop();
      }, longEnough);
    },
    { threshold: [0, 0.25, 0.5, 0.75, 1] },
  );
  observer.observe(element);
  const lookedAgain = () => {
    if (!isLookedAt()) return stop();
    // Observed anew, so that it is told what is on the screen now.
    observer.unobserve(element);
    observer.observe(element);
  };
  document.addEventListener('visibilitychange', lookedAgain);
  return () => {
    stop();
    observer.disconnect();
    document.removeEventListener('visibilitychange', lookedAgain);
  };
}
