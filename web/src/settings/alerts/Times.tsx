import type { AlertSettingsInput, AlertSettingsView } from '../../../../src/api/contract.ts';
import { type AlertKind, alertKinds } from '../../../../src/domain/alert.ts';
import { alertTitles } from '../../alerts/alertWords.ts';
import { Choice, Field } from '../../parts/Field.tsx';
import { shownDays } from '../../words/duty.ts';
import { i18n } from '../../words/i18n.ts';
import { weekdayWords } from '../../words/names.ts';
import { clockMinutes, clockText } from './clock.ts';
import type { Change } from './Grid.tsx';

interface Part {
  chosen: AlertSettingsInput;
  set: Change;
}

/** By whose clock. */
export function Zone({ own, chosen, set }: Part & { own: AlertSettingsView }) {
  return (
    <Choice
      label={i18n.t('Time zone')}
      value={chosen.timeZone ?? ''}
      onChange={(event) => set({ timeZone: event.target.value === '' ? null : event.target.value })}
      className="max-w-[24rem]"
    >
      <option value="">
        {chosen.timeZone === null
          ? i18n.t('As in the rota: {zone}', { zone: own.zone })
          : i18n.t('As in the rota')}
      </option>
      {Intl.supportedValuesOf('timeZone').map((one) => (
        <option key={one}>{one}</option>
      ))}
    </Choice>
  );
}

function Time({ label, minutes, set }: { label: string; minutes: number; set: (minutes: number) => void }) {
  return (
    <Field
      label={label}
      type="time"
      required
      className="w-36"
      value={clockText(minutes)}
      onChange={(event) => {
        const read = clockMinutes(event.target.value);
        if (read !== null) set(read);
      }}
    />
  );
}

function Check({ words, on, toggle }: { words: string; on: boolean; toggle: () => void }) {
  return (
    <label className="target flex items-center gap-3">
      <input type="checkbox" className="size-5 shrink-0 accent-accent" checked={on} onChange={toggle} />
      {words}
    </label>
  );
}

const toggled = <T,>(list: readonly T[], one: T): T[] =>
  list.includes(one) ? list.filter((other) => other !== one) : [...list, one];

/** Hours in which a member is told nothing, but for what they say. */
export function Quiet({ chosen: { quiet, exceptions }, set }: Part) {
  return (
    <>
      <Check
        words={i18n.t('Quiet hours')}
        on={quiet !== null}
        toggle={() => set({ quiet: quiet === null ? { from: 1_320, to: 360 } : null })}
      />
      {quiet !== null && (
        <>
          <div className="flex flex-wrap gap-4">
            <Time
              label={i18n.t('From')}
              minutes={quiet.from}
              set={(from) => set({ quiet: { ...quiet, from } })}
            />
            <Time label={i18n.t('Until')} minutes={quiet.to} set={(to) => set({ quiet: { ...quiet, to } })} />
          </div>
          <fieldset>
            <legend className="font-medium">{i18n.t('You are told all the same')}</legend>
            {alertKinds
              .filter((kind): kind is Exclude<AlertKind, 'digest'> => kind !== 'digest')
              .map((kind) => (
                <Check
                  key={kind}
                  words={alertTitles[kind]()}
                  on={exceptions.includes(kind)}
                  toggle={() => set({ exceptions: toggled(exceptions, kind) })}
                />
              ))}
          </fieldset>
        </>
      )}
    </>
  );
}

/** When the digest comes; ticking it chooses its letter, too. */
export function Digest({ chosen: { digest, ways }, set }: Part) {
  const turnOn = () => {
    const letter = ways.digest.includes('email') ? ways.digest : [...ways.digest, 'email' as const];
    set({ digest: { at: 390, days: [1, 2, 3, 4, 5] }, ways: { ...ways, digest: letter } });
  };
  return (
    <>
      <Check
        words={i18n.t('Send me a digest by email')}
        on={digest !== null}
        toggle={() => (digest === null ? turnOn() : set({ digest: null }))}
      />
      {digest !== null && (
        <>
          <Time label={i18n.t('At')} minutes={digest.at} set={(at) => set({ digest: { ...digest, at } })} />
          <fieldset className="flex flex-wrap gap-x-5">
            <legend className="font-medium">{i18n.t('On')}</legend>
            {shownDays.map((day) => (
              <Check
                key={day}
                words={weekdayWords(day)}
                on={digest.days.includes(day)}
                toggle={() => set({ digest: { ...digest, days: toggled(digest.days, day) } })}
              />
            ))}
          </fieldset>
        </>
      )}
    </>
  );
}
