/** For how long words are kept. */
import { queryOptions } from '@tanstack/react-query';
import type { RetentionCounts, RetentionTerms, RetentionView } from '../../../src/api/contract.ts';
import { get, post, put } from './http.ts';

export const retentionQuery = queryOptions({
  queryKey: ['retention'],
  queryFn: () => get<RetentionView>('/api/retention'),
});
export const previewRetention = (terms: RetentionTerms) =>
  post<RetentionCounts>('/api/retention/preview', terms);
export const keepRetention = (terms: RetentionTerms) => put<RetentionView>('/api/retention', terms);
