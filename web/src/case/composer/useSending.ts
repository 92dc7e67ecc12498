import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type {
  CaseView,
  MovedBody,
  PromiseBody,
  ReplyPromise,
  ReplyView,
} from '../../../../src/api/contract.ts';
import { askApproval, type Sending, sendReply } from '../../server/changes.ts';
import { promiseKey } from '../../server/commitments.ts';
import { isUnreachable, Refusal, sentenceOf } from '../../server/http.ts';
import { newReplyId } from '../../server/replyId.ts';
import { useMay } from '../../shell/useMe.ts';
import type { DraftOf } from './useDraft.ts';

export type SendState =
  | { step: 'idle' }
  | { step: 'sending' }
  /** The server cannot be reached; the same reply is offered again until it answers. */
  | { step: 'unreachable' }
  | { step: 'moved'; moved: MovedBody }
  | { step: 'refused'; sentence: string };

const again = 2500;

/**
 * Which state of the case the writer has read. It follows the case while nothing is written; from the first letter on it stands still until
 * the writer has read what came.
 */
export function useWrittenOn(shown: CaseView, writing: boolean): { writtenOn: number; read: () => void } {
  const [held, setHeld] = useState(shown.sequence);
  if (!writing && held !== shown.sequence) setHeld(shown.sequence);
  return { writtenOn: writing ? held : shown.sequence, read: () => setHeld(shown.sequence) };
}

interface Given {
  shown: CaseView;
  draft: DraftOf;
  writtenOn: number;
  sent: (reply: ReplyView) => void;
}

/** Sends what is written, once: a reply keeps its id through every attempt. Where the member's role sends nothing, approval is asked for. */
export function useSending({ shown, draft, writtenOn, sent }: Given) {
  const client = useQueryClient();
  const [state, setState] = useState<SendState>({ step: 'idle' });
  const send = useMay('replies.send') ? sendReply : askApproval;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const attempt = useRef<Sending | null>(null);
  useEffect(() => () => clearTimeout(timer.current), []);

  const offer = useCallback(
    async (sending: Sending) => {
      attempt.current = sending;
      setState((before) => (before.step === 'unreachable' ? before : { step: 'sending' }));
      try {
        const reply = await send(shown.row.id, sending);
        attempt.current = null;
        draft.clear();
        setState({ step: 'idle' });
        sent(reply);
      } catch (error) {
        if (isUnreachable(error)) {
          setState({ step: 'unreachable' });
          timer.current = setTimeout(() => void offer(sending), again);
        } else if (error instanceof Refusal && error.code === 'case_moved') {
          setState({ step: 'moved', moved: error.body as MovedBody });
        } else if (error instanceof Refusal && error.code === 'promise_unsaid') {
          // It was sent before what it promises had been read here.
          client.setQueryData(promiseKey(sending.text), (error.body as PromiseBody).promise);
          setState({ step: 'refused', sentence: sentenceOf(error) });
        } else {
          setState({ step: 'refused', sentence: sentenceOf(error) });
        }
      }
    },
    [shown.row.id, draft.clear, sent, send, client],
  );

  /** `shows`: what of the text looks private, and its writer said that all may read. `promise`: what it promises, as its writer says. */
  const begin = (shows: readonly string[], promise: ReplyPromise | null) => {
    const { text, mode, accountId, attachments } = draft.writing;
    if (state.step === 'sending' || state.step === 'unreachable') return;
    if (shown.answering === null || accountId === null) return;
    const way = shown.permissions.find((one) => one.mode === mode && one.accountId === accountId);
    void offer({
      replyId: newReplyId(),
      writtenOn,
      text,
      mode,
      accountId,
      postId: shown.answering,
      attachments: attachments.map(({ mediaId, alt }) => ({ mediaId, alt })),
      shows,
      promise,
      byHand: way !== undefined && !way.allowed && way.byHand !== null,
    });
  };
  /** Sends although a colleague answered: they have been read. */
  const sendDespite = () => {
    if (state.step === 'moved' && attempt.current !== null) {
      void offer({ ...attempt.current, despite: state.moved.sequence });
    }
  };
  const stop = () => {
    clearTimeout(timer.current);
    setState({ step: 'idle' });
  };
  return { state, send: begin, sendDespite, stop };
}
