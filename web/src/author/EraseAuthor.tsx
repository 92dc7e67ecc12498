import { Suspense, useState } from 'react';
import { Button } from '../parts/Button.tsx';
import { lazily } from '../parts/lazily.ts';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';

const EraseAuthorDialog = lazily(() => import('./EraseAuthorDialog.tsx'));

/** For those who may forget an author. */
export function EraseAuthor({ caseId }: { caseId: string }) {
  const [open, setOpen] = useState(false);
  if (!useMay('authors.erase')) return null;
  return (
    <div className="-ml-3">
      <Button kind="quiet" className="text-13" onClick={() => setOpen(true)}>
        {i18n.t('Erase the author…')}
      </Button>
      {open && (
        <Suspense>
          <EraseAuthorDialog caseId={caseId} close={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}
