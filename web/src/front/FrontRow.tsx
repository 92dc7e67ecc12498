import { useEffect, useMemo, useState } from 'react';
import type { ReplyView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { isUnreachable, post, Refusal } from '../server/http.ts';
import { momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { outboxLock } from '../worker/left.ts';
import { CaseSheet } from './CaseSheet.tsx';
import { Everything } from './Everything.tsx';
import { type FrontState, useFrontRow } from './frontData.ts';
import { leaveToWorker } from './leaveToWorker.ts';
import { Mine } from './Mine.tsx';
import { NeedsYou } from './NeedsYou.tsx';
import {
  type CalledBack,
  makeOutbox,
  type Offered,
  type Outbox,
  type Outgoing,
  storedOutbox,
} from './outbox.ts';
import { closeCase, openCase, type Tab, tabs, usePlace } from './place.ts';
import { ofOwn, readAhead } from './useCaseShown.ts';

const tabWords = (tab: Tab): string =>
  tab === 'needs' ? i18n.t('Needs you') : tab === 'posts' ? i18n.t('Everything') : i18n.t('Mine');

/** The time, anew each half minute: waiting grows while one looks. */
function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** What is asked of the server for an answer. */
function asked(answer: Outgoing): { address: string; body: object } {
  const { caseId, own, refusal: _, writtenAt: __, offered: ___, takenBack: ____, ...sending } = answer;
  return { address: `/api/cases/${caseId}/replies${ofOwn(own)}`, body: { ...sending, attachments: [] } };
}

const leave = (waiting: readonly Outgoing[]) =>
  leaveToWorker(waiting.map((one) => ({ memberId: one.memberId, ...asked(one) })));

async function offer(answer: Outgoing): Promise<Offered> {
  const { address, body } = asked(answer);
  try {
    const reply = await post<ReplyView | null>(address, body);
    // A proxy that asks for something first answers with a page of its own.
    return reply?.id === answer.replyId ? { kind: 'taken', reply } : { kind: 'unreachable' };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, status, sentence, body } = error;
    // Whoever has to sign in again first, and a server that is busy or failed, have not refused the words.
    if (isUnreachable(error) || status === 401 || status === 429 || status >= 500)
      return { kind: 'unreachable' };
    return { kind: 'refused', refusal: { code, sentence, body } };
  }
}

/** Calls back an answer that may have reached the server. */
async function callBack({ replyId, own }: Outgoing): Promise<CalledBack> {
  try {
    const reply = await post<ReplyView | null>(`/api/replies/${replyId}/withdraw${ofOwn(own)}`);
    return reply?.id === replyId ? 'here' : 'unreachable';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // It never came there.
    if (error.status === 404) return 'here';
    return error.code === 'reply_left' ? 'left' : 'unreachable';
  }
}

/** One page at a time offers what is kept, where the browser can tell. */
const alone = (work: () => Promise<void>): Promise<void> =>
  navigator.locks === undefined ? work() : navigator.locks.request(outboxLock, work);

/** The outbox of a member; what waits in it is offered whenever the network may be back. */
function useOutbox(memberId: string, isFresh: boolean, again: () => void): Outbox {
  const outbox = useMemo(
    () => makeOutbox({ store: storedOutbox, memberId, offer, callBack, taken: again, alone, leave }),
    [memberId, again],
  );
  useEffect(() => {
    // Until the server has said who is signed in, nothing is offered in anybody's name.
    if (!isFresh) return;
    const flush = () => void outbox.flush();
    flush();
    const timer = setInterval(flush, 15_000);
    window.addEventListener('online', flush);
    document.addEventListener('visibilitychange', flush);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', flush);
      document.removeEventListener('visibilitychange', flush);
    };
  }, [outbox, isFresh]);
  return outbox;
}

/** The executive's screen. */
export function FrontRow() {
  const { reading, again } = useFrontRow();
  if (reading.kind === 'reading')
    return (
      <main className="p-6 text-quiet" aria-busy="true">
        {i18n.t('Reading …')}
      </main>
    );
  if (reading.kind === 'refused')
    return (
      <main className="flex flex-col items-start gap-3 p-6">
        <p role="alert" className="text-over">
          {reading.error.sentence}
        </p>
        <Button onClick={again}>{i18n.t('Try again')}</Button>
        <a href="/" className="inline-flex min-h-11 items-center text-accent underline">
          {i18n.t('To the desk')}
        </a>
      </main>
    );
  return <Shown state={reading.state} old={reading.old} again={again} />;
}

function Shown({ state, old, again }: { state: FrontState; old: boolean; again: () => void }) {
  const now = useNow();
  const place = usePlace();
  const { me, needs } = state;
  const outbox = useOutbox(me.member.id, !old, again);
  const first = needs.rows.flatMap(({ caseId, own }) => (own ? [] : [caseId])).slice(0, 5);
  const firstKey = first.join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: read ahead once for the same cases.
  useEffect(() => {
    if (!old) void readAhead(first);
  }, [firstKey, old]);
  const open = (caseId: string, own?: boolean) => openCase(place, caseId, own);
  return (
    <div className="mx-auto flex h-dvh max-w-3xl flex-col">
      <header className="flex items-baseline gap-3 px-4 pt-[max(0.75rem,env(safe-area-inset-top))] pb-2">
        <h1 className="min-w-0 flex-1 truncate text-20 font-semibold">{me.organisation.name}</h1>
        {old && (
          <p role="status" className="text-13 text-soon">
            {i18n.t('As of {time}', { time: momentWords(state.readAt, now) })}
          </p>
        )}
        <a href="/inbox/queue" className="text-13 text-accent underline">
          {i18n.t('Desk')}
        </a>
      </header>
      <Tabs tab={place.tab} counts={{ needs: needs.all }} />
      <main className="flex min-h-0 flex-1 flex-col">
        <Scroll name={tabWords(place.tab)} className="min-h-0 flex-1">
          {place.tab === 'needs' && <NeedsYou state={state} now={now} open={open} />}
          {place.tab === 'posts' && <Everything state={state} now={now} open={open} />}
          {place.tab === 'mine' && (
            <Mine memberId={me.member.id} hasLetterbox={state.line.own != null} now={now} open={open} />
          )}
        </Scroll>
      </main>
      {place.caseId !== null && (
        <CaseSheet
          key={place.caseId}
          caseId={place.caseId}
          own={place.own}
          me={me}
          outbox={outbox}
          now={now}
          close={() => closeCase(place)}
          handedOver={again}
        />
      )}
    </div>
  );
}

/** Under the thumb on a phone, above the list on a desktop. */
function Tabs({ tab, counts }: { tab: Tab; counts: Partial<Record<Tab, number>> }) {
  return (
    <nav
      aria-label={i18n.t('Parts of the front row')}
      className="order-last flex border-t border-line bg-deep pb-[env(safe-area-inset-bottom)] md:order-none md:border-y"
    >
      {tabs.map((one) => (
        <a
          key={one}
          href={`#${one}`}
          aria-current={one === tab ? 'page' : undefined}
          className="flex min-h-14 flex-1 items-center justify-center gap-1 text-15 max-[400px]:text-13 text-quiet focus-visible:-outline-offset-2 aria-[current=page]:font-semibold aria-[current=page]:text-accent"
        >
          {tabWords(one)}
          {(counts[one] ?? 0) > 0 && (
            <span className="min-w-6 rounded-full bg-accent px-1.5 text-center text-13 font-semibold text-accent-ink tabular-nums">
              {counts[one]}
            </span>
          )}
        </a>
      ))}
    </nav>
  );
}
