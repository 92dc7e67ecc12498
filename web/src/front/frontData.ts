/** What the front row shows: read from the server, and as it stood last where the server cannot be reached. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { FrontLineView, FrontPage, Me, NeedsPage } from '../../../src/api/contract.ts';
import { followEvents } from '../live/stream.ts';
import { forgetKept, keep, recall } from '../parts/remembered.ts';
import { get, isUnreachable, Refusal } from '../server/http.ts';

/** The last state that was read, and when. */
export interface FrontState {
  me: Me;
  needs: NeedsPage;
  page: FrontPage;
  line: FrontLineView;
  readAt: string;
}

const kept = 'front.state';

/** Forgets everything that was read or begun here, but not what waits to be sent: whoever signs in next must not see it. */
export const forgetFront = () => forgetKept('front.');

/** Leads to the door, and back here behind it. */
function toTheDoor(): void {
  forgetFront();
  sessionStorage.setItem('answerable.to', '/front');
  location.replace('/sign-in');
}

async function readAll(): Promise<FrontState> {
  const [me, needs, page, line] = await Promise.all([
    get<Me>('/api/me'),
    get<NeedsPage>('/api/front/needs'),
    get<FrontPage>('/api/front/posts'),
    get<FrontLineView>('/api/front/line'),
  ]);
  return { me, needs, page, line, readAt: new Date().toISOString() };
}

export type Reading =
  | { kind: 'reading' }
  | { kind: 'refused'; error: Refusal }
  | { kind: 'shown'; state: FrontState; old: boolean };

/** Milliseconds that news are gathered before all is read again, and the longest time without reading. */
const gathered = 1_500;
const longest = 120_000;
/** While the server is away it is asked again after so long. */
const whileAway = 10_000;

/** After a reading that took so long, the next one waits so many times as long: many screens on a busy desk must not keep the server from its work. */
const restBetween = 4;

/** The front row, followed: shown at once as it stood last, then as it is, and again whenever something changes. */
export function useFrontRow(): { reading: Reading; again: () => void } {
  const [reading, setReading] = useState<Reading>(() => {
    const state = recall<FrontState | null>(kept, null);
    return state === null ? { kind: 'reading' } : { kind: 'shown', state, old: true };
  });
  const busy = useRef(false);
  const missed = useRef(false);
  const read = useRef<() => void>(() => undefined);
  const rest = useRef(gathered);
  const again = useCallback(() => {
    if (busy.current) {
      missed.current = true;
      return;
    }
    busy.current = true;
    const began = performance.now();
    readAll()
      .then(
        (state) => {
          // Another member has signed in since: what was kept is not theirs.
          if (recall<FrontState | null>(kept, null)?.me.member.id !== state.me.member.id) forgetFront();
          keep(kept, state);
          setReading({ kind: 'shown', state, old: false });
        },
        (error: unknown) => {
          if (error instanceof Refusal && error.status === 401) return toTheDoor();
          if (!(error instanceof Refusal)) throw error;
          setReading((before) => {
            if (before.kind !== 'shown' || !isUnreachable(error)) return { kind: 'refused', error };
            return { ...before, old: true };
          });
        },
      )
      .finally(() => {
        busy.current = false;
        rest.current = Math.max(gathered, (performance.now() - began) * restBetween);
        if (!missed.current) return;
        // What came while it was read is in the next reading.
        missed.current = false;
        setTimeout(() => read.current(), rest.current);
      });
  }, []);
  read.current = again;
  const isFresh = reading.kind === 'shown' && !reading.old;
  const isAway = reading.kind === 'shown' && reading.old;
  useFollowing(again, isAway);
  useNews(isFresh ? reading.state.me.sequence : null, again, rest);
  useNews(isFresh ? (reading.state.line.own?.sequence ?? null) : null, again, rest, '&letterbox=1');
  return { reading, again };
}

/** Reads at once, when the page is looked at again, and when the network is back. */
function useFollowing(again: () => void, isAway: boolean): void {
  useEffect(again, [again]);
  useEffect(() => {
    const looked = () => {
      if (document.visibilityState === 'visible') again();
    };
    const timer = setInterval(looked, isAway ? whileAway : longest);
    document.addEventListener('visibilitychange', looked);
    window.addEventListener('online', again);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', looked);
      window.removeEventListener('online', again);
    };
  }, [again, isAway]);
}

/** Reads on every change on the desk, or (`more`) in one's own letterbox. */
function useNews(
  sequence: number | null,
  again: () => void,
  rest: { readonly current: number },
  more = '',
): void {
  // From what was read last: what a kept state knows may be weeks old.
  const from = useRef(sequence);
  if (sequence !== null) from.current = sequence;
  const isFollowed = sequence !== null;
  useEffect(() => {
    if (!isFollowed) return;
    let soon: ReturnType<typeof setTimeout> | undefined;
    const news = () => {
      soon ??= setTimeout(() => {
        soon = undefined;
        again();
      }, rest.current);
    };
    const stop = followEvents(from.current ?? 0, { news, presence: () => undefined }, more);
    return () => {
      clearTimeout(soon);
      stop();
    };
  }, [isFollowed, again, rest, more]);
}
