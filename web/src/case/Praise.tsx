import { Award } from 'lucide-react';
import { Suspense, useState } from 'react';
import type { CaseRow, CaseView, PostView, ReplyView } from '../../../src/api/contract.ts';
import { useCommands } from '../keys/commands.ts';
import { Button, IconButton } from '../parts/Button.tsx';
import { lazily } from '../parts/lazily.ts';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { listed } from '../words/intl.ts';

const PraiseDialog = lazily(() => import('../praise/PraiseDialog.tsx'));
const Thank = lazily(() => import('../praise/Thank.tsx'));

function useDialog(row: CaseRow, post: PostView | undefined) {
  const [open, setOpen] = useState(false);
  const dialog = open && post !== undefined && (
    <Suspense>
      <PraiseDialog row={row} post={post} close={() => setOpen(false)} />
    </Suspense>
  );
  return { ask: () => setOpen(true), dialog };
}

/** The key that asks whom the author's last post praises. */
export function PraiseKey({ row, post }: { row: CaseRow; post: PostView | undefined }) {
  const { ask, dialog } = useDialog(row, post);
  const mayWork = useMay('cases.work');
  useCommands([
    mayWork &&
      post !== undefined && {
        id: 'praise',
        title: i18n.t('Say whom the last post praises'),
        group: i18n.t('Case'),
        keys: 'p',
        run: ask,
      },
  ]);
  return dialog;
}

/** A small button beside an author's post. */
export function PraiseButton({ row, post }: { row: CaseRow; post: PostView }) {
  const { ask, dialog } = useDialog(row, post);
  const mayWork = useMay('cases.work');
  if (!mayWork || post.direction !== 'inbound' || post.text === null || post.praise !== null) return null;
  return (
    <>
      <IconButton name={i18n.t('Praise: say of whom')} className="-my-2" onClick={ask}>
        <Award aria-hidden className="size-3.5" />
      </IconButton>
      {dialog}
    </>
  );
}

/** A reply that stands for an answer: it went out, or is on its way. */
const stands = ({ state }: ReplyView) => !['draft', 'withdrawn', 'refused'].includes(state);

/** Below a post that is praise: of whom, who said so, and the thanks as long as nobody answered it. */
export function Praised({
  shown,
  post,
  changed,
}: {
  shown: CaseView;
  post: PostView;
  changed: (reply: ReplyView) => void;
}) {
  const { ask, dialog } = useDialog(shown.row, post);
  const mayWork = useMay('cases.work');
  const mayDraft = useMay('replies.draft');
  const { praise } = post;
  if (praise === null || post.text === null) return null;
  const answered = shown.replies.some((reply) => reply.postId === post.id && stands(reply));
  return (
    <div className="mt-2 flex max-w-[36rem] flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-2 text-13 text-quiet">
        <Award aria-hidden className="size-4 shrink-0" />
        <span dir="auto" className="min-w-0 break-words">
          {i18n.t('Praise of {names}, marked by {name}', {
            names: listed([praise.member, praise.team].flatMap((one) => one?.name ?? [])),
            name: praise.by,
          })}
        </span>
        {mayWork && (
          <Button kind="quiet" className="-my-1 text-13" onClick={ask}>
            {i18n.t('Change')}
          </Button>
        )}
      </div>
      {mayDraft && !answered && shown.mergedInto === null && (
        <Suspense>
          <Thank caseId={shown.row.id} post={post} writtenOn={shown.sequence} sent={changed} />
        </Suspense>
      )}
      {dialog}
    </div>
  );
}
