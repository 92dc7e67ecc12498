import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Ban } from 'lucide-react';
import type { BlockedAuthor } from '../../../src/api/contract.ts';
import { BlockedUntil } from '../author/BlockEnd.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { blockedQuery } from '../server/queries.ts';
import { useMay } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { momentWords, wholeMoment } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { AbuseLimit } from './AbuseLimit.tsx';
import { Page, Panel } from './Page.tsx';

function Line({ one }: { one: BlockedAuthor }) {
  const now = useNow();
  return (
    <li className="flex flex-col gap-1 border-b border-line py-2 last:border-b-0">
      <div className="flex flex-wrap items-center justify-between gap-x-4">
        <Link
          to="/inbox/$view/$caseId"
          params={{ view: 'all', caseId: one.caseId }}
          dir="auto"
          className="target inline-flex min-w-0 items-center font-medium break-all text-accent underline"
        >
          {one.name}
        </Link>
        <span className="text-quiet tabular-nums">
          {i18n.t('Posts since then: {count}', { count: one.posts })}
        </span>
      </div>
      <p dir="auto" className="break-words">
        {one.reason}
      </p>
      <p className="text-13 text-quiet">
        <span dir="auto">{one.by}</span>,{' '}
        <time dateTime={one.at} title={wholeMoment(one.at)}>
          {momentWords(one.at, now)}
        </time>
        {', '}
        <BlockedUntil until={one.until} />
      </p>
    </li>
  );
}

/** Who is blocked, by whom and why, and how much each wrote since. */
export default function BlockedPage() {
  const blocked = useQuery(blockedQuery);
  const mayBlock = useMay('authors.block');
  if (blocked.data === undefined) {
    return blocked.isError ? (
      <Trouble error={blocked.error} again={() => void blocked.refetch()} />
    ) : (
      <Skeleton lines={8} className="p-8" />
    );
  }
  return (
    <Page
      title={i18n.t('Blocked authors')}
      about={i18n.t(
        'What they write is folded. It is still kept, counted and answered in its turn. Open the case to unblock them.',
      )}
    >
      {blocked.data.length === 0 ? (
        <Empty icon={<Ban />} title={i18n.t('Nobody is blocked')}>
          {i18n.t('Supervisors block an author beside a case of theirs. Others hand the case off to them.')}
        </Empty>
      ) : (
        <Panel>
          <ul aria-label={i18n.t('Blocked authors')}>
            {blocked.data.map((one) => (
              <Line key={one.authorId} one={one} />
            ))}
          </ul>
        </Panel>
      )}
      {mayBlock && <AbuseLimit />}
    </Page>
  );
}
