import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { commitmentsQuery } from '../server/commitments.ts';
import { sentenceOf } from '../server/http.ts';
import { tell } from '../shell/told.ts';

/** Does something to a promise and reads the case's anew. */
export function usePromiseAct(caseId: string) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const act = async (ask: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    try {
      await ask();
      return true;
    } catch (error) {
      tell(sentenceOf(error), 'over');
      return false;
    } finally {
      setBusy(false);
      await Promise.all(
        [commitmentsQuery(caseId).queryKey, ['commitments']].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      );
    }
  };
  return { busy, act };
}
