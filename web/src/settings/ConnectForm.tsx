import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { NetworkView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Choice, Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { accountsQuery, networksQuery } from '../server/queries.ts';
import { connectAccount, connectOwnAccount } from '../server/settingChanges.ts';
import { tell } from '../shell/told.ts';
import { useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { translated } from '../words/serverSentences.ts';
import { Evidence } from './Evidence.tsx';
import { useChange } from './useChange.ts';

type Asked = NetworkView['fields'][number];

function OneField({ field }: { field: Asked }) {
  const { name, choices } = field;
  const [label, help] = [translated(field.label), translated(field.help)];
  if (choices.length > 0) {
    return (
      <Choice name={name} label={label} help={help}>
        {choices.map((one) => (
          <option key={one.value} value={one.value}>
            {translated(one.label)}
          </option>
        ))}
      </Choice>
    );
  }
  return (
    <Field
      name={name}
      label={label}
      help={help}
      required={field.required}
      type={field.secret ? 'password' : 'text'}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={2000}
    />
  );
}

/** What a network asks for; what few need only when it is asked for. */
function FieldsOf({ network }: { network: NetworkView }) {
  const [plain, advanced] = [false, true].map((kind) =>
    network.fields
      .filter((field) => field.advanced === kind)
      .map((field) => <OneField key={field.name} field={field} />),
  );
  return (
    <>
      {plain}
      {advanced !== undefined && advanced.length > 0 && (
        <details className="group rounded-8 border border-line">
          <summary className="target flex items-center gap-2 rounded-8 px-3 font-medium">
            <ChevronRight
              aria-hidden
              className="size-4 transition-transform duration-100 group-open:rotate-90"
            />
            {i18n.t('Advanced: for a network of your own')}
          </summary>
          <div className="flex flex-col gap-4 p-3 pt-1">{advanced}</div>
        </details>
      )}
    </>
  );
}

/** Connects an account of the house, or one's own, by what its network asks for. */
export function ConnectForm({
  done,
  cancel,
  own = false,
}: {
  done: () => void;
  cancel?: () => void;
  own?: boolean;
}) {
  const me = useMe();
  const networks = useQuery(networksQuery).data?.filter((one) => one.fields.length > 0);
  const [chosen, choose] = useState<string>();
  const { change, busy, trouble } = useChange([accountsQuery.queryKey]);
  const network = networks?.find((one) => one.network === chosen) ?? networks?.[0];
  if (network === undefined || networks === undefined) return <Skeleton lines={4} />;
  const connect = async (form: FormData) => {
    const fields = Object.fromEntries(
      network.fields.map(({ name }) => [name, String(form.get(name) ?? '').trim()]),
    );
    const institutionId = String(form.get('institutionId') ?? me.institutions[0]?.id);
    const account = await change(() =>
      own
        ? connectOwnAccount({
            network: network.network,
            institutionId,
            fields,
            readsDirect: form.get('readsDirect') !== null,
          })
        : connectAccount({ network: network.network, institutionId, fields }),
    );
    if (account === undefined) return;
    tell(i18n.t('{handle} is connected.', { handle: account.handle }));
    done();
  };
  return (
    <form
      className="flex max-w-[30rem] flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void connect(new FormData(event.currentTarget));
      }}
    >
      {own && (
        <p className="text-quiet">
          {i18n.t(
            'Only you answer from it. A colleague’s answer leaves from it with your yes to that answer, and says that it was written for you.',
          )}
        </p>
      )}
      {networks.length > 1 && (
        <Choice
          label={i18n.t('Network')}
          value={network.network}
          onChange={(event) => choose(event.target.value)}
        >
          {networks.map((one) => (
            <option key={one.network} value={one.network}>
              {one.name}
            </option>
          ))}
        </Choice>
      )}
      {me.institutions.length > 1 && (
        <Choice label={i18n.t('Institution it speaks for')} name="institutionId">
          {me.institutions.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </Choice>
      )}
      <FieldsOf network={network} />
      {own && (
        <label className="flex items-start gap-2">
          <input type="checkbox" name="readsDirect" className="mt-1 size-5 shrink-0" />
          <span>
            {network.network === 'email'
              ? i18n.t('Read my mailbox too')
              : i18n.t('Read my direct messages too')}
            <span className="block text-13 text-quiet">
              {i18n.t(
                'What is written to you alone stands on your front row, and only you see it: no admin, no auditor, no program. You answer it yourself, or hand it over to the desk.',
              )}
            </span>
          </span>
        </label>
      )}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <div className="flex flex-wrap gap-2">
        <Button kind="main" type="submit" disabled={busy}>
          {busy ? i18n.t('Asking {network}', { network: network.name }) : i18n.t('Connect')}
        </Button>
        {cancel !== undefined && <Button onClick={cancel}>{i18n.t('Cancel')}</Button>}
      </div>
      <Evidence evidence={network.evidence} />
    </form>
  );
}
