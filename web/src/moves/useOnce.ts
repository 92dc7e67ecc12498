import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { MovedBody } from '../../../src/api/contract.ts';
import { Refusal, sentenceOf } from '../server/http.ts';
import { caseKey } from '../server/queries.ts';
import { newReplyId } from '../server/replyId.ts';

/** What a dialog that says something in public sends along: the ids are made once, so that what is pressed again goes out once. */
export interface Once {
  replyId: string;
  messageId: string;
  writtenOn: number;
  despite: number | null;
}

export interface Sends {
  busy: boolean;
  /** Why it was not done. */
  sentence: string | null;
  /** A colleague answered meanwhile: pressed again it goes out all the same. */
  moved: boolean;
  send: (ask: (once: Once) => Promise<unknown>) => Promise<void>;
}

/** Sends something of a case once, whatever the line does; `done` is called when it is queued. */
export function useOnce(caseId: string, sequence: number, done: () => void): Sends {
  const client = useQueryClient();
  const [once] = useState(() => ({ replyId: newReplyId(), messageId: newReplyId(), writtenOn: sequence }));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const moved = error instanceof Refusal && error.code === 'case_moved' ? (error.body as MovedBody) : null;
  const send: Sends['send'] = async (ask) => {
    if (busy) return;
    setBusy(true);
    try {
      await ask({ ...once, despite: moved?.sequence ?? null });
      await client.invalidateQueries({ queryKey: caseKey(caseId) });
      done();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return { busy, sentence: error === null ? null : sentenceOf(error), moved: moved !== null, send };
}
