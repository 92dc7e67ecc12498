import { clockWords } from '../../time/timeWords.ts';
import { i18n } from '../../words/i18n.ts';
import type { Kept } from './useSaving.ts';

/** Whether what is typed is safe. */
export function KeptLine({ kept }: { kept: Kept }) {
  const words =
    kept.state === 'kept'
      ? i18n.t('Saved at {time}', { time: clockWords(kept.at) })
      : kept.state === 'waiting'
        ? i18n.t('Saving')
        : kept.state === 'failed'
          ? i18n.t('Not saved yet, trying again')
          : kept.state === 'refused'
            ? i18n.t('Only kept in this browser')
            : '';
  return (
    <span
      className={
        kept.state === 'failed' || kept.state === 'refused' ? 'text-13 text-soon' : 'text-13 text-quiet'
      }
    >
      {words}
    </span>
  );
}
