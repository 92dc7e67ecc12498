import { useState } from 'react';
import { blockDays } from '../../../src/domain/block.ts';
import { Choice, Field } from '../parts/Field.tsx';
import { useNow } from '../time/now.ts';
import { momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';

/** For so many days, until the end of a day, or until somebody lifts it. */
export type BlockEndChoice = { days: number } | { day: string } | null;

/** The instant that a choice means, on this screen's calendar. */
export function endOf(choice: BlockEndChoice, now: Date): string | null {
  if (choice === null) return null;
  if ('days' in choice) return new Date(now.getTime() + choice.days * 86_400_000).toISOString();
  return new Date(`${choice.day}T23:59:59.999`).toISOString();
}

/** Tomorrow and so on: the calendar's own day, not that of Greenwich. */
const dayOf = (now: Date) =>
  `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`;

const daysWords: Record<(typeof blockDays)[number], () => string> = {
  1: () => i18n.t('For 1 day'),
  7: () => i18n.t('For 7 days'),
  30: () => i18n.t('For 30 days'),
};

/** Asks until when an author is blocked. */
export function BlockEnd({ onChosen }: { onChosen: (end: BlockEndChoice) => void }) {
  const [chosen, choose] = useState('7');
  const [day, setDay] = useState('');
  const today = dayOf(useNow());
  return (
    <>
      <Choice
        label={i18n.t('For how long?')}
        value={chosen}
        onChange={({ target: { value } }) => {
          choose(value);
          if (value === 'date') onChosen({ day: day === '' ? today : day });
          else onChosen(value === '' ? null : { days: Number(value) });
        }}
      >
        {blockDays.map((days) => (
          <option key={days} value={days}>
            {daysWords[days]()}
          </option>
        ))}
        <option value="date">{i18n.t('Until a day')}</option>
        <option value="">{i18n.t('Until somebody unblocks them')}</option>
      </Choice>
      {chosen === 'date' && (
        <Field
          label={i18n.t('Last day')}
          type="date"
          required
          min={today}
          value={day}
          onChange={({ target: { value } }) => {
            setDay(value);
            if (value !== '') onChosen({ day: value });
          }}
        />
      )}
    </>
  );
}

/** Until when a block stands: "until 12 Mar, 06:39", or until somebody takes it back. */
export function BlockedUntil({ until }: { until: string | null }) {
  const now = useNow();
  return until === null
    ? i18n.t('until somebody unblocks them')
    : i18n.t('until {time}', { time: momentWords(until, now) });
}
