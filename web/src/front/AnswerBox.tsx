import { useEffect, useState, useSyncExternalStore } from 'react';
import type { CaseView, Me, PermissionView, ReplyPromise, ReplyView } from '../../../src/api/contract.ts';
import { lengthOf, roomLeft } from '../case/composer/length.ts';
import { signatureToCome } from '../case/composer/signature.ts';
import { Button } from '../parts/Button.tsx';
import { classes } from '../parts/classes.ts';
import { keep, recall } from '../parts/remembered.ts';
import { post, sentenceOf } from '../server/http.ts';
import { newReplyId } from '../server/replyId.ts';
import { i18n } from '../words/i18n.ts';
import { translated } from '../words/serverSentences.ts';
import { Asked } from './Asked.tsx';
import type { Outbox, Outgoing } from './outbox.ts';
import { ofOwn } from './useCaseShown.ts';

/** The way that is offered first: the one that is allowed, as the desk would choose it. */
const firstAllowed = (ways: readonly PermissionView[]): PermissionView | undefined =>
  ways.find(({ allowed }) => allowed) ?? ways[0];

const wayName = ({ mode, accountHandle }: PermissionView): string =>
  mode === 'public'
    ? i18n.t('In public, from {account}', { account: accountHandle })
    : i18n.t('In private, from {account}', { account: accountHandle });

/** Words of an answer that was not sent stay on this phone. */
const wordsName = (memberId: string, caseId: string) => `front.words.${memberId}.${caseId}`;

function useWords(memberId: string, caseId: string): [string, (words: string) => void] {
  const name = wordsName(memberId, caseId);
  const [words, setWords] = useState(() => recall(name, ''));
  return [
    words,
    (next) => {
      setWords(next);
      keep(name, next);
    },
  ];
}

/** Where an executive answers: words (or the keyboard's dictation), the account, and one button. */
export function AnswerBox({
  shown,
  own,
  me,
  outbox,
  sent,
}: {
  shown: CaseView;
  /** It is in the letterbox of whoever answers: nobody else writes there. */
  own: boolean;
  me: Me;
  outbox: Outbox;
  sent: () => void;
}) {
  const all = useSyncExternalStore(outbox.follow, outbox.all);
  const ours = all.filter((one) => one.caseId === shown.row.id && one.memberId === me.member.id);
  const waiting = ours.find(({ takenBack }) => takenBack === null) ?? null;
  const hasLeft = ours.some(({ takenBack }) => takenBack === 'left');
  const mine = shown.replies.filter(
    ({ member, state }) => (own || member.id === me.member.id) && state === 'queued',
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew once what waited has left.
  useEffect(() => sent(), [waiting === null]);
  if (waiting !== null) return <Waiting answer={waiting} outbox={outbox} />;
  const [last] = mine.slice(-1);
  return (
    <div className="border-t border-line bg-raised px-3 pt-2 pb-[max(0.5rem,env(safe-area-inset-bottom))]">
      {hasLeft && (
        <p role="alert" className="pb-2 text-13 text-over">
          {i18n.t('Your answer had left before it could be taken back.')}
          <Button kind="quiet" className="underline" onClick={() => outbox.forgetLeft(shown.row.id)}>
            {i18n.t('I have read it')}
          </Button>
        </p>
      )}
      {last !== undefined && <Leaving reply={last} own={own} done={sent} />}
      <Writing shown={shown} own={own} me={me} outbox={outbox} />
    </div>
  );
}

function Writing({ shown, own, me, outbox }: { shown: CaseView; own: boolean; me: Me; outbox: Outbox }) {
  const ways = shown.permissions;
  const [words, setWords] = useWords(me.member.id, shown.row.id);
  const [chosen, choose] = useState<number | null>(null);
  const way = chosen === null ? firstAllowed(ways) : ways[chosen];
  if (shown.answering === null || way === undefined)
    return <p className="py-2 text-quiet">{i18n.t('No connected account can answer here.')}</p>;
  const { answering } = shown;
  const signature = signatureToCome(words, me.member.signature);
  const room = roomLeft(lengthOf(signature === '' ? words : `${words} ${signature}`, way.weighted), way);
  const send = () => {
    if (words.trim() === '' || !room.fits || !way.allowed) return;
    void outbox.put({
      replyId: newReplyId(),
      memberId: me.member.id,
      caseId: shown.row.id,
      ...(own ? { own } : {}),
      postId: answering,
      accountId: way.accountId,
      mode: way.mode,
      text: words,
      writtenOn: shown.sequence,
      despite: null,
      shows: [],
      promise: null,
      writtenAt: new Date().toISOString(),
      refusal: null,
      offered: false,
      takenBack: null,
    });
    setWords('');
  };
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {!way.allowed && <p className="text-13 text-soon">{way.reason}</p>}
      <textarea
        aria-label={i18n.t('Your answer')}
        placeholder={i18n.t('Answer in your own words')}
        dir="auto"
        rows={3}
        value={words}
        onChange={(event) => setWords(event.target.value)}
        className="max-h-[40dvh] w-full resize-none rounded-8 border border-line-strong bg-paper px-3 py-2 [field-sizing:content]"
      />
      {way.note !== null && way.allowed && <p className="text-13 text-soon">{translated(way.note)}</p>}
      <div className="flex items-center gap-2">
        {ways.length > 1 ? (
          <select
            aria-label={i18n.t('How')}
            value={String(ways.indexOf(way))}
            onChange={(event) => choose(Number(event.target.value))}
            className="target min-w-0 flex-1 rounded-8 border border-line bg-raised px-2 text-15"
          >
            {ways.map((one, n) => (
              <option key={`${one.accountId} ${one.mode}`} value={n} disabled={!one.allowed}>
                {wayName(one)}
              </option>
            ))}
          </select>
        ) : (
          <span className="min-w-0 flex-1 truncate text-13 text-quiet">{wayName(way)}</span>
        )}
        {signature !== '' && (
          <span className="max-w-24 truncate text-13 text-quiet max-sm:hidden">{signature}</span>
        )}
        <span
          className={classes('text-13 tabular-nums', room.fits ? 'text-quiet' : 'font-semibold text-over')}
        >
          {room.left}
        </span>
        <Button
          type="submit"
          kind="main"
          className="min-h-12 px-5"
          disabled={words.trim() === '' || !room.fits || !way.allowed}
        >
          {i18n.t('Send')}
        </Button>
      </div>
    </form>
  );
}

/** An answer that has not reached the server, or that the server asks about. */
function Waiting({ answer, outbox }: { answer: Outgoing; outbox: Outbox }) {
  const { refusal } = answer;
  const more = (change: Partial<Outgoing>) => void outbox.put({ ...answer, refusal: null, ...change });
  const takeBack = () => {
    keep(wordsName(answer.memberId, answer.caseId), answer.text);
    outbox.takeBack(answer.replyId);
  };
  return (
    <div
      role="status"
      className="flex flex-col gap-2 border-t border-line bg-raised px-3 pt-2 pb-[max(0.5rem,env(safe-area-inset-bottom))]"
    >
      <p dir="auto" className="line-clamp-4 rounded-8 bg-accent-soft px-3 py-2 whitespace-pre-line">
        {answer.text}
      </p>
      {refusal === null ? (
        <p className="text-quiet">
          {i18n.t('Kept on this phone. It leaves by itself, once, as soon as the server is reached.')}
        </p>
      ) : (
        <Asked
          refusal={refusal}
          ownerId={answer.memberId}
          say={(promise: ReplyPromise) => more({ promise })}
          allRead={(shows) => more({ shows })}
          despite={(sequence) => more({ despite: sequence })}
        />
      )}
      <Button kind="quiet" onClick={takeBack}>
        {i18n.t('Change it, or do not send it')}
      </Button>
    </div>
  );
}

/** An answer that is about to leave can be called back. */
function Leaving({ reply, own, done }: { reply: ReplyView; own: boolean; done: () => void }) {
  const [trouble, setTrouble] = useState<string | null>(null);
  const takeBack = () =>
    post<ReplyView>(`/api/replies/${reply.id}/withdraw${ofOwn(own)}`).then(done, (error: unknown) =>
      setTrouble(sentenceOf(error)),
    );
  return (
    <p role="status" className="flex flex-wrap items-center gap-2 pb-2 text-13">
      <span className="text-ok">{i18n.t('Your answer leaves in a moment.')}</span>
      <Button kind="quiet" className="underline" onClick={takeBack}>
        {i18n.t('Take it back')}
      </Button>
      {trouble !== null && <span className="text-over">{trouble}</span>}
    </p>
  );
}
