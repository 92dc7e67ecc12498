import { useCallback, useEffect, useRef, useState } from 'react';
import type { CaseView, ReplyView } from '../../../../src/api/contract.ts';
import { unsigned } from './signature.ts';
import { comeBack, forgetUnsaved, unsavedOf } from './unsavedWords.ts';
import { type Kept, useSaving } from './useSaving.ts';
import { bodyOf, isEmpty, startOf, type Writing } from './writing.ts';

/** What this browser gave back that the server did not have. */
export interface GivenBack {
  /** Words that are offered, because others were written elsewhere since; null when they stand in the composer already. */
  beside: Writing | null;
  take: () => void;
  drop: () => void;
}

export interface DraftOf {
  writing: Writing;
  kept: Kept;
  given: GivenBack | null;
  /** Changes what is written; it is kept a moment later. */
  write: (change: Partial<Writing>) => void;
  /** Puts a reply's words back to be changed; false when something else is being written already. */
  putBack: (reply: ReplyView) => boolean;
  /** Forgets what was written, because it was sent. */
  clear: () => void;
}

/** What a member writes on a case. */
export function useDraft(shown: CaseView, member: { id: string; signature: string | null }): DraftOf {
  const { id: memberId, signature } = member;
  const caseId = shown.row.id;
  const [back] = useState(() =>
    comeBack(shown, startOf(shown, signature), unsavedOf(memberId, caseId), member),
  );
  const [writing, setWriting] = useState(back.writing);
  const [given, setGiven] = useState<Writing | 'restored' | null>(
    back.beside ?? (back.restored && !isEmpty(back.writing) ? 'restored' : null),
  );
  const [kept, setKept] = useState<Kept>({ state: 'nothing' });
  const { keep, forget } = useSaving(shown, memberId, setKept);
  const latest = useRef({ shown, writing });
  latest.current = { shown, writing };
  const touched = useRef(false);

  const write = useCallback(
    (change: Partial<Writing>) => {
      touched.current = true;
      const next = { ...latest.current.writing, ...change };
      latest.current = { ...latest.current, writing: next };
      setWriting(next);
      setKept((before) => (before.state === 'failed' ? before : { state: 'waiting' }));
      keep(next, bodyOf(next, latest.current.shown));
    },
    [keep],
  );
  // What this browser gave back is brought to the server like anything that is typed.
  useEffect(() => {
    if (back.restored) write({});
  }, [back, write]);
  // A draft that was written on another device, and is read only now.
  const draftAt = shown.draft?.stateAt;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another draft is what counts, not every other news of the case
  useEffect(() => {
    if (!touched.current) setWriting(startOf(latest.current.shown, signature));
  }, [draftAt]);

  const clear = useCallback(() => {
    forget();
    setWriting((before) => ({ ...before, text: '', attachments: [] }));
    setKept({ state: 'nothing' });
    setGiven(null);
  }, [forget]);

  const putBack = useCallback(
    (reply: ReplyView) => {
      const { text, attachments } = latest.current.writing;
      if (text.trim() !== '' || attachments.length > 0) return false;
      write({
        text: unsigned(reply.text, signature),
        mode: reply.mode,
        accountId: reply.accountId,
        attachments: reply.attachments,
      });
      return true;
    },
    [write, signature],
  );
  const offered: GivenBack | null =
    given === null
      ? null
      : {
          beside: given === 'restored' ? null : given,
          take: () => {
            if (given !== 'restored') write(given);
            setGiven(null);
          },
          drop: () => {
            if (given !== 'restored') forgetUnsaved(memberId, caseId, given);
            setGiven(null);
          },
        };
  return { writing, kept, given: offered, write, putBack, clear };
}
