import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { followUpsQuery } from '../server/followUps.ts';
import { sentenceOf } from '../server/http.ts';
import { tell } from '../shell/told.ts';

/** Reads the follow-ups of a case, and every list of them, anew. */
export const readAnew = (client: QueryClient, caseId: string) =>
  Promise.all(
    [followUpsQuery(caseId).queryKey, ['follow-ups']].map((queryKey) =>
      client.invalidateQueries({ queryKey }),
    ),
  );

/** Does something to a follow-up of a case; false where it was refused, which is told. */
export function useFollowUpAct(caseId: string) {
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
      await readAnew(client, caseId);
    }
  };
  return { busy, act };
}
