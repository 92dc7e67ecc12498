import { useRef } from 'react';
import { Button } from '../parts/Button.tsx';
import { Area, Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { callBacksKey, saidOfCallBack } from '../server/phone.ts';
import { caseKey } from '../server/queries.ts';
import { useChange } from '../settings/useChange.ts';
import { tell } from '../shell/told.ts';
import { i18n } from '../words/i18n.ts';

/** They were reached: what they were told is our answer. */
export function ReachedForm({ caseId, close }: { caseId: string; close: () => void }) {
  const { change, busy, trouble } = useChange([callBacksKey, caseKey(caseId), ['counts']]);
  const made = useRef({ id: crypto.randomUUID(), at: null as string | null });
  const save = async (form: FormData) => {
    const minutes = String(form.get('minutes') ?? '');
    made.current.at ??= new Date(Date.now() - Number(minutes) * 60_000).toISOString();
    const { id, at } = made.current;
    const saved = await change(() =>
      saidOfCallBack(caseId, {
        outcome: 'reached',
        id,
        at,
        text: String(form.get('text') ?? ''),
        seconds: minutes === '' ? null : Math.round(Number(minutes) * 60),
      }),
    );
    if (saved === undefined) return;
    tell(i18n.t('Recorded as our answer.'));
    close();
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save(new FormData(event.currentTarget));
      }}
    >
      <Area
        label={i18n.t('What they were told')}
        name="text"
        required
        maxLength={10_000}
        rows={2}
        autoFocus
      />
      <Field
        label={i18n.t('Minutes')}
        name="minutes"
        type="number"
        min={0}
        max={600}
        step="any"
        inputMode="decimal"
      />
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <div className="flex flex-wrap gap-2">
        <Button kind="main" type="submit" disabled={busy}>
          {i18n.t('Record it')}
        </Button>
        <Button onClick={close}>{i18n.t('Cancel')}</Button>
      </div>
    </form>
  );
}
