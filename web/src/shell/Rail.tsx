import { Link } from '@tanstack/react-router';
import {
  Armchair,
  ChartLine,
  Command as Everything,
  Handshake,
  Inbox,
  ListChecks,
  Megaphone,
  MessageCircleQuestion,
  Search,
  Settings,
} from 'lucide-react';
import { useToApprove } from '../approvals/useApprovals.ts';
import { noFilter } from '../filters/address.ts';
import { usePressingFollowUps } from '../followUps/usePressingFollowUps.ts';
import { classes } from '../parts/classes.ts';
import { usePressing } from '../promises/usePressing.ts';
import { i18n } from '../words/i18n.ts';
import { useMay, useMe } from './useMe.ts';

const links = () =>
  [
    { to: '/inbox', name: i18n.t('Inbox'), Icon: Inbox },
    { to: '/search', name: i18n.t('Search'), Icon: Search },
    { to: '/commitments', name: i18n.t('Promises'), Icon: Handshake },
    { to: '/follow-ups', name: i18n.t('Follow-ups'), Icon: MessageCircleQuestion },
    { to: '/record', name: i18n.t('Record'), Icon: ChartLine },
    { to: '/approvals', name: i18n.t('Approve'), Icon: ListChecks },
    { to: '/announcements', name: i18n.t('Announce'), Icon: Megaphone },
    { to: '/settings', name: i18n.t('Settings'), Icon: Settings },
  ] as const;

const place =
  'flex min-h-14 flex-1 flex-col items-center justify-center gap-0.5 whitespace-nowrap text-13 text-quiet hover:text-ink focus-visible:-outline-offset-2 max-md:tracking-tight md:flex-none md:rounded-8 md:hover:bg-deep';

/**
 * The places: a rail at the side of a desktop, a bar under the thumb on a phone. Announcing and approving stand there for those who may. A phone has room for
 * five: approving as long as something waits, else follow-ups as long as one waits for the member, else promises as long as one of theirs is due soon or late, else announcing.
 */
export function Rail({ openPalette, hideOnPhone }: { openPalette: () => void; hideOnPhone: boolean }) {
  const mayAnnounce = useMay('announcements.send');
  const mayApprove = useMay('replies.approve');
  const mayFront = useMay('front.read');
  const isExecutive = useMe().member.role === 'executive';
  const waiting = useToApprove();
  const pressing = usePressing();
  const followUps = usePressingFollowUps();
  const counts: Partial<Record<string, number>> = {
    '/approvals': waiting,
    '/follow-ups': followUps,
    '/commitments': pressing,
  };
  const offered = {
    '/announcements': mayAnnounce,
    '/approvals': mayApprove,
    '/record': useMay('record.read'),
  } as const;
  const pressed = ['/approvals', '/follow-ups', '/commitments'];
  const onPhone = pressed.find((to) => (counts[to] ?? 0) > 0) ?? '/announcements';
  const isPlace = (to: string) => ![...pressed, '/record', '/announcements'].includes(to) || to === onPhone;
  return (
    <nav
      aria-label={i18n.t('Places')}
      className={`${hideOnPhone ? 'hidden md:flex' : 'flex'} shrink-0 border-t border-line bg-deep pb-[env(safe-area-inset-bottom)] md:w-24 md:flex-col md:gap-1 md:border-t-0 md:border-r md:p-2`}
    >
      {links()
        .filter(({ to }) => !(to in offered) || offered[to as keyof typeof offered])
        .map(({ to, name, Icon }) => (
          <Link
            key={to}
            to={to}
            search={noFilter}
            className={classes(place, !isPlace(to) && 'max-md:hidden')}
            activeProps={{ className: 'text-accent! font-semibold' }}
          >
            <Icon aria-hidden className="size-5" />
            <span>
              {name}
              {(counts[to] ?? 0) > 0 && (
                <span className="font-semibold text-accent tabular-nums"> {counts[to]}</span>
              )}
            </span>
          </Link>
        ))}
      {mayFront && (
        <a
          href="/front"
          className={classes(
            place,
            'text-center leading-tight whitespace-normal!',
            !isExecutive && 'max-md:hidden',
          )}
        >
          <Armchair aria-hidden className="size-5" />
          {i18n.t('Front row')}
        </a>
      )}
      {/* WaysToWork puts the places of few members here. */}
      <div id="few" className="contents" />
      <button
        type="button"
        onClick={openPalette}
        aria-keyshortcuts="Control+K Meta+K"
        title={i18n.t('Everything that can be done [Ctrl K]')}
        className={`${place} md:mt-auto`}
      >
        <Everything aria-hidden className="size-5" />
        {i18n.t('More')}
      </button>
    </nav>
  );
}
