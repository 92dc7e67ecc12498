import { Link } from '@tanstack/react-router';
import { Command as Everything, Inbox, Megaphone, Search, Settings } from 'lucide-react';
import { noFilter } from '../filters/address.ts';
import { i18n } from '../words/i18n.ts';
import { useMay } from './useMe.ts';

const links = () =>
  [
    { to: '/inbox', name: i18n.t('Inbox'), Icon: Inbox },
    { to: '/search', name: i18n.t('Search'), Icon: Search },
    { to: '/announcements', name: i18n.t('Announce'), Icon: Megaphone },
    { to: '/settings', name: i18n.t('Settings'), Icon: Settings },
  ] as const;

const place =
  'flex min-h-14 flex-1 flex-col items-center justify-center gap-0.5 whitespace-nowrap text-13 text-quiet hover:text-ink focus-visible:-outline-offset-2 md:flex-none md:rounded-8 md:hover:bg-deep';

/** The places: a rail at the side of a desktop, a bar under the thumb on a phone. Announcing stands there for those who may. */
export function Rail({ openPalette, hideOnPhone }: { openPalette: () => void; hideOnPhone: boolean }) {
  const mayAnnounce = useMay('announcements.send');
  return (
    <nav
      aria-label={i18n.t('Places')}
      className={`${hideOnPhone ? 'hidden md:flex' : 'flex'} shrink-0 border-t border-line bg-deep pb-[env(safe-area-inset-bottom)] md:w-24 md:flex-col md:gap-1 md:border-t-0 md:border-r md:p-2`}
    >
      {links()
        .filter(({ to }) => to !== '/announcements' || mayAnnounce)
        .map(({ to, name, Icon }) => (
          <Link
            key={to}
            to={to}
            search={noFilter}
            className={place}
            activeProps={{ className: 'text-accent! font-semibold' }}
          >
            <Icon aria-hidden className="size-5" />
            {name}
          </Link>
        ))}
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
