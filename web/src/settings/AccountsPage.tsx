import { useQuery } from '@tanstack/react-query';
import { RadioTower } from 'lucide-react';
import { Button } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { useOneOpen } from '../parts/useOneOpen.ts';
import { accountsQuery, formsQuery } from '../server/queries.ts';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { AccountPanel } from './AccountPanel.tsx';
import { ConnectForm } from './ConnectForm.tsx';
import { FormFields } from './FormFields.tsx';
import { FormPanel } from './FormPanel.tsx';
import { Page, Panel } from './Page.tsx';

/** Our accounts on the networks: what they hear, and whether anything is missing. */
export default function AccountsPage() {
  const accounts = useQuery(accountsQuery);
  const mayManage = useMay('accounts.manage');
  const mayOwn = useMay('accounts.own');
  const forms = useQuery(formsQuery).data ?? [];
  const { open: adding, show, close } = useOneOpen<'account' | 'own' | 'form'>();
  const done = () => close(adding ?? 'account');
  const shown = accounts.data?.filter((one) => one.state !== 'removed');
  const connect = (
    <span className="flex flex-wrap gap-2">
      {mayManage && (
        <Button kind="main" onClick={() => show('account')}>
          {i18n.t('Connect an account')}
        </Button>
      )}
      {mayOwn && <Button onClick={() => show('own')}>{i18n.t('Connect my own account')}</Button>}
      {mayManage && <Button onClick={() => show('form')}>{i18n.t('Open a public form')}</Button>}
    </span>
  );
  return (
    <Page
      title={i18n.t('Connected accounts')}
      about={i18n.t('What is written to these accounts becomes cases, and answers go out from them.')}
    >
      {adding === 'account' && (
        <Panel title={i18n.t('Connect an account')}>
          <ConnectForm done={done} cancel={done} />
        </Panel>
      )}
      {adding === 'own' && (
        <Panel title={i18n.t('Connect my own account')}>
          <ConnectForm own done={done} cancel={done} />
        </Panel>
      )}
      {adding === 'form' && (
        <Panel title={i18n.t('Open a public form')}>
          <FormFields close={() => close('form')} />
        </Panel>
      )}
      {shown === undefined ? (
        accounts.isError ? (
          <Trouble error={accounts.error} again={() => void accounts.refetch()} />
        ) : (
          <Skeleton lines={6} />
        )
      ) : shown.length === 0 ? (
        adding === null && (
          <Empty
            icon={<RadioTower />}
            title={i18n.t('No account is connected yet')}
            action={(mayManage || mayOwn) && connect}
          >
            {i18n.t('Until one is, nothing new is heard. Archives can be imported under Intake.')}
          </Empty>
        )
      ) : (
        <>
          {shown.map((account) => {
            const form = forms.find((one) => one.id === account.id);
            return form === undefined ? (
              <AccountPanel key={account.id} account={account} again={() => show('account')} />
            ) : (
              <FormPanel key={account.id} form={form} />
            );
          })}
          {(mayManage || mayOwn) && adding === null && <div>{connect}</div>}
        </>
      )}
    </Page>
  );
}
