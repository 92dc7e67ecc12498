import { useEffect, useRef, useState } from 'react';
import type { FrontPage, FrontPostView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { get, post as send, sentenceOf } from '../server/http.ts';
import { i18n } from '../words/i18n.ts';
import { FrontCard } from './FrontCard.tsx';
import type { FrontState } from './frontData.ts';
import { type FrontList, ProofLine } from './ProofLine.tsx';
import { whenSeen } from './seen.ts';

/** Further pages of a list, behind the one that is followed. */
function usePages(list: FrontList, first: FrontPage) {
  const [more, setMore] = useState<{ list: FrontList; rows: FrontPostView[]; next: string | null } | null>(
    null,
  );
  const [trouble, setTrouble] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const own = more?.list === list ? more : null;
  const known = new Set<string>();
  const rows = [...(list === 'all' ? first.rows : []), ...(own?.rows ?? [])].filter(
    ({ id }) => !known.has(id) && known.add(id),
  );
  const next = own === null ? (list === 'all' ? first.next : '') : own.next;
  const go = () => {
    if (next === null || busy) return;
    setBusy(true);
    setTrouble(null);
    const after = next === '' ? '' : `&after=${encodeURIComponent(next)}`;
    get<FrontPage>(`/api/front/posts?list=${list}${after}`)
      .then(
        (page) => setMore({ list, rows: [...(own?.rows ?? []), ...page.rows], next: page.next }),
        (error: unknown) => setTrouble(sentenceOf(error)),
      )
      .finally(() => setBusy(false));
  };
  return { rows, hasMore: next !== null, go, busy, trouble };
}

/** Every post that reached the institution, the last to arrive first. */
export function Everything({
  state,
  now,
  open,
}: {
  state: FrontState;
  now: Date;
  open: (caseId: string) => void;
}) {
  const [list, choose] = useState<FrontList>('all');
  const { rows, hasMore, go, busy, trouble } = usePages(list, state.page);
  const isFirst = rows.length === 0 && hasMore && trouble === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list is asked for once, when it is chosen.
  useEffect(() => {
    if (isFirst) go();
  }, [list]);
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
              open={post.caseId === null ? undefined : () => open(post.caseId ?? '')}
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
  post: Pick<FrontPostView, 'id' | 'seenAt'>;
  children: React.ReactNode;
}) {
  const line = useRef<HTMLLIElement>(null);
  const { id, seenAt } = post;
  useEffect(() => {
    if (seenAt !== null || line.current === null) return;
    return whenSeen(line.current, id, (postIds) => send('/api/front/seen', { postIds }));
  }, [id, seenAt]);
  return <li ref={line}>{children}</li>;
}
