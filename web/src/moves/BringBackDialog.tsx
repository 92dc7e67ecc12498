import { useState } from 'react';
import type { CaseView, MoveView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Notice } from '../parts/Notice.tsx';
import { bringBack } from '../server/changes.ts';
import { tell } from '../shell/told.ts';
import { i18n } from '../words/i18n.ts';
import { translated } from '../words/serverSentences.ts';
import { maySayInPublic, PublicWords } from './PublicWords.tsx';
import { useOnce } from './useOnce.ts';

/** Says in public how a case ended that had moved to private, under the post from which it moved. */
export default function BringBackDialog({
  shown,
  move,
  close,
}: {
  shown: CaseView;
  move: MoveView;
  close: () => void;
}) {
  const [text, setText] = useState('');
  const sends = useOnce(shown.row.id, shown.sequence, () => {
    tell(i18n.t('The outcome goes out in public in ten seconds, or waits for approval.'));
    close();
  });
  const post = shown.posts.find(({ id }) => id === move.postId);
  const ready = maySayInPublic(text) && !sends.busy;
  return (
    <Dialog
      title={i18n.t('Bring the outcome back')}
      description={i18n.t(
        'It answers the post from which the case moved. Say how it ended, without details.',
      )}
      onClose={close}
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready)
            void sends.send(({ replyId, writtenOn, despite }) =>
              bringBack(shown.row.id, { moveId: move.id, text, replyId, writtenOn, despite }),
            );
        }}
      >
        {post?.text != null && (
          <figure className="rounded-8 border border-line px-3 py-2">
            <figcaption dir="auto" className="text-13 text-quiet">
              {post.by.name}
            </figcaption>
            <p dir="auto" className="line-clamp-4 whitespace-pre-wrap wrap-anywhere">
              {post.text}
            </p>
          </figure>
        )}
        <PublicWords text={text} write={setText} autoFocus />
        {sends.sentence !== null && (
          <Notice kind={sends.moved ? 'soon' : 'over'}>{translated(sends.sentence)}</Notice>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={close}>{i18n.t('Cancel')}</Button>
          <Button kind="main" type="submit" disabled={!ready}>
            {sends.moved ? i18n.t('Say it all the same') : i18n.t('Say it in public')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
