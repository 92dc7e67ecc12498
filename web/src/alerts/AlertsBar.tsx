import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { BellRing } from 'lucide-react';
import { useCommands } from '../keys/commands.ts';
import { alertsQuery } from '../server/alerts.ts';
import { i18n } from '../words/i18n.ts';

/** Says on every page that alerts wait, and leads to them. Nothing stands there while none does. */
export default function AlertsBar() {
  const count = useQuery(alertsQuery).data?.count ?? 0;
  const { pathname } = useLocation();
  const navigate = useNavigate();
  useCommands([
    {
      id: 'go-alerts',
      title: i18n.t('Alerts'),
      group: i18n.t('Go'),
      keys: 'g l',
      run: () => void navigate({ to: '/alerts' }),
    },
  ]);
  if (count === 0 || pathname === '/alerts') return null;
  return (
    <Link
      to="/alerts"
      className="target flex shrink-0 items-center justify-center gap-2 border-b border-soon bg-soon-soft px-4 font-medium focus-visible:-outline-offset-2"
    >
      <BellRing aria-hidden className="size-4 shrink-0 text-soon" />
      {i18n.t('Alerts that wait for you: {n}', { n: count })}
    </Link>
  );
}
