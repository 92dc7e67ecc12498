import { type ReactNode, useState } from 'react';
import type { FollowUpView } from '../../../src/api/contract.ts';
import { ReasonForm } from '../author/ReasonForm.tsx';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { acceptReport, moveDate, sayOnIt, sendBack, withdraw } from '../server/followUps.ts';
import { useMay, useMe } from '../shell/useMe.ts';
import { localMoment } from '../time/localMoment.ts';
import { suggestionIn, waitsForMe } from '../words/followUpWords.ts';
import { i18n } from '../words/i18n.ts';
import { GiveOn } from './GiveOn.tsx';
import { ReportForm } from './ReportForm.tsx';
import { useFollowUpAct } from './useFollowUpAct.ts';

type Form = 'report' | 'back' | 'date' | 'withdraw';
const quiet = '-my-1 text-13 underline';

/** What may be done about a follow-up: by whoever is asked, and by whoever asked. */
export function FollowUpActs({
  one,
  take,
}: {
  one: FollowUpView;
  take: ((text: string) => void) | undefined;
}) {
  const me = useMe();
  const mayWork = useMay('cases.work');
  const mayReport = useMay('replies.draft');
  const [form, setForm] = useState<Form | null>(null);
  const { busy, act } = useFollowUpAct();
  const isOpen = one.state !== 'done' && one.state !== 'withdrawn';
  if (!isOpen) return <UseSuggestion one={one} take={take} />;
  const reported = one.state === 'reported';
  const isOwn = one.acts.findLast(({ kind }) => kind === 'reported')?.by.id === me.member.id;
  const toggle = (wanted: Form) => () => setForm(form === wanted ? null : wanted);
  const done = async (ask: () => Promise<unknown>) => {
    if (await act(ask)) setForm(null);
  };
  const decides = one.isAsker && mayWork;
  const reports = one.isAsked && mayReport && !reported;
  const gives = !reported && mayWork && one.mayGive;
  return (
    <>
      <div className="mt-1 flex flex-wrap items-center gap-1">
        {reports && (
          <>
            {one.state !== 'accepted' && (
              <Button disabled={busy} onClick={() => void act(() => sayOnIt(one.id))}>
                {i18n.t('I am on it')}
              </Button>
            )}
            <Button
              kind={form === 'report' ? 'plain' : 'main'}
              aria-expanded={form === 'report'}
              onClick={toggle('report')}
            >
              {i18n.t('Report')}
            </Button>
          </>
        )}
        {decides && reported && (
          <>
            {!isOwn && (
              <Button kind="main" disabled={busy} onClick={() => void act(() => acceptReport(one))}>
                {i18n.t('Accept the report')}
              </Button>
            )}
            <Button aria-expanded={form === 'back'} onClick={toggle('back')}>
              {i18n.t('Send it back')}
            </Button>
          </>
        )}
        <UseSuggestion one={one} take={take} />
        {gives && <GiveOn one={one} act={act} />}
        {decides && (
          <>
            {!reported && (
              <Button kind="quiet" className={quiet} aria-expanded={form === 'date'} onClick={toggle('date')}>
                {i18n.t('Another date')}
              </Button>
            )}
            <Button
              kind="quiet"
              className={quiet}
              aria-expanded={form === 'withdraw'}
              onClick={toggle('withdraw')}
            >
              {i18n.t('Withdraw')}
            </Button>
          </>
        )}
      </div>
      {form === 'report' && reports && <ReportForm one={one} busy={busy} done={done} />}
      {form === 'back' && (
        <Dated
          label={i18n.t('What is missing?')}
          yes={i18n.t('Send it back')}
          one={one}
          busy={busy}
          send={(words, dueAt) => done(() => sendBack(one, { words, dueAt }))}
        />
      )}
      {form === 'date' && (
        <Dated
          label={null}
          yes={i18n.t('Give this date')}
          one={one}
          busy={busy}
          send={(_, dueAt) => done(() => moveDate(one.id, dueAt))}
        />
      )}
      {form === 'withdraw' && (
        <ReasonForm
          label={i18n.t('Why is it not needed any more?')}
          yes={i18n.t('Withdraw')}
          busy={busy}
          onGiven={(words) => done(() => withdraw(one.id, words))}
        />
      )}
    </>
  );
}

/** Puts the suggested reply into the composer; nothing is sent. */
function UseSuggestion({
  one,
  take,
}: {
  one: FollowUpView;
  take: ((text: string) => void) | undefined;
}): ReactNode {
  const suggestion = suggestionIn(one);
  if (take === undefined || suggestion === null || !waitsForMe(one)) return null;
  return <Button onClick={() => take(suggestion)}>{i18n.t('Use the suggested reply')}</Button>;
}

/** A date for the report, and what is missing where that is asked. */
function Dated({
  label,
  yes,
  one,
  busy,
  send,
}: {
  label: string | null;
  yes: string;
  one: FollowUpView;
  busy: boolean;
  send: (words: string, dueAt: string) => Promise<void>;
}) {
  const [words, setWords] = useState('');
  const [due, setDue] = useState(() => localMoment(dateAhead(one)));
  const ready = due !== '' && (label === null || words.trim() !== '');
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void send(words.trim(), new Date(due).toISOString());
      }}
    >
      {label !== null && (
        <Field
          label={label}
          dir="auto"
          required
          maxLength={4_000}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      )}
      <Field
        label={i18n.t('Until when')}
        type="datetime-local"
        className="w-auto"
        required
        value={due}
        onChange={(event) => setDue(event.target.value)}
      />
      <Button type="submit" className="self-start" disabled={busy || !ready}>
        {yes}
      </Button>
    </form>
  );
}

const day = 86_400_000;
/** The hour at which a day's work is done, on this device's clock. */
const evening = 17;

/** The date that stands while there is at least a day left, else tomorrow evening. */
function dateAhead({ dueAt }: FollowUpView): Date {
  const stands = new Date(dueAt);
  if (stands.getTime() > Date.now() + day) return stands;
  const tomorrow = new Date(Date.now() + day);
  tomorrow.setHours(evening, 0, 0, 0);
  return tomorrow;
}
