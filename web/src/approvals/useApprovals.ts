import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCommands } from '../keys/commands.ts';
import { approvalsQuery } from '../server/approvals.ts';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';

/** What waits for the member's yes and their own; asked only by those who write answers. */
export function useApprovals() {
  const mayDraft = useMay('replies.draft');
  return useQuery({ ...approvalsQuery, enabled: mayDraft });
}

/** How many answers wait for the member's yes. */
export const useToApprove = (): number => useApprovals().data?.toApprove.length ?? 0;

/** The way there from everywhere. */
export function useApprovalsCommand(): void {
  const navigate = useNavigate();
  const mayDraft = useMay('replies.draft');
  useCommands([
    mayDraft && {
      id: 'go-approvals',
      title: i18n.t('To approve'),
      group: i18n.t('Go'),
      keys: 'g y',
      run: () => void navigate({ to: '/approvals' }),
    },
  ]);
}
