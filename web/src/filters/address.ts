/** A filter as it stands in the console's addresses and in what is asked of the server. */
import type { CaseRow, Me } from '../../../src/api/contract.ts';
import {
  type CaseFilter,
  type FilteredCase,
  facets,
  facetValue,
  passes,
} from '../../../src/domain/caseFilter.ts';

/** What an address says of a filter; what is nothing of ours is left out. */
export function filterOf(search: Record<string, unknown>): CaseFilter {
  const found: Record<string, string | number> = {};
  for (const facet of facets) {
    const value = search[facet] === undefined ? undefined : facetValue(facet, String(search[facet]));
    if (value !== undefined) found[facet] = value;
  }
  return found as CaseFilter;
}

type Cleared = { [F in (typeof facets)[number]]: undefined };
/** Takes a filter out of the address. */
export const noFilter = Object.fromEntries(facets.map((facet) => [facet, undefined])) as Cleared;

/** "&state=new&owner=me": what a request is narrowed by; empty for none. */
export function filterQuery(filter: CaseFilter): string {
  return facets
    .filter((facet) => filter[facet] !== undefined)
    .map((facet) => `&${facet}=${encodeURIComponent(String(filter[facet]))}`)
    .join('');
}

/** The day of an instant in a zone: "2026-11-29". */
export function dayIn(timeZone: string, at: string): string {
  // Swedish dates are ISO dates.
  return new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short' }).format(new Date(at));
}

/** Whether a case that was heard of belongs in a narrowed list. Which account heard it is not told with it: then it stays where it was, in or out. */
export function passesHere(filter: CaseFilter, me: Me): (row: CaseRow, was: boolean) => boolean {
  const needsDay = filter.from !== undefined || filter.until !== undefined;
  return (row, was) => {
    const day =
      needsDay && row.lastInboundAt !== null ? dayIn(me.organisation.timeZone, row.lastInboundAt) : null;
    const known: FilteredCase = { ...row, lastDay: day };
    return passes(known, filter, me.member.id) ?? was;
  };
}
