/** Two paintings are so many milliseconds apart at least: the eye sees no more, and a busy list on a cheap phone must leave time for typing. */
const apart = 80;

/** Gathers what comes until the next painting is due and hands it over at once; what comes after a pause is painted in the next frame. */
export function perFrame<T>(handOver: (gathered: T[]) => void): (one: T) => void {
  let gathered: T[] = [];
  let waiting = false;
  let last = -apart;
  const flush = () => {
    waiting = false;
    last = performance.now();
    const all = gathered;
    gathered = [];
    handOver(all);
  };
  return (one) => {
    gathered.push(one);
    if (waiting) return;
    waiting = true;
    const rest = apart - (performance.now() - last);
    // A hidden page has no frames, and must not hoard what came.
    if (document.hidden) setTimeout(flush, 250);
    else if (rest <= 0) requestAnimationFrame(flush);
    else setTimeout(flush, rest);
  };
}
