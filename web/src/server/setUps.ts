/** Setting accounts up step by step, and where their networks call. */
import { queryOptions } from '@tanstack/react-query';
import type { NoticeView, ReceivingView, SetUpView, TriedView } from '../../../src/api/contract.ts';
import { get, post, put, remove } from './http.ts';

const address = (id: string) => `/api/set-ups/${id}`;

/** Asked again and again: what comes from the network is shown as it comes. */
export const setUpQuery = (id: string) =>
  queryOptions({
    queryKey: ['set-up', id],
    queryFn: () => get<SetUpView>(address(id)),
    refetchInterval: 2_000,
    retry: false,
  });
export const beginSetUp = (input: { network: string; institutionId: string } | { accountId: string }) =>
  post<SetUpView>('/api/set-ups', input);
export const typeSetUp = (id: string, fields: Record<string, string>) =>
  put<SetUpView>(address(id), { fields });
export const trySetUp = (id: string) => post<TriedView>(`${address(id)}/try`);
export const testSetUp = (id: string, to: string) =>
  post<{ sent: boolean; reason: string | null }>(`${address(id)}/test`, { to });
export const connectSetUp = (id: string) => post<{ id: string }>(`${address(id)}/connect`);
export const dropSetUp = (id: string) => remove<unknown>(address(id));

export const receivingQuery = (id: string) =>
  queryOptions({
    queryKey: ['receiving', id],
    queryFn: () => get<ReceivingView>(`/api/accounts/${id}/receiving`),
    refetchInterval: 5_000,
  });
export const renewReceiving = (id: string) => post<ReceivingView>(`/api/accounts/${id}/receiving/renew`);
export const noticesQuery = (id: string) =>
  queryOptions({
    queryKey: ['notices', id],
    queryFn: () => get<NoticeView[]>(`/api/accounts/${id}/notices`),
    refetchInterval: 5_000,
  });
