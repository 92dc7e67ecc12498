import { Suspense, useState } from 'react';
import { Button } from '../parts/Button.tsx';
import { lazily } from '../parts/lazily.ts';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';

const EraseAuthorDialog = lazily(() => import('./EraseAuthorDialog.tsx'));

/** For those who may give an author what is kept about them, and forget them. */
export function EraseAuthor({ caseId }: { caseId: string }) {
  const [open, setOpen] = useState(false);
  const [mayExport, mayErase] = [useMay('authors.export'), useMay('authors.erase')];
  if (!mayExport && !mayErase) return null;
  return (
    <div className="-ml-3 flex flex-wrap items-center">
      {mayExport && (
        <a
          href={`/api/cases/${caseId}/author-export`}
          download
          className="target inline-flex items-center rounded-8 px-3 text-13 font-medium text-quiet hover:bg-deep hover:text-ink"
        >
          {i18n.t('Take along what is kept')}
        </a>
      )}
      {mayErase && (
        <Button kind="quiet" className="text-13" onClick={() => setOpen(true)}>
          {i18n.t('Erase the author…')}
        </Button>
      )}
      {open && (
        <Suspense>
          <EraseAuthorDialog caseId={caseId} close={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}
