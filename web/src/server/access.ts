/** How members and programs get in: second factors, passkeys, keys. */
import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  ApiKeyInput,
  ApiKeyView,
  BegunFactorView,
  PasskeyView,
  SecondFactorView,
} from '../../../src/api/contract.ts';
import { get, patch, post, remove } from './http.ts';

export const secondFactorQuery = queryOptions({
  queryKey: ['secondFactor'],
  queryFn: () => get<SecondFactorView>('/api/me/second-factor'),
});
export const passkeysQuery = queryOptions({
  queryKey: ['passkeys'],
  queryFn: () => get<PasskeyView[]>('/api/me/passkeys'),
});
export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: () => get<ApiKeyView[]>('/api/keys'),
});

export const beginSecondFactor = (password: string | null) =>
  post<BegunFactorView>('/api/me/second-factor', { password });
export const confirmSecondFactor = (code: string) =>
  post<{ backupCodes: string[] }>('/api/me/second-factor/confirm', { code });
export const removeSecondFactor = (proof: { password: string } | { code: string }) =>
  post<unknown>('/api/me/second-factor/remove', proof);
export const resetSecondFactor = (memberId: string) =>
  post<unknown>(`/api/members/${memberId}/second-factor/reset`);
export const giveSecondFactor = (code: string) => post<unknown>('/api/sign-in/second-factor', { code });

export const renamePasskey = (id: string, name: string) =>
  patch<unknown>(`/api/me/passkeys/${encodeURIComponent(id)}`, { name });
export const removePasskey = (id: string) => remove<unknown>(`/api/me/passkeys/${encodeURIComponent(id)}`);

export const makeKey = (input: z.input<typeof ApiKeyInput>) =>
  post<{ id: string; token: string }>('/api/keys', input);
export const revokeKey = (id: string) => remove<unknown>(`/api/keys/${id}`);
