/** What was found in posts, what members say of it, and how good it is. */
import { queryOptions } from '@tanstack/react-query';
import type {
  CaseRow,
  CorrectionInput,
  FindingsView,
  ThreatsInput,
  UnderstandingView,
} from '../../../src/api/contract.ts';
import { get, post, put } from './http.ts';

/** Of the case at this moment of its history: what is said of it is read again by itself. */
export const findingsQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['case', caseId, 'findings'] as const,
    queryFn: () => get<FindingsView>(`/api/cases/${caseId}/findings`),
    staleTime: 0,
  });
export const correctFinding = (caseId: string, said: CorrectionInput) =>
  post<CaseRow>(`/api/cases/${caseId}/findings`, said);

export const understandingQuery = queryOptions({
  queryKey: ['understanding'],
  queryFn: () => get<UnderstandingView>('/api/understanding'),
  staleTime: 0,
});
export const setThreats = (input: ThreatsInput) =>
  put<UnderstandingView>('/api/understanding/threats', input);
