import { Suspense, useLayoutEffect, useRef } from 'react';
import type { CaseView, ReplyView } from '../../../src/api/contract.ts';
import { lazily } from '../parts/lazily.ts';
import { i18n } from '../words/i18n.ts';
import { AbuseKey } from './Abuse.tsx';
import { PostCard } from './PostCard.tsx';
import { Praised, PraiseKey } from './Praise.tsx';
import { ReplyCard } from './ReplyCard.tsx';
import { threadOf } from './thread.ts';

const ByPublicLink = lazily(() => import('../moves/ByPublicLink.tsx'));

export interface ThreadProps {
  shown: CaseView;
  changed: (reply: ReplyView) => void;
  rewrite: (reply: ReplyView) => void;
}

/** What was said, oldest first, opened at its end; new words are followed only by who reads at the end. */
export function Thread({ shown, changed, rewrite }: ThreadProps) {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const items = threadOf(shown);
  const count = items.length;
  const byLink = shown.moves.flatMap(({ conversations }) => conversations);
  const last = shown.posts.findLast((post) => post.direction === 'inbound' && post.text !== null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new item is what moves the end
  useLayoutEffect(() => {
    if (atEnd.current) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [count]);
  return (
    <div
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
      tabIndex={0}
      role="log"
      aria-label={i18n.t('What was said')}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        atEnd.current = scrollHeight - scrollTop - clientHeight < 60;
      }}
      className="flex min-h-0 flex-1 flex-col gap-6 overflow-y-auto overscroll-contain p-4 focus-visible:-outline-offset-2 md:px-6"
    >
      <AbuseKey row={shown.row} post={last} />
      <PraiseKey row={shown.row} post={last} />
      {shown.morePosts && (
        <p className="text-center text-13 text-quiet">{i18n.t('Only the latest 500 posts are shown.')}</p>
      )}
      {items.map((item) =>
        item.kind === 'post' ? (
          <PostCard key={item.post.id} post={item.post} row={shown.row}>
            {item.post.direction === 'inbound' && byLink.includes(item.post.conversationId ?? '') && (
              <Suspense>
                <ByPublicLink />
              </Suspense>
            )}
            <Praised shown={shown} post={item.post} changed={changed} />
          </PostCard>
        ) : (
          <ReplyCard key={item.reply.id} reply={item.reply} changed={changed} rewrite={rewrite} />
        ),
      )}
    </div>
  );
}
