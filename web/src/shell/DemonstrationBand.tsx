import type { Me } from '../../../src/api/contract.ts';
import { storyTime } from '../../../src/domain/storyClock.ts';
import { useSeconds } from '../time/now.ts';
import { i18n } from '../words/i18n.ts';

/** Says on every screen of a demonstration that nobody here is real, and what the clock of its story shows. */
export default function DemonstrationBand({ clock }: { clock: NonNullable<Me['demonstration']> }) {
  const { day, time } = storyTime({ ...clock, asOf: new Date(clock.asOf) }, useSeconds());
  return (
    <p className="shrink-0 border-b border-line bg-raised px-4 py-1 text-center text-sm text-quiet tabular-nums">
      {i18n.t('Demonstration: invented people and posts; day {day}, {time}, {speed} times real speed', {
        day,
        time,
        speed: clock.speed,
      })}
    </p>
  );
}
