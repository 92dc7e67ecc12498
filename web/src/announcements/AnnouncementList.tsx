import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { ExternalLink, Megaphone } from 'lucide-react';
import type { AnnouncementView, ReplyView } from '../../../src/api/contract.ts';
import { ReplyCard } from '../case/ReplyCard.tsx';
import { Button } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { announcementsKey, announcementsQuery } from '../server/queries.ts';
import { useNow } from '../time/now.ts';
import { momentWords, wholeMoment } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { networkWords } from '../words/names.ts';
import { actsOf } from './announcementWords.ts';

/** From which account, when, and where it can be seen. */
function Where({ one }: { one: AnnouncementView }) {
  const now = useNow();
  return (
    <>
      {one.account !== null && (
        <span className="min-w-0 break-words">
          <span dir="auto">{one.account.handle}</span>, {networkWords(one.account.network)}
        </span>
      )}
      <time dateTime={one.stateAt} title={wholeMoment(one.stateAt)}>
        {momentWords(one.stateAt, now)}
      </time>
      {one.pageAddress !== null && (
        <a
          href={one.pageAddress}
          target="_blank"
          rel="noreferrer"
          className="target inline-flex items-center gap-1 text-accent underline"
        >
          {i18n.t('See it there')}
          <ExternalLink aria-hidden className="size-3.5" />
        </a>
      )}
    </>
  );
}

/** What was announced, in whatever state it is, the latest change first. */
export function AnnouncementList({
  rewrite,
  changed,
}: {
  rewrite: (one: AnnouncementView) => void;
  changed: (one: AnnouncementView, now: ReplyView) => void;
}) {
  const client = useQueryClient();
  const list = useInfiniteQuery(announcementsQuery);
  if (list.data === undefined) {
    return list.isError ? (
      <Trouble error={list.error} again={() => void list.refetch()} />
    ) : (
      <Skeleton lines={6} />
    );
  }
  const all = list.data.pages.flatMap((page) => page.rows);
  if (all.length === 0) {
    return (
      <Empty icon={<Megaphone />} title={i18n.t('Nothing was announced yet')}>
        {i18n.t('An announcement answers nobody: an outage, a time to expect, a word of apology to all.')}
      </Empty>
    );
  }
  return (
    <>
      <ul className="flex flex-col gap-3">
        {all.map((one) => (
          <li key={one.id}>
            <ReplyCard
              reply={one}
              right="announcements.send"
              acts={actsOf(one)}
              className="w-full bg-raised"
              rewrite={() => rewrite(one)}
              changed={(now) => {
                changed(one, now);
                void client.invalidateQueries({ queryKey: announcementsKey });
              }}
            >
              <Where one={one} />
            </ReplyCard>
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {i18n.t('Show earlier ones')}
        </Button>
      )}
    </>
  );
}
