import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ApprovalRow } from '../../../src/api/contract.ts';
import { policiesQuery } from '../server/approvals.ts';
import { useNow } from '../time/now.ts';
import { momentWords, wholeMoment } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { listedOr } from '../words/intl.ts';
import { authorWords, networkWords } from '../words/names.ts';
import { askWords, decidedWords } from './approvalWords.ts';

/** What was said, what shall be answered, and who asks for a yes to it. */
export function ApprovalCard({ one, children }: { one: ApprovalRow; children?: ReactNode }) {
  const { row, reply } = one;
  const now = useNow();
  return (
    <article className="flex flex-col gap-3 rounded-8 border border-line bg-raised p-4">
      <p className="flex flex-wrap items-center gap-x-2 text-13 text-quiet">
        <Link
          to="/inbox/$view/$caseId"
          params={{ view: 'all', caseId: row.id }}
          className="target inline-flex items-center font-medium text-accent underline"
        >
          {i18n.t('Case {number}', { number: row.number })}
        </Link>
        <span dir="auto">{authorWords(row.author)}</span>
        <span>{networkWords(row.network)}</span>
        <time dateTime={reply.stateAt} title={wholeMoment(reply.stateAt)} className="ml-auto">
          {momentWords(reply.stateAt, now)}
        </time>
      </p>
      {row.words !== null && (
        <blockquote dir="auto" className="border-l-3 border-line pl-3 text-17 whitespace-pre-wrap">
          {row.words}
        </blockquote>
      )}
      <div className="rounded-8 bg-deep px-3 py-2">
        <p className="flex flex-wrap items-center gap-x-2 text-13 text-quiet">
          <span dir="auto" className="font-medium text-ink">
            {reply.member.name}
          </span>
          {reply.mode === 'direct' && (
            <span className="inline-flex items-center gap-1">
              <Lock aria-hidden className="size-3.5" />
              {i18n.t('Direct message')}
            </span>
          )}
        </p>
        <p dir="auto" className="mt-1 break-words whitespace-pre-wrap">
          {reply.text}
        </p>
        {reply.attachments.map(({ mediaId, address, alt }) => (
          <img key={mediaId} src={address} alt={alt} className="mt-2 max-h-40 rounded-8 border border-line" />
        ))}
      </div>
      <Asks asks={one.asks} />
      {children}
    </article>
  );
}

function Asks({ asks }: Pick<ApprovalRow, 'asks'>) {
  const policies = useQuery(policiesQuery).data ?? [];
  return (
    <ul aria-label={i18n.t('Why it needs a yes')} className="flex flex-col gap-1 text-13">
      {asks.map((ask) => (
        <li key={`${ask.policy} ${ask.at} ${ask.state}`} dir="auto">
          <span className="font-medium">{askWords(ask, policies)}.</span>{' '}
          <span className="text-quiet">
            {decidedWords(ask) ??
              (ask.approvers.length > 0 &&
                i18n.t('To be approved by {names}', {
                  names: listedOr(ask.approvers.map(({ name }) => name)),
                }))}
          </span>
        </li>
      ))}
    </ul>
  );
}
