import { useQuery } from '@tanstack/react-query';
import { ownCommitmentsQuery } from '../server/commitments.ts';
import { useMay } from '../shell/useMe.ts';

/** How many of the member's own promises are due soon or late. */
export function usePressing(): number {
  const own = useQuery({ ...ownCommitmentsQuery, enabled: useMay('cases.read') }).data ?? [];
  return own.filter(({ standing }) => standing === 'due_soon' || standing === 'late').length;
}
