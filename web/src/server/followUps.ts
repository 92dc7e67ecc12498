/** What members ask of each other about cases, and what comes back. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { FollowUpsPage, FollowUpView } from '../../../src/api/contract.ts';
import { get, put } from './http.ts';

/** Of the case at this moment of its history: what becomes of them is read again by itself. */
export const followUpsQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['case', caseId, 'follow-ups'] as const,
    queryFn: () => get<FollowUpView[]>(`/api/cases/${caseId}/follow-ups`),
    staleTime: 0,
  });

/** Which follow-ups are listed. */
export interface FollowUpFilter {
  list: 'to_me' | 'by_me' | 'told_me' | 'all';
  standing: 'open' | 'waiting' | 'overdue' | 'reported' | 'closed';
}
export const followUpListQuery = ({ list, standing }: FollowUpFilter) =>
  infiniteQueryOptions({
    queryKey: ['follow-ups', list, standing] as const,
    queryFn: ({ pageParam }) => {
      const asked = Object.entries({ list: list === 'all' ? '' : list, standing, after: pageParam ?? '' });
      const query = new URLSearchParams(asked.filter(([, value]) => value !== ''));
      return get<FollowUpsPage>(`/api/follow-ups${list === 'all' ? '/all' : ''}?${query}`);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    // Time makes them overdue, and nothing tells of it.
    refetchInterval: 60_000,
  });

const change = (what: string) => (id: string, body: object) =>
  put<FollowUpView>(`/api/follow-ups/${id}/${what}`, body);
export const sayOnIt = (id: string) => change('accepted')(id, {});
export const report = (id: string, body: { words: string; suggestion: string; files: string[] }) =>
  change('report')(id, body);
/** What is decided about a report is refused where something came behind what was read. */
export const acceptReport = ({ id, acts }: FollowUpView) =>
  change('report-accepted')(id, { acts: acts.length });
export const sendBack = ({ id, acts }: FollowUpView, body: { words: string; dueAt: string }) =>
  change('sent-back')(id, { ...body, acts: acts.length });
export const giveTo = (id: string, to: { memberId: string | null; teamId: string | null }) =>
  change('asked')(id, to);
export const moveDate = (id: string, dueAt: string) => change('date')(id, { dueAt });
export const withdraw = (id: string, words: string) => change('withdrawn')(id, { words });
