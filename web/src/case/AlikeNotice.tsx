import { Link } from '@tanstack/react-router';
import type { CaseRow } from '../../../src/api/contract.ts';
import { Notice } from '../parts/Notice.tsx';
import { i18n } from '../words/i18n.ts';

/** Others say the same: how many, and where their cases are; one of them stands in the queue for all. */
export default function AlikeNotice({ alike }: { alike: NonNullable<CaseRow['alike']> }) {
  return (
    <div className="px-4 pt-2">
      <Notice>
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span>
            {i18n.t('{n} posts say the same.', { n: alike.posts })}{' '}
            {alike.folded && i18n.t('Another case stands for this one in the queue.')}
          </span>
          <Link
            to="/inbox/$view"
            params={{ view: 'all' }}
            search={{ campaign: alike.campaign } as never}
            className="target inline-flex items-center underline"
          >
            {i18n.t('Show their cases')}
          </Link>
        </span>
      </Notice>
    </div>
  );
}
