/** Which cases this member claimed, as far as this page knows: the list's rows do not say it. */
import type { QueryClient } from '@tanstack/react-query';
import type { CaseView } from '../../../src/api/contract.ts';
import { caseKey } from '../server/queries.ts';

const noted = new Map<string, boolean>();

/** Remembers what this page did; a claim that ended by itself since is given back without harm. */
export const noteClaim = (caseId: string, mine: boolean) => noted.set(caseId, mine);

export function isClaimedBy(client: QueryClient, caseId: string, memberId: string): boolean {
  const here = noted.get(caseId);
  if (here !== undefined) return here;
  return client.getQueryData<CaseView>(caseKey(caseId))?.claim?.member.id === memberId;
}
