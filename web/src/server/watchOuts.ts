/** Accounts that may answer in our name, and hiding posts of others. */
import { queryOptions } from '@tanstack/react-query';
import type {
  HidePostInput,
  WatchOutInput,
  WatchOutsCount,
  WatchOutsPage,
  WatchReportInput,
} from '../../../src/api/contract.ts';
import { get, post, put } from './http.ts';

export type WatchList = 'suspected' | 'decided';
/** News of them reads everything under it again. */
export const watchOutsKey = ['watchOuts'] as const;
export const watchOutsQuery = (list: WatchList) =>
  queryOptions({
    queryKey: [...watchOutsKey, list] as const,
    queryFn: () => get<WatchOutsPage>(`/api/watch-outs?list=${list}`),
  });
export const watchCountQuery = queryOptions({
  queryKey: [...watchOutsKey, 'count'] as const,
  queryFn: () => get<WatchOutsCount>('/api/watch-outs/count'),
});

export const sayWhatItIs = (id: string, state: WatchOutInput['state']) =>
  put<unknown>(`/api/watch-outs/${id}`, { state });
export const reportAccount = (id: string, how: WatchReportInput) =>
  post<unknown>(`/api/watch-outs/${id}/report`, how);
export const hidePost = (caseId: string, asked: HidePostInput) =>
  put<unknown>(`/api/cases/${caseId}/hidden-posts`, asked);
