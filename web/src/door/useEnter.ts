import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf } from '../server/http.ts';

/** Tries to come in; `trouble` says why not. Whatever was read before is forgotten: another member sees other things. */
export function useEnter() {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const enter = async (ask: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    setTrouble(null);
    try {
      await ask();
      client.removeQueries();
      return true;
    } catch (error) {
      setTrouble(sentenceOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { enter, busy, trouble };
}
