import { useQuery } from '@tanstack/react-query';
import type { CaseRow } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { membersQuery } from '../server/queries.ts';
import { useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { roleWords } from '../words/names.ts';
import { CaseWords } from './CaseWords.tsx';
import type { Owner } from './useRowActs.ts';

export interface HandOffDialogProps {
  row: CaseRow;
  chosen: (owner: Owner | null) => void;
  close: () => void;
}

/** To whom a case is handed. */
export default function HandOffDialog({ row, chosen, close }: HandOffDialogProps) {
  const me = useMe();
  const members = useQuery(membersQuery);
  const here = (members.data ?? []).filter(
    (one) => one.leftAt === null && !one.invited && one.id !== row.owner?.id,
  );
  const choose = (owner: Owner | null) => {
    close();
    chosen(owner);
  };
  return (
    <Dialog
      title={i18n.t('Hand off case {number}', { number: row.number })}
      description={
        row.words === null ? undefined : (
          <span className="line-clamp-2">
            <CaseWords of={row} />
          </span>
        )
      }
      onClose={close}
    >
      {members.isError && <Trouble error={members.error} again={() => void members.refetch()} />}
      {members.isPending && <Skeleton lines={4} className="p-0!" />}
      <ul className="flex flex-col gap-1">
        {here.map((one) => (
          <li key={one.id}>
            <Button
              className="w-full justify-between!"
              onClick={() => choose({ id: one.id, name: one.name })}
            >
              <span dir="auto" className="truncate">
                {one.id === me.member.id ? i18n.t('{name} (me)', { name: one.name }) : one.name}
              </span>
              <span className="shrink-0 text-13 font-normal text-quiet">{roleWords(one.role)}</span>
            </Button>
          </li>
        ))}
        {row.owner !== null && (
          <li>
            <Button kind="quiet" className="w-full" onClick={() => choose(null)}>
              {i18n.t('No owner')}
            </Button>
          </li>
        )}
      </ul>
    </Dialog>
  );
}
