/**
 * When a channel is silent for longer than usual at this hour. `usualPerHour` is the median count of items in this hour of the day over the
 * days before. A channel that usually hears less than four an hour cannot be told silent from an empty quarter of an hour, so the bound grows with its pace:
 * six times the usual distance of two items, at least fifteen minutes; with less than one item an hour nothing is said.
 */
export function silentFor(
  heard: { lastHeardAt: Date | null; usualPerHour: number },
  now: Date,
): { minutes: number; usualMinutes: number } | null {
  if (heard.lastHeardAt === null || heard.usualPerHour < 1) return null;
  const minutes = (now.getTime() - heard.lastHeardAt.getTime()) / 60_000;
  const usualMinutes = 60 / heard.usualPerHour;
  const bound = Math.max(15, usualMinutes * 6);
  return minutes > bound
    ? { minutes: Math.round(minutes), usualMinutes: Math.max(1, Math.round(usualMinutes)) }
    : null;
}
