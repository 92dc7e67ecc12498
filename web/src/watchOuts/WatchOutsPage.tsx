import { useQuery } from '@tanstack/react-query';
import { ShieldQuestion } from 'lucide-react';
import { type Ref, useRef, useState } from 'react';
import { Button } from '../parts/Button.tsx';
import { classes } from '../parts/classes.ts';
import { Empty } from '../parts/Empty.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { type WatchList, watchOutsQuery } from '../server/watchOuts.ts';
import { Page } from '../settings/Page.tsx';
import { i18n } from '../words/i18n.ts';
import { OneWatchOut } from './OneWatchOut.tsx';

/** Accounts that may answer our authors in our name: what speaks for it, and what a person says of it. */
export default function WatchOutsPage() {
  const [list, setList] = useState<WatchList>('suspected');
  const found = useQuery(watchOutsQuery(list));
  const lists = useRef<HTMLDivElement>(null);
  return (
    <Scroll name={i18n.t('Watch-outs')} className="h-full">
      <Page
        title={i18n.t('Watch-outs')}
        about={i18n.t(
          'Accounts that answered people who wrote to us, and that look or speak as if they were us. A program suspects, a person decides. How many follow an account counts for nothing.',
        )}
      >
        <Lists place={lists} list={list} change={setList} />
        {found.isError && found.data === undefined ? (
          <Trouble error={found.error} again={() => void found.refetch()} />
        ) : found.data === undefined ? (
          <Skeleton lines={8} />
        ) : found.data.rows.length === 0 ? (
          <Empty
            icon={<ShieldQuestion />}
            title={list === 'suspected' ? i18n.t('Nobody is suspected') : i18n.t('Nothing is decided yet')}
          >
            {list === 'suspected'
              ? i18n.t('An account that answers in our name, where we hear it, comes here by itself.')
              : i18n.t('What is said to be an imposter, innocent, or ours stands here.')}
          </Empty>
        ) : (
          <ul className="flex flex-col gap-4">
            {found.data.rows.map((one) => (
              <OneWatchOut key={one.id} one={one} gone={() => lists.current?.focus()} />
            ))}
          </ul>
        )}
      </Page>
    </Scroll>
  );
}

function Lists({
  list,
  change,
  place,
}: {
  list: WatchList;
  change: (list: WatchList) => void;
  place: Ref<HTMLDivElement>;
}) {
  const lists = [
    { name: 'suspected', words: i18n.t('Suspected') },
    { name: 'decided', words: i18n.t('Decided') },
  ] as const;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form
    <div
      ref={place}
      tabIndex={-1}
      role="group"
      aria-label={i18n.t('Which accounts')}
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
