/** How long the words of a post stay at the desk after its author deleted it. Pure. */

const hour = 3_600_000;

/**
 * Until when its words may stay, counted from when its author deleted it (`at`; never from a time to come); null: they go at once, because the network's term (`hours`) is nothing
 * or is over.
 */
export function wordsStayUntil(at: Date, hours: number, now: Date): Date | null {
  const until = Math.min(at.getTime(), now.getTime()) + hours * hour;
  return until > now.getTime() ? new Date(until) : null;
}
