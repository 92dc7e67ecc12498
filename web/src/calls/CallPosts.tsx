import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Ear } from 'lucide-react';
import { useState } from 'react';
import type { CallDetail } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { classes } from '../parts/classes.ts';
import { Empty } from '../parts/Empty.tsx';
import { Field } from '../parts/Field.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { type CallList, callPostsQuery, callsKey, putCaseIn } from '../server/complaintCalls.ts';
import { sentenceOf } from '../server/http.ts';
import { Panel } from '../settings/Page.tsx';
import { tell } from '../shell/told.ts';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { CallPost, SayOfChosen, ToCase } from './CallPost.tsx';

const lists = (hasEnded: boolean): { list: CallList; words: string }[] => [
  { list: 'waiting', words: i18n.t('Waiting') },
  { list: 'answered', words: i18n.t('Answered') },
  { list: 'settled', words: i18n.t('Closed') },
  { list: 'all', words: i18n.t('All') },
  ...(hasEnded ? [{ list: 'late' as const, words: i18n.t('Late') }] : []),
  { list: 'folded', words: i18n.t('Abuse or spam') },
  { list: 'out', words: i18n.t('Taken out') },
];

/** Once it has ended its numbers stand in public for good: whoever answers for the call changes them then. */
function useMayChange({ state }: CallDetail): boolean {
  const [mayWork, mayManage] = [useMay('cases.work'), useMay('calls.manage')];
  return mayWork && (state === 'open' || mayManage);
}

/** The posts that answer a call: those that wait first, the longest first. */
export function CallPosts({ call }: { call: CallDetail }) {
  const [list, setList] = useState<CallList>('waiting');
  const client = useQueryClient();
  const changed = () => void client.invalidateQueries({ queryKey: callsKey });
  const found = useInfiniteQuery(callPostsQuery(call.id, list));
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? [];
  const mayChange = useMayChange(call);
  const mayWork = useMay('cases.work');
  const [chosen, choose] = useState<readonly string[]>([]);
  const show = (next: CallList) => {
    setList(next);
    choose([]);
  };
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
            onClick={() => show(one.list)}
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
            <CallPost
              key={row.postId}
              row={row}
              list={list}
              callId={call.id}
              changed={changed}
              chosen={chosen.includes(row.postId)}
              choose={
                mayChange
                  ? (is) => choose(is ? [...chosen, row.postId] : chosen.filter((one) => one !== row.postId))
                  : null
              }
            />
          ))}
        </ul>
      )}
      {chosen.length > 0 && (
        <SayOfChosen
          callId={call.id}
          list={list}
          chosen={chosen}
          done={() => {
            choose([]);
            changed();
          }}
        />
      )}
      {found.hasNextPage && (
        <Button onClick={() => void found.fetchNextPage()} disabled={found.isFetchingNextPage}>
          {i18n.t('More posts')}
        </Button>
      )}
      {mayChange && <PutIn callId={call.id} changed={changed} />}
    </Panel>
  );
}

function emptyWords(list: CallList): string {
  switch (list) {
    case 'waiting':
      return i18n.t('Nobody waits for an answer');
    case 'answered':
      return i18n.t('Nothing was answered yet');
    case 'settled':
      return i18n.t('Nothing was closed without an answer');
    case 'folded':
      return i18n.t('Nothing was taken for abuse or spam');
    case 'late':
      return i18n.t('Nothing came after the end');
    case 'out':
      return i18n.t('Nothing was taken out');
    default:
      return i18n.t('Nobody has written yet');
  }
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
