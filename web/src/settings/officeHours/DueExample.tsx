import type { Hours } from '../../../../src/domain/officeHours.ts';
import { queuePlace } from '../../../../src/domain/queue.ts';
import { useMe } from '../../shell/useMe.ts';
import { useNow } from '../../time/now.ts';
import { momentIn } from '../../time/timeWords.ts';
import { i18n } from '../../words/i18n.ts';

const week = 7 * 24 * 3_600_000;

/** The next Friday at 16:50 of the wall clock that this instant stands in, roughly: an example, not a promise. */
function nextFriday(now: Date): Date {
  const friday = new Date(now);
  friday.setHours(16, 50, 0, 0);
  friday.setDate(friday.getDate() + ((5 - friday.getDay() + 7) % 7));
  return friday > now ? friday : new Date(friday.getTime() + week);
}

/** What these hours mean for two posts, by the rule that orders the queue. */
export function DueExample({ hours, timeZone }: { hours: Hours; timeZone: string }) {
  const { organisation } = useMe();
  const now = useNow();
  const due = (writtenAt: Date) =>
    queuePlace(
      { severity: 0, vulnerable: false, waitingSince: writtenAt, answeredBefore: false },
      { ...organisation, hours },
    )?.dueAt ?? writtenAt;
  const friday = nextFriday(now);
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-13">
      <dt className="text-quiet">{i18n.t('A post of now is due')}</dt>
      <dd>{momentIn(due(now), timeZone)}</dd>
      <dt className="text-quiet">
        {i18n.t('One of {moment} is due', { moment: momentIn(friday, timeZone) })}
      </dt>
      <dd>{momentIn(due(friday), timeZone)}</dd>
    </dl>
  );
}
