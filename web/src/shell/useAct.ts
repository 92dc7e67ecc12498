import { useState } from 'react';
import { sentenceOf } from '../server/http.ts';
import { tell } from './told.ts';

/** Does something and then reads anew what may have changed, done or not; false where it was refused, which is told. `busy` meanwhile. */
export function useAct(readAnew: () => Promise<unknown>) {
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
      await readAnew();
    }
  };
  return { busy, act };
}
