/** What other programs are told, and by whom members may sign in. */
import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  DeliveryView,
  IssuerAnswer,
  IssuerInput,
  WaysView,
  WebhookInput,
  WebhookPatch,
  WebhookView,
} from '../../../src/api/contract.ts';
import { get, patch, post, put, remove } from './http.ts';

export const webhooksQuery = queryOptions({
  queryKey: ['webhooks'],
  queryFn: () => get<WebhookView[]>('/api/webhooks'),
  refetchInterval: 10_000,
});
export const deliveriesQuery = (id: string) =>
  queryOptions({
    queryKey: ['webhooks', id, 'deliveries'],
    queryFn: () => get<DeliveryView[]>(`/api/webhooks/${id}/deliveries`),
    refetchInterval: 5_000,
  });
export const makeWebhook = (input: z.input<typeof WebhookInput>) =>
  post<{ id: string; secret: string }>('/api/webhooks', input);
export const changeWebhook = (id: string, change: z.input<typeof WebhookPatch>) =>
  patch<unknown>(`/api/webhooks/${id}`, change);
export const removeWebhook = (id: string) => remove<unknown>(`/api/webhooks/${id}`);
export const replayWebhook = (id: string, what: { delivery: string } | { from: number }) =>
  post<unknown>(`/api/webhooks/${id}/replay`, what);

export const issuerQuery = queryOptions({
  queryKey: ['issuer'],
  queryFn: () => get<IssuerAnswer>('/api/organisation/single-sign-on'),
});
export const setIssuer = (input: z.input<typeof IssuerInput>) =>
  put<unknown>('/api/organisation/single-sign-on', input);
export const removeIssuer = () => remove<unknown>('/api/organisation/single-sign-on');

export const waysQuery = queryOptions({
  queryKey: ['ways'],
  queryFn: () => get<WaysView>('/api/sign-in/ways'),
});
export const beginVisit = (id: string) => post<{ address: string }>('/api/sign-in/single-sign-on', { id });
export const endVisit = (search: string) => post<unknown>('/api/sign-in/single-sign-on/end', { search });
