import { useState } from 'react';
import type { MovedBody, PromiseBody, ReplyPromise } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { i18n } from '../words/i18n.ts';
import type { Outgoing } from './outbox.ts';

/** The hour at which a day's work is done, on the writer's clock. */
const evening = 17;

function inDays(days: number): Date {
  const day = new Date();
  day.setDate(day.getDate() + days);
  day.setHours(evening, 0, 0, 0);
  return day;
}

/** An instant as the browser's control shows it on the reader's clock. */
const local = (at: Date): string =>
  new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

/** What the server asks before an answer may leave: what it promises, whether all may read a number in it, whether a colleague's answer was read. */
export function Asked({
  refusal,
  ownerId,
  say,
  allRead,
  despite,
}: {
  refusal: NonNullable<Outgoing['refusal']>;
  ownerId: string;
  say: (promise: ReplyPromise) => void;
  allRead: (shows: string[]) => void;
  despite: (sequence: number) => void;
}) {
  const { code, sentence, body } = refusal;
  const { shows = [] } = body as { shows?: string[] };
  if (code === 'promise_unsaid')
    return <PromiseAsked body={body as PromiseBody} ownerId={ownerId} say={say} />;
  return (
    <>
      <p className="text-over">{sentence}</p>
      {code === 'shows_private' && (
        <>
          <p className="text-quiet">{shows.join(', ')}</p>
          <Button onClick={() => allRead(shows)}>{i18n.t('All may read it: send')}</Button>
        </>
      )}
      {code === 'case_moved' && (
        <Button onClick={() => despite((body as MovedBody).sequence)}>
          {i18n.t('I have read it: send')}
        </Button>
      )}
    </>
  );
}

function PromiseAsked({
  body: { promise },
  ownerId,
  say,
}: {
  body: PromiseBody;
  ownerId: string;
  say: (promise: ReplyPromise) => void;
}) {
  const [due, setDue] = useState(promise.dueAt === null ? '' : local(new Date(promise.dueAt)));
  const isAhead = due !== '' && new Date(due) > new Date();
  return (
    <>
      <p className="font-semibold">{i18n.t('This answer promises something. By when?')}</p>
      <p dir="auto" className="text-quiet">
        “{promise.sentence}”
      </p>
      <div className="flex flex-wrap items-end gap-2">
        <Field
          label={i18n.t('By when')}
          type="datetime-local"
          className="w-auto"
          value={due}
          onChange={(event) => setDue(event.target.value)}
        />
        <Button onClick={() => setDue(local(inDays(1)))}>{i18n.t('Tomorrow')}</Button>
        <Button onClick={() => setDue(local(inDays(7)))}>{i18n.t('In a week')}</Button>
      </div>
      <Button
        kind="main"
        className="min-h-12"
        disabled={!isAhead}
        onClick={() =>
          say({ kind: 'made', what: promise.sentence, dueAt: new Date(due).toISOString(), ownerId })
        }
      >
        {i18n.t('I promise: send')}
      </Button>
      <Button onClick={() => say({ kind: 'none' })}>{i18n.t('This is no promise: send')}</Button>
    </>
  );
}
