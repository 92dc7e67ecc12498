import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react';
import { callingCode, telephoneNumber } from '../../../src/domain/telephone.ts';
import { WhereFields } from '../inbox/WhereFields.tsx';
import { Button } from '../parts/Button.tsx';
import { Dialog } from '../parts/Dialog.tsx';
import { Area, Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { callBacksKey, callersQuery, logCall } from '../server/phone.ts';
import { topicsQuery } from '../server/topics.ts';
import { useChange } from '../settings/useChange.ts';
import { tell } from '../shell/told.ts';
import { useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';

/** Topics that are offered as words, at most. */
const mostTopics = 8;

/** The number, with the last callers below it, and the name, which a known number brings along. */
function CallerFields() {
  const { data: callers = [] } = useQuery(callersQuery);
  const [typed, setTyped] = useState('');
  // Null until somebody types a name: then theirs stands.
  const [name, setName] = useState<string | null>(null);
  const [near] = callers;
  const code = near === undefined ? null : callingCode(near.number);
  const number = telephoneNumber(typed, near?.number ?? null);
  const known = callers.find((one) => one.number === number)?.name ?? '';
  return (
    <>
      <Field
        label={i18n.t('Number')}
        name="number"
        type="tel"
        autoFocus
        maxLength={40}
        autoComplete="off"
        list="last-callers"
        placeholder={code === null ? undefined : `${code} ...`}
        help={i18n.t('With the code of the country. Left empty: it was withheld.')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <datalist id="last-callers">
        {callers.map((one) => (
          <option key={one.number} value={one.number}>
            {one.name ?? ''}
          </option>
        ))}
      </datalist>
      <Field
        label={i18n.t('Name of the author, where known')}
        name="name"
        maxLength={100}
        dir="auto"
        autoComplete="off"
        value={name ?? known}
        onChange={(event) => setName(event.target.value)}
      />
    </>
  );
}

/** The author's words; a tap on a topic says them where there is no time to type. */
function WordsField() {
  const { data: topics = [] } = useQuery(topicsQuery);
  const area = useRef<HTMLDivElement>(null);
  const say = (topic: string) => {
    const field = area.current?.querySelector('textarea');
    if (field == null) return;
    field.value = field.value.trim() === '' ? topic : `${field.value.trim()}, ${topic}`;
    field.focus();
  };
  return (
    <div ref={area} className="flex flex-col gap-2">
      <Area label={i18n.t('In the author’s words')} name="text" required maxLength={10_000} rows={3} />
      {topics.length > 0 && (
        <div className="flex flex-wrap gap-1">
          {topics.slice(0, mostTopics).map((topic) => (
            <Button
              key={topic.id}
              kind="quiet"
              tabIndex={-1}
              className="text-13"
              onClick={() => say(topic.name)}
            >
              {topic.name}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

function OutcomeFields() {
  const [callsBack, setCallsBack] = useState(false);
  return (
    <>
      <fieldset className="flex flex-wrap gap-x-6 gap-y-1">
        <legend className="mb-1 font-medium">{i18n.t('What came of it')}</legend>
        {(['answered', 'call_back'] as const).map((outcome) => (
          <label key={outcome} className="target inline-flex items-center gap-2">
            <input
              type="radio"
              name="outcome"
              value={outcome}
              checked={callsBack === (outcome === 'call_back')}
              onChange={() => setCallsBack(outcome === 'call_back')}
            />
            {outcome === 'answered' ? i18n.t('Answered on the spot') : i18n.t('We call back')}
          </label>
        ))}
      </fieldset>
      {callsBack && (
        <Field label={i18n.t('Best time, where they said one')} name="callAt" type="datetime-local" />
      )}
    </>
  );
}

/** A call that a member took: logged in a few keys. Ctrl and Enter save it from every field. */
export default function LogCall({ onClose }: { onClose: () => void }) {
  const me = useMe();
  const { change, busy, trouble } = useChange([['counts'], ['phone', 'callers'], callBacksKey]);
  const near = useQuery(callersQuery).data?.[0]?.number ?? null;
  // Made once: sent again after a bad line, it is still one call.
  const made = useRef({ id: crypto.randomUUID(), at: null as string | null });
  const save = async (form: FormData) => {
    const text = (name: string) => String(form.get(name) ?? '');
    const minutes = Number(text('minutes'));
    made.current.at ??= new Date(Date.now() - minutes * 60_000).toISOString();
    const { id, at } = made.current;
    const callAt = text('callAt');
    const saved = await change(() =>
      logCall({
        id,
        at,
        institutionId: text('institutionId') || (me.institutions[0]?.id ?? ''),
        unitId: text('unitId') || null,
        // Without the code of the country it is of the country of the last caller.
        number: telephoneNumber(text('number'), near) ?? text('number'),
        name: text('name'),
        text: text('text'),
        seconds: text('minutes') === '' ? null : Math.round(minutes * 60),
        outcome: text('outcome') === 'call_back' ? 'call_back' : 'answered',
        callAt: callAt === '' ? null : new Date(callAt).toISOString(),
      }),
    );
    if (saved === undefined) return;
    tell(i18n.t('Logged. The case is in the inbox.'));
    onClose();
  };
  const byKey = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.currentTarget.requestSubmit();
  };
  return (
    <Dialog title={i18n.t('Log a call')} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onKeyDown={byKey}
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault();
          void save(new FormData(event.currentTarget));
        }}
      >
        <CallerFields />
        <WordsField />
        <OutcomeFields />
        <Field
          label={i18n.t('Minutes')}
          name="minutes"
          type="number"
          min={0}
          max={600}
          step="any"
          inputMode="decimal"
        />
        <WhereFields />
        {trouble !== null && <Notice kind="over">{trouble}</Notice>}
        <div className="flex flex-wrap items-center gap-2">
          <Button kind="main" type="submit" disabled={busy}>
            {busy ? i18n.t('Logging it') : i18n.t('Log it')}
          </Button>
          <Button onClick={onClose}>{i18n.t('Cancel')}</Button>
          <span className="text-13 text-quiet max-sm:hidden">{i18n.t('Ctrl and Enter log it.')}</span>
        </div>
      </form>
    </Dialog>
  );
}
