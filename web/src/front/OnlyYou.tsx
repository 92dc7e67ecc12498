import { classes } from '../parts/classes.ts';
import { i18n } from '../words/i18n.ts';

/** Says that nobody else of the house sees it, in these words where some are given. */
export function OnlyYou({ words }: { words?: string }) {
  return (
    <span className={classes('font-medium text-accent', words === undefined && 'whitespace-nowrap')}>
      <svg
        aria-hidden
        viewBox="0 0 16 16"
        className="mr-1 inline size-3.5 align-[-0.15em]"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
      >
        <path d="M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5" />
      </svg>
      {words ?? i18n.t('Only you see this')}
    </span>
  );
}
