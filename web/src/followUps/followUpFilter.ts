import type { FollowUpFilter } from '../server/followUps.ts';

/** What the address asks for. */
export function followUpFilterOf(given: Record<string, unknown>): FollowUpFilter {
  const one = <T extends string>(name: string, of: readonly T[]): T =>
    of.find((value) => value === given[name]) ?? of[0]!;
  return {
    list: one('list', ['to_me', 'by_me', 'told_me', 'all']),
    standing: one('standing', ['open', 'waiting', 'overdue', 'reported', 'closed']),
  };
}
