import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Choice } from '../parts/Field.tsx';
import { unitsQuery } from '../server/queries.ts';
import { useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';

/** Which institution it is about, where there are several, and which unit of it. */
export function WhereFields() {
  const me = useMe();
  const [institutionId, choose] = useState(me.institutions[0]?.id ?? '');
  const units = (useQuery(unitsQuery).data ?? []).filter(
    (one) => one.institutionId === institutionId && one.retiredAt === null,
  );
  return (
    <>
      {me.institutions.length > 1 && (
        <Choice
          label={i18n.t('Institution')}
          name="institutionId"
          value={institutionId}
          onChange={(event) => choose(event.target.value)}
        >
          {me.institutions.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </Choice>
      )}
      {units.length > 0 && (
        <Choice label={i18n.t('Unit')} name="unitId" defaultValue="">
          <option value="">{i18n.t('No unit')}</option>
          {units.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </Choice>
      )}
    </>
  );
}
