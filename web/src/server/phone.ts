/** The telephone desk: calls that are logged, those who wait to be called, and who is likely one person. */
import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  CallBackInput,
  CallBackView,
  CallerView,
  LikelySame,
  LogCallInput,
} from '../../../src/api/contract.ts';
import { get, post } from './http.ts';

export const callersQuery = queryOptions({
  queryKey: ['phone', 'callers'] as const,
  queryFn: () => get<CallerView[]>('/api/phone/callers'),
  // Whoever called since the sheet was open last.
  refetchOnMount: 'always' as const,
});

export const callBacksKey = ['phone', 'call-backs'] as const;
export const callBacksQuery = queryOptions({
  queryKey: callBacksKey,
  queryFn: () => get<CallBackView[]>('/api/phone/call-backs'),
  // Who calls meanwhile, and whom a colleague reached.
  refetchInterval: 15_000,
});

export const likelySameKey = (caseId: string) => ['case', caseId, 'same-person'] as const;
export const likelySameQuery = (caseId: string) =>
  queryOptions({
    queryKey: likelySameKey(caseId),
    queryFn: () => get<LikelySame[]>(`/api/cases/${caseId}/same-person`),
    staleTime: 30_000,
  });

export const logCall = (call: z.input<typeof LogCallInput>) => post<unknown>('/api/phone/calls', call);
export const saidOfCallBack = (caseId: string, said: z.input<typeof CallBackInput>) =>
  post<unknown>(`/api/phone/call-backs/${caseId}`, said);
export const notSamePerson = (caseId: string, caseNumber: number) =>
  post<unknown>(`/api/cases/${caseId}/not-same-person`, { caseNumber });
