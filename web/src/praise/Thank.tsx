import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { PostView, ReplyView } from '../../../src/api/contract.ts';
import { thanksIn } from '../../../src/domain/thanks.ts';
import { Button } from '../parts/Button.tsx';
import { Notice } from '../parts/Notice.tsx';
import { askApproval, sendReply } from '../server/changes.ts';
import { sentenceOf } from '../server/http.ts';
import { caseQuery, permissionsQuery } from '../server/queries.ts';
import { newReplyId } from '../server/replyId.ts';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { translated } from '../words/serverSentences.ts';

export interface ThankProps {
  caseId: string;
  post: PostView;
  /** The number of the history up to which the case was read. */
  writtenOn: number;
  sent: (reply: ReplyView) => void;
  /** Thanks that were called back here: a draft by now, which goes out again under its id. */
  calledBack?: ReplyView | null;
}

/** What keeps the thanks from going out, for now or until it is asked for once more. */
interface Kept {
  kind: 'info' | 'over';
  sentence: string;
}

/** Sends the thanks as any reply: where the network permits it, with its undo, held by policies. */
function useThanking({ caseId, post, writtenOn, sent, calledBack = null }: ThankProps) {
  const client = useQueryClient();
  const send = useMay('replies.send') ? sendReply : askApproval;
  // The same id through every attempt: what a bad line repeats goes out once.
  const [replyId] = useState(() => calledBack?.id ?? newReplyId());
  const [busy, setBusy] = useState(false);
  const [kept, setKept] = useState<Kept | null>(null);

  const way = async (): Promise<{ mode: PostView['visibility']; accountId: string } | Kept> => {
    const theCase = await client.fetchQuery({ ...caseQuery(caseId), staleTime: 0 });
    // One draft for each member and case: the thanks would take its place.
    const { draft } = theCase;
    if (draft !== null && (draft.id !== calledBack?.id || draft.text !== calledBack.text))
      return {
        kind: 'over',
        sentence: i18n.t('You have a draft in this case. Send or empty it first.'),
      };
    const offers = await client.fetchQuery({
      ...permissionsQuery(caseId, post.id, theCase.sequence),
      staleTime: 0,
    });
    // Where the author wrote: what they said to everybody is answered before everybody.
    const same = offers.filter(({ mode }) => mode === post.visibility);
    const offer = same.find(({ allowed }) => allowed);
    if (offer === undefined) {
      const why = translated(same[0]?.reason ?? null);
      return { kind: 'over', sentence: why ?? i18n.t('The network does not permit this answer.') };
    }
    if (offer.note !== null && kept?.kind !== 'info')
      return { kind: 'info', sentence: translated(offer.note) };
    return offer;
  };

  const thank = async (text: string) => {
    setBusy(true);
    try {
      const found = await way();
      if ('sentence' in found) return setKept(found);
      const { mode, accountId } = found;
      setKept(null);
      sent(await send(caseId, { replyId, writtenOn, text, mode, accountId, postId: post.id }));
    } catch (error) {
      setKept({ kind: 'over', sentence: sentenceOf(error) });
    } finally {
      setBusy(false);
    }
  };
  return { thank, busy, kept };
}

/** The thanks to the author of a praise, in their language: sent by one tap as it stands, or changed before. */
export default function Thank(props: ThankProps) {
  const given = thanksIn(props.post.language);
  const [text, setText] = useState(props.calledBack?.text ?? given.sentence);
  const { thank, busy, kept } = useThanking(props);
  const id = useId();
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && text.trim() !== '') void thank(text);
      }}
    >
      <label htmlFor={id} className="sr-only">
        {i18n.t('Thanks to the author')}
      </label>
      <div className="flex flex-wrap items-end gap-2">
        <textarea
          id={id}
          dir="auto"
          lang={given.language}
          rows={1}
          maxLength={2_000}
          value={text}
          aria-describedby={`${id}-help`}
          onChange={(event) => setText(event.target.value)}
          className="target field-sizing-content max-h-40 min-w-0 flex-1 basis-56 rounded-8 border border-line-strong bg-raised px-3 py-2.5"
        />
        <Button type="submit" disabled={busy || text.trim() === ''}>
          {i18n.t('Thank the author')}
        </Button>
      </div>
      <p id={`${id}-help`} className="text-13 text-quiet">
        {props.post.visibility === 'public'
          ? i18n.t('Everyone can read this answer')
          : i18n.t('Only the author can read this answer')}
        {'. '}
        {!given.authors && i18n.t('We have no sentence in the author’s language: this one is in English.')}
      </p>
      {kept !== null && <Notice kind={kept.kind}>{kept.sentence}</Notice>}
    </form>
  );
}
