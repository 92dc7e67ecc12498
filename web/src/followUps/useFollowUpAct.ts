import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf } from '../server/http.ts';
import { tell } from '../shell/told.ts';
import { readAnew } from './readAnew.ts';

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
