import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { OfficeHoursView } from '../../../../src/api/contract.ts';
import { hoursOf, whatIsWrong } from '../../../../src/domain/officeHoursSettings.ts';
import { Button } from '../../parts/Button.tsx';
import { Choice } from '../../parts/Field.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { Skeleton } from '../../parts/Skeleton.tsx';
import { Trouble } from '../../parts/Trouble.tsx';
import { meQuery, officeHoursQuery } from '../../server/queries.ts';
import { setOfficeHours } from '../../server/settingChanges.ts';
import { tell } from '../../shell/told.ts';
import { i18n } from '../../words/i18n.ts';
import { Page, Panel } from '../Page.tsx';
import { useChange } from '../useChange.ts';
import { DueExample } from './DueExample.tsx';
import { type Draft, draftOf, settingsOf } from './draft.ts';
import { SpecialDays } from './SpecialDays.tsx';
import { WeekFields } from './WeekFields.tsx';

/** When the organisation is open: promised time runs in these hours. */
export default function OfficeHoursPage() {
  const { data, error } = useQuery(officeHoursQuery);
  return (
    <Page
      title={i18n.t('Office hours')}
      about={i18n.t(
        'Promised time runs while you are open. Danger and safety do not wait for the door: they run by the clock.',
      )}
    >
      {data?.placing === true && (
        <Notice>{i18n.t('The hours were changed: every waiting case is being given its new place.')}</Notice>
      )}
      {data === undefined ? (
        error === null ? (
          <Skeleton lines={8} />
        ) : (
          <Trouble error={error} />
        )
      ) : (
        <HoursForm kept={data} />
      )}
    </Page>
  );
}

function HoursForm({ kept }: { kept: OfficeHoursView }) {
  const [always, setAlways] = useState(kept.officeHours === null);
  const [draft, setDraft] = useState(() => draftOf(kept.officeHours, kept.timeZone));
  const { change, busy, trouble } = useChange([
    officeHoursQuery.queryKey,
    meQuery.queryKey,
    ['cases'],
    ['audit'],
  ]);
  const settings = settingsOf(draft);
  const wrong = settings === null ? null : whatIsWrong(settings);
  const save = async () => {
    const saved = await change(() => setOfficeHours({ officeHours: always ? null : settings }));
    if (saved === undefined) return;
    setDraft(draftOf(saved.officeHours, saved.timeZone));
    tell(i18n.t('Saved.'));
  };
  return (
    <form
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <AlwaysOrHours always={always} onChange={setAlways} />
      {!always && <HoursPanels draft={draft} onChange={setDraft} />}
      {(always || (settings !== null && wrong === null)) && (
        <Panel title={i18n.t('What it means')}>
          <DueExample
            hours={always || settings === null ? null : hoursOf(settings)}
            timeZone={draft.timeZone}
          />
        </Panel>
      )}
      {!always && wrong !== null && <Notice kind="soon">{wrong}</Notice>}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <Button
        kind="main"
        type="submit"
        className="self-start"
        disabled={busy || (!always && (settings === null || wrong !== null))}
      >
        {i18n.t('Save')}
      </Button>
    </form>
  );
}

function AlwaysOrHours({ always, onChange }: { always: boolean; onChange: (always: boolean) => void }) {
  const choices = [
    { value: true, label: i18n.t('Around the clock') },
    { value: false, label: i18n.t('In office hours') },
  ];
  return (
    <fieldset className="flex flex-wrap gap-x-6">
      <legend className="mb-1 font-medium">{i18n.t('Promised time runs')}</legend>
      {choices.map(({ value, label }) => (
        <label key={label} className="target inline-flex items-center gap-2">
          <input
            type="radio"
            name="always"
            checked={always === value}
            onChange={() => onChange(value)}
            className="size-5 accent-accent"
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

function HoursPanels({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  const zones = Intl.supportedValuesOf('timeZone');
  const known = zones.includes(draft.timeZone) ? zones : [draft.timeZone, ...zones];
  return (
    <>
      <Panel>
        <Choice
          label={i18n.t('Time zone')}
          value={draft.timeZone}
          onChange={(event) => onChange({ ...draft, timeZone: event.target.value })}
        >
          {known.map((zone) => (
            <option key={zone}>{zone}</option>
          ))}
        </Choice>
        <WeekFields week={draft.week} onChange={(week) => onChange({ ...draft, week })} />
      </Panel>
      <Panel title={i18n.t('Holidays and other days')}>
        <SpecialDays draft={draft} today={new Date().toISOString().slice(0, 10)} onChange={onChange} />
      </Panel>
    </>
  );
}
