import { useQuery } from '@tanstack/react-query';
import type { CaseRow } from '../../../src/api/contract.ts';
import { Notice } from '../parts/Notice.tsx';
import { findingsQuery } from '../server/findings.ts';
import { i18n } from '../words/i18n.ts';

/** Somebody threatens to harm themselves or others: who looks after it, and what can be offered. */
export default function ThreatNotice({ row }: { row: CaseRow }) {
  const helpline = useQuery(findingsQuery(row.id)).data?.helpline ?? null;
  if (row.threat === null) return null;
  return (
    <div className="px-4 pt-2">
      <Notice kind="over">
        <strong className="block">
          {row.threat === 'self'
            ? i18n.t('The author may harm themselves. A person answers, and soon.')
            : i18n.t('The author threatens others. A person answers, and soon.')}
        </strong>
        {row.owner === null
          ? i18n.t('Nobody is named who is trained for this: take it, or hand it to somebody who is.')
          : i18n.t('It is with {name}.', { name: row.owner.name })}
        {row.threat === 'self' && helpline !== null && (
          <span dir="auto" className="block">
            {i18n.t('What can be offered: {helpline}', { helpline })}
          </span>
        )}
      </Notice>
    </div>
  );
}
