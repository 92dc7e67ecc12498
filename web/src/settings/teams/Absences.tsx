import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { RotaView } from '../../../../src/api/contract.ts';
import { Button, IconButton } from '../../parts/Button.tsx';
import { Choice, Field } from '../../parts/Field.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { meQuery, rotaQuery, teamsQuery } from '../../server/queries.ts';
import { addAbsence, removeAbsence } from '../../server/settingChanges.ts';
import { dateWords } from '../../time/timeWords.ts';
import { i18n } from '../../words/i18n.ts';
import { useChange } from '../useChange.ts';

const concerns = [rotaQuery.queryKey, teamsQuery.queryKey, meQuery.queryKey, ['audit']];

/** When a member is away, now and later. */
export function Absences({ place, mayManage }: { place: RotaView; mayManage: boolean }) {
  const { change, busy, trouble } = useChange(concerns);
  if (place.absences.length === 0) return null;
  return (
    <>
      <ul aria-label={i18n.t('Absences of {name}', { name: place.member.name })}>
        {place.absences.map((absence) => (
          <li key={absence.id} className="flex items-center gap-2 text-13">
            <span>
              {absence.from === absence.to
                ? i18n.t('Away on {date}', { date: dateWords(absence.from) })
                : i18n.t('Away from {from} to {to}', {
                    from: dateWords(absence.from),
                    to: dateWords(absence.to),
                  })}
              {absence.deputy !== null && `, ${i18n.t('{name} stands in', { name: absence.deputy.name })}`}
            </span>
            {mayManage && (
              <IconButton
                name={i18n.t('Take this absence away')}
                disabled={busy}
                onClick={() => void change(() => removeAbsence(absence.id))}
              >
                <Trash2 aria-hidden className="size-4" />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </>
  );
}

/** Days on which a member will be away. */
export function AbsenceForm({
  place,
  rota,
  close,
}: {
  place: RotaView;
  rota: readonly RotaView[];
  close: () => void;
}) {
  const { change, busy, trouble } = useChange(concerns);
  const [from, setFrom] = useState('');
  const save = async (form: FormData) => {
    const kept = await change(() =>
      addAbsence({
        memberId: place.member.id,
        from,
        to: String(form.get('to')),
        deputyId: String(form.get('deputy')) || null,
      }),
    );
    if (kept !== undefined) close();
  };
  return (
    <form
      aria-label={i18n.t('An absence of {name}', { name: place.member.name })}
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save(new FormData(event.currentTarget));
      }}
    >
      <div className="grid gap-4 sm:grid-cols-3">
        <Field
          label={i18n.t('First day')}
          type="date"
          required
          value={from}
          onChange={(event) => setFrom(event.target.value)}
        />
        <Field label={i18n.t('Last day')} name="to" type="date" required min={from} />
        <Choice label={i18n.t('Who stands in')} name="deputy" defaultValue="">
          <option value="">
            {place.deputy === null
              ? i18n.t('Nobody')
              : i18n.t('{name}, as always', { name: place.deputy.name })}
          </option>
          {rota
            .filter(({ member }) => member.id !== place.member.id && !member.invited)
            .map(({ member }) => (
              <option key={member.id} value={member.id}>
                {member.name}
              </option>
            ))}
        </Choice>
      </div>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <div className="flex gap-2">
        <Button kind="main" type="submit" disabled={busy}>
          {i18n.t('Keep the absence')}
        </Button>
        <Button onClick={close}>{i18n.t('Cancel')}</Button>
      </div>
    </form>
  );
}
