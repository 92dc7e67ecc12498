import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { CaseRow } from '../../../src/api/contract.ts';
import { OnePromise } from '../author/OnePromise.tsx';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { commitmentsQuery } from '../server/commitments.ts';
import { isOpen } from '../words/commitmentWords.ts';
import { i18n } from '../words/i18n.ts';
import { resolve } from './settle.ts';

/** What becomes of the promises of a case that is to be resolved. */
export default function PromisesDialog({ row, close }: { row: CaseRow; close: () => void }) {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(commitmentsQuery(row.id));
  const open = (data ?? []).filter(isOpen).length;
  const settle = () => {
    close();
    void resolve(client, row, open > 0);
  };
  return (
    <Dialog
      title={i18n.t('Case {number}: what becomes of the promise?', { number: row.number })}
      description={i18n.t(
        'The author waits for it, and it is counted in public, whether the case is open or not.',
      )}
      onClose={close}
    >
      {error !== null && <Trouble error={error} again={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton lines={3} />}
      <ul className="flex flex-col gap-4">
        {(data ?? []).map((one) => (
          <li key={one.id}>
            <OnePromise promise={one} merged={row.merged} caseId={row.id} />
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={close}>{i18n.t('Cancel')}</Button>
        <Button kind="main" disabled={data === undefined} onClick={settle}>
          {open > 0 ? i18n.t('Resolve, and keep it later') : i18n.t('Resolve')}
        </Button>
      </div>
    </Dialog>
  );
}
