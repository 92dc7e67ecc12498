import { Lock } from 'lucide-react';
import { Suspense, useState } from 'react';
import type { CaseView } from '../../../../src/api/contract.ts';
import { useCommands } from '../../keys/commands.ts';
import { Button } from '../../parts/Button.tsx';
import { lazily } from '../../parts/lazily.ts';
import { useMay } from '../../shell/useMe.ts';
import { i18n } from '../../words/i18n.ts';

const MoveDialog = lazily(() => import('../../moves/MoveDialog.tsx'));

/** Beside a public answer: takes what comes next out of everybody's sight. `shown` is the case as it is answered. */
export function MoveButton({ shown }: { shown: CaseView }) {
  const [open, setOpen] = useState(false);
  const maySend = useMay('replies.send');
  // One that stands is enough; where its link was closed, or its direct message did not arrive, another may follow.
  const isMoved = shown.moves.some(
    ({ postId, outcome, closedAt, unheard }) =>
      postId === shown.answering && outcome !== 'public' && closedAt === null && !unheard,
  );
  const isOffered =
    maySend && !isMoved && shown.permissions.some(({ mode, allowed }) => mode === 'public' && allowed);
  const title = i18n.t('Move to private');
  useCommands([
    isOffered && { id: 'move', title, group: i18n.t('Case'), keys: 'd', run: () => setOpen(true) },
  ]);
  if (!isOffered) return null;
  return (
    <>
      <Button kind="quiet" className="ml-auto text-13" shortcut="d" onClick={() => setOpen(true)}>
        <Lock aria-hidden className="size-4" />
        {title}
      </Button>
      {open && (
        <Suspense>
          <MoveDialog shown={shown} close={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
