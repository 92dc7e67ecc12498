import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { Suspense } from 'react';
import type { View } from '../../../src/api/contract.ts';
import { lazily } from '../parts/lazily.ts';
import { Scroll } from '../parts/Scroll.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { caseQuery } from '../server/queries.ts';
import { i18n } from '../words/i18n.ts';
import { AuthorCard } from './AuthorCard.tsx';
import { Clocks } from './Clocks.tsx';
import { Conversations } from './Conversations.tsx';
import { HistoryList } from './HistoryList.tsx';
import { Judgement } from './Judgement.tsx';
import { Notes } from './Notes.tsx';

const Findings = lazily(() => import('./Findings.tsx'));
const FollowUps = lazily(() => import('../followUps/OfCase.tsx'));
const SamePerson = lazily(() => import('../phone/SamePerson.tsx'));
const Promises = lazily(() => import('./Promises.tsx'));

/** Who wrote, what we think of it, what we noted, what was done. */
export function SideColumn({ caseId, view }: { caseId: string; view: View }) {
  const { data: shown, isError } = useQuery(caseQuery(caseId));
  return (
    <aside aria-label={i18n.t('About the author and the case')} className="flex h-full min-h-0 flex-col">
      <div className="flex h-14 shrink-0 items-center gap-1 border-b border-line px-2 wide:hidden">
        <Link
          to="/inbox/$view/$caseId"
          params={{ view, caseId }}
          search={{}}
          aria-label={i18n.t('Back to the case')}
          className="target inline-flex items-center justify-center"
        >
          <ArrowLeft aria-hidden className="size-5" />
        </Link>
        <span className="font-semibold">{i18n.t('Author and case')}</span>
      </div>
      <Scroll name={i18n.t('Details')} className="min-h-0 flex-1">
        {shown === undefined ? (
          // What is wrong stands where the case would be.
          !isError && <Skeleton lines={8} />
        ) : (
          <>
            <AuthorCard shown={shown} />
            {shown.posts.some(({ call }) => call !== null) && (
              <Suspense>
                <SamePerson key={shown.row.id} caseId={shown.row.id} />
              </Suspense>
            )}
            <Suspense>
              <Findings shown={shown} />
            </Suspense>
            <Suspense>
              <Promises shown={shown} />
            </Suspense>
            <Suspense>
              <FollowUps key={shown.row.id} shown={shown} />
            </Suspense>
            <Judgement row={shown.row} />
            <Clocks shown={shown} />
            <Conversations key={shown.row.id} shown={shown} view={view} />
            <Notes shown={shown} />
            <HistoryList shown={shown} />
          </>
        )}
      </Scroll>
    </aside>
  );
}
