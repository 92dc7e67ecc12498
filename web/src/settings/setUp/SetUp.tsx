import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import type { NetworkView, TriedView } from '../../../../src/api/contract.ts';
import { Button } from '../../parts/Button.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { Skeleton } from '../../parts/Skeleton.tsx';
import { Trouble } from '../../parts/Trouble.tsx';
import { accountsQuery } from '../../server/queries.ts';
import { connectSetUp, dropSetUp, setUpQuery, trySetUp, typeSetUp } from '../../server/setUps.ts';
import { tell } from '../../shell/told.ts';
import { i18n } from '../../words/i18n.ts';
import { translated } from '../../words/serverSentences.ts';
import { ConnectFields, typedIn } from '../ConnectFields.tsx';
import { Evidence } from '../Evidence.tsx';
import { useChange } from '../useChange.ts';
import { Arrived } from './Arrived.tsx';
import { Steps } from './Steps.tsx';
import { TriedOut } from './TriedOut.tsx';

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3 border-t border-line pt-4">
      <h3 className="text-15 font-semibold">{title}</h3>
      {children}
    </section>
  );
}

interface Asked {
  id: string;
  network: NetworkView;
  done: () => void;
}

/** Keeps what is typed, asks the network with it, and connects. */
function useSetUp({ id, network, done }: Asked) {
  const client = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [tried, setTried] = useState<TriedView | null>(null);
  const { change, busy, trouble } = useChange([]);
  // Kept beside: whoever leaves a field for a button presses that button.
  const typing = useChange([]);
  const keepTyped = async () => {
    if (form.current === null) return;
    const kept = await typeSetUp(id, typedIn(network.fields, new FormData(form.current)));
    client.setQueryData(setUpQuery(id).queryKey, kept);
  };
  const tryOut = async () => {
    setTried(null);
    const answer = await change(async () => {
      await keepTyped();
      return trySetUp(id);
    });
    setTried(answer ?? null);
  };
  const connect = async () => {
    const connected = await change(async () => {
      await keepTyped();
      return connectSetUp(id);
    });
    if (connected === undefined) return;
    await client.invalidateQueries({ queryKey: accountsQuery.queryKey });
    tell(i18n.t('{handle} is connected.', { handle: tried?.handle ?? network.name }));
    done();
  };
  const drop = async () => {
    await change(() => dropSetUp(id));
    done();
  };
  return {
    form,
    tried,
    keepTyped: () => void typing.change(keepTyped),
    tryOut,
    connect,
    drop,
    busy,
    trouble: trouble ?? typing.trouble,
  };
}

/** An account is set up step by step: what to do at the network, what it gives, what came from there, a test, and only then it is connected. */
export default function SetUp(asked: Asked) {
  const { id, network, done } = asked;
  const setUp = useQuery(setUpQuery(id));
  const { form, tried, keepTyped, tryOut, connect, drop, busy, trouble } = useSetUp(asked);
  if (setUp.data === undefined)
    return setUp.isError ? <Trouble error={setUp.error} again={done} /> : <Skeleton lines={8} />;
  const { steps, typed, filled, arrived, webhooks } = setUp.data;
  const isLocal = webhooks.some(({ address }) => /^https?:\/\/(?:localhost|127\.)/.test(address ?? ''));
  const waitsForTrial = tried?.trial != null && !arrived.some(({ outcome }) => outcome === 'kept');
  return (
    <div className="flex max-w-[40rem] flex-col gap-4">
      {isLocal && (
        <Notice kind="soon">
          {i18n.t(
            'Networks cannot reach this address: it is this machine’s own. Set ANSWERABLE_PUBLIC_ADDRESS to the address under which the desk is reached from outside, and begin again.',
          )}
        </Notice>
      )}
      {steps.length > 0 && (
        <Part title={translated(network.guideHeading) ?? i18n.t('At {network}', { network: network.name })}>
          <Steps steps={steps} />
        </Part>
      )}
      <Part title={i18n.t('What it gave you')}>
        <form
          ref={form}
          onBlur={keepTyped}
          // A choice changes what is to be done at the network: its steps are shown at once.
          onChange={({ target }) => {
            if ((target as Element) instanceof HTMLSelectElement) keepTyped();
          }}
          onSubmit={(event) => {
            event.preventDefault();
            void tryOut();
          }}
          className="flex flex-col gap-4"
        >
          <ConnectFields fields={network.fields} typed={{ values: typed, filled }} />
          <div className="flex flex-wrap gap-2">
            <Button type="submit" kind={tried === null ? 'main' : 'plain'} disabled={busy}>
              {busy ? i18n.t('Asking {network}', { network: network.name }) : i18n.t('Test it')}
            </Button>
            <Button onClick={() => void drop()}>{i18n.t('Cancel')}</Button>
          </div>
        </form>
        {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      </Part>
      {tried !== null && (
        <Part title={i18n.t('What the network says')}>
          <TriedOut id={id} tried={tried} />
        </Part>
      )}
      {webhooks.length > 0 && (
        <Part title={i18n.t('What has come from it')}>
          <Arrived arrived={arrived} trial={tried?.trial ?? null} />
        </Part>
      )}
      {tried !== null && (
        <div className="flex flex-col gap-3 border-t border-line pt-4">
          {waitsForTrial && (
            <Notice kind="soon">
              {i18n.t(
                'Nothing has come round yet. You can connect it all the same; what comes later is heard.',
              )}
            </Notice>
          )}
          <div>
            <Button kind="main" disabled={busy} onClick={() => void connect()}>
              {i18n.t('Connect')}
            </Button>
          </div>
        </div>
      )}
      <Evidence evidence={network.evidence} />
    </div>
  );
}
