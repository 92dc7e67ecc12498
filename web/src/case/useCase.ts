import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import type { CaseRow, CaseView, ReplyView } from '../../../src/api/contract.ts';
import { placeRows } from '../live/takeIn.ts';
import { bePresent } from '../server/changes.ts';
import { sentenceOf } from '../server/http.ts';
import { caseKey } from '../server/queries.ts';
import { tell } from '../shell/told.ts';

/** Puts a reply that changed into its open case at once. */
export function useReplyChanged(caseId: string) {
  const client = useQueryClient();
  return useCallback(
    (reply: ReplyView) => {
      client.setQueryData<CaseView>(caseKey(caseId), (shown) => {
        if (shown === undefined) return shown;
        const there = shown.replies.some((one) => one.id === reply.id);
        const replies = there
          ? shown.replies.map((one) => (one.id === reply.id ? reply : one))
          : [...shown.replies, reply];
        return { ...shown, replies };
      });
      void client.invalidateQueries({ queryKey: caseKey(caseId) });
    },
    [client, caseId],
  );
}

/**
 * Does something to a case: shown at once, taken back with a sentence when the server refuses. Answers how it stands now, null when refused. `answered`: true for a refusal that
 * the caller answers otherwise than by its sentence.
 */
export async function changeCase(
  client: QueryClient,
  row: CaseRow,
  expected: Partial<CaseRow>,
  ask: () => Promise<CaseRow>,
  answered: (error: unknown) => boolean = () => false,
): Promise<CaseRow | null> {
  placeRows(client, [{ ...row, ...expected }]);
  try {
    const now = await ask();
    placeRows(client, [now]);
    return now;
  } catch (error) {
    placeRows(client, [row]);
    if (!answered(error)) tell(sentenceOf(error), 'over');
    return null;
  } finally {
    void client.invalidateQueries({ queryKey: caseKey(row.id) });
  }
}

/** The same for the case that is open; true when it was done. */
export function useCaseChange(row: CaseRow) {
  const client = useQueryClient();
  return useCallback(
    async (expected: Partial<CaseRow>, ask: () => Promise<CaseRow>): Promise<boolean> =>
      (await changeCase(client, row, expected, ask)) !== null,
    [client, row],
  );
}

const heartbeat = 10_000;

/** Tells colleagues that one reads this case, or writes; says goodbye when leaving. */
export function usePresence(caseId: string, writing: boolean): void {
  useEffect(() => {
    // Presence is a courtesy: where it fails, nothing is lost.
    const tellThem = () => void bePresent(caseId, writing, false).catch(() => undefined);
    tellThem();
    const timer = setInterval(tellThem, heartbeat);
    return () => clearInterval(timer);
  }, [caseId, writing]);
  useEffect(() => {
    const goodbye = () => void bePresent(caseId, false, true).catch(() => undefined);
    window.addEventListener('pagehide', goodbye);
    return () => {
      window.removeEventListener('pagehide', goodbye);
      goodbye();
    };
  }, [caseId]);
}
