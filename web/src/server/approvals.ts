/** Policies, and what waits for a yes. */
import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  ApprovalsView,
  ApproveInput,
  Kept,
  PolicyInput,
  PolicyView,
  ReplyView,
} from '../../../src/api/contract.ts';
import { get, post, put, remove } from './http.ts';

export const policiesQuery = queryOptions({
  queryKey: ['policies'],
  queryFn: () => get<PolicyView[]>('/api/policies'),
  staleTime: 60_000,
});
/** What waits for the member's yes and their own answers that wait; the stream tells when it is to be read again. */
export const approvalsQuery = queryOptions({
  queryKey: ['approvals'],
  queryFn: () => get<ApprovalsView>('/api/approvals'),
  staleTime: 60_000,
});
export const keepPolicy = (id: string | null, policy: PolicyInput) =>
  id === null
    ? post<z.infer<typeof Kept>>('/api/policies', policy)
    : put<z.infer<typeof Kept>>(`/api/policies/${id}`, policy);
export const retirePolicy = (id: string) => remove<unknown>(`/api/policies/${id}`);
export const approveReply = (replyId: string, yes: z.input<typeof ApproveInput>) =>
  post<ReplyView>(`/api/replies/${replyId}/approve`, yes);
export const sendBackReply = (replyId: string, reason: string) =>
  post<ReplyView>(`/api/replies/${replyId}/send-back`, { reason });
