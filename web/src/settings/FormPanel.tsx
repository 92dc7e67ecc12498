import { CircleCheck, ExternalLink, Pause } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { FormView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { accountsQuery, formsQuery } from '../server/queries.ts';
import { changeForm, removeAccount } from '../server/settingChanges.ts';
import { tell } from '../shell/told.ts';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { FormFields } from './FormFields.tsx';
import { Panel } from './Page.tsx';
import { useChange } from './useChange.ts';

const QrCode = lazy(() => import('./QrCode.tsx'));

function State({ open }: { open: boolean }) {
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium ${open ? 'text-ok' : 'text-quiet'}`}>
      {open ? <CircleCheck aria-hidden className="size-4" /> : <Pause aria-hidden className="size-4" />}
      {open ? i18n.t('Open') : i18n.t('Closed')}
    </span>
  );
}

/** Where the form is: to be copied, looked at, printed. */
function Address({ form }: { form: FormView }) {
  const [code, showCode] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(form.address);
      tell(i18n.t('Copied.'));
    } catch {
      // No clipboard on a plain http address: the field is selected, to be copied by hand.
      tell(i18n.t('Select the link and copy it by hand.'), 'over');
    }
  };
  return (
    <>
      <Field
        label={i18n.t('Public address')}
        readOnly
        value={form.address}
        onFocus={(event) => event.target.select()}
      />
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => void copy()}>{i18n.t('Copy')}</Button>
        <a
          href={form.address}
          target="_blank"
          rel="noreferrer"
          className="target inline-flex items-center gap-2 rounded-8 border border-line bg-raised px-3 font-medium hover:bg-deep"
        >
          <ExternalLink aria-hidden className="size-4" />
          {i18n.t('See it')}
        </a>
        <Button aria-expanded={code} onClick={() => showCode(!code)}>
          {code ? i18n.t('Hide the QR code') : i18n.t('QR code')}
        </Button>
      </div>
      {code && (
        <Suspense fallback={<Skeleton lines={3} />}>
          <QrCode address={form.address} name={form.slug} />
        </Suspense>
      )}
    </>
  );
}

function Acts({ form, edit }: { form: FormView; edit: () => void }) {
  const { change, busy, trouble } = useChange([formsQuery.queryKey, accountsQuery.queryKey]);
  const [sure, setSure] = useState(false);
  if (sure) {
    return (
      <Notice
        kind="over"
        action={
          <span className="flex flex-wrap gap-2">
            <Button kind="danger" disabled={busy} onClick={() => void change(() => removeAccount(form.id))}>
              {i18n.t('Remove it')}
            </Button>
            <Button onClick={() => setSure(false)}>{i18n.t('Keep it')}</Button>
          </span>
        }
      >
        {i18n.t(
          'Its address leads nowhere then, and its cases can no longer be answered on their private pages. To take nothing new, close it instead.',
        )}
      </Notice>
    );
  }
  return (
    <div className="flex flex-wrap gap-2">
      <Button onClick={edit}>{i18n.t('Edit')}</Button>
      <Button disabled={busy} onClick={() => void change(() => changeForm(form.id, { open: !form.open }))}>
        {form.open ? i18n.t('Close for now') : i18n.t('Open again')}
      </Button>
      <Button kind="danger" onClick={() => setSure(true)}>
        {i18n.t('Remove')}
      </Button>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </div>
  );
}

/** One public form. */
export function FormPanel({ form }: { form: FormView }) {
  const mayManage = useMay('accounts.manage');
  const [editing, setEditing] = useState(false);
  return (
    <Panel title={<span dir="auto">{form.title}</span>} action={<State open={form.open} />}>
      <p className="flex flex-wrap gap-x-4 text-13 text-quiet">
        <span>{i18n.t('Public form')}</span>
        <span dir="auto">{form.institution}</span>
      </p>
      {editing ? (
        <FormFields form={form} close={() => setEditing(false)} />
      ) : (
        <>
          <Address form={form} />
          {mayManage && <Acts form={form} edit={() => setEditing(true)} />}
        </>
      )}
    </Panel>
  );
}
