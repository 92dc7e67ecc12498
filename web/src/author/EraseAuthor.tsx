import { Suspense, useState } from 'react';
import type { CaseView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { lazily } from '../parts/lazily.ts';
import { useMay, useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';

const EraseAuthorDialog = lazily(() => import('./EraseAuthorDialog.tsx'));

/** For those who may give an author what is kept about them, and forget them. */
export function EraseAuthor({ shown }: { shown: CaseView }) {
  const caseId = shown.row.id;
  const [open, setOpen] = useState(false);
  const { member } = useMe();
  const mayRead = shown.author.protected?.readers.some(({ id }) => id === member.id) ?? true;
  const [mayExport, mayErase] = [useMay('authors.export') && mayRead, useMay('authors.erase')];
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
