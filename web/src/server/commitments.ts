/** Promises made to authors, and what an answer that is being typed promises. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  CommitmentInput,
  CommitmentsPage,
  CommitmentView,
  FoundPromise,
} from '../../../src/api/contract.ts';
import { get, post, put } from './http.ts';

/** Of the case at this moment of its history: what becomes of them is read again by itself. */
export const commitmentsQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['case', caseId, 'commitments'] as const,
    queryFn: () => get<CommitmentView[]>(`/api/cases/${caseId}/commitments`),
    staleTime: 0,
  });
/** What the member is to keep. */
export const ownCommitmentsQuery = queryOptions({
  queryKey: ['commitments', 'mine'] as const,
  queryFn: () => get<CommitmentView[]>('/api/commitments/mine'),
  staleTime: 0,
  // Time makes promises pressing, and nothing tells of it.
  refetchInterval: 60_000,
});

/** Of which promises the ledger is. */
export interface LedgerFilter {
  list: 'open' | 'late' | 'kept' | 'broken';
  owner: string;
  team: string;
  tag: string;
}
export const ledgerQuery = (filter: LedgerFilter) =>
  infiniteQueryOptions({
    queryKey: ['commitments', 'ledger', filter] as const,
    queryFn: ({ pageParam }) => {
      const asked = Object.entries({ ...filter, after: pageParam ?? '' }).filter(([, value]) => value !== '');
      return get<CommitmentsPage>(`/api/commitments?${new URLSearchParams(asked)}`);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    // Time makes promises late, and nothing tells of it.
    refetchInterval: 60_000,
  });

/** What an answer promises as far as it is typed. */
export const promiseKey = (text: string) => ['promise', text] as const;
export const readPromise = (text: string) => post<FoundPromise>('/api/promises/read', { text });
export const writeDown = (caseId: string, made: z.infer<typeof CommitmentInput>) =>
  post<CommitmentView[]>(`/api/cases/${caseId}/commitments`, made);
export const sayKept = (id: string, evidence: string) =>
  put<CommitmentView | null>(`/api/commitments/${id}/kept`, { evidence });
export const sayBroken = (id: string, evidence: string) =>
  put<CommitmentView | null>(`/api/commitments/${id}/broken`, { evidence });
export const readAnswer = (
  id: string,
  { postId, revision }: { postId: string; revision: string },
  says: 'yes' | 'no',
) => put<CommitmentView | null>(`/api/commitments/${id}/author-said`, { postId, revision, says });
export const giveTo = (id: string, ownerId: string) =>
  put<CommitmentView | null>(`/api/commitments/${id}/owner`, { ownerId });
export const showPublicly = (id: string, shown: boolean) =>
  put<CommitmentView | null>(`/api/commitments/${id}/shown`, { shown });
