import { useQuery } from '@tanstack/react-query';
import type { CaseRow } from '../../../src/api/contract.ts';
import { setUnit } from '../server/changes.ts';
import { unitsQuery } from '../server/queries.ts';
import { useMay, useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { useCaseChange } from './useCase.ts';

/** Which unit of the institution the case is about. Not there where the institution has none. */
export function UnitChoice({ row }: { row: CaseRow }) {
  const me = useMe();
  const mayWork = useMay('cases.work');
  const units = useQuery(unitsQuery).data ?? [];
  const change = useCaseChange(row);
  const institution = me.institutions.find((one) => one.name === row.institution);
  const offered = units.filter((one) => one.institutionId === institution?.id && one.retiredAt === null);
  const retired = row.unit !== null && !offered.some((one) => one.id === row.unit?.id) ? [row.unit] : [];
  const choices = [...retired, ...offered];
  if (choices.length === 0) return null;
  const choose = (id: string) => {
    const unit = choices.find((one) => one.id === id) ?? null;
    const expected = unit === null ? null : { id: unit.id, name: unit.name };
    void change({ unit: expected }, () => setUnit(row.id, expected?.id ?? null));
  };
  return (
    <select
      aria-label={i18n.t('Unit')}
      title={i18n.t('Unit')}
      disabled={!mayWork}
      value={row.unit?.id ?? ''}
      onChange={(event) => choose(event.target.value)}
      className="min-h-6 max-w-full truncate rounded-8 bg-transparent pr-1 text-quiet text-13 hover:bg-deep"
    >
      <option value="" className="bg-raised text-ink">
        {i18n.t('No unit')}
      </option>
      {choices.map((one) => (
        <option key={one.id} value={one.id} className="bg-raised text-ink">
          {one.name}
        </option>
      ))}
    </select>
  );
}
