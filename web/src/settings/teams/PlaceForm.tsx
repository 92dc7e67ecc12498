import { useState } from 'react';
import type { RotaView } from '../../../../src/api/contract.ts';
import { readRanges, writeRanges } from '../../../../src/domain/officeHoursSettings.ts';
import { Button } from '../../parts/Button.tsx';
import { Choice } from '../../parts/Field.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { meQuery, rotaQuery, teamsQuery } from '../../server/queries.ts';
import { setPlace } from '../../server/settingChanges.ts';
import { i18n } from '../../words/i18n.ts';
import { WeekFields } from '../officeHours/WeekFields.tsx';
import { useChange } from '../useChange.ts';

/** What most people begin with. */
const usual = ['', '08:00-17:00', '08:00-17:00', '08:00-17:00', '08:00-17:00', '08:00-17:00', ''];

/** A member's superior, hours and deputy. */
export function PlaceForm({
  place,
  rota,
  close,
}: {
  place: RotaView;
  rota: readonly RotaView[];
  close: () => void;
}) {
  const { change, busy, trouble } = useChange([
    rotaQuery.queryKey,
    teamsQuery.queryKey,
    meQuery.queryKey,
    ['audit'],
  ]);
  const [hours, setHours] = useState(place.week !== null);
  const [week, setWeek] = useState<readonly string[]>(() => place.week?.map(writeRanges) ?? usual);
  const ranges = week.map(readRanges);
  const readable = !hours || ranges.every((one) => one !== null);
  const others = rota.filter(({ member }) => member.id !== place.member.id && !member.invited);
  const save = async (form: FormData) => {
    const chosen = (name: string) => String(form.get(name) ?? '') || null;
    const done = await change(() =>
      setPlace(place.member.id, {
        superiorId: chosen('superior'),
        deputyId: chosen('deputy'),
        timeZone: String(form.get('zone')),
        week: hours ? ranges.map((one) => one ?? []) : null,
      }).then(() => true),
    );
    if (done === true) close();
  };
  const people = (name: string, label: string, help: string, chosen: string | undefined) => (
    <Choice label={label} help={help} name={name} defaultValue={chosen ?? ''}>
      <option value="">{i18n.t('Nobody')}</option>
      {others.map(({ member }) => (
        <option key={member.id} value={member.id}>
          {member.name}
        </option>
      ))}
    </Choice>
  );
  return (
    <form
      aria-label={i18n.t('Place of {name}', { name: place.member.name })}
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save(new FormData(event.currentTarget));
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        {people('superior', i18n.t('Superior'), i18n.t('To whom this member reports.'), place.superior?.id)}
        {people(
          'deputy',
          i18n.t('Deputy'),
          i18n.t('Stands in outside these hours, and while absent.'),
          place.deputy?.id,
        )}
      </div>
      <ZoneChoice zone={place.timeZone} />
      <label className="target inline-flex items-center gap-2">
        <input
          type="checkbox"
          checked={hours}
          onChange={(event) => setHours(event.target.checked)}
          className="size-5 accent-accent"
        />
        {i18n.t('Works at set hours')}
      </label>
      {hours && <WeekFields name={i18n.t('On duty on')} week={week} onChange={setWeek} />}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <div className="flex gap-2">
        <Button kind="main" type="submit" disabled={busy || !readable}>
          {i18n.t('Save')}
        </Button>
        <Button onClick={close}>{i18n.t('Cancel')}</Button>
      </div>
    </form>
  );
}

function ZoneChoice({ zone }: { zone: string }) {
  const zones = Intl.supportedValuesOf('timeZone');
  const known = zones.includes(zone) ? zones : [zone, ...zones];
  return (
    <Choice label={i18n.t('Time zone')} name="zone" defaultValue={zone}>
      {known.map((one) => (
        <option key={one}>{one}</option>
      ))}
    </Choice>
  );
}
