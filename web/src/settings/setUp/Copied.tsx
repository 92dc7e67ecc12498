import { Copy } from 'lucide-react';
import { Button } from '../../parts/Button.tsx';
import { tell } from '../../shell/told.ts';
import { i18n } from '../../words/i18n.ts';

/** Something to be copied into a page of the network. */
export function Copied({ label, value }: { label: string; value: string }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      tell(i18n.t('Copied.'));
    } catch {
      // No clipboard on a plain http address: it is selected and copied by hand.
      tell(i18n.t('Select it and copy it by hand.'), 'over');
    }
  };
  return (
    <div className="flex flex-col gap-1">
      <span className="text-13 text-quiet">{label}</span>
      <span className="flex items-stretch gap-2">
        <code className="flex min-w-0 flex-1 items-center rounded-8 border border-line bg-deep px-3 py-2 text-13 break-all select-all">
          {value}
        </code>
        <Button onClick={() => void copy()} aria-label={i18n.t('Copy: {what}', { what: label })}>
          <Copy aria-hidden className="size-4" />
        </Button>
      </span>
    </div>
  );
}
