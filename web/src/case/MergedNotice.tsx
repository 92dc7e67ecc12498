import { Link } from '@tanstack/react-router';
import type { CaseView, View } from '../../../src/api/contract.ts';
import { Notice } from '../parts/Notice.tsx';
import { i18n } from '../words/i18n.ts';

/** Where the conversations of a case are that was put into another. */
export function MergedNotice({ into, view }: { into: NonNullable<CaseView['mergedInto']>; view: View }) {
  return (
    <div className="p-4">
      <Notice
        action={
          <Link
            to="/inbox/$view/$caseId"
            params={{ view, caseId: into.id }}
            className="target inline-flex items-center font-medium underline"
          >
            {i18n.t('Open case {number}', { number: into.number })}
          </Link>
        }
      >
        {i18n.t('This case is part of case {number} now.', { number: into.number })}
      </Notice>
    </div>
  );
}
