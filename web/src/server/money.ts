/** What accounts spend, and how much they may. */
import { queryOptions } from '@tanstack/react-query';
import type { CeilingInput, MoneyView } from '../../../src/api/contract.ts';
import { get, put } from './http.ts';

const address = (id: string) => `/api/accounts/${id}/money`;

/** It goes on while it is looked at. */
export const moneyQuery = (id: string) =>
  queryOptions({
    queryKey: ['money', id],
    queryFn: () => get<MoneyView>(address(id)),
    refetchInterval: 10_000,
  });
export const setCeiling = (id: string, input: CeilingInput) => put<MoneyView>(address(id), input);
