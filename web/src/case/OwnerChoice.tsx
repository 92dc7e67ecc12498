import { useQuery } from '@tanstack/react-query';
import type { Ref } from 'react';
import type { CaseRow } from '../../../src/api/contract.ts';
import { assignCase } from '../server/changes.ts';
import { membersQuery } from '../server/queries.ts';
import { useMay, useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { useCaseChange } from './useCase.ts';

/** Whose case it is. */
export function OwnerChoice({ row, field }: { row: CaseRow; field: Ref<HTMLSelectElement> }) {
  const me = useMe();
  const mayWork = useMay('cases.work');
  const maySee = useMay('members.read');
  const members = useQuery({ ...membersQuery, enabled: maySee }).data ?? [];
  const change = useCaseChange(row);
  const here = members.filter((one) => one.leftAt === null && !one.invited && one.id !== me.member.id);
  const choices = [{ id: me.member.id, name: i18n.t('{name} (me)', { name: me.member.name }) }, ...here];
  const gone = row.owner !== null && !choices.some((one) => one.id === row.owner?.id) ? [row.owner] : [];
  const assign = (id: string) => {
    const owner = id === '' ? null : { id, name: choices.find((one) => one.id === id)?.name ?? '' };
    void change({ owner: owner?.id === me.member.id ? { id, name: me.member.name } : owner }, () =>
      assignCase(row.id, owner?.id ?? null),
    );
  };
  return (
    <select
      ref={field}
      aria-label={i18n.t('Owner')}
      aria-keyshortcuts="a"
      title={i18n.t('Owner')}
      disabled={!mayWork}
      value={row.owner?.id ?? ''}
      onChange={(event) => assign(event.target.value)}
      className="target max-w-36 truncate rounded-8 bg-transparent px-2 hover:bg-deep max-sm:mr-auto max-sm:max-w-44"
    >
      <option value="">{i18n.t('No owner')}</option>
      {[...choices, ...gone].map((one) => (
        <option key={one.id} value={one.id} className="bg-raised text-ink">
          {one.name}
        </option>
      ))}
    </select>
  );
}
