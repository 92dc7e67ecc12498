import { MessageCircleQuestion } from 'lucide-react';
import { useState } from 'react';
import type { CaseRow, PostView } from '../../../src/api/contract.ts';
import { IconButton } from '../parts/Button.tsx';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { AskHere } from './AskHere.tsx';

/** Asks staff about one post. */
export default function AskAboutPost({ row, post }: { row: CaseRow; post: PostView }) {
  const mayAsk = useMay('cases.work') && !row.merged;
  const [asking, setAsking] = useState(false);
  if (!mayAsk) return null;
  return (
    <>
      <IconButton
        name={i18n.t('Ask staff about this post')}
        className="-my-2"
        onClick={() => setAsking(true)}
      >
        <MessageCircleQuestion aria-hidden className="size-3.5" />
      </IconButton>
      {asking && (
        <AskHere about={{ about: 'case', caseId: row.id, postId: post.id }} close={() => setAsking(false)} />
      )}
    </>
  );
}
