import { useEffect, useRef, useState } from 'react';
import type { FrontPage, FrontPostView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { get, post as send, sentenceOf } from '../server/http.ts';
import { i18n } from '../words/i18n.ts';
import { FrontCard } from './FrontCard.tsx';
import type { FrontState } from './frontData.ts';
import { type FrontList, ProofLine } from './ProofLine.tsx';
import { whenSeen } from './seen.ts';

/** A list as far as it was read. */
interface Read {
  list: FrontList;
  rows: readonly FrontPostView[];
  next: string | null;
}

/** The list with a newer first page before it; null where posts between the two were never read. */
export function withNewer(read: Read, first: FrontPage): Read | null {
  const known = new Set(read.rows.map(({ id }) => id));
  const meets = first.next === null || read.rows.length === 0 || first.rows.some(({ id }) => known.has(id));
  if (!meets) return null;
  const newer = new Set(first.rows.map(({ id }) => id));
  const last = first.next === null ? '' : (first.rows.at(-1)?.heardAt ?? '');
  // What was hers alone and is not there any more she handed over.
  const isHanded = ({ own, heardAt }: FrontPostView) => own && heardAt > last;
  return {
    ...read,
    rows: [...first.rows, ...read.rows.filter((row) => !newer.has(row.id) && !isHanded(row))],
  };
}

/** Further pages of a list, behind the one that is followed. */
function usePages(list: FrontList, first: FrontPage) {
  const [read, setRead] = useState<Read>({ list: 'all', rows: first.rows, next: first.next });
  const [latest, setLatest] = useState(first);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  if (latest !== first) {
    setLatest(first);
    // Where more came than one page holds, the list begins anew: nothing is missing in its middle.
    if (read.list === 'all') setRead(withNewer(read, first) ?? { list, rows: first.rows, next: first.next });
  }
  if (read.list !== list)
    setRead(list === 'all' ? { list, rows: first.rows, next: first.next } : { list, rows: [], next: '' });
  const { rows, next } = read;
  const go = () => {
    if (next === null || busy) return;
    setBusy(true);
    setTrouble(null);
    const after = next === '' ? '' : `&after=${encodeURIComponent(next)}`;
    get<FrontPage>(`/api/front/posts?list=${list}${after}`)
      .then(
        (page) =>
          setRead((before) => {
            if (before.list !== list || before.next !== next) return before;
            const known = new Set(before.rows.map(({ id }) => id));
            return {
              list,
              rows: [...before.rows, ...page.rows.filter(({ id }) => !known.has(id))],
              next: page.next,
            };
          }),
        (error: unknown) => setTrouble(sentenceOf(error)),
      )
      .finally(() => setBusy(false));
  };
  return { rows, hasMore: next !== null, isUnread: next === '', go, busy, trouble };
}

/** Every post that reached the institution, the last to arrive first. */
export function Everything({
  state,
  now,
  open,
}: {
  state: FrontState;
  now: Date;
  open: (caseId: string, own: boolean) => void;
}) {
  const [list, choose] = useState<FrontList>('all');
  const { rows, hasMore, isUnread, go, busy, trouble } = usePages(list, state.page);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list is asked for once, when it is chosen.
  useEffect(() => {
    if (isUnread) go();
  }, [list, isUnread]);
  return (
    <>
      <ProofLine line={state.line} list={list} choose={choose} />
      {rows.length === 0 && !hasMore && (
        <p className="px-4 py-10 text-center text-quiet">
          {list === 'all' ? i18n.t('Nobody has written yet.') : i18n.t('There is nothing of this kind.')}
        </p>
      )}
      <ul className="divide-y divide-line">
        {rows.map((post) => (
          <Seen key={post.id} post={post}>
            <FrontCard
              post={post}
              now={now}
              open={post.caseId === null ? undefined : () => open(post.caseId ?? '', post.own)}
            />
          </Seen>
        ))}
      </ul>
      {trouble !== null && (
        <p role="alert" className="px-4 py-2 text-over">
          {trouble}
        </p>
      )}
      {hasMore && (
        <p className="p-4 text-center">
          <Button onClick={go} disabled={busy}>
            {busy ? i18n.t('Reading …') : i18n.t('Show earlier posts')}
          </Button>
        </p>
      )}
    </>
  );
}

/** A line that tells the desk once it was really on the screen. */
export function Seen({
  post,
  children,
}: {
  post: Pick<FrontPostView, 'id' | 'seenAt' | 'own'>;
  children: React.ReactNode;
}) {
  const line = useRef<HTMLLIElement>(null);
  const { id, seenAt, own } = post;
  useEffect(() => {
    // What was written to her alone nobody is told that she saw.
    if (own || seenAt !== null || line.current === null) return;
    return whenSeen(line.current, id, (postIds) => send('/api/front/seen', { postIds }));
  }, [id, seenAt, own]);
  return <li ref={line}>{children}</li>;
}
