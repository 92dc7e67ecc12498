import { clockWords } from '../../time/timeWords.ts';
import { i18n } from '../../words/i18n.ts';
import type { Kept } from './useDraft.ts';

/** Whether what is typed is safe. */
export function KeptLine({ kept }: { kept: Kept }) {
  const words =
    kept.state === 'kept'
      ? i18n.t('Saved at {time}', { time: clockWords(kept.at) })
      : kept.state === 'waiting'
        ? i18n.t('Saving')
        : kept.state === 'failed'
          ? i18n.t('Not saved yet, trying again')
          : '';
  return (
    <span className={kept.state === 'failed' ? 'text-13 text-soon' : 'text-13 text-quiet'}>{words}</span>
  );
}
