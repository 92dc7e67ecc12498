import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleX, EarOff, Pause } from 'lucide-react';
import { Suspense, useState } from 'react';
import type { AccountView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Choice } from '../parts/Field.tsx';
import { lazily } from '../parts/lazily.ts';
import { Notice } from '../parts/Notice.tsx';
import { keep } from '../parts/remembered.ts';
import { Skeleton } from '../parts/Skeleton.tsx';
import { accountsQuery, membersQuery } from '../server/queries.ts';
import {
  changeAccount,
  cutOffAccount,
  reconcileAccount,
  removeAccount,
  setAccountOwner,
} from '../server/settingChanges.ts';
import { beginSetUp } from '../server/setUps.ts';
import { useMay, useMe } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { translated } from '../words/serverSentences.ts';
import { Evidence } from './Evidence.tsx';
import { OwnDirect } from './OwnDirect.tsx';
import { Panel } from './Page.tsx';
import { useChange } from './useChange.ts';
import { WatchedWords } from './WatchedWords.tsx';

const Receiving = lazily(() => import('./setUp/Receiving.tsx'));
const Money = lazily(() => import('./money/Money.tsx'));

/** Nobody listens to what people bring in themselves. */
const withoutListener = (account: AccountView) =>
  account.network === 'archive' ? i18n.t('Imported') : i18n.t('Logged by hand');

function StateLine({ account }: { account: AccountView }) {
  const look =
    account.state === 'permission_lost'
      ? { Icon: CircleX, tone: 'text-over', words: i18n.t('Permission lost') }
      : account.state === 'paused'
        ? { Icon: Pause, tone: 'text-quiet', words: i18n.t('Paused') }
        : account.listening
          ? { Icon: CircleCheck, tone: 'text-ok', words: i18n.t('Listening') }
          : !account.connectable
            ? { Icon: CircleCheck, tone: 'text-ok', words: withoutListener(account) }
            : { Icon: EarOff, tone: 'text-over', words: i18n.t('Nobody listens') };
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium ${look.tone}`}>
      <look.Icon aria-hidden className="size-4" />
      {look.words}
    </span>
  );
}

/** "Last checked 12:04, 0 missing". */
function Checked({ account }: { account: AccountView }) {
  const now = useNow();
  if (account.reconcileReason !== null && account.reconciledAt === null)
    return <span>{translated(account.reconcileReason)}</span>;
  if (account.reconciledAt === null) return <span>{i18n.t('Not checked against the network yet')}</span>;
  const missing = account.reconcileMissing ?? 0;
  return (
    <span className={missing > 0 ? 'font-medium text-over' : undefined}>
      {i18n.t('Last checked {time}, {n} missing', {
        time: momentWords(account.reconciledAt, now),
        n: missing,
      })}
      {account.reconcileReason !== null && `. ${translated(account.reconcileReason)}`}
    </span>
  );
}

function Troubles({ account }: { account: AccountView }) {
  return (
    <>
      {account.stateReason !== null && account.state !== 'listening' && (
        <Notice kind="over">{translated(account.stateReason)}</Notice>
      )}
      {account.moneyShort !== null && <Notice kind="soon">{translated(account.moneyShort)}</Notice>}
      {account.silence !== null && <Notice kind="soon">{translated(account.silence)}</Notice>}
      {account.lacks.map((lack) => (
        <Notice key={lack} kind="soon">
          {translated(lack)}
        </Notice>
      ))}
    </>
  );
}

/** Set up again, with its own address: `show` shows the steps. */
function Again({ account, show }: { account: AccountView; show: () => void }) {
  const { change, busy, trouble } = useChange([]);
  const begin = async () => {
    const begun = await change(() => beginSetUp({ accountId: account.id }));
    if (begun === undefined) return;
    keep('setUp', { id: begun.id, network: account.network });
    show();
  };
  return (
    <>
      <Button kind="main" disabled={busy} onClick={() => void begin()}>
        {i18n.t('Connect again')}
      </Button>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </>
  );
}

function Acts({ account, again }: { account: AccountView; again: () => void }) {
  const { change, busy, trouble } = useChange([accountsQuery.queryKey]);
  const [sure, setSure] = useState(false);
  const paused = account.state === 'paused';
  if (sure) {
    return (
      <Notice
        kind="over"
        action={
          <span className="flex flex-wrap gap-2">
            <Button
              kind="danger"
              disabled={busy}
              onClick={() => void change(() => removeAccount(account.id))}
            >
              {i18n.t('Disconnect it')}
            </Button>
            <Button onClick={() => setSure(false)}>{i18n.t('Keep it')}</Button>
          </span>
        }
      >
        {i18n.t('Nothing more is heard or sent through {handle}, and its password is erased. Cases stay.', {
          handle: account.handle,
        })}
      </Notice>
    );
  }
  return (
    <div className="flex flex-wrap gap-2">
      {account.guided && account.state === 'permission_lost' && <Again account={account} show={again} />}
      <Button disabled={busy} onClick={() => void change(() => reconcileAccount(account.id))}>
        {i18n.t('Check now')}
      </Button>
      <Button
        disabled={busy}
        onClick={() =>
          void change(() => changeAccount(account.id, { state: paused ? 'listening' : 'paused' }))
        }
      >
        {paused ? i18n.t('Listen again') : i18n.t('Pause')}
      </Button>
      <Button kind="danger" onClick={() => setSure(true)}>
        {i18n.t('Disconnect')}
      </Button>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </div>
  );
}

/** Whose own account it is, and the one step that lets nothing leave from it. */
function Own({ account }: { account: AccountView }) {
  const me = useMe();
  const mayManage = useMay('accounts.manage');
  const { change, busy, trouble } = useChange([accountsQuery.queryKey]);
  const isCut = account.cutOffAt !== null;
  const isMine = account.owner?.id === me.member.id;
  const members = useQuery({ ...membersQuery, enabled: mayManage }).data ?? [];
  const present = members.filter((one) => one.leftAt === null && !one.invited);
  if (account.owner === null && !mayManage && !isCut) return null;
  return (
    <div className="flex flex-wrap items-end gap-3">
      {mayManage ? (
        <Choice
          label={i18n.t('Whose account it is')}
          className="w-auto max-w-72"
          value={account.owner?.id ?? ''}
          disabled={busy}
          onChange={(event) =>
            void change(() =>
              setAccountOwner(account.id, event.target.value === '' ? null : event.target.value),
            )
          }
        >
          <option value="">{i18n.t('The house’s')}</option>
          {present.map((one) => (
            <option key={one.id} value={one.id}>
              {i18n.t('{name}’s own', { name: one.name })}
            </option>
          ))}
        </Choice>
      ) : (
        account.owner !== null && (
          <span className="font-medium">
            {isMine ? i18n.t('Your own account') : i18n.t('{name}’s own', { name: account.owner.name })}
          </span>
        )
      )}
      {(isMine || mayManage) && (
        <Button
          kind={isCut ? 'plain' : 'danger'}
          disabled={busy}
          onClick={() => void change(() => cutOffAccount(account.id, !isCut))}
        >
          {isCut ? i18n.t('Use it again') : i18n.t('Cut it off')}
        </Button>
      )}
      {isMine && <OwnDirect account={account} />}
      {isCut && <Notice kind="over">{i18n.t('Cut off: nothing leaves from it.')}</Notice>}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </div>
  );
}

/** One connected account. */
export function AccountPanel({ account, again }: { account: AccountView; again: () => void }) {
  const now = useNow();
  const mayManage = useMay('accounts.manage');
  const [opened, setOpened] = useState(false);
  const [counted, setCounted] = useState(false);
  return (
    <Panel title={<span dir="auto">{account.handle}</span>} action={<StateLine account={account} />}>
      <p className="flex flex-wrap gap-x-4 text-13 text-quiet">
        <span>{account.networkName}</span>
        <span>{account.institution}</span>
        {account.lastHeardAt !== null && (
          <span>{i18n.t('Last heard {time}', { time: momentWords(account.lastHeardAt, now) })}</span>
        )}
        {account.connectable && <Checked account={account} />}
      </p>
      <Troubles account={account} />
      {account.connectable && <Own account={account} />}
      {account.watches && account.connectable && <WatchedWords account={account} disabled={!mayManage} />}
      {mayManage && account.connectable && <Acts account={account} again={again} />}
      {account.charges && (
        <details className="text-13" onToggle={(event) => event.currentTarget.open && setCounted(true)}>
          <summary className="py-2 text-quiet hover:text-ink">
            {i18n.t('What it costs, and how much it may')}
          </summary>
          <Suspense fallback={<Skeleton lines={4} />}>
            {counted && <Money account={account} mayManage={mayManage} />}
          </Suspense>
        </details>
      )}
      {account.connectable && (
        <details className="text-13" onToggle={(event) => event.currentTarget.open && setOpened(true)}>
          <summary className="py-2 text-quiet hover:text-ink">
            {account.receives && mayManage
              ? i18n.t('Where its network calls, and what happened')
              : i18n.t('What happened with the network')}
          </summary>
          <Suspense fallback={<Skeleton lines={3} />}>
            {opened && <Receiving account={account} mayManage={mayManage} />}
          </Suspense>
        </details>
      )}
      <Evidence evidence={account.evidence} />
    </Panel>
  );
}
