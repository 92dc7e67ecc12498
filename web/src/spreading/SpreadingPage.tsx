import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Share2 } from 'lucide-react';
import { type Ref, useRef, useState } from 'react';
import type { SpreadPage } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { classes } from '../parts/classes.ts';
import { Empty } from '../parts/Empty.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { type SpreadList, storiesQuery } from '../server/spreading.ts';
import { Page } from '../settings/Page.tsx';
import { useMay } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { OneStory } from './OneStory.tsx';
import { countWords } from './paceWords.ts';

/** Stories that spread, for communications staff. Nothing on it changes who is served when. */
export default function SpreadingPage() {
  const [list, setList] = useState<SpreadList>('open');
  const found = useInfiniteQuery(storiesQuery(list));
  const mayManage = useMay('spreading.manage');
  const lists = useRef<HTMLDivElement>(null);
  const [first] = found.data?.pages ?? [];
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Scroll name={i18n.t('Stories that spread')} className="h-full">
      <Page
        title={i18n.t('Stories that spread')}
        about={i18n.t(
          'Posts that are passed on much faster than usual. This page changes nothing about who is served when: the queue knows neither shares nor followers.',
        )}
      >
        {first !== undefined && <Notices page={first} mayManage={mayManage} />}
        <Lists place={lists} list={list} change={setList} />
        {found.isError && found.data === undefined ? (
          <Trouble error={found.error} again={() => void found.refetch()} />
        ) : found.data === undefined ? (
          <Skeleton lines={8} />
        ) : rows.length === 0 ? (
          <Empty
            icon={<Share2 />}
            title={list === 'open' ? i18n.t('Nothing spreads') : i18n.t('No story has ended yet')}
          >
            {list === 'open'
              ? i18n.t('A post that spreads comes here by itself.')
              : i18n.t('What is said to be seen to, or no story, stands here, and what calmed a week ago.')}
          </Empty>
        ) : (
          <ul className="flex flex-col gap-4">
            {rows.map((story) => (
              <OneStory key={story.id} story={story} gone={() => lists.current?.focus()} />
            ))}
          </ul>
        )}
        {found.hasNextPage && (
          <Button onClick={() => void found.fetchNextPage()} disabled={found.isFetchingNextPage}>
            {i18n.t('More stories')}
          </Button>
        )}
        {mayManage && (
          <p>
            <Link to="/settings/spreading" className="target inline-flex items-center text-accent underline">
              {i18n.t('Who is warned, and from when on')}
            </Link>
          </p>
        )}
      </Page>
    </Scroll>
  );
}

/** What keeps stories from being told of, or from being known, and what to do about it. */
function Notices({
  page: { warnsNobody, lag },
  mayManage,
}: {
  page: Pick<SpreadPage, 'warnsNobody' | 'lag'>;
  mayManage: boolean;
}) {
  const now = useNow();
  return (
    <>
      {warnsNobody && (
        <Notice kind="soon">
          <strong>{i18n.t('Nobody is warned yet.')}</strong>{' '}
          {mayManage
            ? i18n.t('Mark below who is to be alerted when a post spreads; until then you find it only here.')
            : i18n.t('An admin marks in Settings > Stories that spread who is to be alerted.')}
        </Notice>
      )}
      {lag !== null && (
        <Notice>
          {i18n.t(
            'Posts that wait to be counted: {n}, the longest since {time}. Those that rise go first. If it does not end, see in Settings > Connected accounts whether the network lets us in.',
            { n: countWords(lag.posts), time: momentWords(lag.since, now) },
          )}
        </Notice>
      )}
    </>
  );
}

function Lists({
  list,
  change,
  place,
}: {
  list: SpreadList;
  change: (list: SpreadList) => void;
  place: Ref<HTMLDivElement>;
}) {
  const lists = [
    { name: 'open', words: i18n.t('Spreading') },
    { name: 'ended', words: i18n.t('Ended') },
  ] as const;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form
    <div
      ref={place}
      tabIndex={-1}
      role="group"
      aria-label={i18n.t('Which stories')}
      className="flex flex-wrap gap-1"
    >
      {lists.map(({ name, words }) => (
        <Button
          key={name}
          kind="quiet"
          aria-pressed={list === name}
          className={classes(list === name && 'bg-deep font-semibold text-accent')}
          onClick={() => change(name)}
        >
          {words}
        </Button>
      ))}
    </div>
  );
}
