import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import type { CaseView, ReplyView } from '../../../../src/api/contract.ts';
import { type Draft, saveDraft } from '../../server/changes.ts';
import { Refusal } from '../../server/http.ts';
import { caseKey } from '../../server/queries.ts';
import { forgetUnsaved, keepUnsaved } from './unsavedWords.ts';
import type { Writing } from './writing.ts';

export type Kept = { state: 'nothing' | 'waiting' | 'failed' | 'refused' } | { state: 'kept'; at: Date };

const pause = 600;
const again = 3000;

/** Whether the same may be accepted in a moment. */
const mayPass = (error: unknown) =>
  !(error instanceof Refusal) || error.status === 0 || error.status === 429 || error.status >= 500;

interface Unsaved {
  writing: Writing;
  body: Draft;
}

/** Brings words to the server, again and again until they are there; until then this browser keeps them. */
export function useSaving(shown: CaseView, memberId: string, setKept: (kept: Kept) => void) {
  const client = useQueryClient();
  const caseId = shown.row.id;
  const unsaved = useRef<Unsaved | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const showDraft = useCallback(
    (draft: ReplyView | null) =>
      client.setQueryData<CaseView>(caseKey(caseId), (known) => known && { ...known, draft }),
    [client, caseId],
  );
  const offer = useCallback(
    async ({ writing, body }: Unsaved, closing: boolean) => {
      showDraft(await saveDraft(caseId, body, closing));
      forgetUnsaved(memberId, caseId, writing);
    },
    [showDraft, caseId, memberId],
  );
  const save = useCallback(async () => {
    const offered = unsaved.current;
    if (offered === null) return;
    try {
      await offer(offered, false);
      if (unsaved.current !== offered) return;
      unsaved.current = null;
      setKept({ state: 'kept', at: new Date() });
    } catch (error) {
      const tryAgain = mayPass(error) || unsaved.current !== offered;
      setKept({ state: tryAgain ? 'failed' : 'refused' });
      if (tryAgain) timer.current = setTimeout(() => void save(), again);
    }
  }, [offer, setKept]);

  useEffect(
    () => () => {
      clearTimeout(timer.current);
      // The page goes: the last words go out on their own. Where they do not arrive, this browser still has them.
      if (unsaved.current !== null) offer(unsaved.current, true).catch(() => undefined);
    },
    [offer],
  );

  const keep = useCallback(
    (writing: Writing, body: Draft | null) => {
      const basis = client.getQueryData<CaseView>(caseKey(caseId))?.draft?.stateAt ?? null;
      keepUnsaved(memberId, caseId, { writing, basis });
      unsaved.current = body === null ? null : { writing, body };
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void save(), pause);
    },
    [save, client, memberId, caseId],
  );
  const forget = useCallback(() => {
    clearTimeout(timer.current);
    unsaved.current = null;
    forgetUnsaved(memberId, caseId);
    showDraft(null);
  }, [showDraft, memberId, caseId]);
  return { keep, forget };
}
