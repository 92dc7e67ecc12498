import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isHashtag, proposedHashtag, questionLetters } from '../../../src/domain/complaintCall.ts';
import { instantOf } from '../../../src/domain/zone.ts';
import { Button } from '../parts/Button.tsx';
import { Area, Choice, Field } from '../parts/Field.tsx';
import { callsKey, openCall } from '../server/complaintCalls.ts';
import { formsQuery } from '../server/queries.ts';
import { newReplyId } from '../server/replyId.ts';
import { useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { WhyNot } from './WhyNot.tsx';

/** What is typed; null: as it is proposed. */
interface Typed {
  institutionId: string;
  question: string;
  hashtag: string | null;
  day: string;
  time: string;
  formId: string;
  signed: string;
}

const dayLong = 86_400_000;
/** A week from now, as a date. */
const inAWeek = () => new Date(Date.now() + 7 * dayLong).toISOString().slice(0, 10);

/** The instant at which the organisation's clock shows this; null for no date. */
function closing({ day, time }: Pick<Typed, 'day' | 'time'>, timeZone: string): Date | null {
  const wall = Date.parse(`${day}T${time}:00Z`);
  return Number.isNaN(wall) ? null : new Date(instantOf(timeZone, wall));
}

/** Opens it once: its id stays until the server has it. */
function useOpening(opened: (id: string) => void) {
  const client = useQueryClient();
  const [id] = useState(newReplyId);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<unknown>(null);
  const open = async (call: Omit<Parameters<typeof openCall>[0], 'id'>) => {
    setBusy(true);
    setTrouble(null);
    try {
      await openCall({ ...call, id });
      void client.invalidateQueries({ queryKey: callsKey });
      opened(id);
    } catch (error) {
      setTrouble(error);
      setBusy(false);
    }
  };
  return { open, busy, trouble };
}

/** What is missing; null where it can be opened. */
function missing(question: string, hashtag: string, closesAt: Date | null): string | null {
  if (question.trim() === '') return i18n.t('Ask something first.');
  if (!isHashtag(hashtag)) return i18n.t('Choose a hashtag of letters and digits, at least three.');
  return closesAt === null ? i18n.t('Choose until when.') : null;
}

/** Where a call is written, with what is proposed of it. */
export function OpenCall({ opened, cancel }: { opened: (id: string) => void; cancel: () => void }) {
  const me = useMe();
  const { timeZone } = me.organisation;
  const [typed, setTyped] = useState<Typed>(() => ({
    institutionId: me.institutions[0]?.id ?? '',
    question: '',
    hashtag: null,
    day: inAWeek(),
    time: '17:00',
    formId: '',
    signed: me.member.name,
  }));
  const { open, busy, trouble } = useOpening(opened);
  const hashtag = (typed.hashtag ?? proposedHashtag(typed.question)).replace(/^[#＃]/u, '');
  const closesAt = closing(typed, timeZone);
  const why = missing(typed.question, hashtag, closesAt);
  const submit = (shows: string[] = []) => {
    if (why !== null || busy || closesAt === null) return;
    const { institutionId, question, formId, signed } = typed;
    void open({
      institutionId,
      question: question.trim(),
      hashtag,
      closesAt: closesAt.toISOString(),
      formId: formId === '' ? null : formId,
      signed: signed.trim(),
      shows,
    });
  };
  return (
    <form
      aria-label={i18n.t('A new call')}
      className="flex flex-col gap-4 rounded-8 border border-line bg-raised p-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Asked typed={typed} change={(part) => setTyped({ ...typed, ...part })} hashtag={hashtag} />
      {trouble !== null && <WhyNot error={trouble} allRead={submit} />}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" kind="main" disabled={why !== null || busy}>
          {busy ? i18n.t('Sending') : i18n.t('Open the call')}
        </Button>
        <Button kind="quiet" onClick={cancel}>
          {i18n.t('Cancel')}
        </Button>
        <span className="text-13 text-quiet">
          {why ?? i18n.t('Its page is there at once. You announce it in the next step.')}
        </span>
      </div>
    </form>
  );
}

/** The question, until when, the hashtag, the form, and who stands under it. */
function Asked({
  typed,
  change,
  hashtag,
}: {
  typed: Typed;
  change: (part: Partial<Typed>) => void;
  hashtag: string;
}) {
  const me = useMe();
  const { timeZone } = me.organisation;
  const forms = (useQuery(formsQuery).data ?? []).filter(
    (form) => form.open && form.institutionId === typed.institutionId,
  );
  return (
    <>
      {me.institutions.length > 1 && (
        <Choice
          label={i18n.t('Institution')}
          value={typed.institutionId}
          onChange={(event) => change({ institutionId: event.target.value, formId: '' })}
        >
          {me.institutions.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Choice>
      )}
      <Area
        label={i18n.t('What do you ask?')}
        help={i18n.t('In your own words: “Tell me about our clinics.”')}
        value={typed.question}
        maxLength={questionLetters}
        onChange={(event) => change({ question: event.target.value })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={i18n.t('Until which day?')}
          type="date"
          value={typed.day}
          onChange={(event) => change({ day: event.target.value })}
        />
        <Field
          label={i18n.t('At what time?')}
          type="time"
          help={i18n.t('On the clock of {zone}', { zone: timeZone })}
          value={typed.time}
          onChange={(event) => change({ time: event.target.value })}
        />
      </div>
      <Field
        label={i18n.t('Hashtag')}
        help={i18n.t('Whoever writes it in public answers, also without naming you.')}
        value={typed.hashtag ?? hashtag}
        maxLength={41}
        autoCapitalize="off"
        onChange={(event) => change({ hashtag: event.target.value })}
      />
      {forms.length > 0 && (
        <Choice
          label={i18n.t('Form for who has no account')}
          value={typed.formId}
          onChange={(event) => change({ formId: event.target.value })}
        >
          <option value="">{i18n.t('None')}</option>
          {forms.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </Choice>
      )}
      <Field
        label={i18n.t('How you stand under it')}
        help={i18n.t(
          'Everybody reads it: your name, and behind a comma your title. Empty: the institution alone asks.',
        )}
        value={typed.signed}
        maxLength={120}
        onChange={(event) => change({ signed: event.target.value })}
      />
    </>
  );
}
