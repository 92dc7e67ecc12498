import { i18n } from '../words/i18n.ts';
import { classes } from './classes.ts';

/** Where words will stand as soon as they are read. */
export function Skeleton({ lines = 3, className }: { lines?: number; className?: string }) {
  return (
    <div role="status" className={classes('flex flex-col gap-3 p-4', className)}>
      <span className="sr-only">{i18n.t('Loading')}</span>
      {Array.from({ length: lines }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines without identity
        <div key={at} className="skeleton h-4" style={{ width: `${92 - ((at * 23) % 45)}%` }} />
      ))}
    </div>
  );
}
