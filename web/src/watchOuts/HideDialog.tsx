import { useState } from 'react';
import type { CaseView, HiddenPostView, PostView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Area, Choice } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { caseKey } from '../server/queries.ts';
import { hidePost } from '../server/watchOuts.ts';
import { useChange } from '../settings/useChange.ts';
import { tell } from '../shell/told.ts';
import { i18n } from '../words/i18n.ts';
import { networkWords } from '../words/names.ts';
import { because, becauseWords } from './watchWords.ts';

/** Why a post of somebody else is hidden: asked before it is done, kept, and counted in public. */
export default function HideDialog({
  caseId,
  post,
  way,
  close,
}: {
  caseId: string;
  post: PostView;
  way: CaseView['hiding'][number]['way'];
  close: () => void;
}) {
  const [why, setWhy] = useState<HiddenPostView['because'] | ''>('');
  const [reason, setReason] = useState('');
  const { change, busy, trouble } = useChange([caseKey(caseId)]);
  const network = networkWords(post.network);
  const hide = async () => {
    if (why === '') return;
    const asked = { postId: post.id, hidden: { because: why, reason: reason.trim() } };
    if ((await change(() => hidePost(caseId, asked))) === undefined) return;
    tell(
      way === 'hidden'
        ? i18n.t('The post is hidden on {network}.', { network })
        : i18n.t('The post is deleted on {network}.', { network }),
    );
    close();
  };
  return (
    <Dialog
      title={
        way === 'hidden'
          ? i18n.t('Hide this post on {network}', { network })
          : i18n.t('Delete this post on {network}', { network })
      }
      description={
        way === 'hidden'
          ? i18n.t(
              'Nobody sees it there any more; here it stays, and it can be shown again. Everybody can read on your public page how many posts of others you hid, and why. That somebody criticises you is no reason.',
            )
          : i18n.t(
              'It is gone there for good; here it stays. Everybody can read on your public page how many posts of others you deleted, and why. That somebody criticises you is no reason.',
            )
      }
      onClose={close}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void hide();
        }}
      >
        <blockquote dir="auto" className="max-h-40 overflow-y-auto border-l-2 border-line pl-3 wrap-anywhere">
          {post.text}
        </blockquote>
        <Choice
          label={i18n.t('Why')}
          required
          value={why}
          onChange={(event) => setWhy(event.target.value as typeof why)}
        >
          <option value="" disabled>
            {i18n.t('Choose')}
          </option>
          {because.map((one) => (
            <option key={one} value={one}>
              {becauseWords(one)}
            </option>
          ))}
        </Choice>
        <Area
          label={i18n.t('In your own words, for colleagues and the audit')}
          required
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        {trouble !== null && <Notice kind="over">{trouble}</Notice>}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={close}>{i18n.t('Cancel')}</Button>
          <Button kind="danger" type="submit" disabled={busy || why === '' || reason.trim() === ''}>
            {way === 'hidden' ? i18n.t('Hide it') : i18n.t('Delete it')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
