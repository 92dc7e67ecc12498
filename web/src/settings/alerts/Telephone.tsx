import type { AlertSettingsInput } from '../../../../src/api/contract.ts';
import { Field } from '../../parts/Field.tsx';
import { i18n } from '../../words/i18n.ts';
import type { Change } from './Grid.tsx';

/** Where the member is reached by SMS. */
export function Telephone({ chosen, set }: { chosen: AlertSettingsInput; set: Change }) {
  return (
    <Field
      label={i18n.t('Telephone number for SMS')}
      help={i18n.t('With its country, such as +250788123456. Left empty, no SMS comes.')}
      type="tel"
      autoComplete="tel"
      maxLength={30}
      className="max-w-[24rem]"
      value={chosen.telephone ?? ''}
      onChange={(event) => set({ telephone: event.target.value === '' ? null : event.target.value })}
    />
  );
}
