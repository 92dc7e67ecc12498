import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ErasedCounts } from '../../../src/api/contract.ts';
import { confirmsErasure } from '../../../src/domain/erasure.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { eraseAuthor } from '../server/changes.ts';
import { sentenceOf } from '../server/http.ts';
import { erasureQuery } from '../server/queries.ts';
import { useChange } from '../settings/useChange.ts';
import { tell } from '../shell/told.ts';
import { i18n } from '../words/i18n.ts';

/** What goes, and the word that it takes: the author's name or the number of the case. */
export default function EraseAuthorDialog({ caseId, close }: { caseId: string; close: () => void }) {
  const preview = useQuery(erasureQuery(caseId));
  const [typed, setTyped] = useState('');
  // Their words stand in lists, in other cases, in what is searched for.
  const { change, busy, trouble } = useChange([[]]);
  const erase = async () => {
    if ((await change(() => eraseAuthor(caseId, typed))) === undefined) return;
    tell(i18n.t('The author is erased.'));
    close();
  };
  return (
    <Dialog
      title={i18n.t('Erase the author')}
      description={i18n.t(
        'Words, names and files go, in all their cases. Numbers and times stay. There is no way back.',
      )}
      onClose={close}
    >
      {preview.data === undefined && !preview.isError && <Skeleton lines={4} />}
      {preview.isError && <Notice kind="over">{sentenceOf(preview.error)}</Notice>}
      {preview.data !== undefined && (
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            void erase();
          }}
        >
          <Counts counts={preview.data.counts} />
          <p className="text-13 text-quiet">
            {i18n.t('What stands on the network stays there, and so does what other people wrote.')}
          </p>
          <Field
            label={i18n.t('To confirm, type {name} or {number}', {
              name: preview.data.names[0] ?? '',
              number: preview.data.caseNumber,
            })}
            value={typed}
            required
            dir="auto"
            autoComplete="off"
            onChange={(event) => setTyped(event.target.value)}
          />
          {trouble !== null && <Notice kind="over">{trouble}</Notice>}
          <div className="flex justify-end gap-2">
            <Button onClick={close}>{i18n.t('Cancel')}</Button>
            <Button kind="danger" type="submit" disabled={busy || !confirmsErasure(typed, preview.data)}>
              {i18n.t('Erase for good')}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

function Counts({ counts }: { counts: ErasedCounts }) {
  const lines: [string, number][] = [
    [i18n.t('Names on networks'), counts.identities],
    [i18n.t('Cases'), counts.cases],
    [i18n.t('Posts of the author'), counts.posts],
    [i18n.t('Our answers'), counts.answers],
    [i18n.t('Pictures and files'), counts.files],
    [i18n.t('Notes'), counts.notes],
    [i18n.t('Private pages'), counts.links],
  ];
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 rounded-8 border border-line p-3">
      {lines.map(([name, n]) => (
        <div key={name} className="col-span-2 grid grid-cols-subgrid">
          <dt className={n === 0 ? 'text-quiet' : undefined}>{name}</dt>
          <dd className="text-right tabular-nums">{n}</dd>
        </div>
      ))}
    </dl>
  );
}
