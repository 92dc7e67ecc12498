/** What a case shows of its move to private, until its outcome is public. */
import { Lock } from 'lucide-react';
import { Suspense, useState } from 'react';
import type { CaseView, MoveView } from '../../../src/api/contract.ts';
import { useCaseChange } from '../case/useCase.ts';
import { Button } from '../parts/Button.tsx';
import { lazily } from '../parts/lazily.ts';
import { Notice } from '../parts/Notice.tsx';
import { closeMove } from '../server/changes.ts';
import { useMay } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { networkWords } from '../words/names.ts';

const MoveDialog = lazily(() => import('./MoveDialog.tsx'));
const BringBackDialog = lazily(() => import('./BringBackDialog.tsx'));

/** "Moved to private by Naledi, today 11:20 · outcome not public yet", and what brings it back. */
export default function MovesLine({ shown }: { shown: CaseView }) {
  const latest = shown.moves.at(-1);
  return (
    <>
      {shown.moves
        .filter((move) => move.outcome !== 'public' && !move.unheard)
        .map((move) => (
          <MoveLine key={move.id} shown={shown} move={move} />
        ))}
      {latest?.unheard === true && <Unheard shown={shown} move={latest} />}
    </>
  );
}

/** The direct message did not arrive, and in public it says that it was written: what can be done about that. */
function Unheard({ shown, move }: { shown: CaseView; move: MoveView }) {
  const [open, setOpen] = useState(false);
  const maySend = useMay('replies.send');
  const said = shown.replies.find(({ id }) => id === move.id);
  const post = shown.posts.find(({ networkId }) => networkId === said?.networkId);
  return (
    <div className="border-b border-line px-4 py-2">
      <Notice
        kind="over"
        action={
          maySend && shown.mergedInto === null ? (
            <Button onClick={() => setOpen(true)}>{i18n.t('Move it by a link')}</Button>
          ) : undefined
        }
      >
        {i18n.t(
          'The direct message did not reach the author, and in public it says that we wrote one. Move it by a link, or delete the public reply on its network.',
        )}
        {post?.pageAddress != null && (
          <>
            {' '}
            <a href={post.pageAddress} target="_blank" rel="noreferrer" className="underline">
              {i18n.t('See it on {network}', { network: networkWords(post.network) })}
            </a>
          </>
        )}
      </Notice>
      {open && (
        <Suspense>
          <MoveDialog
            shown={{ ...shown, answering: move.postId }}
            prefer="link"
            close={() => setOpen(false)}
          />
        </Suspense>
      )}
    </div>
  );
}

function MoveLine({ shown, move }: { shown: CaseView; move: MoveView }) {
  const [open, setOpen] = useState(false);
  const maySend = useMay('replies.send');
  const mayWork = useMay('cases.work');
  const change = useCaseChange(shown.row);
  const now = useNow();
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-deep px-4 py-1 text-13">
      <Lock aria-hidden className="size-4 shrink-0 text-quiet" />
      <span dir="auto" className="min-w-0 flex-1 basis-48 py-1 wrap-anywhere">
        {i18n.t('Moved to private by {name}, {time}', { name: move.by, time: momentWords(move.at, now) })}
        {' · '}
        {outcomeWords(move)}
        {move.closedAt !== null && ` · ${i18n.t('its link is closed')}`}
      </span>
      {mayWork && move.way === 'link' && move.closedAt === null && (
        <Button
          kind="quiet"
          className="text-13"
          title={i18n.t('Nobody new can write by it. Private pages stay.')}
          onClick={() => void change({}, () => closeMove(shown.row.id))}
        >
          {i18n.t('Close its link')}
        </Button>
      )}
      {maySend && move.outcome === 'open' && shown.mergedInto === null && (
        <Button className="text-13" onClick={() => setOpen(true)}>
          {i18n.t('Bring the outcome back')}
        </Button>
      )}
      {open && (
        <Suspense>
          <BringBackDialog shown={shown} move={move} close={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}

const outcomeWords = ({ outcome }: MoveView) =>
  outcome === 'awaiting_approval'
    ? i18n.t('the outcome waits for approval')
    : i18n.t('outcome not public yet');
