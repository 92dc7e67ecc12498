/** Calls for complaints: opened, announced, gathered, ended, reported on. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  CallDetail,
  CallInput,
  CallPostsPage,
  CallPostsQuery,
  CallReportInput,
  CallView,
} from '../../../src/api/contract.ts';
import { get, post, put } from './http.ts';

export const callsKey = ['complaint-calls'] as const;

export const callsQuery = queryOptions({
  queryKey: [...callsKey, 'list'] as const,
  queryFn: () => get<CallView[]>('/api/complaint-calls'),
  // Time ends a call, and nothing tells of it.
  refetchInterval: 60_000,
});

export const callQuery = (id: string) =>
  queryOptions({
    queryKey: [...callsKey, id] as const,
    queryFn: () => get<CallDetail>(`/api/complaint-calls/${id}`),
    // What is heard is gathered by itself.
    refetchInterval: 20_000,
  });

export type CallList = CallPostsQuery['list'];

export const callPostsQuery = (id: string, list: CallList) =>
  infiniteQueryOptions({
    queryKey: [...callsKey, id, 'posts', list] as const,
    queryFn: ({ pageParam }) =>
      get<CallPostsPage>(
        `/api/complaint-calls/${id}/posts?${new URLSearchParams({ list, ...(pageParam === null ? {} : { after: pageParam }) })}`,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: 30_000,
  });

export const openCall = (call: z.input<typeof CallInput>) => post<CallDetail>('/api/complaint-calls', call);
export const announceCall = (id: string, said: { replyId: string; accountId: string; text: string }) =>
  post<CallDetail>(`/api/complaint-calls/${id}/announcements`, said);
export const endCall = (id: string) => post<CallDetail>(`/api/complaint-calls/${id}/end`);
export const publishReport = (id: string, report: z.input<typeof CallReportInput>) =>
  post<CallDetail>(`/api/complaint-calls/${id}/reports`, report);
export const sayOfPosts = (id: string, postIds: readonly string[], answers: boolean) =>
  put<null>(`/api/complaint-calls/${id}/posts`, { postIds, answers });
export const putCaseIn = (id: string, caseNumber: number) =>
  post<{ postId: string }>(`/api/complaint-calls/${id}/cases`, { caseNumber });
