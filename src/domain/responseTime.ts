/** First response times: arithmetic on instants. One unit is a thread or an author's conversation; the caller decides which. */

/** What one unit did: when its author first wrote, and every time that the house wrote. */
export interface UnitTimes {
  inbound: readonly Date[];
  house: readonly Date[];
}

/**
 * Milliseconds from the first inbound post to the first house post strictly later; null while nobody answered.
 * A house post at the very same instant, or before, answers nothing.
 */
export function firstResponse(times: UnitTimes): number | null {
  const first = earliest(times.inbound);
  if (first === null) return null;
  const answer = earliest(times.house.filter((at) => at > first));
  return answer === null ? null : answer.getTime() - first.getTime();
}

function earliest(instants: readonly Date[]): Date | null {
  return instants.reduce<Date | null>((best, at) => (best === null || at < best ? at : best), null);
}

/** The plain median: the middle one, or the mean of the middle two; null of nothing. */
export function median(numbers: readonly number[]): number | null {
  const sorted = Float64Array.from(numbers).sort();
  const upper = sorted[sorted.length >> 1];
  if (upper === undefined) return null;
  if (sorted.length % 2 === 1) return upper;
  const lower = sorted[(sorted.length >> 1) - 1] ?? upper;
  return lower + (upper - lower) / 2;
}

/** Clock minutes with one decimal, from milliseconds. */
export function inMinutes(milliseconds: number): number {
  return Math.round(milliseconds / 6_000) / 10;
}

export interface UnitResponse {
  institution: string;
  /** Null while unanswered. */
  milliseconds: number | null;
}

export interface ResponseSummary {
  institution: string;
  conversations: number;
  answered: number;
  /** Clock minutes with one decimal, of the answered; null when none is. */
  medianMinutes: number | null;
}

/** One line per institution, sorted by its name in code point order, so that the list is the same on every machine. */
export function summariseResponses(units: Iterable<UnitResponse>): ResponseSummary[] {
  const byInstitution = new Map<string, { conversations: number; times: number[] }>();
  for (const { institution, milliseconds } of units) {
    const known = byInstitution.get(institution) ?? { conversations: 0, times: [] };
    known.conversations += 1;
    if (milliseconds !== null) known.times.push(milliseconds);
    byInstitution.set(institution, known);
  }
  return [...byInstitution]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([institution, { conversations, times }]) => {
      const middle = median(times);
      return {
        institution,
        conversations,
        answered: times.length,
        medianMinutes: middle === null ? null : inMinutes(middle),
      };
    });
}
