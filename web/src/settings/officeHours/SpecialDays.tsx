import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { readRanges, type SpecialDay, writeRanges } from '../../../../src/domain/officeHoursSettings.ts';
import { Button } from '../../parts/Button.tsx';
import { Choice, Field } from '../../parts/Field.tsx';
import { countriesQuery } from '../../server/queries.ts';
import { dateWords } from '../../time/timeWords.ts';
import { i18n } from '../../words/i18n.ts';
import { type Draft, daysFrom, withDay, withoutDay } from './draft.ts';

const few = 8;

/** Whose holidays are closed, and the days that differ from their weekday. */
export function SpecialDays({
  draft,
  today,
  onChange,
}: {
  draft: Draft;
  today: string;
  onChange: (draft: Draft) => void;
}) {
  const countries = useQuery(countriesQuery).data ?? [];
  const [all, showAll] = useState(false);
  const coming = daysFrom(draft, today);
  return (
    <div className="flex flex-col gap-3">
      <Choice
        label={i18n.t('Closed on the public holidays of')}
        help={i18n.t(
          'They are filled in when you save, and renewed every year. Feasts that follow the moon may fall on another day: write it down yourself.',
        )}
        value={draft.country ?? ''}
        onChange={(event) => onChange({ ...draft, country: event.target.value || null })}
      >
        <option value="">{i18n.t('No country')}</option>
        {draft.country !== null && !countries.some(({ code }) => code === draft.country) && (
          <option value={draft.country}>{draft.country}</option>
        )}
        {countries.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </Choice>
      {coming.length > 0 && (
        <ul aria-label={i18n.t('Days that differ')} className="divide-y divide-line">
          {(all ? coming : coming.slice(0, few)).map(([date, day]) => (
            <DayLine key={date} date={date} day={day} onRemove={() => onChange(withoutDay(draft, date))} />
          ))}
        </ul>
      )}
      {!all && coming.length > few && (
        <Button kind="quiet" className="self-start" onClick={() => showAll(true)}>
          {i18n.t('Show all {n}', { n: coming.length })}
        </Button>
      )}
      <AddDay onAdd={(date, day) => onChange(withDay(draft, date, day))} />
    </div>
  );
}

function DayLine({ date, day, onRemove }: { date: string; day: SpecialDay; onRemove: () => void }) {
  const hours =
    day.ranges === null
      ? i18n.t('open as usual')
      : day.ranges.length === 0
        ? i18n.t('closed')
        : writeRanges(day.ranges);
  const name = dateWords(date);
  return (
    <li className="flex flex-wrap items-center gap-x-3 py-1">
      <span className="w-40 tabular-nums">{name}</span>
      <span dir="auto" className="min-w-0 flex-1 basis-40">
        {day.name}
      </span>
      <span className="text-13 text-quiet">{hours}</span>
      <Button
        kind="quiet"
        className="text-13"
        aria-label={
          day.by === 'country'
            ? i18n.t('We work on {day}, {name}', { day: name, name: day.name })
            : i18n.t('Remove {day}, {name}', { day: name, name: day.name })
        }
        onClick={onRemove}
      >
        {day.by === 'country' ? i18n.t('We work') : i18n.t('Remove')}
      </Button>
    </li>
  );
}

function AddDay({ onAdd }: { onAdd: (date: string, day: SpecialDay) => void }) {
  const [date, setDate] = useState('');
  const [name, setName] = useState('');
  const [hours, setHours] = useState('');
  const ranges = readRanges(hours);
  const add = () => {
    if (date === '' || name.trim() === '' || ranges === null) return;
    onAdd(date, { name: name.trim(), ranges, by: 'hand' });
    setDate('');
    setName('');
    setHours('');
  };
  return (
    <fieldset className="flex flex-wrap items-end gap-3 border-t border-line pt-3">
      <legend className="sr-only">{i18n.t('Another day')}</legend>
      <Field
        label={i18n.t('Another day')}
        type="date"
        value={date}
        onChange={(event) => setDate(event.target.value)}
      />
      <Field
        label={i18n.t('Its name')}
        value={name}
        maxLength={200}
        dir="auto"
        onChange={(event) => setName(event.target.value)}
      />
      <Field
        label={i18n.t('Open')}
        value={hours}
        placeholder={i18n.t('Closed')}
        aria-invalid={ranges === null}
        onChange={(event) => setHours(event.target.value)}
      />
      <Button onClick={add} disabled={date === '' || name.trim() === '' || ranges === null}>
        {i18n.t('Add the day')}
      </Button>
    </fieldset>
  );
}
