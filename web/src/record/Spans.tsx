import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { SpansPage } from '../../../src/api/contract.ts';
import { type SpanState, spanStates } from '../../../src/domain/record.ts';
import { Button, IconButton } from '../parts/Button.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { spansQuery } from '../server/record.ts';
import { useNow } from '../time/now.ts';
import { momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import type { RecordFilter } from './recordFilter.ts';
import type { RecordSearch } from './recordSearch.ts';
import { durationWords, kindWords, stretchWords } from './recordWords.ts';

function listWords(state: SpanState, settles: boolean): string {
  switch (state) {
    case 'all':
      return i18n.t('All');
    case 'answered':
      return settles ? i18n.t('Settled') : i18n.t('Answered');
    case 'waiting':
      return settles ? i18n.t('Not settled yet') : i18n.t('Not answered yet');
  }
}

/** The very cases behind a figure. */
export function Spans({
  filter,
  value,
  change,
}: {
  filter: RecordFilter;
  value: string | null;
  change: (more: RecordSearch) => void;
}) {
  const found = useInfiniteQuery(spansQuery(filter));
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? [];
  const heading = useRef<HTMLHeadingElement>(null);
  const of = [kindWords(filter.kind), value, stretchWords(filter.stretch ?? filter)].filter(
    (words) => words !== null,
  );
  // Whoever opened it reads on here, by eye and by ear.
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <section className="flex flex-col gap-3" aria-labelledby="record-spans">
      <div className="flex items-start justify-between gap-2">
        <h2
          id="record-spans"
          ref={heading}
          tabIndex={-1}
          className="min-w-0 text-17 font-semibold break-words"
          dir="auto"
        >
          {i18n.t('The cases behind it')}: {of.join(' · ')}
        </h2>
        <IconButton
          name={i18n.t('Close this list')}
          onClick={() => change({ list: undefined, day: undefined, dimension: undefined, value: undefined })}
        >
          <X aria-hidden className="size-4" />
        </IconButton>
      </div>
      <div className="flex flex-wrap gap-2">
        {spanStates.map((state) => (
          <Button
            key={state}
            kind={filter.list === state ? 'main' : 'plain'}
            aria-pressed={filter.list === state}
            onClick={() => change({ list: state })}
          >
            {listWords(state, filter.kind === 'resolution')}
          </Button>
        ))}
      </div>
      {found.isError && found.data === undefined ? (
        <Trouble error={found.error} again={() => void found.refetch()} />
      ) : found.data === undefined ? (
        <Skeleton lines={6} />
      ) : rows.length === 0 ? (
        <p className="text-quiet">{i18n.t('None')}</p>
      ) : (
        <ul className="flex flex-col divide-y divide-line rounded-8 border border-line bg-raised">
          {rows.map((row) => (
            <Line key={`${row.caseId} ${row.begunAt} ${row.begunPostId}`} row={row} filter={filter} />
          ))}
        </ul>
      )}
      {found.hasNextPage && (
        <Button onClick={() => void found.fetchNextPage()} disabled={found.isFetchingNextPage}>
          {i18n.t('More cases')}
        </Button>
      )}
    </section>
  );
}

function Line({ row, filter }: { row: SpansPage['rows'][number]; filter: RecordFilter }) {
  const now = useNow();
  const took = row[filter.hours];
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 py-2">
      <div className="min-w-0 flex-1 basis-64">
        <p className="text-13 text-quiet">
          <Link
            to="/inbox/$view/$caseId"
            params={{ view: 'all', caseId: row.caseId }}
            className="target -my-2 inline-flex items-center text-accent underline"
          >
            {i18n.t('Case {number}', { number: row.caseNumber })}
          </Link>{' '}
          · <span dir="auto">{row.author}</span> · {momentWords(row.begunAt, now)}
          {row.member !== null && (
            <>
              {' '}
              · <span dir="auto">{row.member}</span>
            </>
          )}
        </p>
        <p className="line-clamp-2 break-words" dir="auto">
          {row.words ?? <span className="text-quiet">{i18n.t('Its words are gone.')}</span>}
        </p>
      </div>
      <p className={row.endedAt === null || row.onTime === false ? 'text-over' : 'text-quiet'}>
        {row.endedAt !== null
          ? durationWords(took)
          : row.settled
            ? i18n.t('settled without an answer')
            : filter.kind === 'resolution'
              ? i18n.t('not settled yet')
              : i18n.t('no answer yet')}
      </p>
    </li>
  );
}
