/** How long X wants a lost stream to wait before it is opened again (docs: consuming streaming data). Pure. */

export type Loss = 'network' | 'http' | 'limited';

const table: Record<Loss, { first: number; most: number; next(wait: number): number }> = {
  network: { first: 250, most: 16_000, next: (wait) => wait + 250 },
  http: { first: 5_000, most: 320_000, next: (wait) => wait * 2 },
  limited: { first: 60_000, most: 960_000, next: (wait) => wait * 2 },
};

/** Milliseconds before the next attempt, and the state for the one after it; a loss of another kind begins anew. */
export function backOff(
  loss: Loss,
  before: { loss: Loss; wait: number } | null,
): { loss: Loss; wait: number } {
  const { first, most, next } = table[loss];
  const wait = before?.loss === loss ? Math.min(most, next(before.wait)) : first;
  return { loss, wait };
}
