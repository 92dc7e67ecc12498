import { EyeOff } from 'lucide-react';
import { useState } from 'react';
import type { PostView } from '../../../src/api/contract.ts';
import { IconButton } from '../parts/Button.tsx';
import { lazily } from '../parts/lazily.ts';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { networkWords } from '../words/names.ts';
import { type Shown, standing } from './standing.ts';

const HideDialog = lazily(() => import('./HideDialog.tsx'));

/** A small button beside a post of somebody else that hides it on its network, for supervisors. */
export default function HideButton({ shown, post }: { shown: Shown; post: PostView }) {
  const mayHide = useMay('posts.hide');
  const [open, setOpen] = useState(false);
  const way = shown.hiding.find(({ network }) => network === post.network)?.way;
  const stands = standing(shown, post);
  const isTheirs = post.direction === 'inbound' && post.visibility === 'public' && post.text !== null;
  if (!mayHide || !isTheirs || way === undefined || stands !== undefined) return null;
  const network = networkWords(post.network);
  return (
    <>
      <IconButton
        name={
          way === 'hidden'
            ? i18n.t('Hide it on {network}…', { network })
            : i18n.t('Delete it on {network}…', { network })
        }
        className="-my-2"
        onClick={() => setOpen(true)}
      >
        <EyeOff aria-hidden className="size-3.5" />
      </IconButton>
      {open && <HideDialog caseId={shown.row.id} post={post} way={way} close={() => setOpen(false)} />}
    </>
  );
}
