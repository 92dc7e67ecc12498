import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf } from '../server/http.ts';
import { tell } from '../shell/told.ts';

/** Reads the follow-ups of cases, and every list of them, anew. */
export const readAnew = (client: QueryClient) =>
  client.invalidateQueries({
    predicate: ({ queryKey: [kind, , of] }) =>
      kind === 'follow-ups' || (kind === 'case' && of === 'follow-ups'),
  });

/** Does something to a follow-up; false where it was refused, which is told. */
export function useFollowUpAct() {
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
      await readAnew(client);
    }
  };
  return { busy, act };
}
