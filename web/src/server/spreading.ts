/** Stories that spread, for those who are warned of them. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { SpreadEndInput, SpreadPage, SpreadSettings } from '../../../src/api/contract.ts';
import { get, put } from './http.ts';

export type SpreadList = 'open' | 'ended';
export const storiesKey = ['spreading', 'stories'] as const;
export const storiesQuery = (list: SpreadList) =>
  infiniteQueryOptions({
    queryKey: [...storiesKey, list] as const,
    queryFn: ({ pageParam }) =>
      get<SpreadPage>(
        `/api/spreading?${new URLSearchParams({ list, ...(pageParam === null ? {} : { after: pageParam }) })}`,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    // Nothing tells of it: it is kept apart from all that happens at the desk.
    refetchInterval: 60_000,
  });
export const sayOfStory = (id: string, ended: SpreadEndInput['ended']) =>
  put<SpreadEndInput>(`/api/spreading/${id}`, { ended });

export const spreadSettingsQuery = queryOptions({
  queryKey: ['spreading', 'settings'] as const,
  queryFn: () => get<SpreadSettings>('/api/spreading/settings'),
});
export const setSpreadSettings = (settings: SpreadSettings) =>
  put<SpreadSettings>('/api/spreading/settings', settings);
