import { Link2 } from 'lucide-react';
import { i18n } from '../words/i18n.ts';

/** Stands beside what came by a link that everybody can open. */
export default function ByPublicLink() {
  return (
    <p className="mt-1 flex items-start gap-2 text-13 text-soon">
      <Link2 aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      {i18n.t(
        'Came by the link that stands in public: whoever saw it may have written this. If it is somebody else, split it off.',
      )}
    </p>
  );
}
