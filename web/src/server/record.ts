/** How fast and how surely authors are answered. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { RecordView, SpansPage } from '../../../src/api/contract.ts';
import type { RecordFilter } from '../record/recordFilter.ts';
import { get } from './http.ts';

function asked({ from, to, kind, narrowed }: RecordFilter): URLSearchParams {
  const period = new URLSearchParams({ from, to, kind });
  if (narrowed !== null) {
    period.set('dimension', narrowed.dimension);
    period.set('value', narrowed.value);
  }
  return period;
}

function figuresAsked(filter: RecordFilter): URLSearchParams {
  const query = asked(filter);
  query.set('by', filter.by);
  query.set('hours', filter.hours);
  return query;
}

export const recordQuery = (filter: RecordFilter) => {
  const query = figuresAsked(filter).toString();
  return queryOptions({
    queryKey: ['record', query] as const,
    queryFn: () => get<RecordView>(`/api/record?${query}`),
    // What was shown stays until what is asked for now is there.
    placeholderData: keepPreviousData,
    // Who waits waits longer, and nothing tells of it.
    refetchInterval: 60_000,
  });
};

/** The table, or the chart, to be taken along. */
export const recordCsv = (filter: RecordFilter, table: 'values' | 'days'): string => {
  const query = figuresAsked(filter);
  query.set('table', table);
  return `/api/record.csv?${query}`;
};

export const spansQuery = (filter: RecordFilter) => {
  const query = asked({ ...filter, ...filter.stretch });
  query.set('state', filter.list ?? 'all');
  return infiniteQueryOptions({
    queryKey: ['record', 'spans', query.toString()] as const,
    queryFn: ({ pageParam }) =>
      get<SpansPage>(
        `/api/record/spans?${query}${pageParam === null ? '' : `&after=${encodeURIComponent(pageParam)}`}`,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
};
