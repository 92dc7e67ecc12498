import { ChevronRight } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { NetworkView } from '../../../src/api/contract.ts';
import { Choice, Field } from '../parts/Field.tsx';
import { i18n } from '../words/i18n.ts';
import { translated } from '../words/serverSentences.ts';

type Asked = NetworkView['fields'][number];

export interface Typed {
  /** What was typed before, by the name of its field. */
  values: Readonly<Record<string, string>>;
  /** Fields that were filled in with a secret, which is not shown. */
  filled: readonly string[];
}

function OneField({ field, typed: { values, filled } }: { field: Asked; typed: Typed }) {
  const { name, choices } = field;
  const [label, help] = [translated(field.label), translated(field.help)];
  if (choices.length > 0) {
    return (
      <Choice name={name} label={label} help={help} defaultValue={values[name]}>
        {choices.map((one) => (
          <option key={one.value} value={one.value}>
            {translated(one.label)}
          </option>
        ))}
      </Choice>
    );
  }
  const isFilled = filled.includes(name);
  return (
    <Field
      name={name}
      label={label}
      help={help}
      required={field.required && !isFilled}
      defaultValue={values[name]}
      placeholder={isFilled ? i18n.t('Filled in; leave it empty to keep it') : undefined}
      type={field.secret ? 'password' : 'text'}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={5000}
    />
  );
}

const nothing: Typed = { values: {}, filled: [] };

/** What a network asks for; what few need only when it is asked for, and what belongs to another choice not at all. */
export function ConnectFields({ fields, typed = nothing }: { fields: readonly Asked[]; typed?: Typed }) {
  const [chosen, choose] = useState<Record<string, string>>({});
  const standingIn = (name: string) =>
    chosen[name] ?? typed.values[name] ?? fields.find((one) => one.name === name)?.choices[0]?.value ?? '';
  const shown = fields.filter(({ when }) => when === null || when.is.includes(standingIn(when.field)));
  const [plain, advanced] = [false, true].map((kind) =>
    shown
      .filter((field) => field.advanced === kind)
      .map((field) => <OneField key={field.name} field={field} typed={typed} />),
  );
  const onChange = ({ target }: FormEvent<HTMLDivElement>) => {
    if (target instanceof HTMLSelectElement) choose({ ...chosen, [target.name]: target.value });
  };
  return (
    <div className="flex flex-col gap-4" onChange={onChange}>
      {plain}
      {advanced !== undefined && advanced.length > 0 && (
        <details className="group rounded-8 border border-line">
          <summary className="target flex items-center gap-2 rounded-8 px-3 font-medium">
            <ChevronRight
              aria-hidden
              className="size-4 transition-transform duration-100 group-open:rotate-90"
            />
            {i18n.t('Advanced: what few need')}
          </summary>
          <div className="flex flex-col gap-4 p-3 pt-1">{advanced}</div>
        </details>
      )}
    </div>
  );
}

/** What was typed into a form, by the names of a network's fields. */
export const typedIn = (fields: readonly Asked[], form: FormData): Record<string, string> =>
  Object.fromEntries(fields.map(({ name }) => [name, String(form.get(name) ?? '').trim()]));
