import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { sentenceOf } from '../server/http.ts';

/** Whether a door asks for the second factor. */
const isHalf = (answer: unknown) => typeof answer === 'object' && answer !== null && 'secondFactor' in answer;

/**
 * Tries to come in; `trouble` says why not. Whatever was read before is forgotten: another member sees other things. Where a second factor is asked for
 * the page that takes it follows.
 */
export function useEnter() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const enter = async (ask: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    setTrouble(null);
    try {
      const answer = await ask();
      client.removeQueries();
      if (!isHalf(answer)) return true;
      await navigate({ to: '/second-factor', replace: true });
      return false;
    } catch (error) {
      setTrouble(sentenceOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { enter, busy, trouble };
}
