import { X } from 'lucide-react';
import { IconButton } from '../../parts/Button.tsx';
import { i18n } from '../../words/i18n.ts';
import type { Attached } from './writing.ts';

/** The pictures that go along, each with the words for those who cannot see it. */
export function Attachments({
  attached,
  change,
}: {
  attached: readonly Attached[];
  change: (attached: Attached[]) => void;
}) {
  if (attached.length === 0) return null;
  const describe = (mediaId: string, alt: string) =>
    change(attached.map((one) => (one.mediaId === mediaId ? { ...one, alt } : one)));
  return (
    <ul className="flex flex-col gap-2">
      {attached.map((one) => (
        <li key={one.mediaId} className="flex items-start gap-2">
          <img
            src={one.address}
            alt=""
            className="size-14 shrink-0 rounded-8 border border-line object-cover"
          />
          <label className="min-w-0 flex-1 text-13">
            <span className="text-quiet">{i18n.t('Describe the picture (required)')}</span>
            <input
              dir="auto"
              required
              maxLength={2000}
              value={one.alt}
              aria-invalid={one.alt.trim() === ''}
              onChange={(event) => describe(one.mediaId, event.target.value)}
              className="target w-full rounded-8 border border-line-strong bg-raised px-2 aria-invalid:border-over"
            />
          </label>
          <IconButton
            name={i18n.t('Leave the picture out')}
            onClick={() => change(attached.filter((other) => other.mediaId !== one.mediaId))}
          >
            <X aria-hidden className="size-4" />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}
