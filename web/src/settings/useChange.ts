import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf } from '../server/http.ts';

/** Asks the server to change something and reads again what it concerns. `trouble` is the sentence of the last refusal. */
export function useChange(concerns: readonly QueryKey[]) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const change = async <T>(ask: () => Promise<T>): Promise<T | undefined> => {
    setBusy(true);
    setTrouble(null);
    try {
      const answer = await ask();
      await Promise.all(concerns.map((queryKey) => client.invalidateQueries({ queryKey })));
      return answer;
    } catch (error) {
      setTrouble(sentenceOf(error));
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return { change, busy, trouble };
}
