import { useState } from 'react';
import { type HistoryAction, historyActions } from '../../../src/domain/history.ts';
import { factWords } from '../author/factWords.ts';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { makeWebhook, webhooksQuery } from '../server/outgoing.ts';
import { i18n } from '../words/i18n.ts';
import { ShownOnce } from './ShownOnce.tsx';
import { useChange } from './useChange.ts';

const usual: readonly HistoryAction[] = ['case_opened', 'case_resolved', 'case_reopened', 'reply_sent'];

function Actions() {
  return (
    <fieldset className="flex flex-col">
      <legend className="font-medium">{i18n.t('What it is told')}</legend>
      <div className="grid gap-x-4 sm:grid-cols-2">
        {historyActions.map((action) => (
          <label key={action} className="target flex items-center gap-2">
            <input
              type="checkbox"
              name="action"
              value={action}
              defaultChecked={usual.includes(action)}
              className="size-5 shrink-0 accent-accent"
            />
            <span className="min-w-0">
              <code className="text-13 break-all">{action}</code>
              <span className="block text-13 text-quiet">{factWords({ action })}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Makes a webhook; its secret is shown once. */
export function WebhookForm({ close }: { close: () => void }) {
  const { change, busy, trouble } = useChange([webhooksQuery.queryKey, ['audit']]);
  const [secret, setSecret] = useState<string>();
  const [empty, setEmpty] = useState(false);
  if (secret !== undefined) {
    return (
      <ShownOnce name={i18n.t('The secret')} secret={secret} close={close}>
        {i18n.t('By this secret the receiver knows that a delivery is ours. It is shown only this once.')}
      </ShownOnce>
    );
  }
  const make = async (form: FormData) => {
    const actions = form.getAll('action') as HistoryAction[];
    setEmpty(actions.length === 0);
    if (actions.length === 0) return;
    const answer = await change(() =>
      makeWebhook({ name: String(form.get('name')), address: String(form.get('address')), actions }),
    );
    if (answer !== undefined) setSecret(answer.secret);
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void make(new FormData(event.currentTarget));
      }}
    >
      <Field label={i18n.t('Name')} name="name" required maxLength={100} autoComplete="off" dir="auto" />
      <Field
        label={i18n.t('Address')}
        name="address"
        type="url"
        required
        maxLength={2000}
        autoComplete="off"
        placeholder={'https://example.org/hooks'}
        help={i18n.t('It is told ids and facts, never anybody’s words.')}
      />
      <Actions />
      {empty && <Notice kind="over">{i18n.t('Choose what it is told.')}</Notice>}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <div className="flex gap-2">
        <Button kind="main" type="submit" disabled={busy}>
          {i18n.t('Make the webhook')}
        </Button>
        <Button onClick={close}>{i18n.t('Cancel')}</Button>
      </div>
    </form>
  );
}
