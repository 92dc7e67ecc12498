/** What the case shows of approvals: of whom an answer waits, and why one came back. */
import { Hourglass } from 'lucide-react';
import { useState } from 'react';
import type { CaseView, ReplyView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Notice } from '../parts/Notice.tsx';
import { withdrawReply } from '../server/changes.ts';
import { sentenceOf } from '../server/http.ts';
import { tell } from '../shell/told.ts';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { askedAbout, decidedWords, sentBackOf, waitsWords } from './approvalWords.ts';
import { useApprovals } from './useApprovals.ts';

/** "Waits for the approval of Grace". */
export function WaitsFor({ replyId }: { replyId: string }) {
  const { data } = useApprovals();
  return <span dir="auto">{waitsWords(askedAbout(data, replyId))}</span>;
}

/** Stands where the undo stands for an answer that goes out by itself: this one waits, and can be taken back as long as it does. */
export function WaitingBar({ reply, undone }: { reply: ReplyView; undone: (reply: ReplyView) => void }) {
  const maySend = useMay('replies.send');
  const [busy, setBusy] = useState(false);
  const undo = async () => {
    setBusy(true);
    try {
      undone(await withdrawReply(reply.id));
      tell(i18n.t('Called back. Your words are in the composer again.'));
    } catch (error) {
      tell(sentenceOf(error), 'over');
      setBusy(false);
    }
  };
  return (
    <div className="settle flex items-center gap-3 border-t border-line bg-accent-soft px-4 py-2">
      <Hourglass aria-hidden className="size-4 shrink-0" />
      <span role="status" className="min-w-0 flex-1">
        <WaitsFor replyId={reply.id} />
      </span>
      {maySend && (
        <Button disabled={busy} onClick={() => void undo()}>
          {i18n.t('Take it back')}
        </Button>
      )}
    </div>
  );
}

/** Why the draft of this case came back from who was to approve it. */
export function SentBackNotice({
  draft,
  mayTake,
  take,
}: {
  draft: CaseView['draft'];
  /** Nothing stands in the composer that its words would take the place of. */
  mayTake: boolean;
  take: (draft: ReplyView) => void;
}) {
  const { data } = useApprovals();
  if (draft === null) return null;
  const back = sentBackOf({ asks: askedAbout(data, draft.id) });
  if (back === null) return null;
  return (
    <div className="px-4 pb-2">
      <Notice
        kind="soon"
        action={mayTake && <Button onClick={() => take(draft)}>{i18n.t('Change it')}</Button>}
      >
        <span dir="auto">{decidedWords(back)}</span>
      </Notice>
    </div>
  );
}
