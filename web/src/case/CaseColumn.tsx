import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense, useCallback, useEffect, useRef } from 'react';
import type { CaseView, ReplyView, View } from '../../../src/api/contract.ts';
import { SentBackNotice, WaitingBar } from '../approvals/InCase.tsx';
import { useCommands } from '../keys/commands.ts';
import { Button } from '../parts/Button.tsx';
import { lazily } from '../parts/lazily.ts';
import { Notice } from '../parts/Notice.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { retryReply } from '../server/changes.ts';
import { sentenceOf } from '../server/http.ts';
import { caseQuery } from '../server/queries.ts';
import { tell } from '../shell/told.ts';
import { useMay, useMe } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { i18n } from '../words/i18n.ts';
import { CaseHeader } from './CaseHeader.tsx';
import { Composer } from './composer/Composer.tsx';
import { UndoBar } from './composer/UndoBar.tsx';
import { useDraft } from './composer/useDraft.ts';
import { useSending, useWrittenOn } from './composer/useSending.ts';
import { MergedNotice } from './MergedNotice.tsx';
import { PresenceLine } from './PresenceLine.tsx';
import { Thread } from './Thread.tsx';
import { undoable } from './thread.ts';
import { useAnswering } from './useAnswering.ts';
import { usePresence, useReplyChanged } from './useCase.ts';

const WaitingHere = lazily(() => import('../followUps/WaitingHere.tsx'));
const AlikeNotice = lazily(() => import('./AlikeNotice.tsx'));
const ThreatNotice = lazily(() => import('./ThreatNotice.tsx'));
const WatchNotice = lazily(() => import('../watchOuts/InCase.tsx'));
const MovesLine = lazily(() => import('../moves/InCase.tsx'));

/** The case: what they said, what we promised, what I answer. */
export function CaseColumn({ caseId, view }: { caseId: string; view: View }) {
  const found = useQuery(caseQuery(caseId));
  if (found.data === undefined) {
    return found.isError ? (
      <Trouble error={found.error} again={() => void found.refetch()}>
        <Link
          to="/inbox/$view"
          params={{ view }}
          className="target inline-flex items-center text-accent underline"
        >
          {i18n.t('Back to the list')}
        </Link>
      </Trouble>
    ) : (
      <Skeleton lines={9} className="pt-16" />
    );
  }
  return <OpenCase shown={found.data} view={view} />;
}

/** A colleague's answer that came while something is being written. */
function CameMeanwhile({
  shown,
  writtenOn,
  read,
  memberId,
}: {
  shown: CaseView;
  writtenOn: number;
  read: () => void;
  memberId: string;
}) {
  const answered = shown.history.find(
    (fact) =>
      fact.sequence > writtenOn &&
      fact.actor?.id !== memberId &&
      ['reply_queued', 'answer_heard', 'case_resolved'].includes(fact.action),
  );
  if (answered === undefined) return null;
  return (
    <div className="px-4 pb-2">
      <Notice kind="soon" action={<Button onClick={read}>{i18n.t('I have read it')}</Button>}>
        {i18n.t('{name} answered while you were writing.', {
          name: answered.actor?.name ?? i18n.t('A colleague'),
        })}
      </Notice>
    </div>
  );
}

function OpenCase({ shown, view }: { shown: CaseView; view: View }) {
  const me = useMe();
  const now = useNow();
  const mayDraft = useMay('replies.draft');
  const field = useRef<HTMLTextAreaElement>(null);
  const answering = useAnswering(shown);
  const { target, place, choose } = answering;
  const draft = useDraft(target, me.member);
  const isWriting = draft.writing.text.trim() !== '';
  const { writtenOn, read } = useWrittenOn(shown, isWriting);
  const changed = useReplyChanged(shown.row.id);
  const sending = useSending({ shown: target, draft, writtenOn, sent: changed });
  usePresence(shown.row.id, isWriting);
  // Whoever writes has chosen whom they answer, whatever comes in elsewhere.
  const placeId = place?.conversationId;
  useEffect(() => {
    if (isWriting && placeId !== undefined) choose(placeId);
  }, [isWriting, placeId, choose]);
  const back = useCallback(
    (reply: ReplyView) => {
      // What ends as withdrawn is not written on: a move to private is taken back as a whole.
      if (reply.state === 'draft' && draft.putBack(reply)) field.current?.focus();
      changed(reply);
    },
    [draft.putBack, changed],
  );
  const rewrite = useCallback(
    (reply: ReplyView) => {
      retryReply(reply.id).then(back, (error) => tell(sentenceOf(error), 'over'));
    },
    [back],
  );
  useCommands([
    mayDraft && {
      id: 'reply',
      title: i18n.t('Reply'),
      group: i18n.t('Case'),
      keys: 'r',
      run: () => field.current?.focus(),
    },
  ]);
  const callable = undoable(shown.replies, me.member.id, now);
  const waiting = shown.replies.findLast(
    ({ state, member }) => state === 'awaiting_approval' && member.id === me.member.id,
  );
  return (
    <section
      aria-label={i18n.t('Case {number}', { number: shown.row.number })}
      className="flex h-full min-h-0 flex-col"
    >
      <CaseHeader shown={shown} view={view} />
      {shown.mergedInto !== null && <MergedNotice into={shown.mergedInto} view={view} />}
      {shown.row.threat !== null && (
        <Suspense>
          <ThreatNotice row={shown.row} />
        </Suspense>
      )}
      {shown.row.alike !== null && (
        <Suspense>
          <AlikeNotice alike={shown.row.alike} />
        </Suspense>
      )}
      {shown.watchOuts.length > 0 && (
        <Suspense>
          <WatchNotice notes={shown.watchOuts} />
        </Suspense>
      )}
      {shown.moves.length > 0 && (
        <Suspense>
          <MovesLine shown={shown} />
        </Suspense>
      )}
      <Suspense>
        <WaitingHere shown={shown} draft={mayDraft ? draft : null} field={field} />
      </Suspense>
      <Thread shown={shown} changed={changed} rewrite={rewrite} />
      {isWriting && <CameMeanwhile shown={shown} writtenOn={writtenOn} read={read} memberId={me.member.id} />}
      <PresenceLine present={shown.present} memberId={me.member.id} />
      {callable !== null && <UndoBar key={callable.id} reply={callable} undone={back} />}
      {waiting !== undefined && <WaitingBar key={waiting.id} reply={waiting} undone={back} />}
      <SentBackNotice draft={shown.draft} mayTake={!isWriting} take={back} />
      {mayDraft && shown.mergedInto === null && (
        <Composer
          shown={target}
          answering={answering}
          draft={draft}
          sending={sending}
          field={field}
          read={read}
        />
      )}
    </section>
  );
}
