import type { LedgerFilter } from '../server/commitments.ts';

const lists = ['open', 'late', 'kept', 'broken'] as const;

/** What the address asks for. */
export function ledgerFilterOf(given: Record<string, unknown>): LedgerFilter {
  const text = (name: string) => (typeof given[name] === 'string' ? given[name] : '');
  return {
    list: lists.find((one) => one === given.list) ?? 'open',
    owner: text('owner'),
    team: text('team'),
    tag: text('tag'),
  };
}
