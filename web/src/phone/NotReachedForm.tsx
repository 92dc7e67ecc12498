import { useRef } from 'react';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { callBacksKey, saidOfCallBack } from '../server/phone.ts';
import { caseKey } from '../server/queries.ts';
import { useChange } from '../settings/useChange.ts';
import { localMoment } from '../time/localMoment.ts';
import { i18n } from '../words/i18n.ts';

/** Hours after which it is usually tried again. */
const usualRest = 2;

/** They were not reached: they wait on, and it is tried again. */
export function NotReachedForm({ caseId, close }: { caseId: string; close: () => void }) {
  const { change, busy, trouble } = useChange([callBacksKey, caseKey(caseId)]);
  const id = useRef(crypto.randomUUID());
  const save = async (form: FormData) => {
    const again = String(form.get('again') ?? '');
    const saved = await change(() =>
      saidOfCallBack(caseId, {
        outcome: 'not_reached',
        id: id.current,
        again: again === '' ? null : new Date(again).toISOString(),
      }),
    );
    if (saved !== undefined) close();
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save(new FormData(event.currentTarget));
      }}
    >
      <Field
        label={i18n.t('Try again')}
        name="again"
        type="datetime-local"
        defaultValue={localMoment(new Date(Date.now() + usualRest * 3_600_000))}
      />
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <div className="flex flex-wrap gap-2">
        <Button kind="main" type="submit" disabled={busy}>
          {i18n.t('Not reached')}
        </Button>
        <Button onClick={close}>{i18n.t('Cancel')}</Button>
      </div>
    </form>
  );
}
