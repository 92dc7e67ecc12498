import { storyTime } from '../../../src/domain/storyClock.ts';
import { useSeconds } from '../time/now.ts';
import { i18n } from '../words/i18n.ts';
import { useMe } from './useMe.ts';

/** Says on every screen of a demonstration that nobody here is real, and what the clock of its story shows. */
export function DemonstrationBand() {
  const { demonstration } = useMe();
  if (demonstration === null) return null;
  return <Told clock={{ ...demonstration, asOf: new Date(demonstration.asOf) }} />;
}

function Told({ clock }: { clock: Parameters<typeof storyTime>[0] }) {
  const { day, time } = storyTime(clock, useSeconds());
  const speed = clock.speed;
  return (
    <p className="shrink-0 border-b border-line bg-raised px-4 py-1 text-center text-sm text-quiet tabular-nums">
      {i18n.t('Demonstration: invented people and posts; day {day}, {time}, {speed} times real speed', {
        day,
        time,
        speed,
      })}
    </p>
  );
}
