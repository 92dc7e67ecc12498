import { type RefObject, Suspense, useLayoutEffect, useRef } from 'react';
import type { CaseView, PostView, ReplyView } from '../../../src/api/contract.ts';
import { lazily } from '../parts/lazily.ts';
import { readEarlierPosts } from '../server/earlier.ts';
import { caseKey } from '../server/queries.ts';
import { i18n } from '../words/i18n.ts';
import { AbuseKey } from './Abuse.tsx';
import { EarlierButton } from './EarlierButton.tsx';
import { PostCard } from './PostCard.tsx';
import { Praised, PraiseKey } from './Praise.tsx';
import { ReplyCard } from './ReplyCard.tsx';
import { SeenBy } from './SeenBy.tsx';
import { threadOf } from './thread.ts';
import { useEarlier } from './useEarlier.ts';

const ByPublicLink = lazily(() => import('../moves/ByPublicLink.tsx'));
const HideButton = lazily(() => import('../watchOuts/HideButton.tsx'));
const HiddenLine = lazily(() => import('../watchOuts/HiddenLine.tsx'));

/** The posts before those with which the case was opened, once somebody asks for them. */
const useEarlierPosts = ({ row, posts, morePosts }: CaseView) =>
  useEarlier({
    key: [...caseKey(row.id), 'posts'],
    latest: posts,
    more: morePosts,
    idOf: postId,
    read: (before, signal) => readEarlierPosts(row.id, before, signal),
  });

const postId = ({ id }: PostView) => id;

/** Pixels from the top at which what came before is asked for, so that who scrolls on need not wait for it. */
const nearTop = 400;

/** What comes in above moves nothing that is being read. `note` what was scrolled to; `ask` before more is asked for. */
function usePlaceKept(box: RefObject<HTMLElement | null>, above: number, more: boolean) {
  const fromEnd = useRef(0);
  const asked = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what came in above is what moves the place
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null || !asked.current) return;
    asked.current = false;
    element.scrollTop = element.scrollHeight - fromEnd.current;
    // The button that was pressed is gone with the last page.
    if (!more && document.activeElement === document.body) element.focus({ preventScroll: true });
  }, [above]);
  const note = () => {
    if (box.current !== null) fromEnd.current = box.current.scrollHeight - box.current.scrollTop;
  };
  return {
    note,
    ask: () => {
      note();
      asked.current = true;
    },
  };
}

export interface ThreadProps {
  shown: CaseView;
  changed: (reply: ReplyView) => void;
  rewrite: (reply: ReplyView) => void;
}

/** What was said, oldest first, opened at its end; new words are followed only by who reads at the end. */
export function Thread({ shown, changed, rewrite }: ThreadProps) {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const earlier = useEarlierPosts(shown);
  const items = threadOf({ ...shown, posts: [...earlier.items, ...shown.posts], morePosts: earlier.more });
  const count = items.length - earlier.items.length;
  const byLink = shown.moves.flatMap(({ conversations }) => conversations);
  const last = shown.posts.findLast((post) => post.direction === 'inbound' && post.text !== null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new item is what moves the end
  useLayoutEffect(() => {
    if (atEnd.current) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [count]);
  const place = usePlaceKept(box, earlier.items.length, earlier.more);
  const showEarlier = () => {
    place.ask();
    earlier.show();
  };
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
        place.note();
        if (scrollTop < nearTop && earlier.more && !earlier.busy && earlier.error === null) showEarlier();
      }}
      className="flex min-h-0 flex-1 flex-col gap-6 overflow-y-auto overscroll-contain p-4 focus-visible:-outline-offset-2 md:px-6"
    >
      <AbuseKey row={shown.row} post={last} />
      <PraiseKey row={shown.row} post={last} />
      <EarlierButton earlier={{ ...earlier, show: showEarlier }} words={i18n.t('Show earlier posts')} />
      {items.map((item) =>
        item.kind === 'post' ? (
          <PostCard
            key={item.post.id}
            post={item.post}
            row={shown.row}
            acts={
              shown.hiding.length > 0 && (
                <Suspense>
                  <HideButton shown={shown} post={item.post} />
                </Suspense>
              )
            }
          >
            {shown.hidden.some(({ postId }) => postId === item.post.id) && (
              <Suspense>
                <HiddenLine shown={shown} post={item.post} />
              </Suspense>
            )}
            <SeenBy seen={shown.seen.filter(({ postId }) => postId === item.post.id)} />
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
