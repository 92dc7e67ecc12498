import { queryOptions, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { SavedViewCount, SavedViewView, View } from '../../../src/api/contract.ts';
import type { CaseFilter } from '../../../src/domain/caseFilter.ts';
import { useCommands } from '../keys/commands.ts';
import { get } from '../server/http.ts';
import { i18n } from '../words/i18n.ts';
import { filterQuery, noFilter } from './address.ts';

export const savedViewsQuery = queryOptions({
  queryKey: ['saved-views'],
  queryFn: () => get<SavedViewView[]>('/api/saved-views'),
  staleTime: 60_000,
});

/** What is on the screen, as it may be kept. */
export interface Shown {
  view: View | 'search';
  words: string;
  filter: CaseFilter;
}

/** The view under whose name this is kept; undefined where it is not. */
export const savedAs = (shown: Shown, saved: readonly SavedViewView[]): SavedViewView | undefined =>
  saved.find(
    (one) =>
      one.view === shown.view &&
      one.words === shown.words &&
      filterQuery(one.filter) === filterQuery(shown.filter),
  );

/** Goes where a saved view leads. */
export function useOpenSaved(): (saved: SavedViewView) => void {
  const navigate = useNavigate();
  return ({ view, words, filter }) => {
    const search = { ...noFilter, ...filter };
    if (view === 'search')
      void navigate({ to: '/search', search: { ...search, ...(words === '' ? {} : { q: words }) } });
    else void navigate({ to: '/inbox/$view', params: { view }, search });
  };
}

/** How many cases each of these views holds, by its id. One question for all of them: what asks several at once costs 2 KB before the list is seen. */
async function countAll(wanted: readonly SavedViewView[]): Promise<Record<string, SavedViewCount>> {
  const counts = await Promise.allSettled(
    wanted.map(async ({ id }) => [id, await get<SavedViewCount>(`/api/saved-views/${id}/count`)] as const),
  );
  // A count that did not come stands beside no name; the others do.
  return Object.fromEntries(counts.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
}

/** The saved views and, once they are asked for, how many cases each holds. */
export function useSavedViews(counted: boolean) {
  const saved = useQuery(savedViewsQuery).data ?? [];
  const wanted = saved.filter(({ view }) => view !== 'search');
  const counts = useQuery({
    queryKey: ['counts', 'saved', wanted.map(({ id }) => id)],
    queryFn: () => countAll(wanted),
    enabled: counted && wanted.length > 0,
    staleTime: 30_000,
  }).data;
  const countOf = (view: SavedViewView): string => {
    const found = counts?.[view.id];
    if (found === undefined || found.count === null) return '';
    const count = found.count >= 1000 ? i18n.t('1,000 or more') : String(found.count);
    return found.more && found.count < 1000 ? `${count}+` : count;
  };
  return { saved, countOf };
}

/** Offers every saved view by its name, from everywhere. */
export function useSavedCommands(): void {
  const saved = useQuery(savedViewsQuery).data ?? [];
  const open = useOpenSaved();
  useCommands(
    saved.map((one) => ({
      id: `saved-${one.id}`,
      title: one.name,
      group: i18n.t('Kept under a name'),
      run: () => open(one),
    })),
  );
}
