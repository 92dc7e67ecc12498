import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { BellRing } from 'lucide-react';
import type { AlertView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { acknowledge, alertsQuery } from '../server/alerts.ts';
import { Page } from '../settings/Page.tsx';
import { useChange } from '../settings/useChange.ts';
import { useNow } from '../time/now.ts';
import { momentWords, wholeMoment } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { aboutWords, titleWords } from './alertWords.ts';

/** What a member was told of and has not said that they have it. */
export default function AlertsPage() {
  const alerts = useQuery(alertsQuery);
  return (
    <Scroll name={i18n.t('Alerts')} className="h-full">
      <Page
        title={i18n.t('Alerts')}
        about={i18n.t('What you were told of. Say that you have it, and it goes on to nobody else.')}
      >
        <p>
          <Link
            to="/settings/alerts"
            className="target inline-flex items-center font-medium text-accent underline"
          >
            {i18n.t('What you are told, and when')}
          </Link>
        </p>
        {alerts.data !== undefined ? (
          <List {...alerts.data} />
        ) : alerts.isError ? (
          <Trouble error={alerts.error} again={() => void alerts.refetch()} />
        ) : (
          <Skeleton lines={6} />
        )}
      </Page>
    </Scroll>
  );
}

function List({ alerts, count }: { alerts: AlertView[]; count: number }) {
  const { change, busy, trouble } = useChange([alertsQuery.queryKey]);
  if (alerts.length === 0)
    return (
      <Empty icon={<BellRing />} title={i18n.t('Nothing waits for you')}>
        {i18n.t('What needs you comes here by itself.')}
      </Empty>
    );
  const take = (ids: readonly string[]) => void change(() => acknowledge(ids));
  return (
    <>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <ul className="flex flex-col gap-3">
        {alerts.map((alert) => (
          <Line key={alert.id} alert={alert} busy={busy} take={() => take([alert.id])} />
        ))}
      </ul>
      {count > alerts.length && (
        <p className="text-quiet">{i18n.t('The latest of them: {n} in all.', { n: count })}</p>
      )}
      {alerts.length > 1 && (
        <div>
          <Button disabled={busy} onClick={() => take(alerts.map(({ id }) => id))}>
            {i18n.t('I have seen all of these')}
          </Button>
        </div>
      )}
    </>
  );
}

function Line({ alert, busy, take }: { alert: AlertView; busy: boolean; take: () => void }) {
  const now = useNow();
  const title = titleWords(alert);
  const about = aboutWords(alert);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-8 border border-line bg-raised p-4">
      <div className="min-w-0 flex-1 basis-56">
        <p className="font-semibold">{title}</p>
        <p dir="auto" className="break-words text-quiet">
          {about}
        </p>
        <p className="text-13 text-quiet">
          <time dateTime={alert.at} title={wholeMoment(alert.at)}>
            {momentWords(alert.at, now)}
          </time>
          {alert.level > 0 && <> · {i18n.t('Nobody had taken it, so it came to you.')}</>}
        </p>
      </div>
      <Link
        to={alert.link}
        aria-label={i18n.t('Open it: {title}, {about}', { title, about })}
        className="target inline-flex items-center rounded-8 border border-line px-3 font-medium hover:bg-deep"
      >
        {i18n.t('Open it')}
      </Link>
      <Button kind="main" disabled={busy} onClick={take}>
        {i18n.t('I have it')}
      </Button>
    </li>
  );
}
