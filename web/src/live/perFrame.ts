/** Gathers what comes within one animation frame and hands it over at once, so that a burst costs one painting. */
export function perFrame<T>(handOver: (gathered: T[]) => void): (one: T) => void {
  let gathered: T[] = [];
  let waiting = false;
  const flush = () => {
    waiting = false;
    const all = gathered;
    gathered = [];
    handOver(all);
  };
  return (one) => {
    gathered.push(one);
    if (waiting) return;
    waiting = true;
    // A hidden page has no frames, and must not hoard what came.
    if (document.hidden) setTimeout(flush, 250);
    else requestAnimationFrame(flush);
  };
}
