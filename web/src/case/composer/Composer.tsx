import { Send } from 'lucide-react';
import { lazy, type Ref, Suspense, useEffect, useState } from 'react';
import type { CaseView, PermissionView } from '../../../../src/api/contract.ts';
import { unfilled } from '../../../../src/domain/approvedText.ts';
import { privateIn } from '../../../../src/domain/numbersInText.ts';
import { signed } from '../../../../src/domain/reply.ts';
import { Button } from '../../parts/Button.tsx';
import { lazily } from '../../parts/lazily.ts';
import { Notice } from '../../parts/Notice.tsx';
import { useMay, useMe } from '../../shell/useMe.ts';
import { i18n } from '../../words/i18n.ts';
import { translated } from '../../words/serverSentences.ts';
import type { Answering } from '../useAnswering.ts';
import { AttachButton } from './AttachButton.tsx';
import { Attachments } from './Attachments.tsx';
import { Counter } from './Counter.tsx';
import { GivenBackNotice } from './GivenBackNotice.tsx';
import { KeptLine } from './KeptLine.tsx';
import { lengthOf, type Room, roomLeft } from './length.ts';
import { ModeSwitch } from './ModeSwitch.tsx';
import { MoveButton } from './MoveButton.tsx';
import { PlaceChoice } from './PlaceChoice.tsx';
import { signatureToCome } from './signature.ts';
import type { DraftOf } from './useDraft.ts';
import { type PromiseAsked, usePromise } from './usePromise.ts';
import type { useSending } from './useSending.ts';

const TextSuggestions = lazily(() => import('./TextSuggestions.tsx'));
/** So much typed is looked for among the approved texts; what is longer is an answer of its own. */
const looksForText = (typed: string) =>
  typed.trim().length >= 3 && typed.length <= 60 && !typed.includes('\n');
const SuggestedTexts = lazily(() => import('./SuggestedTexts.tsx'));
const PrivateWarning = lazily(() => import('./PrivateWarning.tsx'));
const NumberNotice = lazily(() => import('./NumberNotice.tsx'));
const PromiseAsk = lazily(() => import('./PromiseAsk.tsx'));
const PromiseTold = lazily(() => import('./PromiseTold.tsx'));
const SuggestedByReports = lazily(() => import('./SuggestedByReports.tsx'));
const SendByHand = lazily(() => import('./SendByHand.tsx'));
const MovedDialog = lazy(() => import('./MovedDialog.tsx'));
const PartsLine = lazily(() => import('./PartsLine.tsx'));

/** The author's public post since our last answer in which something private stands; null where there is none. */
function publicWithPrivate({ posts }: CaseView): CaseView['posts'][number] | null {
  const since = posts.slice(posts.findLastIndex(({ direction }) => direction === 'house') + 1);
  const shows = ({ visibility, text }: (typeof posts)[number]) =>
    visibility === 'public' && text !== null && privateIn(text).length > 0;
  return since.findLast(shows) ?? null;
}

export interface ComposerProps {
  shown: CaseView;
  answering: Answering;
  draft: DraftOf;
  sending: ReturnType<typeof useSending>;
  field: Ref<HTMLTextAreaElement>;
  read: () => void;
}

/** Why something that is written cannot be sent yet; null when it can. */
function obstacle(
  draft: DraftOf,
  room: Room | null,
  shows: string | null,
  missing: string | null,
): string | null {
  const { text, attachments } = draft.writing;
  if (room !== null && !room.fits) return i18n.t('It is too long for this network.');
  const left = unfilled(text);
  if (left !== null) return i18n.t('Fill in {place} first.', { place: left });
  if (attachments.some((one) => one.alt.trim() === '')) return i18n.t('Describe each picture first.');
  if (shows !== null) return i18n.t('It shows {found}.', { found: shows });
  if (missing !== null) return missing;
  return text.trim() === '' && attachments.length === 0 ? '' : null;
}

function Foot({
  draft,
  permission,
  sending,
  room,
  shows,
  finds,
  asked,
}: {
  draft: DraftOf;
  permission: PermissionView;
  sending: ComposerProps['sending'];
  room: Room;
  shows: string | null;
  finds: readonly string[];
  asked: PromiseAsked;
}) {
  const me = useMe();
  const maySend = useMay('replies.send');
  const { writing, write } = draft;
  const why = obstacle(draft, room, shows, asked.missing);
  const busy = sending.state.step === 'sending' || sending.state.step === 'unreachable';
  const send = maySend ? i18n.t('Send') : i18n.t('Ask for approval');
  const signature = signatureToCome(writing.text, me.member.signature);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      {permission.attachments !== null && (
        <AttachButton
          limits={permission.attachments}
          attached={writing.attachments}
          add={(one) => write({ attachments: [...writing.attachments, one] })}
        />
      )}
      {signature !== '' && (
        <span
          dir="auto"
          className="text-13 text-quiet"
          title={i18n.t('Put behind the text when it goes out')}
        >
          {signature}
        </span>
      )}
      <KeptLine kept={draft.kept} />
      <span className="ml-auto" />
      {why !== null && why !== '' && <span className="text-13 text-over">{why}</span>}
      {permission.parts !== null && (
        <Suspense>
          <PartsLine text={signed(writing.text, me.member.signature)} permission={permission} />
        </Suspense>
      )}
      <Counter room={room} />
      {permission.byHand !== null ? (
        <Suspense>
          <SendByHand
            address={permission.byHand}
            text={signed(writing.text, me.member.signature)}
            disabled={why !== null || busy}
            send={() => sending.send(finds, asked.promise)}
          />
        </Suspense>
      ) : (
        <Button
          kind="main"
          disabled={why !== null || busy}
          onClick={() => sending.send(finds, asked.promise)}
          title={send}
          shortcut="Control+Enter"
        >
          <Send aria-hidden className="size-4" />
          {busy ? i18n.t('Sending') : send}
        </Button>
      )}
    </div>
  );
}

/** What a public answer shows that may be private and that its writer has not said all may read; null when nothing. */
function useShown({ writing }: DraftOf): {
  shows: string | null;
  finds: readonly string[];
  accept: () => void;
} {
  const [accepted, setAccepted] = useState<readonly string[]>([]);
  const finds = writing.mode === 'public' ? privateIn(writing.text).map(({ words }) => words) : [];
  const shows = finds.find((words) => !accepted.includes(words)) ?? null;
  return { shows, finds, accept: () => setAccepted([...accepted, ...finds]) };
}

/** What stands in the way of sending, above the text. */
function Troubles({ sending }: { sending: ComposerProps['sending'] }) {
  if (sending.state.step === 'refused') return <Notice kind="over">{sending.state.sentence}</Notice>;
  if (sending.state.step === 'unreachable') {
    return (
      <Notice kind="soon" action={<Button onClick={sending.stop}>{i18n.t('Stop trying')}</Button>}>
        {i18n.t(
          'Not sent yet: the server cannot be reached. It is tried again by itself, and goes out once.',
        )}
      </Notice>
    );
  }
  return null;
}

/** After another place was chosen: the account and way that are allowed there. */
function useFittingWay(shown: CaseView, draft: DraftOf): void {
  const { writing, write } = draft;
  const fits = shown.permissions.some((one) => one.accountId === writing.accountId);
  const first = shown.permissions.find((one) => one.allowed) ?? shown.permissions[0];
  useEffect(() => {
    if (!fits && first !== undefined && writing.accountId !== null)
      write({ mode: first.mode, accountId: first.accountId });
  }, [fits, first, writing.accountId, write]);
}

/** Words that are offered to whoever has written little or nothing yet. */
function Offers({
  shown,
  draft: { writing, write },
  takeTold,
}: Pick<ComposerProps, 'shown' | 'draft'> & { takeTold: (text: string) => void }) {
  const shownToAll = publicWithPrivate(shown);
  const isEmpty = writing.text.trim() === '';
  const take = (text: string) => write({ text });
  return (
    <>
      {shown.suggested.length > 0 && isEmpty && (
        <Suspense>
          <SuggestedTexts shown={shown} take={take} />
        </Suspense>
      )}
      {isEmpty && (
        <Suspense>
          <PromiseTold shown={shown} take={takeTold} />
          <SuggestedByReports shown={shown} take={take} />
        </Suspense>
      )}
      {shownToAll !== null && isEmpty && (
        <Suspense>
          <PrivateWarning shown={shown} post={shownToAll} take={take} />
        </Suspense>
      )}
      {looksForText(writing.text) && (
        <Suspense>
          <TextSuggestions typed={writing.text} row={shown.row} take={take} />
        </Suspense>
      )}
    </>
  );
}

/** What the answer promises; words that only tell of a promise make none. */
function useAsked({ writing, write }: DraftOf): { asked: PromiseAsked; takeTold: (text: string) => void } {
  const [told, setTold] = useState('');
  const asked = usePromise(writing.text, told);
  return {
    asked,
    takeTold: (text) => {
      setTold(text);
      write({ text });
    },
  };
}

/** Where the answer is written. */
export function Composer({ shown, answering, draft, sending, field, read }: ComposerProps) {
  const me = useMe();
  const { writing, write } = draft;
  const offers = shown.permissions.filter((one) => one.mode === writing.mode);
  const permission = offers.find((one) => one.accountId === writing.accountId) ?? offers[0];
  const locked = sending.state.step === 'sending' || sending.state.step === 'unreachable';
  const { shows, finds, accept } = useShown(draft);
  const { asked, takeTold } = useAsked(draft);
  useFittingWay(shown, draft);
  if (permission === undefined) {
    return (
      <div className="flex flex-col gap-2 border-t border-line p-4">
        <PlaceChoice answering={answering} disabled={locked} />
        <Notice>
          {i18n.t(
            'This case cannot be answered here: no connected account of ours can reach its author. Notes and states work as ever.',
          )}
        </Notice>
      </div>
    );
  }
  const room = roomLeft(lengthOf(signed(writing.text, me.member.signature), permission.weighted), permission);
  const drop = () => {
    write({ text: '', attachments: [] });
    sending.stop();
    read();
  };
  return (
    <form
      aria-label={i18n.t('Answer')}
      onSubmit={(event) => event.preventDefault()}
      className="flex flex-col gap-2 border-t border-line bg-raised px-3 pt-2 pb-[max(0.75rem,env(safe-area-inset-bottom))] md:px-4"
    >
      <PlaceChoice answering={answering} disabled={locked} />
      <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
        <ModeSwitch
          permissions={shown.permissions}
          mode={writing.mode}
          accountId={writing.accountId}
          choose={write}
        />
        {answering.place?.visibility === 'public' && !locked && <MoveButton shown={shown} />}
      </div>
      {!permission.allowed && (
        <Notice kind="soon">
          {translated(permission.reason) ?? i18n.t('The network does not permit this answer.')}
        </Notice>
      )}
      {permission.allowed && permission.note !== null && <Notice>{translated(permission.note)}</Notice>}
      <Troubles sending={sending} />
      <GivenBackNotice given={draft.given} />
      {shows !== null && (
        <Suspense>
          <NumberNotice found={shows} accept={accept} />
        </Suspense>
      )}
      <textarea
        ref={field}
        dir="auto"
        rows={3}
        readOnly={locked}
        aria-label={i18n.t('Your answer')}
        aria-describedby="counter"
        placeholder={
          writing.mode === 'public'
            ? i18n.t('Everyone can read this answer')
            : i18n.t('Only the author can read this answer')
        }
        value={writing.text}
        onChange={(event) => write({ text: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
            event.preventDefault();
            if (obstacle(draft, room, shows, asked.missing) === null && permission.allowed)
              sending.send(finds, asked.promise);
          }
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
        className="field-sizing-content max-h-[38vh] min-h-20 w-full resize-none rounded-8 border border-line-strong bg-paper px-3 py-2 text-17!"
      />
      {!locked && <Offers shown={shown} draft={draft} takeTold={takeTold} />}
      {(asked.found ?? asked.doubtful) !== null && !locked && (
        <Suspense>
          <PromiseAsk asked={asked} caseId={shown.row.id} />
        </Suspense>
      )}
      <Attachments attached={writing.attachments} change={(attachments) => write({ attachments })} />
      <Foot
        draft={draft}
        permission={permission}
        sending={sending}
        room={room}
        shows={shows}
        finds={finds}
        asked={asked}
      />
      {sending.state.step === 'moved' && (
        <Suspense>
          <MovedDialog
            moved={sending.state.moved}
            shown={shown}
            memberId={me.member.id}
            text={writing.text}
            send={sending.sendDespite}
            drop={drop}
            close={() => {
              sending.stop();
              read();
            }}
          />
        </Suspense>
      )}
    </form>
  );
}
