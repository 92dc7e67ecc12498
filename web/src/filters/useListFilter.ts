import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { CaseFilter } from '../../../src/domain/caseFilter.ts';
import { filterOf, filterQuery, noFilter } from './address.ts';

/** What the address narrows the list to, and how to change it; the case that is open stays open. */
export function useListFilter(): { filter: CaseFilter; set: (filter: CaseFilter) => void } {
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const key = filterQuery(filterOf(search));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the filter
  const filter = useMemo(() => filterOf(search), [key]);
  return {
    filter,
    set: (next) =>
      void navigate({ to: '.', search: (before: object) => ({ ...before, ...noFilter, ...next }) as never }),
  };
}
