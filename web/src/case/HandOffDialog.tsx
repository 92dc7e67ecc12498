import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaseRow } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Choice } from '../parts/Field.tsx';
import { handOffCase } from '../server/changes.ts';
import { membersQuery } from '../server/queries.ts';
import { tell } from '../shell/told.ts';
import { useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { useCaseChange } from './useCase.ts';

/** To whom the case goes, and why; whoever takes it over reads the reason. */
export default function HandOffDialog({ row, close }: { row: CaseRow; close: () => void }) {
  const me = useMe();
  const members = useQuery(membersQuery).data ?? [];
  const change = useCaseChange(row);
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const takers = members.filter(
    (one) => one.leftAt === null && !one.invited && one.id !== me.member.id && one.id !== row.owner?.id,
  );
  const ready = to !== '' && reason.trim() !== '' && !busy;
  const handOff = async () => {
    const taker = takers.find((one) => one.id === to);
    if (taker === undefined || !ready) return;
    setBusy(true);
    const done = await change({ owner: { id: taker.id, name: taker.name } }, () =>
      handOffCase(row.id, taker.id, reason.trim()),
    );
    setBusy(false);
    if (!done) return;
    tell(i18n.t('{name} has the case now.', { name: taker.name }));
    close();
  };
  return (
    <Dialog title={i18n.t('Hand the case off')} onClose={close}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void handOff();
        }}
      >
        <Choice label={i18n.t('To')} value={to} required onChange={(event) => setTo(event.target.value)}>
          <option value="">{i18n.t('Choose a colleague')}</option>
          {takers.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Choice>
        <label className="flex flex-col gap-1">
          <span className="font-medium">{i18n.t('Why, and what is to be done')}</span>
          <textarea
            dir="auto"
            rows={3}
            required
            maxLength={2_000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void handOff();
            }}
            className="w-full rounded-8 border border-line-strong bg-raised px-3 py-2"
          />
        </label>
        <div className="flex justify-end gap-2">
          <Button onClick={close}>{i18n.t('Cancel')}</Button>
          <Button kind="main" type="submit" disabled={!ready}>
            {i18n.t('Hand it off')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
