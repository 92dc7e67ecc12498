/** Automation rules. */
import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { DryRunInput, DryRunView, Kept, RuleInput, RuleView } from '../../../src/api/contract.ts';
import { get, post, put, remove } from './http.ts';

/** In the order in which they act; the stream tells when it is to be read again. */
export const rulesQuery = queryOptions({
  queryKey: ['rules'],
  queryFn: () => get<RuleView[]>('/api/rules'),
  staleTime: 15_000,
});
export const keepRule = (id: string | null, rule: RuleInput) =>
  id === null
    ? post<z.infer<typeof Kept>>('/api/rules', rule)
    : put<z.infer<typeof Kept>>(`/api/rules/${id}`, rule);
export const retireRule = (id: string) => remove<unknown>(`/api/rules/${id}`);
export const orderRules = (ids: readonly string[]) => post<unknown>('/api/rules/order', { ids });
/** One slice of the last seven days; `from` is where the one before ended. */
export const dryRunRule = (rule: DryRunInput['rule'], from: number | null) =>
  post<DryRunView>('/api/rules/dry-run', { rule, from });
