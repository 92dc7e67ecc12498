import { useQuery } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { Button } from '../parts/Button.tsx';
import { Choice } from '../parts/Field.tsx';
import { lazily } from '../parts/lazily.ts';
import { Notice } from '../parts/Notice.tsx';
import { useRemembered } from '../parts/remembered.ts';
import { Skeleton } from '../parts/Skeleton.tsx';
import { accountsQuery, networksQuery } from '../server/queries.ts';
import { connectAccount, connectOwnAccount } from '../server/settingChanges.ts';
import { beginSetUp } from '../server/setUps.ts';
import { tell } from '../shell/told.ts';
import { useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { ConnectFields, typedIn } from './ConnectFields.tsx';
import { Evidence } from './Evidence.tsx';
import { useChange } from './useChange.ts';

const SetUp = lazily(() => import('./setUp/SetUp.tsx'));

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
  // A page that is loaded again goes on where it was.
  const [begun, setBegun] = useRemembered<{ id: string; network: string } | null>('setUp', null);
  const { change, busy, trouble } = useChange([accountsQuery.queryKey]);
  const network = networks?.find((one) => one.network === chosen) ?? networks?.[0];
  const guided = network?.guided === true && !own;
  if (network === undefined || networks === undefined) return <Skeleton lines={4} />;
  const underWay = own ? undefined : networks.find((one) => one.network === begun?.network);
  if (begun !== null && underWay !== undefined) {
    const end = () => {
      setBegun(null);
      done();
    };
    return (
      <Suspense fallback={<Skeleton lines={8} />}>
        <SetUp id={begun.id} network={underWay} done={end} />
      </Suspense>
    );
  }
  const connect = async (form: FormData) => {
    const institutionId = String(form.get('institutionId') ?? me.institutions[0]?.id);
    if (guided) {
      const begun = await change(() => beginSetUp({ network: network.network, institutionId }));
      if (begun !== undefined) setBegun({ id: begun.id, network: network.network });
      return;
    }
    const fields = typedIn(network.fields, form);
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
      {!guided && <ConnectFields key={network.network} fields={network.fields} />}
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
          {guided
            ? i18n.t('Set it up')
            : busy
              ? i18n.t('Asking {network}', { network: network.name })
              : i18n.t('Connect')}
        </Button>
        {cancel !== undefined && <Button onClick={cancel}>{i18n.t('Cancel')}</Button>}
      </div>
      <Evidence evidence={network.evidence} />
    </form>
  );
}
