import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Inbox, ListFilter, PartyPopper } from 'lucide-react';
import { useCallback, useRef } from 'react';
import type { CaseRow, Me, View } from '../../../src/api/contract.ts';
import { mostInBulk } from '../../../src/domain/bulk.ts';
import { type CaseFilter, isEmptyFilter } from '../../../src/domain/caseFilter.ts';
import { filterQuery } from '../filters/address.ts';
import { NarrowedLine } from '../filters/NarrowedLine.tsx';
import { useListFilter } from '../filters/useListFilter.ts';
import { useCommands } from '../keys/commands.ts';
import { Button } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { sentenceOf } from '../server/http.ts';
import { listKey, listQuery, readOn } from '../server/queries.ts';
import { tell } from '../shell/told.ts';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { viewWords } from '../words/names.ts';
import type { CaseList } from './caseList.ts';
import { Lines } from './Lines.tsx';
import { Views } from './Views.tsx';

/** A narrowed view may look through many pages to find few cases. */
const mostPages = 20;

/** Reads the next page, once at a time. */
function useReadOn(view: View, filter: CaseFilter) {
  const client = useQueryClient();
  const reading = useRef(false);
  return useCallback(() => {
    if (reading.current) return;
    reading.current = true;
    // What cannot be read now is asked for again with the next scroll.
    readOn(client, view, filter)
      .catch(() => undefined)
      .finally(() => {
        reading.current = false;
      });
  }, [client, view, filter]);
}

/** Reads on until there are as many as can be selected at once, or no more. */
function useReadAll(view: View, filter: CaseFilter) {
  const client = useQueryClient();
  return useCallback(async () => {
    const list = () => client.getQueryData<CaseList>(listKey(view, filter));
    for (let pages = 0; pages < mostPages; pages++) {
      const now = list();
      if (now === undefined || now.next === null || now.rows.length >= mostInBulk) break;
      await readOn(client, view, filter).catch((error: unknown) => {
        tell(sentenceOf(error), 'over');
        pages = mostPages;
      });
    }
    return list()?.rows ?? [];
  }, [client, view, filter]);
}

function Nothing({ view, narrowed, showAll }: { view: View; narrowed: boolean; showAll: () => void }) {
  const mayConnect = useMay('accounts.manage');
  if (narrowed) {
    return (
      <Empty
        icon={<ListFilter />}
        title={i18n.t('No such case in this view')}
        action={<Button onClick={showAll}>{i18n.t('Show everything')}</Button>}
      >
        {viewWords(view)}
      </Empty>
    );
  }
  if (view === 'queue') {
    return (
      <Empty
        icon={<PartyPopper />}
        title={i18n.t('Nobody waits for an answer')}
        action={
          mayConnect && (
            <Link
              to="/settings/accounts"
              className="target inline-flex items-center font-medium text-accent underline"
            >
              {i18n.t('Connected accounts')}
            </Link>
          )
        }
      >
        {i18n.t('New cases appear here by themselves, the most urgent first.')}
      </Empty>
    );
  }
  return (
    <Empty icon={<Inbox />} title={i18n.t('No case here')}>
      {i18n.t('A case that belongs in this view appears by itself.')}
    </Empty>
  );
}

/** A narrowed view is looked through ten thousand cases at a time, and says so. */
function CutHere({ readOn }: { readOn: () => void }) {
  return (
    <div className="flex shrink-0 flex-wrap items-center justify-between gap-2 border-t border-line px-3 py-1 text-13">
      {i18n.t('10,000 more cases of this view were looked through. There may be others further down.')}
      <Button onClick={readOn}>{i18n.t('Look further')}</Button>
    </div>
  );
}

/** The first column: the views and their cases. */
export function ListColumn({ view, openId }: { me: Me; view: View; openId: string | null }) {
  const { filter, set } = useListFilter();
  const list = useQuery(listQuery(view, filter));
  const navigate = useNavigate();
  const nearEnd = useReadOn(view, filter);
  const open = useCallback(
    (row: CaseRow) => void navigate({ to: '/inbox/$view/$caseId', params: { view, caseId: row.id } }),
    [navigate, view],
  );
  const readAll = useReadAll(view, filter);
  const mayExport = useMay('cases.export');
  useCommands([
    mayExport && {
      id: 'export',
      title: i18n.t('Take this list along as CSV'),
      group: i18n.t('Cases'),
      run: () => window.location.assign(`/api/cases/export?view=${view}${filterQuery(filter)}`),
    },
  ]);
  return (
    <section aria-label={i18n.t('Cases')} className="flex h-full min-h-0 flex-col">
      <Views view={view} filter={filter} setFilter={set} />
      <NarrowedLine shown={{ view, words: '', filter }} set={set} />
      {list.data === undefined ? (
        list.isError ? (
          <Trouble error={list.error} again={() => void list.refetch()} />
        ) : (
          <Skeleton lines={14} />
        )
      ) : list.data.rows.length === 0 && list.data.cut ? (
        <Empty icon={<ListFilter />} title={i18n.t('None so far')} />
      ) : list.data.rows.length === 0 ? (
        <Nothing view={view} narrowed={!isEmptyFilter(filter)} showAll={() => set({})} />
      ) : (
        <Lines
          key={`${view}${filterQuery(filter)}`}
          rows={list.data.rows}
          openId={openId}
          open={open}
          nearEnd={nearEnd}
          readAll={readAll}
          label={viewWords(view)}
        />
      )}
      {list.data?.cut === true && <CutHere readOn={nearEnd} />}
    </section>
  );
}
