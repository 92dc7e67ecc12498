import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ExternalLink, Handshake } from 'lucide-react';
import type { CommitmentsPage } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { type LedgerFilter, ledgerQuery } from '../server/commitments.ts';
import { Page } from '../settings/Page.tsx';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { Filters } from './Filters.tsx';
import { LedgerLine } from './LedgerLine.tsx';
import { LedgerNumbers } from './LedgerNumbers.tsx';

/** The ledger inside: what was promised to authors, who keeps it and until when, and how the word was kept. */
export default function PromisesPage() {
  const filter = useSearch({ from: '/shell/commitments' });
  const navigate = useNavigate();
  const change = (more: Partial<LedgerFilter>) =>
    void navigate({ to: '/commitments', search: { ...filter, ...more }, replace: true });
  const found = useInfiniteQuery(ledgerQuery(filter));
  const first = found.data?.pages[0];
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Scroll name={i18n.t('Promises')} className="h-full">
      <Page
        title={i18n.t('Promises')}
        about={i18n.t('What your answers promise, by when and by whom. Only people say that one was kept.')}
      >
        <Filters filter={filter} change={change} />
        {first !== undefined && <LedgerNumbers ledger={first.ledger} list={filter.list} change={change} />}
        {found.isError && found.data === undefined ? (
          <Trouble error={found.error} again={() => void found.refetch()} />
        ) : first === undefined ? (
          <Skeleton lines={8} />
        ) : rows.length === 0 ? (
          <Empty icon={<Handshake />} title={emptyWords(filter.list)}>
            {i18n.t('A promise comes here by itself once the answer that makes it has left.')}
          </Empty>
        ) : (
          <ul className="flex flex-col divide-y divide-line rounded-8 border border-line bg-raised">
            {rows.map((row) => (
              <LedgerLine key={row.id} row={row} />
            ))}
          </ul>
        )}
        {found.hasNextPage && (
          <Button onClick={() => void found.fetchNextPage()} disabled={found.isFetchingNextPage}>
            {i18n.t('More promises')}
          </Button>
        )}
        <TakeAlong filter={filter} />
        <PublicPages rows={rows} />
      </Page>
    </Scroll>
  );
}

function emptyWords(list: LedgerFilter['list']): string {
  switch (list) {
    case 'open':
      return i18n.t('Nothing is to be kept');
    case 'late':
      return i18n.t('Nothing is late');
    case 'kept':
      return i18n.t('Nothing was kept yet');
    case 'broken':
      return i18n.t('Nothing was given up');
  }
}

/** All of them that fit, whichever list is shown, as a table. */
function TakeAlong({ filter: { owner, team, tag } }: { filter: LedgerFilter }) {
  const mayTake = useMay('cases.export');
  if (!mayTake) return null;
  const asked = Object.entries({ owner, team, tag }).filter(([, value]) => value !== '');
  return (
    <p>
      <a
        href={`/api/commitments/export?${new URLSearchParams(asked)}`}
        download
        className="target inline-flex items-center gap-1 text-accent underline"
      >
        {i18n.t('Take it along as CSV')}
      </a>
    </p>
  );
}

/** What everybody reads of them. */
function PublicPages({ rows }: { rows: CommitmentsPage['rows'] }) {
  const pages = new Map(rows.map(({ page, institution }) => [page, institution]));
  if (pages.size === 0) return null;
  return (
    <ul className="flex flex-col gap-1">
      {[...pages].map(([page, institution]) => (
        <li key={page}>
          <a
            href={`/promises/${page}`}
            target="_blank"
            rel="noreferrer"
            className="target inline-flex items-center gap-1 text-accent underline"
          >
            {i18n.t('What everybody reads of {institution}', { institution })}
            <ExternalLink aria-hidden className="size-3.5" />
          </a>
        </li>
      ))}
    </ul>
  );
}
