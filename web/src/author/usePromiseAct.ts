import { useQueryClient } from '@tanstack/react-query';
import { commitmentsQuery } from '../server/commitments.ts';
import { useAct } from '../shell/useAct.ts';

/** Does something to a promise and reads the case's anew. */
export function usePromiseAct(caseId: string) {
  const client = useQueryClient();
  return useAct(() =>
    Promise.all(
      [commitmentsQuery(caseId).queryKey, ['commitments']].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    ),
  );
}
