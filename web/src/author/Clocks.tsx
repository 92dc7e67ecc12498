import { useQuery } from '@tanstack/react-query';
import type { CaseView, ClockView } from '../../../src/api/contract.ts';
import { timeLeft } from '../../../src/domain/queue.ts';
import { clocksQuery } from '../server/queries.ts';
import { useMe } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { lengthWords, wholeMoment } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { Part } from './Part.tsx';

const names: Record<ClockView['name'], () => string> = {
  first_response: () => i18n.t('First response'),
  next_response: () => i18n.t('Next response'),
  resolution: () => i18n.t('Settled'),
};

/** The clocks of the case: what was promised, what is left of it or how long it took. */
export function Clocks({ shown }: { shown: CaseView }) {
  const { id, sequence } = shown.row;
  const clocks = useQuery(clocksQuery(id, sequence)).data ?? [];
  if (clocks.length === 0) return null;
  return (
    <Part title={i18n.t('Clocks')}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-13">
        {clocks.map((clock) => (
          <ClockLine key={clock.name} clock={clock} tier={shown.row.severity >= 3 ? 0 : 2} />
        ))}
      </dl>
    </Part>
  );
}

function ClockLine({ clock, tier }: { clock: ClockView; tier: number }) {
  const now = useNow();
  const { officeHours } = useMe().organisation;
  const left =
    clock.dueAt === null
      ? clock.promised - clock.passed
      : timeLeft({ tier, dueAt: new Date(clock.dueAt) }, now, officeHours);
  return (
    <>
      <dt className="text-quiet">{names[clock.name]()}</dt>
      <dd
        className={left < 0 ? 'font-semibold text-over' : undefined}
        title={
          clock.dueAt === null ? undefined : i18n.t('Due {moment}', { moment: wholeMoment(clock.dueAt) })
        }
      >
        {readingWords(clock, left)}
      </dd>
    </>
  );
}

function readingWords(clock: ClockView, left: number): string {
  const of = lengthWords(clock.promised);
  if (clock.state === 'stopped') {
    const took = { time: lengthWords(clock.passed), of };
    return left < 0 ? i18n.t('took {time}, promised {of}', took) : i18n.t('took {time} of {of}', took);
  }
  const time = lengthWords(left);
  if (clock.state === 'paused') return i18n.t('paused, {time} left of {of}', { time, of });
  return left < 0
    ? i18n.t('{time} over, promised {of}', { time, of })
    : i18n.t('{time} left of {of}', { time, of });
}
