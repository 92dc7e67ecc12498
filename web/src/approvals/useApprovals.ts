import { useQuery } from '@tanstack/react-query';
import { approvalsQuery } from '../server/approvals.ts';
import { useMay } from '../shell/useMe.ts';

/** What waits for the member's yes and their own; asked only by those who write answers. */
export function useApprovals() {
  const mayDraft = useMay('replies.draft');
  return useQuery({ ...approvalsQuery, enabled: mayDraft });
}

/** How many answers wait for the member's yes. */
export const useToApprove = (): number => useApprovals().data?.toApprove.length ?? 0;
