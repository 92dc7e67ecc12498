import { useQuery } from '@tanstack/react-query';
import type { CaseView } from '../../../src/api/contract.ts';
import { Trouble } from '../parts/Trouble.tsx';
import { commitmentsQuery } from '../server/commitments.ts';
import { i18n } from '../words/i18n.ts';
import { OnePromise } from './OnePromise.tsx';
import { Part } from './Part.tsx';

/** What was promised to the author, by when and by whom, and what becomes of it. */
export default function Promises({ shown }: { shown: CaseView }) {
  const query = commitmentsQuery(shown.row.id);
  const { data, error, refetch } = useQuery(query);
  if (error !== null && data === undefined)
    return (
      <Part title={i18n.t('Promises')}>
        <Trouble error={error} again={() => void refetch()} />
      </Part>
    );
  if (data === undefined || data.length === 0) return null;
  return (
    <Part title={i18n.t('Promises')}>
      <ul className="flex flex-col gap-3">
        {data.map((one) => (
          <li key={one.id}>
            <OnePromise promise={one} merged={shown.row.merged} caseId={shown.row.id} />
          </li>
        ))}
      </ul>
    </Part>
  );
}
