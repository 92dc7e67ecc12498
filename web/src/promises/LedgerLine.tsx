import { Link } from '@tanstack/react-router';
import type { CommitmentsPage } from '../../../src/api/contract.ts';
import { OnePromise } from '../author/OnePromise.tsx';
import { i18n } from '../words/i18n.ts';

/** A promise with its case, and what may be done about it. */
export function LedgerLine({ row }: { row: CommitmentsPage['rows'][number] }) {
  return (
    <li className="px-4 py-3">
      <p className="text-13 text-quiet">
        <Link
          to="/inbox/$view/$caseId"
          params={{ view: 'all', caseId: row.caseId }}
          className="target -my-2 inline-flex items-center text-accent underline"
        >
          {i18n.t('Case {number}', { number: row.caseNumber })}
        </Link>{' '}
        · <span dir="auto">{row.institution}</span>
      </p>
      <OnePromise promise={row} merged={false} caseId={row.caseId} />
    </li>
  );
}
