import { CircleCheck, CircleX, Clock, Hourglass } from 'lucide-react';
import type { CaseRow } from '../../../src/api/contract.ts';
import { classes } from '../parts/classes.ts';
import { useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { stateWords } from '../words/names.ts';
import { useNow } from './now.ts';
import { waitingWords, wholeMoment } from './timeWords.ts';

const looks = {
  over: { tone: 'text-over font-semibold', Icon: CircleX },
  soon: { tone: 'text-soon font-semibold', Icon: Hourglass },
  fine: { tone: 'text-quiet', Icon: Clock },
};

/** How a case stands against its time: "18 min left", "2 h over", or its state where nobody waits. Words, shape and colour say the same. */
export function TimeLeft({ row, className }: { row: CaseRow; className?: string }) {
  const now = useNow();
  const { officeHours } = useMe().organisation;
  if (row.dueAt === null) {
    return (
      <span className={classes('inline-flex items-center gap-1.5 text-quiet', className)}>
        {row.state === 'resolved' && <CircleCheck aria-hidden className="size-4 shrink-0 text-ok" />}
        {stateWords(row.state)}
      </span>
    );
  }
  const waiting = waitingWords({ tier: row.tier, dueAt: row.dueAt }, now, officeHours);
  const { tone, Icon } = looks[waiting.urgency];
  return (
    <span
      title={i18n.t('Due {moment}', { moment: wholeMoment(row.dueAt) })}
      className={classes('inline-flex items-center gap-1.5 whitespace-nowrap', tone, className)}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      {waiting.words}
    </span>
  );
}
