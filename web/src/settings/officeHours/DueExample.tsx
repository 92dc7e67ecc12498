import type { Hours } from '../../../../src/domain/officeHours.ts';
import { queuePlace } from '../../../../src/domain/queue.ts';
import { evenStretches } from '../../../../src/domain/zone.ts';
import { useMe } from '../../shell/useMe.ts';
import { useNow } from '../../time/now.ts';
import { momentIn } from '../../time/timeWords.ts';
import { i18n } from '../../words/i18n.ts';

const day = 24 * 3_600_000;

/** The next Friday at 16:50 on the wall clock of the zone, as that runs now: an example, not a promise. */
function nextFriday(now: Date, timeZone: string): Date {
  const offset = evenStretches(timeZone, Math.floor(now.getTime() / day))[0]?.offset ?? 0;
  const today = Math.floor((now.getTime() + offset) / day);
  // 1970-01-01 was a Thursday.
  const friday = today + ((5 - ((today + 4) % 7) + 7) % 7);
  const at = friday * day + (16 * 60 + 50) * 60_000 - offset;
  return new Date(at > now.getTime() ? at : at + 7 * day);
}

/** What these hours mean for two posts, by the rule that orders the queue. */
export function DueExample({ hours, timeZone }: { hours: Hours; timeZone: string }) {
  const { organisation } = useMe();
  const now = useNow();
  const due = (writtenAt: Date) =>
    queuePlace(
      { severity: 0, vulnerable: false, threat: null, waitingSince: writtenAt, answeredBefore: false },
      { ...organisation, hours },
    )?.dueAt ?? writtenAt;
  const friday = nextFriday(now, timeZone);
  return (
    <dl className="grid gap-x-4 gap-y-1 text-13 sm:grid-cols-[auto_1fr]">
      <dt className="text-quiet">{i18n.t('A post of now is due')}</dt>
      <dd>{momentIn(due(now), timeZone)}</dd>
      <dt className="text-quiet">
        {i18n.t('One of {moment} is due', { moment: momentIn(friday, timeZone) })}
      </dt>
      <dd>{momentIn(due(friday), timeZone)}</dd>
    </dl>
  );
}
