/** A member's own alerts, and what they chose about them. */
import { queryOptions } from '@tanstack/react-query';
import type { AlertSettingsInput, AlertSettingsView, AlertsView } from '../../../src/api/contract.ts';
import { get, post, put, remove } from './http.ts';

export const alertsQuery = queryOptions({
  queryKey: ['alerts', 'open'] as const,
  queryFn: () => get<AlertsView>('/api/alerts'),
  staleTime: 0,
  // What comes by the clock is told of by nobody.
  refetchInterval: 15_000,
});
export const alertSettingsQuery = queryOptions({
  queryKey: ['alerts', 'settings'] as const,
  queryFn: () => get<AlertSettingsView>('/api/me/alerts'),
  staleTime: 0,
});

/** How the member is told now, past what was read before. */
export const ownAlertsNow = () => get<AlertSettingsView>('/api/me/alerts');
export const acknowledge = (ids: readonly string[]) =>
  post<{ acknowledged: number }>('/api/alerts/acknowledge', { ids });
export const chooseAlerts = (chosen: AlertSettingsInput) => put('/api/me/alerts', chosen);
export const addDevice = (subscription: PushSubscriptionJSON) =>
  post<{ id: string }>('/api/me/devices', { endpoint: subscription.endpoint, keys: subscription.keys });
export const removeDevice = (id: string) => remove(`/api/me/devices/${id}`);
export const tryDevice = (id: string) => post(`/api/me/devices/${id}/try`);
