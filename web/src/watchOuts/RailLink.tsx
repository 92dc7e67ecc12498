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
      className="hidden min-h-14 flex-col items-center justify-center gap-0.5 text-13 text-quiet hover:text-ink focus-visible:-outline-offset-2 md:flex md:rounded-8 md:hover:bg-deep"
      activeProps={{ className: 'text-accent! font-semibold' }}
    >
      <span className="inline-flex items-center gap-1">
        <ShieldQuestion aria-hidden className="size-5" />
        <span aria-hidden className="font-semibold text-soon tabular-nums">
          {waiting}
        </span>
      </span>
      <span className="text-center">{i18n.t('Watch-outs')}</span>
      <span className="sr-only">{i18n.t('waiting for you: {n}', { n: waiting })}</span>
    </Link>,
    places,
  );
}
