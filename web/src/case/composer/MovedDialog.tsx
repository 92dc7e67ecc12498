import type { CaseView, MovedBody } from '../../../../src/api/contract.ts';
import { Button } from '../../parts/Button.tsx';
import { Dialog } from '../../parts/Dialog.tsx';
import { useSeconds } from '../../time/now.ts';
import { agoWords } from '../../time/timeWords.ts';
import { i18n } from '../../words/i18n.ts';
import { authorWords } from '../../words/names.ts';

/** The latest word of ours on the case, so that it can be read before deciding. */
function latestOfOurs(shown: CaseView, own: string): { by: string; text: string } | null {
  const replies = shown.replies.filter(
    (one) => one.member.id !== own && one.state !== 'draft' && one.state !== 'withdrawn',
  );
  const reply = replies.at(-1);
  if (reply !== undefined) return { by: reply.member.name, text: reply.text };
  const post = shown.posts.findLast((one) => one.direction === 'house');
  return post === undefined ? null : { by: post.by.member ?? authorWords(post.by), text: post.text ?? '' };
}

export interface MovedDialogProps {
  moved: MovedBody;
  shown: CaseView;
  memberId: string;
  text: string;
  send: () => void;
  drop: () => void;
  close: () => void;
}

/** "A colleague answered 3 s ago; read, then send or drop." */
export default function MovedDialog({ moved, shown, memberId, text, send, drop, close }: MovedDialogProps) {
  const now = useSeconds();
  const name = moved.by ?? i18n.t('A colleague');
  const latest = latestOfOurs(shown, memberId);
  return (
    <Dialog
      title={i18n.t('{name} answered {ago}', { name, ago: agoWords(moved.at, now) })}
      description={i18n.t('Read it, then send yours or drop it. Nothing of yours has gone out.')}
      onClose={close}
    >
      {latest !== null && (
        <figure className="rounded-8 bg-deep px-4 py-3">
          <figcaption className="text-13 text-quiet">{latest.by}</figcaption>
          <p dir="auto" className="whitespace-pre-wrap text-17">
            {latest.text}
          </p>
        </figure>
      )}
      <figure className="rounded-8 border border-line px-4 py-3">
        <figcaption className="text-13 text-quiet">{i18n.t('Yours')}</figcaption>
        <p dir="auto" className="whitespace-pre-wrap">
          {text}
        </p>
      </figure>
      <div className="flex flex-wrap justify-end gap-2">
        <Button kind="danger" onClick={drop}>
          {i18n.t('Drop mine')}
        </Button>
        <Button onClick={close}>{i18n.t('Change mine')}</Button>
        <Button kind="main" onClick={send}>
          {i18n.t('Send mine too')}
        </Button>
      </div>
    </Dialog>
  );
}
