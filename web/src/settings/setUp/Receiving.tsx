import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccountView } from '../../../../src/api/contract.ts';
import { Button } from '../../parts/Button.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { Skeleton } from '../../parts/Skeleton.tsx';
import { noticesQuery, receivingQuery, renewReceiving } from '../../server/setUps.ts';
import { useNow } from '../../time/now.ts';
import { momentWords } from '../../time/timeWords.ts';
import { i18n } from '../../words/i18n.ts';
import { translated } from '../../words/serverSentences.ts';
import { useChange } from '../useChange.ts';
import { Copied } from './Copied.tsx';

/** A new address, once it is sure: the network calls the old one until it is told. */
function Renew({ id }: { id: string }) {
  const client = useQueryClient();
  const { change, busy, trouble } = useChange([]);
  const [sure, setSure] = useState(false);
  const renew = async () => {
    const renewed = await change(() => renewReceiving(id));
    if (renewed === undefined) return;
    client.setQueryData(receivingQuery(id).queryKey, renewed);
    setSure(false);
  };
  if (!sure)
    return (
      <div>
        <Button onClick={() => setSure(true)}>{i18n.t('Make a new address')}</Button>
      </div>
    );
  return (
    <Notice
      kind="over"
      action={
        <span className="flex flex-wrap gap-2">
          <Button kind="danger" disabled={busy} onClick={() => void renew()}>
            {i18n.t('Make a new address')}
          </Button>
          <Button onClick={() => setSure(false)}>{i18n.t('Keep it')}</Button>
        </span>
      }
    >
      {trouble ??
        i18n.t(
          'The old address leads nowhere from then on. Nothing more is heard until the network has the new one.',
        )}
    </Notice>
  );
}

function Addresses({ account }: { account: AccountView }) {
  const receiving = useQuery(receivingQuery(account.id)).data;
  if (receiving === undefined) return <Skeleton lines={3} />;
  return (
    <div className="flex flex-col gap-3">
      {receiving.webhooks.map(({ what, address }) => (
        <Copied key={address} label={translated(what)} value={address} />
      ))}
      <p className="text-13 text-quiet">
        {receiving.proof === 'signature'
          ? i18n.t('Each request is signed by the network; what is not is refused.')
          : i18n.t(
              'This network signs nothing: whoever knows the address can write in its name. Show it to nobody else.',
            )}
      </p>
      {receiving.refused > 0 && (
        <Notice kind="soon">
          {i18n.t('{n, plural, one {# request was} other {# requests were}} refused within the last day.', {
            n: receiving.refused,
          })}
        </Notice>
      )}
      <Renew id={account.id} />
    </div>
  );
}

function Notices({ id }: { id: string }) {
  const now = useNow();
  const notices = useQuery(noticesQuery(id)).data;
  if (notices === undefined) return <Skeleton lines={3} />;
  if (notices.length === 0) return <p className="text-quiet">{i18n.t('Nothing out of the ordinary.')}</p>;
  return (
    <ul className="flex flex-col divide-y divide-line">
      {notices.map(({ code, sentence, firstAt, lastAt, times }) => (
        <li key={`${code} ${firstAt}`} className="flex flex-wrap items-baseline gap-x-3 py-2">
          <span className="min-w-48 flex-1">{translated(sentence)}</span>
          <span className="text-13 text-quiet">
            {times === 1
              ? momentWords(lastAt, now)
              : i18n.t('{n} times, last {time}', { n: times, time: momentWords(lastAt, now) })}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Where the network of an account calls, and what happened with it. */
export default function Receiving({ account, mayManage }: { account: AccountView; mayManage: boolean }) {
  return (
    <div className="flex flex-col gap-4 pt-2">
      {account.receives && mayManage && <Addresses account={account} />}
      <section className="flex flex-col gap-1">
        <h3 className="font-medium">{i18n.t('What happened with the network')}</h3>
        <Notices id={account.id} />
      </section>
    </div>
  );
}
