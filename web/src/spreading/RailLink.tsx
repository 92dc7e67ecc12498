import { Link } from '@tanstack/react-router';
import { Share2 } from 'lucide-react';
import { createPortal } from 'react-dom';
import { i18n } from '../words/i18n.ts';

/** The way to the stories that spread among the places, for those who are warned of them: behind the first load. On a phone it stands behind "More"; an alert leads there. */
export function RailLink() {
  const places = document.getElementById('few');
  if (places === null) return null;
  return createPortal(
    <Link
      to="/spreading"
      className="hidden min-h-14 flex-col items-center justify-center gap-0.5 text-13 text-quiet hover:text-ink focus-visible:-outline-offset-2 md:flex md:rounded-8 md:hover:bg-deep"
      activeProps={{ className: 'text-accent! font-semibold' }}
    >
      <Share2 aria-hidden className="size-5" />
      {i18n.t('Spreading')}
    </Link>,
    places,
  );
}
