import { useQuery } from '@tanstack/react-query';
import { Webhook } from 'lucide-react';
import { useState } from 'react';
import type { WebhookView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { changeWebhook, removeWebhook, webhooksQuery } from '../server/outgoing.ts';
import { useNow } from '../time/now.ts';
import { momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { translated } from '../words/serverSentences.ts';
import { Deliveries } from './Deliveries.tsx';
import { Page, Panel } from './Page.tsx';
import { useChange } from './useChange.ts';
import { WebhookForm } from './WebhookForm.tsx';

function Standing({ hook }: { hook: WebhookView }) {
  const now = useNow();
  if (hook.state === 'paused')
    return (
      <Notice kind={hook.reason === null ? 'info' : 'over'}>
        {translated(hook.reason) ?? i18n.t('Paused.')}{' '}
        {i18n.t('Turned on again it goes on behind number {n}.', { n: hook.told })}
      </Notice>
    );
  if (hook.tries > 0)
    return (
      <Notice kind="soon">
        {i18n.t(
          '{n, plural, one {The last try failed.} other {The last # tries failed.}} The next one: {time}.',
          {
            n: hook.tries,
            time: momentWords(hook.dueAt, now),
          },
        )}
      </Notice>
    );
  return <p className="text-13 text-quiet">{i18n.t('On. Told up to number {n}.', { n: hook.told })}</p>;
}

function Hook({ hook }: { hook: WebhookView }) {
  const { change, busy, trouble } = useChange([webhooksQuery.queryKey, ['audit']]);
  const [shown, setShown] = useState(false);
  const [removing, setRemoving] = useState(false);
  const on = hook.state === 'on';
  return (
    <Panel title={<span dir="auto">{hook.name}</span>}>
      <p className="break-all text-quiet">{hook.address}</p>
      <p className="text-13 break-words text-quiet">{hook.actions.join(', ')}</p>
      <Standing hook={hook} />
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <div className="flex flex-wrap gap-2">
        <Button aria-expanded={shown} onClick={() => setShown(!shown)}>
          {i18n.t('Deliveries')}
        </Button>
        <Button
          disabled={busy}
          onClick={() => void change(() => changeWebhook(hook.id, { state: on ? 'paused' : 'on' }))}
        >
          {on ? i18n.t('Pause') : i18n.t('Turn on')}
        </Button>
        {removing ? (
          <>
            <Button kind="danger" disabled={busy} onClick={() => void change(() => removeWebhook(hook.id))}>
              {i18n.t('Remove with its deliveries')}
            </Button>
            <Button onClick={() => setRemoving(false)}>{i18n.t('Cancel')}</Button>
          </>
        ) : (
          <Button kind="danger" onClick={() => setRemoving(true)}>
            {i18n.t('Remove')}
          </Button>
        )}
      </div>
      {shown && <Deliveries hookId={hook.id} />}
    </Panel>
  );
}

/** What other programs are told of what happens here. */
export default function WebhooksPage() {
  const hooks = useQuery(webhooksQuery);
  const [making, setMaking] = useState(false);
  return (
    <Page
      title={i18n.t('Webhooks')}
      about={i18n.t('Other programs are told what happens here, in its order, each until it has heard.')}
    >
      {making ? (
        <Panel title={i18n.t('Make a webhook')}>
          <WebhookForm close={() => setMaking(false)} />
        </Panel>
      ) : (
        <div>
          <Button kind="main" onClick={() => setMaking(true)}>
            {i18n.t('Make a webhook')}
          </Button>
        </div>
      )}
      {hooks.data === undefined ? (
        hooks.isError ? (
          <Trouble error={hooks.error} again={() => void hooks.refetch()} />
        ) : (
          <Skeleton lines={6} />
        )
      ) : hooks.data.length === 0 ? (
        <Empty icon={<Webhook />} title={i18n.t('No webhook yet')}>
          {i18n.t('Your other programs could hear at once of new cases, and of what became of them.')}
        </Empty>
      ) : (
        hooks.data.map((one) => <Hook key={one.id} hook={one} />)
      )}
    </Page>
  );
}
