import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AlertSettingsView } from '../../../../src/api/contract.ts';
import { Button } from '../../parts/Button.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { addDevice, alertSettingsQuery, ownAlertsNow, removeDevice, tryDevice } from '../../server/alerts.ts';
import { tell } from '../../shell/told.ts';
import { useNow } from '../../time/now.ts';
import { momentWords } from '../../time/timeWords.ts';
import { i18n } from '../../words/i18n.ts';
import { Panel } from '../Page.tsx';
import { useChange } from '../useChange.ts';
import {
  deviceOf,
  type Standing,
  standing,
  subscribeHere,
  subscriptionHere,
  unsubscribeHere,
} from './browser.ts';

const here = 'alerts-browser-here';

/** Notifications: of this browser, and the list of all on which the member is shown them. */
export function Browsers({ own }: { own: AlertSettingsView }) {
  return (
    <Panel title={i18n.t('Notifications')}>
      <ThisBrowser pushKey={own.pushKey} />
      {own.devices.length === 0 ? (
        <p className="text-quiet">{i18n.t('They are shown nowhere yet.')}</p>
      ) : (
        <ul className="flex flex-col">
          {own.devices.map((device) => (
            <Device key={device.id} device={device} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

const devicesNow = async () => (await ownAlertsNow()).devices;

/** Takes this browser off the list, too. */
async function turnOff(): Promise<void> {
  const subscription = await subscriptionHere();
  const device = subscription === null ? null : await deviceOf(subscription, await devicesNow());
  if (device !== null) await removeDevice(device.id);
  await unsubscribeHere();
}

function ThisBrowser({ pushKey }: { pushKey: string }) {
  const { change, busy, trouble } = useChange([[here], alertSettingsQuery.queryKey]);
  const stands = useQuery({
    queryKey: [here],
    queryFn: () => standing(devicesNow),
    staleTime: 0,
    // What is being turned on is not on the list yet.
    refetchOnWindowFocus: !busy,
    refetchOnReconnect: !busy,
  });
  const [failed, setFailed] = useState(false);
  const turnOn = () =>
    change(async () => {
      setFailed(false);
      const subscription = await subscribeHere(pushKey).catch(() => {
        // A browser that reaches no push service says so in many ways; what helps is the same.
        setFailed(true);
        return null;
      });
      if (subscription !== null) await addDevice(subscription);
    });
  if (stands.data === undefined) return null;
  return (
    <>
      <Words standing={stands.data} />
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      {failed && (
        <Notice kind="over">
          {i18n.t(
            'This browser did not reach its push service. Check its connection and whether it lets pages push, then try again.',
          )}
        </Notice>
      )}
      {(stands.data === 'off' || stands.data === 'on') && (
        <div className="flex flex-wrap gap-2">
          <Button
            kind={stands.data === 'off' ? 'main' : 'plain'}
            disabled={busy}
            onClick={() => void turnOn()}
          >
            {stands.data === 'off' ? i18n.t('Turn on notifications here') : i18n.t('Turn on anew here')}
          </Button>
          {stands.data === 'on' && (
            <Button disabled={busy} onClick={() => void change(turnOff)}>
              {i18n.t('Turn off here')}
            </Button>
          )}
        </div>
      )}
    </>
  );
}

function Words({ standing: stands }: { standing: Standing }) {
  switch (stands) {
    case 'impossible':
      return (
        <Notice>
          {i18n.t(
            'This browser shows no notifications of this page. Open the desk at its https address; on an iPhone put it on the home screen first.',
          )}
        </Notice>
      );
    case 'denied':
      return (
        <Notice kind="soon">
          {i18n.t(
            'This browser was told to show none. Allow notifications of this page in its own settings.',
          )}
        </Notice>
      );
    case 'on':
      return <p>{i18n.t('They are shown on this browser.')}</p>;
    case 'off':
      return (
        <p>
          {i18n.t(
            'A telephone or a computer shows you at once what needs you, also while the desk is closed.',
          )}
        </p>
      );
  }
}

function Device({ device }: { device: AlertSettingsView['devices'][number] }) {
  const now = useNow();
  const { change, busy, trouble } = useChange([[here], alertSettingsQuery.queryKey]);
  const name = device.device;
  const tried = async () => {
    const done = await change(() => tryDevice(device.id));
    if (done !== undefined) tell(i18n.t('Sent. It should lie there in a moment.'));
  };
  return (
    <li className="flex flex-wrap items-center gap-2 border-b border-line py-2 last:border-b-0">
      <div className="min-w-0 flex-1 basis-48">
        <p className="font-medium">{name}</p>
        <p className="text-13 text-quiet">
          {device.lastSentAt === null
            ? i18n.t('Added {time}', { time: momentWords(device.addedAt, now) })
            : i18n.t('Last told {time}', { time: momentWords(device.lastSentAt, now) })}
        </p>
        {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      </div>
      <Button
        disabled={busy}
        aria-label={i18n.t('Try it: {device}', { device: name })}
        onClick={() => void tried()}
      >
        {i18n.t('Try it')}
      </Button>
      <Button
        disabled={busy}
        aria-label={i18n.t('Remove {device}', { device: name })}
        onClick={() => void change(() => removeDevice(device.id))}
      >
        {i18n.t('Remove')}
      </Button>
    </li>
  );
}
