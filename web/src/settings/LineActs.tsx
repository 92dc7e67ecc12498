import { Button } from '../parts/Button.tsx';
import { i18n } from '../words/i18n.ts';

/** What is done with one line of a list of settings: it is changed, or taken out of use. */
export function LineActs({
  title,
  busy,
  edit,
  retire,
}: {
  /** What the line is called, for whoever hears its buttons only. */
  title: string;
  busy: boolean;
  edit: () => void;
  retire: () => void;
}) {
  return (
    <span className="flex gap-1">
      <Button kind="quiet" aria-label={i18n.t('Change: {title}', { title })} onClick={edit}>
        {i18n.t('Change')}
      </Button>
      <Button
        kind="quiet"
        disabled={busy}
        aria-label={i18n.t('Take out of use: {title}', { title })}
        onClick={retire}
      >
        {i18n.t('Take out of use')}
      </Button>
    </span>
  );
}
