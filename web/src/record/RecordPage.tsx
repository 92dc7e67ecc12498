import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ChartLine } from 'lucide-react';
import { useState } from 'react';
import type { RecordView } from '../../../src/api/contract.ts';
import { dateAt } from '../../../src/domain/zone.ts';
import { useCommands } from '../keys/commands.ts';
import { Button } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { recordCsv, recordQuery } from '../server/record.ts';
import { Page } from '../settings/Page.tsx';
import { useMe } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { Asked } from './Asked.tsx';
import { Breakdown } from './Breakdown.tsx';
import { Chart } from './Chart.tsx';
import { Numbers } from './Numbers.tsx';
import { type RecordFilter, recordFilterOf } from './recordFilter.ts';
import type { RecordSearch } from './recordSearch.ts';
import { dimensionWords, kindWords, stretchWords, valueWords } from './recordWords.ts';
import { Spans } from './Spans.tsx';
import { FiguresTable } from './Tables.tsx';

/** The response record: how fast and how surely authors are answered, told apart, down to the very cases. */
export default function RecordPage() {
  const search = useSearch({ from: '/shell/record' });
  const navigate = useNavigate();
  const { timeZone } = useMe().organisation;
  const filter = recordFilterOf(search, dateAt(timeZone, useNow()));
  const change = (more: RecordSearch) =>
    void navigate({ to: '/record', search: { ...search, ...more }, replace: true, resetScroll: false });
  const [asTable, setAsTable] = useState(false);
  const found = useQuery(recordQuery(filter));
  useCommands([
    {
      id: 'record-table',
      title: asTable ? i18n.t('Show the record as a picture') : i18n.t('Show the record as a table'),
      group: i18n.t('Do'),
      keys: 't',
      run: () => setAsTable(!asTable),
    },
  ]);
  const record = found.data;
  return (
    <Scroll name={i18n.t('Response record')} className="h-full">
      <Page
        title={i18n.t('Response record')}
        about={i18n.t(
          'How fast and how surely authors are answered. Nobody is left out: who still waits counts as waiting.',
        )}
      >
        <Asked filter={filter} change={change} />
        {record === undefined ? (
          found.isError ? (
            <Trouble error={found.error} again={() => void found.refetch()} />
          ) : (
            <Skeleton lines={10} />
          )
        ) : (
          <Shown
            record={record}
            filter={filter}
            change={change}
            asTable={asTable}
            turn={() => setAsTable(!asTable)}
          />
        )}
      </Page>
    </Scroll>
  );
}

function Shown({
  record,
  filter,
  change,
  asTable,
  turn,
}: {
  record: RecordView;
  filter: RecordFilter;
  change: (more: RecordSearch) => void;
  asTable: boolean;
  turn: () => void;
}) {
  const { narrowed } = filter;
  const nothing = record.totals.first.count + record.totals.next.count + record.totals.resolution.count === 0;
  const named = record.table.find(({ value }) => value === narrowed?.value);
  const value =
    narrowed === null ? null : valueWords(narrowed.dimension, narrowed.value, named?.name ?? null);
  if (nothing && narrowed === null)
    return (
      <>
        <AsOf state={record.state} />
        <Empty icon={<ChartLine />} title={i18n.t('Nobody wrote in this time')}>
          {i18n.t('Choose another period. What authors write is counted within seconds.')}
        </Empty>
      </>
    );
  const list = filter.list ?? 'all';
  return (
    <>
      <AsOf state={record.state} />
      {value !== null && narrowed !== null && (
        <p className="flex flex-wrap items-center gap-2">
          <span className="min-w-0 break-words" dir="auto">
            {i18n.t('Only {what}: {value}', { what: dimensionWords(narrowed.dimension), value })}
          </span>
          <Button onClick={() => change({ dimension: undefined, value: undefined })}>
            {i18n.t('Show all')}
          </Button>
        </p>
      )}
      <Numbers totals={record.totals} />
      <Picture record={record} filter={filter} change={change} asTable={asTable} turn={turn} />
      <Breakdown
        filter={filter}
        table={record.table}
        asTable={asTable}
        choose={(by) => change({ by })}
        open={(one) => change({ dimension: filter.by, value: one, list, day: undefined })}
      />
      {filter.list !== null && (
        <Spans
          key={`${narrowed?.dimension} ${narrowed?.value} ${filter.stretch?.from}`}
          filter={filter}
          value={value}
          change={change}
        />
      )}
    </>
  );
}

/** The chart, or the same as a table, and both to be taken along. */
function Picture({ record, filter, change, asTable, turn }: Parameters<typeof Shown>[0]) {
  const list = filter.list ?? 'all';
  const open = ({ from, to }: { from: string; to: string }) => change({ day: `${from}_${to}`, list });
  return (
    <section className="flex flex-col gap-3" aria-label={kindWords(filter.kind)}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-17 font-semibold">
          {kindWords(filter.kind)} · {stretchWords(filter)}
        </h2>
        <div className="flex flex-wrap gap-2">
          <Button onClick={turn} shortcut="t" aria-pressed={asTable}>
            {asTable ? i18n.t('As a picture') : i18n.t('As a table')}
          </Button>
          <a
            href={recordCsv(filter, 'days')}
            download
            className="target inline-flex items-center px-2 text-accent underline"
          >
            {i18n.t('Days as CSV')}
          </a>
          <a
            href={recordCsv(filter, 'values')}
            download
            className="target inline-flex items-center px-2 text-accent underline"
          >
            {i18n.t('Table as CSV')}
          </a>
        </div>
      </div>
      {asTable ? (
        <FiguresTable
          kind={filter.kind}
          caption={i18n.t('{what}, from day to day', { what: kindWords(filter.kind) })}
          first={i18n.t('When')}
          lines={record.series.map((point) => ({
            key: point.from,
            figures: point.figures,
            name: (
              <button
                type="button"
                onClick={() => open(point)}
                className="target w-full text-left text-accent underline"
              >
                {stretchWords(point)}
              </button>
            ),
          }))}
        />
      ) : (
        <Chart series={record.series} kind={filter.kind} open={open} />
      )}
      <Button className="self-start" onClick={() => change({ list, day: undefined })}>
        {i18n.t('Show the cases behind it')}
      </Button>
    </section>
  );
}

/** How far the figures are. */
function AsOf({ state }: { state: RecordView['state'] }) {
  const now = useNow();
  if (state === null)
    return <p className="text-quiet">{i18n.t('Nothing is counted yet; it begins by itself.')}</p>;
  return (
    <p className="text-13 text-quiet">
      {i18n.t('As of {time}.', { time: momentWords(state.countedAt, now) })}{' '}
      {state.recounting && i18n.t('All cases are being counted, and figures change until that is done.')}
    </p>
  );
}
