import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { FollowUpInput, FollowUpOffer, FollowUpView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Area, Choice, Field } from '../parts/Field.tsx';
import { get, post, Refusal, sentenceOf } from '../server/http.ts';
import { newReplyId } from '../server/replyId.ts';
import { localMoment } from '../time/localMoment.ts';
import { i18n } from '../words/i18n.ts';
import type { AskedAbout } from './askedAbout.ts';
import { AttachFiles, useAttaching } from './Files.tsx';

export interface AskStaffProps {
  about: AskedAbout;
  onAsked: (asked: FollowUpView) => void;
  onClose: () => void;
}

/** What is offered to choose from; again when it could not be read. */
function useOffer(onRead: (offer: FollowUpOffer) => void) {
  const [offer, setOffer] = useState<FollowUpOffer | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const read = () => {
    setTrouble(null);
    get<FollowUpOffer>('/api/follow-ups/offer').then(
      (found) => {
        setOffer(found);
        onRead(found);
      },
      (error: unknown) => setTrouble(sentenceOf(error)),
    );
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is opened
  useEffect(read, []);
  return { offer, trouble, read };
}

/**
 * The id under which it is asked: the same however often it is sent, so that it is asked once, also by who heard no answer. Another once it was refused for what it says and that is
 * changed.
 */
function useAskId() {
  const [{ id, isRefused }, setState] = useState(() => ({ id: newReplyId(), isRefused: false }));
  return {
    id,
    refuse: (error: unknown) => {
      const isDefinite = error instanceof Refusal && error.status >= 400 && error.status < 500;
      setState({ id, isRefused: isDefinite });
    },
    renew: () => {
      if (isRefused) setState({ id: newReplyId(), isRefused: false });
    },
  };
}

/**
 * Asks a member or a team to report back: a question, who, until when. The author sees nothing of it. By itself, without the console around it: an executive's phone loads it, too.
 */
export default function AskStaff({ about, onAsked, onClose }: AskStaffProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { id, refuse, renew } = useAskId();
  const [words, setWords] = useState({ question: '', who: '', due: '' });
  const attaching = useAttaching(renew);
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { offer, trouble, read } = useOffer(({ dueAt }) =>
    setWords((before) => ({ ...before, due: before.due || localMoment(new Date(dueAt)) })),
  );
  useEffect(() => dialog.current?.showModal(), []);
  const change = (more: Partial<typeof words>) => {
    setWords({ ...words, ...more });
    renew();
  };
  const ask = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || attaching.busy) return;
    setBusy(true);
    try {
      const [kind, own = ''] = words.who.split(' ');
      const body: FollowUpInput = {
        id,
        ...about,
        memberId: kind === 'member' ? own : null,
        teamId: kind === 'team' ? own : null,
        question: words.question,
        files: attaching.files.map((file) => file.id),
        dueAt: new Date(words.due).toISOString(),
      };
      onAsked(await post<FollowUpView>('/api/follow-ups', body));
      onClose();
    } catch (error) {
      setRefused(sentenceOf(error));
      refuse(error);
      setBusy(false);
    }
  };
  const ready = words.question.trim() !== '' && words.who !== '' && words.due !== '';
  return (
    <dialog
      ref={dialog}
      aria-labelledby="ask-staff"
      onClose={onClose}
      className="m-0 mt-auto w-full max-w-none rounded-8 border border-line bg-raised p-4 text-ink shadow-lift backdrop:bg-ink/30 sm:m-auto sm:w-[32rem] sm:p-6 dark:backdrop:bg-deep/70"
    >
      <form onSubmit={(event) => void ask(event)} className="flex flex-col gap-3">
        <h2 id="ask-staff" className="text-20 font-semibold">
          {about.about === 'author' ? i18n.t('Ask staff about this person') : i18n.t('Ask staff')}
        </h2>
        <p className="text-quiet">{whoReads(about)}</p>
        {(refused ?? trouble) !== null && (
          <p role="alert" className="rounded-8 border border-over bg-over-soft px-3 py-2">
            {refused ?? trouble}
          </p>
        )}
        {trouble !== null && <Button onClick={read}>{i18n.t('Try again')}</Button>}
        <Area
          label={i18n.t('What do you want to know?')}
          {...(about.about === 'other' && {
            help: i18n.t(
              'Name no author here: ask about a person beside their case, and it goes when they are erased.',
            ),
          })}
          rows={3}
          required
          maxLength={4_000}
          value={words.question}
          onChange={(event) => change({ question: event.target.value })}
        />
        <AttachFiles attaching={attaching} />
        <div className="grid gap-3 sm:grid-cols-2">
          <Who offer={offer} who={words.who} choose={(who) => change({ who })} />
          <Field
            label={i18n.t('Until when')}
            type="datetime-local"
            required
            value={words.due}
            onChange={(event) => change({ due: event.target.value })}
          />
        </div>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => dialog.current?.close()}>{i18n.t('Cancel')}</Button>
          <Button kind="main" type="submit" disabled={!ready || busy || attaching.busy}>
            {busy ? i18n.t('Asking') : i18n.t('Ask')}
          </Button>
        </div>
      </form>
    </dialog>
  );
}

/** Who reads what is asked and reported. */
function whoReads({ about }: AskedAbout): string {
  switch (about) {
    case 'case':
      return i18n.t('They report back to you. The author sees nothing of it.');
    case 'author':
      return i18n.t(
        'They report back to you. You both read it, your superiors and theirs, whoever stands in or is reminded while it waits, and who oversees all follow-ups. The author and all others see nothing of it.',
      );
    case 'other':
      return i18n.t(
        'They report back to you. You both read it, your superiors and theirs, whoever stands in or is reminded while it waits, and who oversees all follow-ups. It is about no case, so no reply to an author is suggested.',
      );
  }
}

/** Members, then teams. */
function Who({
  offer,
  who,
  choose,
}: {
  offer: FollowUpOffer | null;
  who: string;
  choose: (who: string) => void;
}) {
  const groups = [
    { kind: 'member', label: i18n.t('Members'), list: offer?.members ?? [] },
    { kind: 'team', label: i18n.t('Teams'), list: offer?.teams ?? [] },
  ].filter(({ list }) => list.length > 0);
  return (
    <Choice
      label={i18n.t('Who is asked')}
      required
      value={who}
      onChange={(event) => choose(event.target.value)}
    >
      <option value="" disabled>
        {i18n.t('Choose')}
      </option>
      {groups.map(({ kind, label, list }) => (
        <optgroup key={kind} label={label}>
          {list.map(({ id, name }) => (
            <option key={id} value={`${kind} ${id}`}>
              {name}
            </option>
          ))}
        </optgroup>
      ))}
    </Choice>
  );
}
