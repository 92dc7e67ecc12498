import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ShieldQuestion } from 'lucide-react';
import { createPortal } from 'react-dom';
import { watchCountQuery } from '../server/watchOuts.ts';
import { i18n } from '../words/i18n.ts';

/** The way to accounts that may answer in our name, once one was found, for those who decide: behind the first load. On a phone it stands behind "More". */
export function WatchRailLink() {
  const waiting = useQuery(watchCountQuery).data?.suspected ?? 0;
  const places = document.getElementById('few');
  if (places === null || waiting === 0) return null;
  return createPortal(
    <Link
      to="/watch-outs"
      className="relative hidden min-h-14 flex-col items-center justify-center gap-0.5 text-13 text-quiet hover:text-ink focus-visible:-outline-offset-2 md:flex md:rounded-8 md:hover:bg-deep"
      activeProps={{ className: 'text-accent! font-semibold' }}
    >
      <ShieldQuestion aria-hidden className="size-5" />
      {i18n.t('Watch-outs')}
      <span className="font-semibold text-soon tabular-nums">
        <span className="sr-only">{i18n.t('waiting for you:')} </span>
        {waiting}
      </span>
    </Link>,
    places,
  );
}
