import { useCallback, useEffect, useRef, useState } from 'react';
import type { CaseView, ReplyView } from '../../../../src/api/contract.ts';
import { type Draft, saveDraft } from '../../server/changes.ts';
import { isUnreachable } from '../../server/http.ts';
import { unsigned } from './signature.ts';

export type Attached = ReplyView['attachments'][number];

/** What is being written. */
export interface Writing {
  text: string;
  mode: 'public' | 'direct';
  accountId: string | null;
  attachments: readonly Attached[];
}

export type Kept = { state: 'nothing' | 'waiting' | 'failed' } | { state: 'kept'; at: Date };

export interface DraftOf {
  writing: Writing;
  kept: Kept;
  /** Changes what is written; it is kept a moment later. */
  write: (change: Partial<Writing>) => void;
  /** Puts a reply's words back to be changed; false when something else is being written already. */
  putBack: (reply: ReplyView) => boolean;
  /** Forgets what was written, because it was sent. */
  clear: () => void;
}

const pause = 600;
const again = 3000;

/** How the first post is answered as a rule: as it was asked, where the network allows it. */
export function startOf(shown: CaseView, signature: string | null): Writing {
  const { draft, permissions } = shown;
  if (draft !== null) {
    const { mode, accountId, attachments } = draft;
    return { text: unsigned(draft.text, signature), mode, accountId, attachments };
  }
  const asked = shown.posts.find((post) => post.id === shown.answering)?.visibility ?? 'public';
  const allowed = permissions.filter((one) => one.allowed);
  const first = allowed.find((one) => one.mode === asked) ?? allowed[0] ?? permissions[0];
  return { text: '', mode: first?.mode ?? asked, accountId: first?.accountId ?? null, attachments: [] };
}

const bodyOf = (writing: Writing, shown: CaseView): Draft | null => {
  const accountId = writing.accountId ?? shown.permissions[0]?.accountId;
  if (shown.answering === null || accountId === undefined) return null;
  const attachments = writing.attachments.map(({ mediaId, alt }) => ({ mediaId, alt }));
  return { text: writing.text, mode: writing.mode, accountId, postId: shown.answering, attachments };
};

/** What a member writes on a case: kept by the server as it is typed, again and again until it is there. */
export function useDraft(shown: CaseView, signature: string | null): DraftOf {
  const [writing, setWriting] = useState(() => startOf(shown, signature));
  const [kept, setKept] = useState<Kept>({ state: 'nothing' });
  const unsaved = useRef<Draft | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef({ shown, writing });
  latest.current = { shown, writing };
  const caseId = shown.row.id;

  const save = useCallback(async () => {
    const draft = unsaved.current;
    if (draft === null) return;
    try {
      await saveDraft(caseId, draft);
      if (unsaved.current !== draft) return;
      unsaved.current = null;
      setKept({ state: 'kept', at: new Date() });
    } catch (error) {
      setKept({ state: 'failed' });
      if (isUnreachable(error) || unsaved.current !== draft)
        timer.current = setTimeout(() => void save(), again);
    }
  }, [caseId]);

  useEffect(
    () => () => {
      clearTimeout(timer.current);
      // The page goes: the last words go out on their own.
      if (unsaved.current !== null) saveDraft(caseId, unsaved.current, true).catch(() => undefined);
    },
    [caseId],
  );

  const write = useCallback(
    (change: Partial<Writing>) => {
      const next = { ...latest.current.writing, ...change };
      latest.current = { ...latest.current, writing: next };
      setWriting(next);
      unsaved.current = bodyOf(next, latest.current.shown);
      setKept((before) => (before.state === 'failed' ? before : { state: 'waiting' }));
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void save(), pause);
    },
    [save],
  );

  const clear = useCallback(() => {
    clearTimeout(timer.current);
    unsaved.current = null;
    setWriting((before) => ({ ...before, text: '', attachments: [] }));
    setKept({ state: 'nothing' });
  }, []);

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
  return { writing, kept, write, putBack, clear };
}
