import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Ear } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { CallDetail, CallPostsPage } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { classes } from '../parts/classes.ts';
import { Empty } from '../parts/Empty.tsx';
import { Field } from '../parts/Field.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { type CallList, callPostsQuery, callsKey, putCaseIn, sayOfPost } from '../server/complaintCalls.ts';
import { sentenceOf } from '../server/http.ts';
import { Panel } from '../settings/Page.tsx';
import { tell } from '../shell/told.ts';
import { useMay } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { momentWords, wholeMoment } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { networkWords } from '../words/names.ts';
import { wayWords } from './callWords.ts';

type Row = CallPostsPage['rows'][number];

const lists = (hasEnded: boolean): { list: CallList; words: string }[] => [
  { list: 'waiting', words: i18n.t('Waiting') },
  { list: 'answered', words: i18n.t('Answered') },
  { list: 'all', words: i18n.t('All') },
  ...(hasEnded ? [{ list: 'late' as const, words: i18n.t('Late') }] : []),
  { list: 'out', words: i18n.t('Taken out') },
];

/** Leads to a case: an executive answers on her own screen where she holds a phone, everybody else at the desk. */
function ToCase({ caseId, className, children }: { caseId: string; className: string; children: ReactNode }) {
  const mayFront = useMay('front.read');
  if (mayFront && window.matchMedia('(max-width: 767px)').matches)
    return (
      <a href={`/front#posts/${caseId}`} className={className}>
        {children}
      </a>
    );
  return (
    <Link to="/inbox/$view/$caseId" params={{ view: 'all', caseId }} className={className}>
      {children}
    </Link>
  );
}

/** The posts that answer a call: those that wait first, the longest first. */
export function CallPosts({ call }: { call: CallDetail }) {
  const [list, setList] = useState<CallList>('waiting');
  const client = useQueryClient();
  const changed = () => void client.invalidateQueries({ queryKey: callsKey });
  const found = useInfiniteQuery(callPostsQuery(call.id, list));
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? [];
  const mayWork = useMay('cases.work');
  const [first] = rows;
  return (
    <Panel
      title={i18n.t('Posts')}
      action={
        list === 'waiting' &&
        first !== undefined &&
        mayWork && (
          <ToCase
            caseId={first.caseId}
            className="target inline-flex items-center rounded-8 bg-accent px-3 font-medium text-accent-ink"
          >
            {i18n.t('Answer the next one')}
          </ToCase>
        )
      }
    >
      <fieldset aria-label={i18n.t('Which posts')} className="flex flex-wrap gap-2">
        {lists(call.state !== 'open').map((one) => (
          <button
            key={one.list}
            type="button"
            aria-pressed={list === one.list}
            onClick={() => setList(one.list)}
            className={classes(
              'target rounded-8 border px-3',
              list === one.list ? 'border-accent font-semibold' : 'border-line text-quiet hover:bg-deep',
            )}
          >
            {one.words}
          </button>
        ))}
      </fieldset>
      {found.data === undefined ? (
        found.isError ? (
          <Trouble error={found.error} again={() => void found.refetch()} />
        ) : (
          <Skeleton lines={5} />
        )
      ) : rows.length === 0 ? (
        <Empty
          icon={<Ear />}
          title={emptyWords(call.counts.heard === 0 && list === 'waiting' ? 'all' : list)}
        />
      ) : (
        <ul className="flex flex-col divide-y divide-line">
          {rows.map((row) => (
            <Post key={row.postId} row={row} callId={call.id} changed={changed} />
          ))}
        </ul>
      )}
      {found.hasNextPage && (
        <Button onClick={() => void found.fetchNextPage()} disabled={found.isFetchingNextPage}>
          {i18n.t('More posts')}
        </Button>
      )}
      {mayWork && <PutIn callId={call.id} changed={changed} />}
    </Panel>
  );
}

function emptyWords(list: CallList): string {
  switch (list) {
    case 'waiting':
      return i18n.t('Nobody waits for an answer');
    case 'answered':
      return i18n.t('Nothing was answered yet');
    case 'late':
      return i18n.t('Nothing came after the end');
    case 'out':
      return i18n.t('Nothing was taken out');
    default:
      return i18n.t('Nobody has written yet');
  }
}

function Post({ row, callId, changed }: { row: Row; callId: string; changed: () => void }) {
  const now = useNow();
  const mayWork = useMay('cases.work');
  const isOut = row.byHand === false;
  const say = () =>
    void sayOfPost(callId, row.postId, isOut).then(changed, (error: unknown) =>
      tell(sentenceOf(error), 'over'),
    );
  return (
    <li className="flex flex-col gap-1 py-3">
      <p className="flex flex-wrap gap-x-2 text-13 text-quiet">
        <span dir="auto" className="font-semibold break-words text-ink">
          {row.author}
        </span>
        <span>{networkWords(row.network)}</span>
        <time dateTime={row.at} title={wholeMoment(row.at)}>
          {momentWords(row.at, now)}
        </time>
        <span>{wayWords(row)}</span>
        {row.answeredAt !== null && <span className="text-ok">{i18n.t('Answered')}</span>}
      </p>
      <p dir="auto" className="break-words whitespace-pre-line">
        {row.text ?? <em className="text-quiet">{i18n.t('Its words were erased')}</em>}
      </p>
      <p className="flex flex-wrap items-center gap-x-4">
        <ToCase caseId={row.caseId} className="target inline-flex items-center text-accent underline">
          {i18n.t('Case {number}', { number: row.caseNumber })}
        </ToCase>
        {mayWork && (
          <Button kind="quiet" className="underline" onClick={say}>
            {isOut ? i18n.t('It does answer') : i18n.t('Does not answer it')}
          </Button>
        )}
      </p>
    </li>
  );
}

/** Puts the first post of a case in, where the rule did not find it. */
function PutIn({ callId, changed }: { callId: string; changed: () => void }) {
  const [number, setNumber] = useState('');
  const put = () => {
    void putCaseIn(callId, Number(number)).then(
      () => {
        setNumber('');
        changed();
      },
      (error: unknown) => tell(sentenceOf(error), 'over'),
    );
  };
  const can = /^\d{1,9}$/.test(number) && Number(number) > 0;
  return (
    <form
      className="flex flex-wrap items-end gap-2 border-t border-line pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (can) put();
      }}
    >
      <div className="min-w-32 flex-1 sm:max-w-60">
        <Field
          label={i18n.t('Put in another case')}
          inputMode="numeric"
          placeholder={i18n.t('Its number')}
          value={number}
          onChange={(event) => setNumber(event.target.value.trim())}
        />
      </div>
      <Button type="submit" disabled={!can}>
        {i18n.t('Put it in')}
      </Button>
    </form>
  );
}
