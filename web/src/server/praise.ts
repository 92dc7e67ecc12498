/** Praise: whom a post is about, what members find, and how often each was praised. */
import { queryOptions } from '@tanstack/react-query';
import type { CaseRow, PraiseCount, PraisePage } from '../../../src/api/contract.ts';
import { get, put } from './http.ts';

export const praiseQuery = queryOptions({
  queryKey: ['praise', 'mine'],
  queryFn: () => get<PraisePage>('/api/praise'),
  staleTime: 0,
});
export const praiseCountsQuery = queryOptions({
  queryKey: ['praise', 'counts'],
  queryFn: () => get<PraiseCount[]>('/api/praise/counts'),
  staleTime: 0,
});
export const markPraise = (
  caseId: string,
  postId: string,
  about: { memberId: string | null; teamId: string | null },
) => put<CaseRow>(`/api/cases/${caseId}/praise`, { postId, ...about });
