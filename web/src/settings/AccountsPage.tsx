import { useQuery } from '@tanstack/react-query';
import { RadioTower } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { accountsQuery } from '../server/queries.ts';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { AccountPanel } from './AccountPanel.tsx';
import { ConnectForm } from './ConnectForm.tsx';
import { Page, Panel } from './Page.tsx';

/** Our accounts on the networks: what they hear, and whether anything is missing. */
export default function AccountsPage() {
  const accounts = useQuery(accountsQuery);
  const mayManage = useMay('accounts.manage');
  const [connecting, setConnecting] = useState(false);
  const shown = accounts.data?.filter((one) => one.state !== 'removed');
  const connect = (
    <Button kind="main" onClick={() => setConnecting(true)}>
      {i18n.t('Connect an account')}
    </Button>
  );
  return (
    <Page
      title={i18n.t('Connected accounts')}
      about={i18n.t('What is written to these accounts becomes cases, and answers go out from them.')}
    >
      {connecting && (
        <Panel title={i18n.t('Connect an account')}>
          <ConnectForm done={() => setConnecting(false)} cancel={() => setConnecting(false)} />
        </Panel>
      )}
      {shown === undefined ? (
        accounts.isError ? (
          <Trouble error={accounts.error} again={() => void accounts.refetch()} />
        ) : (
          <Skeleton lines={6} />
        )
      ) : shown.length === 0 ? (
        !connecting && (
          <Empty
            icon={<RadioTower />}
            title={i18n.t('No account is connected yet')}
            action={mayManage && connect}
          >
            {i18n.t('Until one is, nothing new is heard. Archives can be imported under Intake.')}
          </Empty>
        )
      ) : (
        <>
          {shown.map((account) => (
            <AccountPanel key={account.id} account={account} />
          ))}
          {mayManage && !connecting && <div>{connect}</div>}
        </>
      )}
    </Page>
  );
}
