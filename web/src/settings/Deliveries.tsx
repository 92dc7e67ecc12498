import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleX, Clock } from 'lucide-react';
import type { DeliveryView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { deliveriesQuery, replayWebhook, webhooksQuery } from '../server/outgoing.ts';
import { useNow } from '../time/now.ts';
import { momentWords, wholeMoment } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { translated } from '../words/serverSentences.ts';
import { useChange } from './useChange.ts';

function State({ state }: { state: DeliveryView['state'] }) {
  if (state === 'delivered')
    return (
      <span className="inline-flex items-center gap-1 text-ok">
        <CircleCheck aria-hidden className="size-4" /> {i18n.t('delivered')}
      </span>
    );
  if (state === 'failed')
    return (
      <span className="inline-flex items-center gap-1 text-over">
        <CircleX aria-hidden className="size-4" /> {i18n.t('given up')}
      </span>
    );
  return (
    <span className="inline-flex items-center gap-1 text-soon">
      <Clock aria-hidden className="size-4" /> {i18n.t('not delivered yet')}
    </span>
  );
}

function Line({ hookId, delivery }: { hookId: string; delivery: DeliveryView }) {
  const now = useNow();
  const { change, busy, trouble } = useChange([webhooksQuery.queryKey]);
  return (
    <li className="flex flex-wrap items-start justify-between gap-2 border-b border-line py-2 last:border-b-0">
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-x-3">
          <span className="tabular-nums">{delivery.sequence}</span>
          <code className="text-13 break-all">{delivery.action}</code>
          <State state={delivery.state} />
        </p>
        <ol className="text-13 text-quiet">
          {delivery.attempts.slice(0, 5).map((one) => (
            <li key={one.at}>
              <time dateTime={one.at} title={wholeMoment(one.at)}>
                {momentWords(one.at, now)}
              </time>
              {': '}
              {translated(one.reason) ?? i18n.t('answered {status}', { status: one.status ?? '' })}{' '}
              {i18n.t('({n} ms)', { n: one.milliseconds })}
            </li>
          ))}
        </ol>
      </div>
      <Button
        disabled={busy || delivery.againAt !== null}
        onClick={() => void change(() => replayWebhook(hookId, { delivery: delivery.id }))}
      >
        {delivery.againAt === null ? i18n.t('Tell again') : i18n.t('Is told again')}
      </Button>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </li>
  );
}

function From({ hookId }: { hookId: string }) {
  const { change, busy, trouble } = useChange([webhooksQuery.queryKey]);
  return (
    <form
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const from = Number(new FormData(event.currentTarget).get('from'));
        void change(() => replayWebhook(hookId, { from }));
      }}
    >
      <Field
        label={i18n.t('Tell everything again from this number on')}
        name="from"
        type="number"
        min={1}
        step={1}
        required
        inputMode="numeric"
      />
      <Button type="submit" disabled={busy}>
        {i18n.t('Tell again')}
      </Button>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </form>
  );
}

/** The latest deliveries of a webhook with their tries, and telling them again. */
export function Deliveries({ hookId }: { hookId: string }) {
  const deliveries = useQuery(deliveriesQuery(hookId));
  if (deliveries.data === undefined)
    return deliveries.isError ? (
      <Trouble error={deliveries.error} again={() => void deliveries.refetch()} />
    ) : (
      <Skeleton lines={4} />
    );
  return (
    <div className="flex flex-col gap-3">
      {deliveries.data.length === 0 ? (
        <p className="text-quiet">{i18n.t('Nothing was told yet: it hears of what happens from now on.')}</p>
      ) : (
        <ol>
          {deliveries.data.map((one) => (
            <Line key={one.id} hookId={hookId} delivery={one} />
          ))}
        </ol>
      )}
      <From hookId={hookId} />
    </div>
  );
}
