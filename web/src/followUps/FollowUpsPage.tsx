import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { MessageCircleQuestion } from 'lucide-react';
import { useState } from 'react';
import type { FollowUpView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { classes } from '../parts/classes.ts';
import { Empty } from '../parts/Empty.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { type FollowUpFilter, followUpListQuery } from '../server/followUps.ts';
import { Page } from '../settings/Page.tsx';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { authorWords } from '../words/names.ts';
import { AskHere } from './AskHere.tsx';
import { OneFollowUp } from './OneFollowUp.tsx';
import { Standings } from './Standings.tsx';

/** What members ask of each other: of whom something is asked reports, whoever asked looks at it, and what nobody does anything about comes up by itself. */
export default function FollowUpsPage() {
  const filter = useSearch({ from: '/shell/follow-ups' });
  const navigate = useNavigate();
  const change = (more: Partial<FollowUpFilter>) =>
    void navigate({ to: '/follow-ups', search: { ...filter, ...more }, replace: true });
  const found = useInfiniteQuery(followUpListQuery(filter));
  const first = found.data?.pages[0];
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Scroll name={i18n.t('Follow-ups')} className="h-full">
      <Page
        title={i18n.t('Follow-ups')}
        about={i18n.t(
          'What members ask of each other. Nothing is closed by silence: whoever asked says when it is done.',
        )}
      >
        <div className="flex flex-wrap items-center justify-between gap-2">
          <Lists filter={filter} change={change} />
          <AskAnything />
        </div>
        {first !== undefined && (
          <Standings
            counts={first.counts}
            standing={filter.standing}
            change={(standing) => change({ standing })}
          />
        )}
        {found.isError && found.data === undefined ? (
          <Trouble error={found.error} again={() => void found.refetch()} />
        ) : first === undefined ? (
          <Skeleton lines={8} />
        ) : rows.length === 0 ? (
          <Empty icon={<MessageCircleQuestion />} title={emptyWords(filter)}>
            {i18n.t('Ask staff here, or from a case, a post or an author.')}
          </Empty>
        ) : (
          <ul className="flex flex-col divide-y divide-line rounded-8 border border-line bg-raised">
            {rows.map((one) => (
              <Line key={one.id} one={one} />
            ))}
          </ul>
        )}
        {found.hasNextPage && (
          <Button onClick={() => void found.fetchNextPage()} disabled={found.isFetchingNextPage}>
            {i18n.t('More follow-ups')}
          </Button>
        )}
      </Page>
    </Scroll>
  );
}

function emptyWords({ list, standing }: FollowUpFilter): string {
  if (standing === 'closed') return i18n.t('Nothing is closed yet');
  if (standing === 'overdue') return i18n.t('Nothing is overdue');
  if (standing === 'reported') return i18n.t('No report waits');
  return list === 'to_me' ? i18n.t('Nothing is asked of you') : i18n.t('No follow-up is open');
}

/** Whose. */
function Lists({
  filter,
  change,
}: {
  filter: FollowUpFilter;
  change: (more: Partial<FollowUpFilter>) => void;
}) {
  const mayReadAll = useMay('followUps.read');
  const lists = [
    { name: 'to_me', words: i18n.t('Asked of me') },
    { name: 'by_me', words: i18n.t('Asked by me') },
    { name: 'told_me', words: i18n.t('Brought to me') },
    ...(mayReadAll ? [{ name: 'all', words: i18n.t('All') } as const] : []),
  ] as const;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form
    <div role="group" aria-label={i18n.t('Whose')} className="flex flex-wrap gap-1">
      {lists.map(({ name, words }) => (
        <Button
          key={name}
          kind="quiet"
          aria-pressed={filter.list === name}
          className={classes(filter.list === name && 'bg-deep font-semibold text-accent')}
          onClick={() => change({ list: name, standing: 'open' })}
        >
          {words}
        </Button>
      ))}
    </div>
  );
}

/** Asks staff about nothing on the desk. */
function AskAnything() {
  const mayAsk = useMay('cases.work');
  const [asking, setAsking] = useState(false);
  if (!mayAsk) return null;
  return (
    <>
      <Button kind="main" onClick={() => setAsking(true)}>
        <MessageCircleQuestion aria-hidden className="size-5" />
        {i18n.t('Ask staff')}
      </Button>
      {asking && <AskHere about={{ about: 'other' }} close={() => setAsking(false)} />}
    </>
  );
}

/** What it is about, and the case to go to. */
function About({ about }: Pick<FollowUpView, 'about'>) {
  if (about.kind === 'other') return i18n.t('About no case');
  const words =
    about.kind === 'case'
      ? i18n.t('Case {number}', { number: about.caseNumber })
      : i18n.t('About {author}', { author: authorWords(about.author) });
  if (about.caseId === null) return words;
  return (
    <Link
      to="/inbox/$view/$caseId"
      params={{ view: 'all', caseId: about.caseId }}
      dir="auto"
      className="target -my-2 inline-flex items-center break-words text-accent underline"
    >
      {words}
    </Link>
  );
}

/** A follow-up with what it is about. */
function Line({ one }: { one: FollowUpView }) {
  return (
    <li className="px-4 py-3">
      <p className="text-13 text-quiet">
        <About about={one.about} />
      </p>
      <OneFollowUp one={one} />
    </li>
  );
}
