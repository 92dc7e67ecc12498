/** What needs an executive, and who watches the organisation. */
import { queryOptions } from '@tanstack/react-query';
import type { FrontSettings } from '../../../src/api/contract.ts';
import { get, put } from './http.ts';

export const frontSettingsQuery = queryOptions({
  queryKey: ['front', 'settings'] as const,
  queryFn: () => get<FrontSettings>('/api/front/settings'),
});
export const setFrontSettings = (settings: FrontSettings) =>
  put<FrontSettings>('/api/front/settings', settings);
